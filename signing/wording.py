"""Sentences for people, always in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in Chinese and in English."""

    zh: str
    en: str

    def say(self, lang: str) -> str:
        """The sentence in Chinese for `zh…`, in English otherwise."""
        return self.zh if lang.lower().startswith("zh") else self.en

    def filled(self, **details: str | int) -> "Words":
        """The sentence with its {placeholders} filled; details a sentence does not name are left out."""
        return Words(self.zh.format_map(details), self.en.format_map(details))

    def then(self, other: "Words") -> "Words":
        """This sentence followed by another."""
        return Words(self.zh + other.zh, f"{self.en} {other.en}")


@dataclass(frozen=True, slots=True)
class StepWords:
    """A verification step: what it asks, what it says when all is well, which standard it follows."""

    title: Words
    passed: Words
    follows: str


HEADLINES = {
    "sound": Words(
        "核验通过：材料包完整、签名有效、来源可信。", "Sound: the file is intact, validly signed, trusted and complete."
    ),
    "sound_development": Words(
        "核验通过，但证书仅供开发演示，不得作为证据。",
        "Sound, but made with certificates for development only: not evidence.",
    ),
    "unsound": Words("核验不通过：{count} 项检查发现问题。", "Not sound: {count} checks found something wrong."),
    "undecided": Words(
        "此网页未能完成核验：第 {steps} 步须用 heqi-verify。没有作出结论。",
        "Not fully checked here: steps {steps} need heqi-verify. No conclusion is drawn.",
    ),
    "unreadable": Words("无法读取：这不是材料包或协议文件。", "Unreadable: this is neither a bundle nor an agreement."),
}

OUTSIDE = (
    Words(
        "协议内容是否合法、是否自愿，由法院审查。",
        "Whether the agreement is lawful and free is for the court to examine.",
    ),
    Words(
        "证书上的人与现实中的人是否同一，取决于发证机构的身份核验。",
        "Whether the person named in a certificate is the person in life rests on the authority that issued it.",
    ),
    Words(
        "材料包形成之后才发生的证书撤销，本核验不联网查询。",
        "Revocations after the bundle was made are not looked up: this check never goes online.",
    ),
    Words(
        "证据内容是否真实，不在核验范围内。", "Whether exhibits are true is not examined, only that they are unchanged."
    ),
)
OUTSIDE_AGREEMENT = (
    Words(
        "只核验了协议文件本身；应由谁签署、日志记载等需用整个材料包核验。",
        "Only the agreement file was checked: who had to sign, and the log, need the whole bundle.",
    ),
)

# Code of the step → title, sentence when it passed, standard or rule.
_STEPS: tuple[tuple[str, str, str, str, str, str], ...] = (
    (
        "container_form",
        "容器写法",
        "Form of the container",
        "容器逐字节符合规范写法。",
        "The container is written exactly as it was made, byte for byte.",
        "ETSI EN 319 162-1 A",
    ),
    (
        "container_catalogue",
        "文件目录",
        "Catalogue of files",
        "应有的文件齐全，没有目录外的文件。",
        "Every required file is there and none beyond the catalogue.",
        "ETSI EN 319 162-1 A",
    ),
    (
        "container_manifest",
        "清单与摘要",
        "Lists and digests",
        "每个文件都在清单中，摘要一致。",
        "Every file is in the signed lists with the right digest.",
        "ETSI EN 319 162-1 A.4",
    ),
    (
        "container_records",
        "记录格式",
        "Form of the records",
        "各项记录符合公布的格式。",
        "The records follow their published schemas.",
        "RFC 8785; JSON Schema 2020-12",
    ),
    (
        "manifest_time",
        "材料包时间戳",
        "Time-stamp of the bundle",
        "时间戳有效，覆盖整个材料包。",
        "The time-stamp is valid and covers the whole bundle.",
        "RFC 3161",
    ),
    (
        "manifest_seal",
        "材料包印章",
        "Seal of the bundle",
        "调解组织对清单的签名有效。",
        "The organisation's signature over the list is valid.",
        "ETSI EN 319 122-1",
    ),
    (
        "document_layout",
        "协议文件结构",
        "Layout of the agreement",
        "文件的每个字节都有归属，末尾没有追加内容。",
        "Every byte of the file is accounted for and nothing was appended.",
        "ISO 32000-2 §7.5.6",
    ),
    (
        "document_rules",
        "协议文件内容规则",
        "Rules for the agreement",
        "文件没有脚本、批注、图层或隐藏内容。",
        "No script, annotation, layer or hidden content.",
        "ISO 32000-2; ISO 19005-3",
    ),
    (
        "document_digests",
        "签名摘要",
        "Digests of the signatures",
        "每个签名的摘要与其覆盖的字节一致。",
        "Each signature's digest fits the bytes it covers.",
        "ISO 32000-2 §12.8.1",
    ),
    (
        "document_changes",
        "定稿后的改动",
        "Changes since freezing",
        "页面、附件和属性与定稿时完全相同。",
        "Pages, attachment and properties are those of the frozen text.",
        "ISO 32000-2 §12.8.2",
    ),
    (
        "document_finished",
        "长期验证数据",
        "Closing steps",
        "文件已附长期验证数据和最后的时间戳。",
        "The long-term data and the closing time-stamp are there.",
        "ETSI EN 319 142-1 B-LTA",
    ),
    (
        "signatures_valid",
        "签名有效性",
        "Validity of the signatures",
        "所有签名及其时间戳有效。",
        "All signatures and their time-stamps are valid.",
        "ETSI EN 319 102-1",
    ),
    (
        "signatures_order",
        "时间先后",
        "Order of times",
        "签署时间先后一致。",
        "The times of signing follow one another.",
        "RFC 3161",
    ),
    (
        "document_timestamp",
        "文件时间戳",
        "Closing time-stamp",
        "文件时间戳有效，覆盖整个文件。",
        "The closing time-stamp is valid and covers the whole file.",
        "ETSI EN 319 142-1",
    ),
    (
        "signatures_trusted",
        "签名来源",
        "Trust in the signatures",
        "所有签名可追溯到您信任的根证书，并可长期验证。",
        "All signatures lead to the roots you gave and hold for the long term.",
        "ETSI EN 319 102-1 §5.6.3",
    ),
    (
        "certificate_profiles",
        "证书用途",
        "Purpose of the certificates",
        "每人使用各自的签名证书和密钥。",
        "Each signed with a key of their own under a signing certificate.",
        "RFC 5280 §4.2.1.3",
    ),
    (
        "bundle_trust",
        "印章与时间戳来源",
        "Trust in seal and time-stamps",
        "印章和时间戳可追溯到您信任的根证书。",
        "Seal and time-stamps lead to the roots you gave.",
        "RFC 5280 §6",
    ),
    (
        "authority_kind",
        "发证机构",
        "Kind of authority",
        "没有开发演示用证书。",
        "No certificate is marked as for development.",
        "电子签名法 第16条 / E-Signature Law art. 16",
    ),
    (
        "time_window",
        "时间戳证书期限",
        "Life of the time-stamp",
        "时间戳证书仍在有效期内。",
        "The certificates of the time-stamps are still valid.",
        "RFC 5280 §4.1.2.5",
    ),
    (
        "fields_filled",
        "签署是否齐全",
        "All places signed",
        "定稿时的签名位置全部签署。",
        "Every place to sign of the frozen text is signed.",
        "电子签名法 第13条 / E-Signature Law art. 13",
    ),
    (
        "ceremony_frozen",
        "定稿文本",
        "The frozen text",
        "签署的正是定稿文本。",
        "What was signed is the frozen text.",
        "电子签名法 第5条 / E-Signature Law art. 5",
    ),
    (
        "ceremony_signatures",
        "签署记录",
        "Record of the signing",
        "签署记录与文件逐一对应。",
        "The record of the signing matches the document step by step.",
        "电子签名法 第8条 / E-Signature Law art. 8",
    ),
    (
        "people",
        "签署人",
        "The people",
        "应签署的人均以本人证书在各自位置签署，组织最后盖章。",
        "Everybody named signed in their own place in their own name; the organisation sealed last.",
        "电子签名法 第13条 / E-Signature Law art. 13",
    ),
    (
        "agreement_content",
        "协议内容一致",
        "One agreement",
        "申请书、协议文本和协议文件一致。",
        "Application, text and file are about one agreement.",
        "RFC 8785",
    ),
    (
        "evidence_index",
        "证据目录",
        "Exhibits",
        "所附证据与目录一致。",
        "The exhibits match their index.",
        "GB/T 32905; FIPS 180-4",
    ),
    (
        "log_inclusion",
        "日志记载",
        "Inclusion in the log",
        "定稿、各次签署和成品均记入可信日志。",
        "Freezing, every signature and the finished file are in the trusted log.",
        "RFC 9162 §2.1",
    ),
    (
        "log_consistency",
        "日志未被改写",
        "The log was not rewritten",
        "您持有的后来的日志签名头只是在本材料包所依据的日志之后增加了条目，此前的条目未被改动。",
        "The later head of the log that you hold only adds to the log of this bundle; nothing before was changed.",
        "RFC 9162 §2.1.4",
    ),
)

STEPS: dict[str, StepWords] = {
    code: StepWords(Words(title_zh, title_en), Words(zh, en), follows)
    for code, title_zh, title_en, zh, en, follows in _STEPS
}
