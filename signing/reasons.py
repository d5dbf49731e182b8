"""Why something was refused, failed or needs a judgement: one sentence per code, in both languages."""

from signing.reasons_authorities import AUTHORITIES
from signing.wording import Words

# Kept as three columns: code, Chinese, English. Placeholders are digests, names of fields or files, and counts.
_TABLE: tuple[tuple[str, str, str], ...] = (
    # canonical text
    ("canonical.not_nfc", "文字未采用统一的编码形式。", "The text is not in the one normal encoding (NFC)."),
    (
        "canonical.hidden_character",
        "文字含有不可见或改变方向的字符（{character}）。",
        "The text holds an invisible or direction-changing character ({character}).",
    ),
    ("canonical.integer_too_large", "数字过大，无法精确表示。", "A number is too large to be written exactly."),
    ("canonical.too_deep", "数据嵌套过深。", "The data is nested too deeply."),
    (
        "canonical.type",
        "数据含有不允许的类型（{kind}）。",
        "The data holds a kind of value that is not allowed ({kind}).",
    ),
    # keys and signatures
    (
        "keys.file_mode",
        "密钥文件 {name} 可被他人读取，拒绝使用。",
        "The key file {name} can be read by others and is not used.",
    ),
    ("keys.kind", "密钥类型不符。", "The key is of a kind that is not accepted here."),
    (
        "keys.file_form",
        "密钥文件 {name} 无法打开：内容损坏，或封存时用的是另一主密钥。",
        "The key file {name} cannot be opened: it is damaged, or was sealed under another master key.",
    ),
    ("keys.missing", "找不到密钥 {name}。", "There is no key {name} here."),
    (
        "keys.no_sm2",
        "此处未安装国密组件；请安装 heqi-verify[sm2]。",
        "The SM2 part is not installed here: install heqi-verify[sm2].",
    ),
    (
        "keys.token_away",
        "密码设备暂时无法使用（{kind}），请稍后再试或联系平台。",
        "The security module cannot be used now ({kind}). Please try again later or tell the platform.",
    ),
    (
        "keys.token_curve",
        "密码设备不支持 {name} 密钥。",
        "Keys of the kind {name} are not made in the security module.",
    ),
    ("keys.certificate_form", "证书无法读取。", "The certificate cannot be read."),
    ("signature.length", "签名长度为 {size} 字节，应为 64 字节。", "The signature has {size} bytes; it must have 64."),
    ("signature.range", "签名数值超出允许范围。", "The signature's numbers are out of range."),
    (
        "signature.wrong",
        "签名与本次签署的内容或证书不符。",
        "The signature does not fit what was to be signed, or not this certificate.",
    ),
    (
        "signature.unsound",
        "盖章后的文件未通过核验（第 {step} 步 {name}），没有保存。",
        "The sealed document does not pass verification (step {step}, {name}); nothing was kept.",
    ),
    (
        "signature.not_as_prepared",
        "{field} 的签名与准备时不一致，请重新签署。",
        "The signature at {field} is not as it was prepared. Please sign again.",
    ),
    (
        "signature.proof",
        "未能证明您持有该密钥，请重新开始签署。",
        "Possession of the key was not proved. Please start signing again.",
    ),
    # writing into a document
    (
        "document.field_names",
        "签名位置的名称重复或不合规则。",
        "The names of the places to sign repeat or break the rule.",
    ),
    (
        "document.has_fields",
        "文件已有签名位置，不能再次定稿。",
        "The document already has places to sign and cannot be frozen again.",
    ),
    (
        "document.field_not_free",
        "签名位置 {field} 不存在或已签署。",
        "The place {field} does not exist or is signed already.",
    ),
    (
        "document.not_all_signed",
        "尚有 {count} 处未签署，不能完成。",
        "{count} places are not signed yet; the document cannot be finished.",
    ),
    (
        "certificate.expires_too_soon",
        "{field} 的证书即将到期，需要重新签署。",
        "The certificate at {field} expires too soon; this person must sign anew.",
    ),
    # what a document may hold
    ("document.header", "文件不是 PDF 1.7 文件。", "The file is not a PDF 1.7 document."),
    (
        "document.unreadable",
        "文件结构损坏或含混，无法确定其内容。",
        "The document is damaged or ambiguous: its content cannot be established.",
    ),
    ("document.script", "文件含有脚本（{key}）。", "The document holds a script ({key})."),
    ("document.action", "文件含有会自动执行的动作（{key}）。", "The document holds an action ({key})."),
    (
        "document.layers",
        "文件含有可显示或隐藏的图层（{key}）。",
        "The document holds layers that can be shown or hidden ({key}).",
    ),
    (
        "document.form",
        "文件含有签名位置以外的表单（{key}）。",
        "The document holds form fields other than places to sign ({key}).",
    ),
    ("document.annotation", "文件含有批注（{key}）。", "The document holds an annotation ({key})."),
    (
        "document.alternate",
        "文件含有屏幕与打印不同的内容（{key}）。",
        "The document shows other things in print than on screen ({key}).",
    ),
    ("document.external", "文件引用了外部内容（{key}）。", "The document points to content outside itself ({key})."),
    ("document.pages", "文件的页面结构有误。", "The tree of pages is malformed."),
    ("document.encrypted", "文件已加密。", "The document is encrypted."),
    ("document.permissions", "文件含有额外的权限设置。", "The document holds permissions of its own."),
    (
        "document.attachment",
        "文件应当只附有一份协议数据（agreement.json）。",
        "The document must carry exactly one attachment: agreement.json.",
    ),
    ("document.font", "文件中有未嵌入的字体（{key}）。", "A font is not embedded in the document ({key})."),
    ("document.field_twice", "签名位置 {field} 出现两次。", "The place {field} occurs twice."),
    ("document.too_large", "文件过大。", "The document is too large."),
    # what was changed in a document
    (
        "document.changed",
        "定稿后，页面、附件或文件属性被改动。",
        "Pages, attachments or properties were changed after the text was frozen.",
    ),
    ("document.signed_before_frozen", "定稿文件中已有签名。", "The frozen text already holds a signature."),
    (
        "document.fields_changed",
        "定稿后，签名位置被改动。",
        "The places to sign were changed after the text was frozen.",
    ),
    (
        "document.not_finished",
        "文件缺少最后的长期验证数据或文件时间戳。",
        "The closing steps are missing: long-term validation data and a time-stamp over the whole file.",
    ),
    ("layout.revisions", "文件中有不属于签署过程的改动。", "The file holds a change that is no step of the signing."),
    ("layout.trailing", "文件末尾有多余内容（{size} 字节）。", "The file goes on after its end ({size} bytes)."),
    ("layout.signature_form", "{field} 的签名格式不符。", "The signature at {field} has the wrong form."),
    (
        "layout.byte_range",
        "{field} 的签名没有覆盖应当覆盖的全部字节。",
        "The signature at {field} does not cover all the bytes it must.",
    ),
    ("layout.contents", "{field} 的签名数据写法被改动。", "The way the signature at {field} is written was altered."),
    # signed data
    ("cms.form", "签名数据无法读取。", "The signed data cannot be read."),
    (
        "cms.signers",
        "签名数据应当只有一名签署人，实有 {count} 名。",
        "The signed data must have one signer; it has {count}.",
    ),
    ("cms.shape", "签名数据的非签名部分被改动。", "A part of the signed data that no signature covers was altered."),
    ("cms.attributes", "签名属性不符合要求。", "The signature's attributes are not what they must be."),
    ("cms.certificates", "签名所附证书与签名不符。", "The certificates that come with the signature do not fit it."),
    ("cms.digest", "内容在签名之后被改动：摘要不一致。", "The content was changed after signing: the digests differ."),
    ("cms.algorithm", "签名算法不被接受。", "The signature algorithm is not accepted."),
    ("cms.signature", "签名数值错误。", "The signature value is wrong."),
    # container
    ("container.unreadable", "这不是材料包文件，无法读取。", "This is not a bundle: it cannot be read."),
    ("container.too_large", "材料包过大或文件过多。", "The bundle is too large or holds too many files."),
    (
        "container.changing",
        "文件 {file} 在写入过程中被改动。",
        "The file {file} changed while it was being written.",
    ),
    ("container.trailing", "材料包末尾有多余内容。", "The bundle goes on after its end."),
    (
        "container.name",
        "材料包内有不允许的文件名（{file}）。",
        "The bundle holds a file name that is not allowed ({file}).",
    ),
    ("container.duplicate", "材料包内有同名文件（{file}）。", "The bundle holds two files of one name ({file})."),
    ("container.encrypted", "材料包内有加密文件。", "The bundle holds an encrypted file."),
    ("container.compressed", "材料包被重新压缩过。", "The bundle was compressed again."),
    ("container.overlap", "材料包内的文件互相重叠或留有空隙。", "Files in the bundle overlap or leave gaps."),
    ("container.mimetype", "材料包开头的类型说明缺失或错误。", "The bundle does not start with its type."),
    (
        "container.not_canonical",
        "材料包被改写过，与生成时的写法不一致。",
        "The bundle was rewritten: it is not written as it was made.",
    ),
    # lists and records
    ("manifest.no_role", "目录之外的文件：{file}。", "A file the catalogue does not know: {file}."),
    ("manifest.missing", "缺少文件：{file}。", "A file is missing: {file}."),
    ("manifest.digest", "文件 {file} 的内容与清单不一致。", "The content of {file} differs from the list."),
    ("manifest.unlisted", "文件 {file} 不在签署的清单中。", "The file {file} is not in the signed list."),
    ("manifest.form", "清单 {file} 格式错误。", "The list {file} has the wrong form."),
    ("record.form", "记录 {record} 无法读取。", "The record {record} cannot be read."),
    (
        "record.not_canonical",
        "记录 {record} 未采用规范写法。",
        "The record {record} is not written in the canonical form.",
    ),
    ("record.schema", "记录 {record} 的 {place} 不符合格式。", "The record {record} breaks its schema at {place}."),
    ("evidence.kind", "第 {number} 份证据的类型不被接受。", "Exhibit {number} is of a kind that is not accepted."),
    ("evidence.index", "证据目录与所附证据不一致。", "The index of exhibits does not match the exhibits."),
    ("evidence.entry", "证据 {file} 与目录记载不符。", "The exhibit {file} is not what the index says."),
    ("documents.kind", "文件类型不被接受（{kind}）。", "A document is of a kind that is not accepted ({kind})."),
    ("documents.twice", "文件 {file} 重复。", "The document {file} is there twice."),
    # trust
    ("trust.no_roots", "没有提供受信任的根证书。", "No trusted root certificate was given."),
    ("trust.roots_unreadable", "根证书文件 {name} 无法读取。", "The root certificates in {name} cannot be read."),
    ("trust.material", "材料包所附的证书无法读取。", "The certificates in the bundle cannot be read."),
    (
        "trust.chain",
        "印章或时间戳的证书不能追溯到您信任的根证书，或已被撤销。",
        "The certificate of a seal or time-stamp does not lead to a root you trust, or was revoked.",
    ),
    (
        "authority.development",
        "证书由开发演示用机构签发，不具有证据效力。",
        "The certificates come from an authority for development and demonstration: they prove nothing in court.",
    ),
    # signatures of the agreement
    ("signatures.none", "协议上没有签名。", "The agreement bears no signature."),
    ("signatures.invalid", "{field} 的签名无效。", "The signature at {field} is not valid."),
    (
        "signatures.changed_after",
        "{field} 签署之后，文件被作了不允许的改动。",
        "After {field} signed, the document was changed in a way that is not allowed.",
    ),
    (
        "signatures.untrusted",
        "{field} 的签名证书不能追溯到您信任的根证书。",
        "The certificate at {field} does not lead to a root you trust.",
    ),
    (
        "signatures.long_term",
        "{field} 的签名不能长期验证（{reason}）。",
        "The signature at {field} does not hold for the long term ({reason}).",
    ),
    (
        "signatures.timestamp",
        "文件时间戳无效，或没有覆盖整个文件。",
        "The closing time-stamp is not valid or does not cover the whole file.",
    ),
    (
        "signatures.timestamp_untrusted",
        "文件时间戳的证书不能追溯到您信任的根证书。",
        "The closing time-stamp does not lead to a root you trust.",
    ),
    ("certificate.profile", "{field} 所用证书不是签名证书。", "The certificate at {field} was not made for signing."),
    (
        "certificate.not_valid_then",
        "{field} 的证书在签署时不在有效期内。",
        "The certificate at {field} was not valid at the time of signing.",
    ),
    (
        "certificate.key_twice",
        "{field} 使用了他人已用过的密钥。",
        "The signature at {field} uses a key another signature used.",
    ),
    # time
    ("time.order", "各签名和时间戳的时间先后颠倒。", "The times of signatures and time-stamps run backwards."),
    ("time.future", "时间戳所载时间晚于当前时间。", "A time-stamp states a time in the future."),
    (
        "time.expired_since",
        "时间戳证书现已到期；其证明力须结合保管情况判断。",
        "The certificate of a time-stamp has expired since; what it proves depends on how the file was kept.",
    ),
    # completeness
    (
        "fields.open",
        "有 {count} 处应签未签，或签名位置被增减。",
        "{count} places are not signed, or places were added or removed.",
    ),
    (
        "ceremony.fields",
        "签署记录与文件上的签名不一致。",
        "The record of the signing does not match the signatures in the document.",
    ),
    ("ceremony.step", "签署记录中 {field} 一步与文件不符。", "The recorded step {field} does not match the document."),
    ("ceremony.frozen", "定稿文本与签署记录不符。", "The frozen text is not the one in the record of the signing."),
    ("people.fields", "签署人与签名位置不对应。", "Signatories and places to sign do not correspond."),
    ("people.sides", "缺少申请人或被申请人。", "The applicant or the respondent is missing."),
    ("people.twice", "同一人或同一编号出现两次。", "A person or a reference occurs twice."),
    ("people.capacity", "调解员的身份记载不一致。", "Who is the mediator is not recorded consistently."),
    (
        "people.certificate",
        "{field} 的证书不属于应当签署的人。",
        "The certificate at {field} is not in the name of the person who had to sign.",
    ),
    ("people.seal_last", "调解组织没有最后盖章。", "The organisation did not seal last."),
    ("people.organisation", "印章不属于所载的调解组织。", "The seal is not that of the organisation named."),
    ("agreement.other_file", "申请书所指的不是这份协议文件。", "The application refers to another agreement file."),
    ("agreement.other_text", "申请书所指的不是这份协议文本。", "The application refers to another agreement text."),
    (
        "agreement.other_people",
        "申请书与协议中的当事人不一致。",
        "The application and the agreement name different people.",
    ),
    # audit tree
    ("log.checkpoint_form", "日志签名头格式错误。", "The signed head of the log has the wrong form."),
    ("log.checkpoint_signature", "日志签名头的签名错误。", "The head of the log is signed wrongly."),
    ("log.certificate", "日志证书不是为日志签发的。", "The log's certificate was not made for a log."),
    ("log.leaf_form", "日志条目无法读取。", "A leaf of the log cannot be read."),
    (
        "log.leaves",
        "日志没有完整记载定稿、各次签署和盖章。",
        "The log does not hold the freezing, every signature and the finished file.",
    ),
    ("log.order", "日志条目的先后颠倒。", "The leaves of the log run backwards."),
    ("log.path", "日志条目不在所签的日志之中。", "A leaf is not part of the signed log."),
    (
        "tree.index",
        "日志位置 {index} 超出范围（共 {size} 条）。",
        "Position {index} is outside the log of {size} leaves.",
    ),
    (
        "log.inconsistent",
        "日志被改写：{new} 条时的日志不以 {old} 条时的日志为开头。",
        "The log was rewritten: as it is at {new} leaves, it does not begin as it was at {old}.",
    ),
    ("log.other_origin", "这是另一份日志的签名头。", "This is the head of another log."),
    (
        "log.other_proof",
        "所给证明从第 {old} 条起，而材料包的日志有 {size} 条；请取从 {size} 起的一致性证明。",
        "The proof given begins at {old} leaves, but the log of the bundle has {size}; "
        "fetch the consistency proof from {size}.",
    ),
    ("log.witness", "见证人的签名或公钥有误。", "The witness's signature or key is wrong."),
    ("log.later_unreadable", "无法读取日志签名头文件：{name}", "The file with the later head cannot be read: {name}"),
    ("tree.salt", "日志条目的随机数过短（{size} 字节）。", "The salt of a leaf is too short ({size} bytes)."),
    ("tree.origin", "日志名称有误。", "The log's name is wrong."),
    # steps
    ("step.earlier", "前面的步骤没有给出所需结果。", "An earlier step did not give what this one needs."),
    (
        "step.error",
        "检查过程中出现意外错误（{kind}），按不通过处理。",
        "The check met an unexpected error ({kind}) and counts as failed.",
    ),
    (
        "step.not_here",
        "此网页不能判断（{what}），未作结论；请用 heqi-verify 核验。",
        "This page cannot judge it ({what}) and draws no conclusion: use heqi-verify.",
    ),
    ("step.not_reached", "未检查：第 {number} 步没有通过。", "Not checked: step {number} did not pass."),
)

REASONS: dict[str, Words] = {code: Words(zh, en) for code, zh, en in (*_TABLE, *AUTHORITIES)}
