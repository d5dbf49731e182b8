"""Sums: figures equal capitals, parts equal the whole, a penalty keeps in proportion, and days lie ahead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from odr.law.articles import CC as CIVIL_CODE
from odr.law.articles import Certainty, Citation, cite
from odr.law.draft import Among, ClauseKind, DraftAgreement, DraftClause
from odr.law.findings import Finding, Offer, Span, block, warn
from odr.law.grounds.amounts import (
    FIGURES_ZH,
    fen_of_figures,
    is_capital,
    percentages_zh,
    plain,
    sums_in_capitals,
    sums_in_figures,
)
from odr.law.grounds.text import Hit, pattern_zh, sentences_zh, spans
from odr.law.numerals import CAPITAL_SUM, figures, number_of, sum_in_words
from signing.wording import Words

UNCLEAR = cite("INT 358(5)")
EXCESSIVE = Citation(CIVIL_CODE, 585, None, Certainty.INFERRED)
"""The article lets a court cut an excessive penalty; that 30 % is the measure is judges' practice."""
PENALTY_GUIDE_PERCENT = 30
_TOTAL = re.compile(r"(?:共计|合计|总计|总额|总金额|总价)(?:为|是)?")
_PART = re.compile(
    r"分[\d一二两三四五六七八九十]{1,2}(?:期|次|笔)|第[\d一二两三四五六七八九十]{1,2}(?:期|笔|次)|首期|首付|尾款|余款"
)
_EACH = re.compile(r"每(?:期|次|月|季|年|件|笔|台|套|日|逾期)|各(?:支付|付)")


def figures_equal_capitals(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-21: a sum stands in figures and in capitals, and both are the same sum (INT 358(5))."""
    in_figures = sums_in_figures(clause)
    try:
        in_capitals = sums_in_capitals(clause)
    except ValueError:
        yield block("P-21", UNCLEAR, Words(
            zh="大写金额写法不对，请核对。", en="The sum in capitals is malformed; please check it.",
        ), offers=_from_figures(clause, in_figures), spans=_capital_spans(clause))  # fmt: skip
        return
    if in_figures and in_capitals and set(in_figures) != set(in_capitals):
        odd = sorted(set(in_figures) ^ set(in_capitals))
        yield block("P-21", UNCLEAR, Words(
            zh=f"数字金额与大写金额不一致：¥{figures(odd[0])}。",
            en=f"Figures and capitals give different sums: ¥{figures(odd[0])}.",
        ), offers=_from_figures(clause, in_figures), spans=_capital_spans(clause))  # fmt: skip
    elif in_figures and not in_capitals and clause.kind in (ClauseKind.PAY, ClauseKind.OTHER):
        yield warn("P-21", UNCLEAR, Words(
            zh=f"金额没有大写。请加上：人民币{sum_in_words(in_figures[0])}。",
            en="The sum is not written in capitals. Add them to guard against slips.",
        ), offers=(Offer(_CAPITALS, _with_capitals(clause)),), spans=_figure_spans(clause))  # fmt: skip


_CAPITALS = Words(zh="加上大写", en="With capitals")


def _capital_spans(clause: DraftClause) -> tuple[Span, ...]:
    found = CAPITAL_SUM.finditer(clause.zh)
    return tuple(Span("zh", m.start(), m.end()) for m in found if is_capital(m.group()))


def _figure_spans(clause: DraftClause) -> tuple[Span, ...]:
    return tuple(Span("zh", m.start(), m.end()) for m in FIGURES_ZH.finditer(plain(clause.zh)))


def _from_figures(clause: DraftClause, in_figures: tuple[int, ...]) -> tuple[Offer, ...]:
    """The figures written out again, where there is only one sum and so no doubt which is meant."""
    capitals = [m for m in CAPITAL_SUM.finditer(clause.zh) if is_capital(m.group())]
    if len(set(in_figures)) != 1 or len(capitals) != 1:
        return ()
    at = capitals[0]
    zh = clause.zh[: at.start()] + sum_in_words(in_figures[0]) + clause.zh[at.end() :]
    return (Offer(Words(zh="按数字改写大写", en="Capitals from the figures"), Words(zh=zh, en=clause.en)),)


def _with_capitals(clause: DraftClause) -> Words:
    out, last = "", 0
    for match in FIGURES_ZH.finditer(plain(clause.zh)):
        fen = fen_of_figures(match)
        before = clause.zh[last : match.start()]
        currency = "" if before.endswith(("人民币", "（人民币")) else "人民币"
        out += f"{before}{currency}{sum_in_words(fen)}（¥{figures(fen)}）"
        last = match.end() + (clause.zh[match.end() : match.end() + 1] == "元")
    return Words(zh=out + clause.zh[last:], en=clause.en)


def parts_equal_whole(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-21: instalments add up to the sum, and a later instalment falls on a later day (INT 358(5))."""
    slots = clause.slots
    if slots is None or not slots.instalments:
        yield from _parts_in_text(clause)
        return
    total = sum(part.fen for part in slots.instalments)
    if slots.fen is not None and total != slots.fen:
        yield _not_adding_up(total, slots.fen, ())
    days = [part.due for part in slots.instalments]
    if days != sorted(set(days)):
        yield block("P-21", UNCLEAR, Words(
            zh="分期付款的日期重复或者顺序不对。",
            en="The days of the instalments repeat or are out of order.",
        ))  # fmt: skip


def _not_adding_up(total: int, whole: int, where: tuple[Span, ...]) -> Finding:
    return block("P-21", UNCLEAR, Words(
        zh=f"分期合计¥{figures(total)}，与总额¥{figures(whole)}不符。",
        en=f"The instalments add up to ¥{figures(total)}, not to ¥{figures(whole)}.",
    ), spans=where)  # fmt: skip


def _parts_in_text(clause: DraftClause) -> Iterator[Finding]:
    """Instalments in free words: after a whole that is called so, each part with its own figure."""
    text = plain(clause.zh)
    whole = _TOTAL.search(text)
    if whole is None or not _PART.search(text) or _EACH.search(text):
        return
    after = [match for match in FIGURES_ZH.finditer(text) if match.start() >= whole.start()]
    if len(after) < 3:
        return
    sums = [fen_of_figures(match) for match in after]
    if sum(sums[1:]) != sums[0]:
        yield _not_adding_up(sum(sums[1:]), sums[0], tuple(Span("zh", m.start(), m.end()) for m in after))


_PENALTY_ZH = pattern_zh(r"违约金|滞纳金|罚金")
_SHARE_ZH = re.compile(
    r"(?P<every>每日|按日|每天|日|每逾期一日)?[^。；，%]{0,16}?"
    r"(?:(?P<figure>\d{1,3}(?:\.\d{1,4})?)%|百分之(?P<words>[〇零一二三四五六七八九十百\d.]{1,5})|"
    r"(?P<base>千|万)分之(?P<part>[〇零一二三四五六七八九十\d.]{1,4}))"
)


def penalty_in_proportion(draft: DraftAgreement) -> Iterator[Finding]:
    """AG-7: a court may cut a penalty that exceeds the loss; above 30 % of the sum it usually does (CC 585)."""
    principal = max((clause.slots.fen or 0 for clause in draft.clauses if _pays(clause) and clause.slots), default=0)
    for clause in draft.clauses:
        for sentence in sentences_zh(clause.zh):
            met = _PENALTY_ZH.search(sentence.text)
            if met is None:
                continue
            share = _yearly_share(sentence.text)
            fixed = max(sums_in_figures(clause), default=0) if share is None and clause.kind != ClauseKind.PAY else 0
            if share is None and principal and fixed:
                share = Decimal(fixed) * 100 / principal
            if share is not None and share > PENALTY_GUIDE_PERCENT:
                yield warn("AG-7", EXCESSIVE, Words(
                    zh=f"违约金约为{share:f}%，超过{PENALTY_GUIDE_PERCENT}%。过分高于损失的，对方可以请求法院减少。",
                    en=f"The penalty comes to about {share:f} %, more than {PENALTY_GUIDE_PERCENT} %. A court may cut "
                    "a penalty that is far above the loss.",
                ), clause=clause.number, offers=_lower(clause), spans=spans([Hit(sentence, met)]))  # fmt: skip
                break


def _pays(clause: DraftClause) -> bool:
    return clause.kind is ClauseKind.PAY


def _yearly_share(text: str) -> Decimal | None:
    """The penalty in per cent of the sum; a daily rate is reckoned for a year."""
    tail = text[max(text.find("违约金") - 40, 0) :]
    found = _SHARE_ZH.search(tail)
    if found is None or re.search(r"贷款市场报价利率|LPR", text):
        return None
    if found["figure"]:
        share = Decimal(found["figure"])
    else:
        raw = found["words"] or found["part"]
        share = Decimal(raw) if raw.replace(".", "", 1).isascii() and raw[0].isdigit() else Decimal(number_of(raw))
        share /= {"千": 10, "万": 100}.get(found["base"] or "", 1)
    daily = found["every"] or re.search(r"(?:每日|按日|每天|每逾期一[日天]|日(?:千|万|百)分之)", tail)
    return (share * 365 if daily else share).quantize(Decimal("0.1"))


def _lower(clause: DraftClause) -> tuple[Offer, ...]:
    """The same clause with the guide itself where one percentage stands in each language."""
    share = percentages_zh(clause.zh)
    if len(share) != 1 or re.search(r"日|千分之|万分之", clause.zh):
        return ()
    zh = re.sub(
        r"百分之[〇零一二三四五六七八九十百\d.]{1,6}|[\d０-９]{1,3}(?:[.．][\d０-９]{1,4})?[%％]", "30%", clause.zh
    )
    en = re.sub(r"\d{1,3}(?:\.\d{1,4})?\s*(?:%|per ?cent)", "30%", clause.en)
    return (Offer(Words(zh="改为30%", en="30 %"), Words(zh=zh, en=en)),)


def days_lie_ahead(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-20: a day of performance that has already passed cannot be performed on (INT 461)."""
    slots = clause.slots
    if slots is None:
        return
    days = [part.due for part in slots.instalments] + ([slots.due] if slots.due else [])
    if any(day < among.on for day in days):
        yield block("P-20", cite("INT 461"), Words(
            zh="履行日期已经过去。", en="A day of performance lies in the past.",
        ))  # fmt: skip


CLAUSE_RULES = (figures_equal_capitals, parts_equal_whole, days_lie_ahead)
WHOLE_RULES = (penalty_in_proportion,)
