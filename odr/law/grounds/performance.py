"""Obligations that can be enforced: who, to whom, what, how much, until when, how (INT 461, 358(5))."""

from __future__ import annotations

import re
from collections.abc import Iterator

from odr.law.articles import cite
from odr.law.draft import Among, ClauseKind, DraftClause, Prevailing, Slots
from odr.law.findings import Finding, Offer, Span, block, warn
from odr.law.grounds.text import EN, ZH, Hit, hits, pattern_en, pattern_zh, reworded, spans, without_addresses
from signing.wording import Words

UNCLEAR = cite("INT 358(5)")
CLEAR_TERMS = cite("INT 461")

K = ClauseKind
DUTIES = frozenset({K.STOP, K.DESTROY, K.TAKEDOWN, K.PAY, K.LICENCE, K.APOLOGY, K.COOPERATE})
"""Kinds of clause that oblige somebody to do or leave something."""

_BLANK = re.compile(
    r"【[^】]*】|_{3,}|＿{2,}|\[(?:date|day|amount|name|account|territory|goods|duty|party|percentage|number|standard|"
    r"the document[a-z ]*|to be [a-z ]+|\.{3}|…)\]|(?-i:\bTBD\b|\bXX+\b)|[×╳]{2,}|[Xx]{2,}年|（\s*）|\(\s{2,}\)",
    re.IGNORECASE,
)
_PAYS_ZH = pattern_zh(
    r"(?:支付|赔偿|补偿|给付|偿付|付清|返还)(?!宝)[^。；]{0,40}(?:款|费|金|元|损失|补偿)",
    r"(?:赔偿|补偿)(?![^。；]{0,10}(?:请求|主张|责任|权利|义务|为前提|为条件|事宜))[^。；]{0,12}$",
)
_PAYS_EN = pattern_en(r"(?:shall|will|must|agrees? to|undertakes? to) (?:pay|compensate|reimburse)")
_NOT_A_DUTY_ZH = pattern_zh(
    r"不(?:再|予)?(?:支付|赔偿|补偿|主张|返还)|放弃|无需|无须|经济损失已|(?:付清|付完|结清)[^，。；]{0,12}后|逾期|违约|违反|承担|为前提|为条件"
)
_NOT_A_DUTY_EN = pattern_en(
    r"(?:shall|will) not|no (?:further )?(?:claim|payment)|waive\w*|default|late|overdue|breach\w*|penalt\w+|unpaid"
)
_SUM_ZH = re.compile(r"\d\s{0,3}万?元|[¥￥]\s*\d|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]元|人民币\s*\d|\d\s*(?:美元|欧元)")
_WHOLE_SUM_ZH = re.compile(
    r"人民币[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+元[整正]?(?:（[¥￥][\d,.]+）)?|(?:人民币|[¥￥])?[\d,.]+万?元|[¥￥][\d,.]+"
)
_WHOLE_SUM_EN = re.compile(r"(?:CNY|RMB)\s*[\d,]+(?:\.\d+)?", re.IGNORECASE)
_SUM_EN = re.compile(r"(?:cny|rmb|usd|eur|¥|\$|€)\s*\d|\d[\d,.]*\s*(?:yuan|renminbi|dollars|euros)")
_TIME_ZH = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|[二〇零一三四五六七八九十]{4}年|之日起[^。；]{0,6}[\d一二三四五六七八九十百]+(?:个)?(?:日|天|工作日|月|年)|"
    r"[\d一二三四五六七八九十百]+(?:个)?(?:日|天|工作日|月)(?:内|之内|以内)|签署(?:本协议)?(?:时|当日)|生效(?:之)?(?:时|当日|之日起)"
)
_TIME_EN = re.compile(
    r"\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december) \d{4}|"
    r"\d{4}-\d{2}-\d{2}|within [\w-]+ (?:working |calendar |business )?(?:days?|weeks?|months?)|"
    r"from the (?:day|date) (?:on which )?this agreement takes effect|on signing|upon signature"
)

_VAGUE_ZH = pattern_zh(
    r"尽快|尽早|及时(?:支付|赔偿|付款|处理|履行)|近期|择日|适时|日后再|以后再|待定|另行(?:约定|协商|商定|确定|通知)",
    r"(?:由|经)?(?:双方|各方|当事人)(?:再|另行|友好|自行)?(?:协商|商议|商量)(?:确定|解决|决定|处理|约定)?",
    r"(?:适当|合理|相应|一定|部分|酌情|酌量|象征性)(?:的)?(?:地)?(?:补偿|赔偿|费用|金额|数额|款项|经济补偿|数量|期限|时间)",
    r"视(?:经营|销售|资金|具体)?情况(?:而定|支付|处理)?|尽(?:最大|合理)?努力|争取(?:在|于)",
)
_VAGUE_EN = pattern_en(
    r"as soon as (?:possible|practicable)|promptly|in due course|at a later (?:date|time|stage)|shortly|asap",
    r"(?:a |an )?(?:reasonable|appropriate|suitable|adequate|certain|fair) (?:sum|amount|"
    r"compensation|fee|period|time|payment|number)",
    r"to be (?:agreed|negotiated|determined|decided|discussed)|agree (?:separately|later|in future)|"
    r"by (?:later )?negotiation",
    r"shall (?:negotiate|consult|discuss)|settle(?:d)? by (?:friendly )?(?:negotiation|consultation)|"
    r"best (?:efforts|endeavours)",
)
_FALLBACK_ZH = pattern_zh(
    r"协商不成",
    r"因(?:履行|执行)?本协议[^。；]{0,12}(?:发生|产生)?(?:的)?争议",
    r"(?:经|已经|通过)[^。；]{0,16}(?:调解|协商)[^。；]{0,10}(?:达成|一致|自愿)",
)
_FALLBACK_EN = pattern_en(
    r"disputes? (?:about|over|concerning|arising)[^.;]{0,60}",
    r"if (?:negotiation|consultation|they) fails?|have (?:agreed|negotiated|reached)",
)
_ASIDE_ZH = pattern_zh(r"及时(?:通知|告知|书面)")

_SUBJECTIVE_ZH = pattern_zh(
    r"(?:满意|认为(?:必要|合适|适当)|认可后|酌定|单方(?:决定|认定))",
    r"(?:经营|资金|销售|市场)(?:状况|情况|形势)?(?:好转|改善|允许|许可)",
    r"(?:情节严重|重大违约|严重违反|实质性违反)",
)
_SUBJECTIVE_EN = pattern_en(
    r"(?:to (?:its|the|his|her|their) satisfaction|satisfied with|considers? (?:necessary|"
    r"appropriate)|in its sole opinion)",
    r"(?:when|if|once) (?:business|cash ?flow|circumstances|the market)[^.;]{0,20}(?:improve|permit|allow)s?",
    r"material(?:ly)? breach\w*|serious breach\w*",
)

_SHOWN_ZH = pattern_zh(r"(?:是指|系指|即|以[^。；]{1,30}为准|以[^。；]{1,30}为证)")
_SHOWN_EN = pattern_en(r"means|that is|as shown by|evidenced by")

_WHO = (("obligor", "义务人", "who is bound"), ("obligee", "权利人", "to whom"))
_UNTIL = ("time", "期限", "until when")
_REQUIRED: dict[ClauseKind, tuple[tuple[str, str, str], ...]] = {
    K.STOP: (*_WHO, ("object", "停止的行为", "which act stops"), ("time", "起始日期", "from when")),
    K.DESTROY: (
        *_WHO,
        ("object", "销毁的物品和数量", "what and how many"),
        _UNTIL,
        ("proof", "履行证明", "how it is proved"),
    ),
    K.TAKEDOWN: (*_WHO, ("object", "下架的页面", "which pages"), _UNTIL),
    K.PAY: (
        ("obligor", "付款人", "who pays"),
        ("obligee", "收款人", "who is paid"),
        ("fen", "金额", "the sum"),
        ("currency", "币种", "the currency"),
        ("time", "付款日期", "until when"),
        ("method", "付款方式", "how it is paid"),
        ("account", "收款账户", "the account"),
    ),
    K.LICENCE: (
        ("obligor", "许可人", "who licenses"),
        ("obligee", "被许可人", "who is licensed"),
        ("object", "许可的标识和范围", "what is licensed"),
        ("territory", "地域", "where"),
        ("time", "期限", "for how long"),
    ),
    K.APOLOGY: (*_WHO, ("object", "道歉内容", "the text"), ("method", "发布方式", "where it appears"), _UNTIL),
    K.COOPERATE: (*_WHO, ("object", "配合事项", "what has to be done"), _UNTIL),
    K.DEFAULT_INTEREST: (("obligor", "付款人", "who owes interest"), ("rate", "利率", "the rate")),
    K.ROYALTY: (
        *_WHO,
        ("rate", "费率", "the rate"),
        ("time", "付款期限", "until when"),
        ("account", "收款账户", "the account"),
    ),
    K.PENALTY: (*_WHO, ("object", "违约情形", "which breach"), ("time", "付款期限", "until when")),
    K.SECURITY: (*_WHO, ("object", "担保的债务", "which debt"), ("time", "担保期限", "for how long")),
}
"""What each kind of clause must say before it can be enforced: slot, and its name in both languages."""


def _is_missing(slots: Slots, name: str) -> bool:
    if name == "time":
        return not slots.has_time
    value = getattr(slots, name)
    return value is None if name == "fen" else not str(value).strip()


def particulars_complete(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-20, AG-6: each obligation names obligor, obligee, object, sum and currency, time, method, account (INT 461)."""
    missing: list[tuple[str, str]] = []
    offers: tuple[Offer, ...] = ()
    where: tuple[Span, ...] = ()
    if clause.slots is not None:
        wanted = _REQUIRED.get(clause.kind, ())
        missing = [(zh, en) for name, zh, en in wanted if _is_missing(clause.slots, name)]
    elif met := hits(clause, _PAYS_ZH, _PAYS_EN, unless_zh=_NOT_A_DUTY_ZH, unless_en=_NOT_A_DUTY_EN):
        missing, where = _missing_in_text(clause), spans(met)
        offers = _payment_in_full(clause, among, missing)
    if missing:
        yield block("P-20", CLEAR_TERMS, Words(
            zh=f"本条没有写明：{'、'.join(zh for zh, _ in missing)}。",
            en=f"This clause does not say: {', '.join(en for _, en in missing)}.",
        ), offers=offers, also=(UNCLEAR,), spans=where)  # fmt: skip


def _missing_in_text(clause: DraftClause) -> list[tuple[str, str]]:
    missing: list[tuple[str, str]] = []
    if _BLANK.search(without_addresses(clause.zh)) or _BLANK.search(without_addresses(clause.en)):
        return missing  # what is to be filled in is found by its own rule
    if not (_SUM_ZH.search(clause.zh) or _SUM_EN.search(clause.en.lower())):
        missing.append(("金额", "the sum"))
    if not (_TIME_ZH.search(clause.zh) or _TIME_EN.search(clause.en.lower())):
        missing.append(("付款日期", "until when"))
    return missing


def _payment_in_full(clause: DraftClause, among: Among, missing: list[tuple[str, str]]) -> tuple[Offer, ...]:
    """The payment written out between the parties of the clause, with what was not said left to be filled in."""
    if not missing or len(among.names) < 2:
        return ()
    names = sorted((clause.zh.find(name), name) for name in among.names if name in clause.zh)
    payer = names[0][1] if names else among.names[-1]
    payee = next((name for _, name in names[1:]), next(name for name in among.names if name != payer))
    summed = _WHOLE_SUM_ZH.search(clause.zh)
    timed = _TIME_ZH.search(clause.zh)
    money = summed.group() if summed else "人民币【金额】元"
    when = f"于{timed.group()}前" if timed and "年" in timed.group() else "于【日期】前"
    money_en = found.group().upper() if (found := _WHOLE_SUM_EN.search(clause.en)) else "CNY [amount]"
    when_en = found.group() if (found := _TIME_EN.search(clause.en)) else "on or before [date]"
    payer_en, payee_en = among.english_name(payer), among.english_name(payee)
    words = Words(
        zh=f"{payer}应{when}向{payee}支付{money}，以银行转账方式付至【收款账户】。",
        en=f"{payer_en} pays {payee_en} {money_en} {when_en} by bank transfer to [account].",
    )
    return (Offer(Words(zh="写全付款条款", en="The payment in full"), words),)


def bearer_is_a_party(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-24: an agreement cannot bind somebody who is not a party or guarantor to it (INT 358(2))."""
    for name in () if clause.slots is None else (clause.slots.obligor, clause.slots.obligee):
        if name and name not in among.bearers and name not in {"双方", "各方"}:
            yield block("P-24", cite("INT 358(2)"), Words(
                zh=f"“{name}”不是本协议的当事人，不能由本条设定权利义务。",
                en=f"“{name}” is no party to this agreement and cannot be given duties or rights by it.",
            ))  # fmt: skip


def nothing_left_blank(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-20: no blank, bracket or placeholder is left in a clause, and no language is missing (INT 461)."""
    if not clause.zh.strip():
        yield block("P-20", CLEAR_TERMS, Words(
            zh="本条没有中文。法院审查的是中文文本，请补上。",
            en="The Chinese text is missing. It is the one that a court examines; please add it.",
        ))  # fmt: skip
    elif not clause.en.strip() and among.prevailing is Prevailing.EN:
        yield block("P-20", CLEAR_TERMS, Words(
            zh="本条没有英文。各方选定以英文文本为准，请补上。",
            en="The English text is missing. The parties chose it to prevail; please add it.",
        ))  # fmt: skip
    elif not clause.en.strip():
        yield warn("P-20", CLEAR_TERMS, Words(
            zh="本条没有英文对照。", en="The English parallel text is missing.",
        ))  # fmt: skip
    blanks = [(ZH, m) for m in _BLANK.finditer(without_addresses(clause.zh))]
    blanks += [(EN, m) for m in _BLANK.finditer(without_addresses(clause.en))]
    if blanks:
        first = blanks[0][1].group()
        yield block("P-20", CLEAR_TERMS, Words(
            zh=f"本条还有空白待填：{first}", en=f"A blank is still to be filled in: {first}",
        ), spans=_at(blanks))  # fmt: skip


def _at(found: list[tuple[str, re.Match[str]]]) -> tuple[Span, ...]:
    return tuple(Span(language, match.start(), match.end()) for language, match in found)


def no_vague_terms(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-21: `negotiate`, `as soon as possible` or `a reasonable sum` is no obligation a court enforces (INT 358(5))."""
    zh = [m for m in _VAGUE_ZH.finditer(clause.zh) if not _excused_zh(clause.zh, m)]
    en = [m for m in _VAGUE_EN.finditer(clause.en.lower()) if not _excused_en(clause.en.lower(), m)]
    if not zh and not en:
        return
    phrase_zh = zh[0].group() if zh else en[0].group()
    phrase_en = en[0].group() if en else zh[0].group()
    message = Words(
        zh=f"“{phrase_zh}”不明确，法院无法据此执行。请写明日期、数额或者数量。",
        en=f"“{phrase_en}” is not definite; a court cannot enforce it. State a day, a sum or a number.",
    )
    instead = Words(zh=_VAGUE_ZH.sub(_definite_zh, clause.zh) if zh else clause.zh,
                    en=_definite_en(clause.en) if en else clause.en)  # fmt: skip
    make = warn if _is_definite(clause) else block
    offers = (Offer(Words(zh="写成可以填写的日期和数额", en="With a day and a sum to fill in"), instead),)
    where = _at([(ZH, m) for m in zh] + [(EN, m) for m in en])
    yield make("P-21", UNCLEAR, message, offers=offers, also=(CLEAR_TERMS,), spans=where)


def _sentence_around(text: str, match: re.Match[str], ends: str) -> str:
    start = max(text.rfind(end, 0, match.start()) for end in ends) + 1
    stops = [position for end in ends if (position := text.find(end, match.end())) >= 0]
    return text[start : min(stops, default=len(text))]


def _excused_zh(text: str, match: re.Match[str]) -> bool:
    around = _sentence_around(text, match, "。！？\n")
    return bool(_FALLBACK_ZH.search(around)) and "协商" in match.group() or bool(_ASIDE_ZH.match(match.group()))


def _excused_en(text: str, match: re.Match[str]) -> bool:
    around = _sentence_around(text, match, ".!?\n")
    negotiated = any(word in match.group() for word in ("negotiat", "consult", "discuss"))
    return negotiated and bool(_FALLBACK_EN.search(around))


def _is_definite(clause: DraftClause) -> bool:
    """The clause also fixes the time (and, for payments, the sum), so the vague words are not the whole of it."""
    timed = bool(_TIME_ZH.search(clause.zh)) or bool(clause.slots and clause.slots.has_time)
    pays = clause.kind is K.PAY or bool(_PAYS_ZH.search(clause.zh))
    summed = bool(_SUM_ZH.search(clause.zh)) or bool(clause.slots and clause.slots.fen)
    return timed and (summed or not pays)


def _definite_zh(match: re.Match[str]) -> str:
    phrase = match.group()
    if any(word in phrase for word in ("补偿", "赔偿", "费用", "金额", "数额", "款项")):
        return "人民币【金额】元"
    if "数量" in phrase:
        return "【数量】"
    if any(
        word in phrase
        for word in ("期限", "时间", "尽快", "尽早", "近期", "择日", "适时", "日后", "以后", "争取", "待定")
    ):
        return "于【日期】前"
    if phrase.startswith("及时"):
        return "于【日期】前" + phrase.removeprefix("及时")
    return "按照【具体标准】"


def _definite_en(text: str) -> str:
    def replace(match: re.Match[str]) -> str:
        phrase = match.group().lower()
        if any(word in phrase for word in ("sum", "amount", "compensation", "fee", "payment")):
            return "CNY [amount]"
        if any(
            word in phrase for word in ("soon", "promptly", "due course", "later", "shortly", "asap", "time", "period")
        ):
            return "on or before [date]"
        return "according to [standard]"

    return re.compile(_VAGUE_EN.pattern, re.IGNORECASE).sub(replace, text)


def decidable_conditions(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-22: a condition or default should be decidable from documents, not from anybody's opinion (INT 461)."""
    if met := hits(clause, _SUBJECTIVE_ZH, _SUBJECTIVE_EN, unless_zh=_SHOWN_ZH, unless_en=_SHOWN_EN):
        yield warn("P-22", CLEAR_TERMS, Words(
            zh="本条取决于一方的看法或者无法凭文件判断的情况。请写成可以用文件证明的条件。",
            en="This clause turns on an opinion or on facts no document can show. Use a condition that a document "
            "can prove.",
        ), offers=_documented(clause, among, [*met]), spans=spans(met))  # fmt: skip


def _documented(clause: DraftClause, among: Among, met: list[Hit]) -> tuple[Offer, ...]:
    """The same duty under a condition that a dated paper shows."""
    names = sorted((clause.zh.find(name), name) for name in among.names if name in clause.zh)
    doer = names[-1][1] if names else (among.names[-1] if among.names else "义务人")
    words = Words(
        zh=f"自【证明条件成就的文件】送达之日起【天数】日内，{doer}应履行以下义务：【义务内容】。",
        en=f"Within [number] days after delivery of [the document that shows the condition] "
        f"{among.english_name(doer)} performs the following: [duty].",
    )
    return (Offer(Words(zh="以文件为条件", en="A document as the condition"), reworded(clause, met, words)),)


CLAUSE_RULES = (particulars_complete, bearer_is_a_party, nothing_left_blank, no_vague_terms, decidable_conditions)
