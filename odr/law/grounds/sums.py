"""Sums and days: figures equal capitals, parts equal the whole, and both languages say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from odr.law.articles import cite
from odr.law.draft import ClauseKind, DraftAgreement, DraftClause
from odr.law.findings import Finding, block, warn
from odr.law.grounds.text import clauses_of, without_addresses
from odr.law.numerals import CAPITAL_SUM, fen_of_words, figures, sum_in_words
from signing.wording import Words

UNCLEAR = cite("INT 358(5)")
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?"
_FIGURES_ZH = re.compile(rf"[¥￥]\s*({_NUMBER})|(?<![\d.])({_NUMBER})\s*(万)?元")
_FIGURES_EN = re.compile(rf"(?:CNY|RMB|¥|￥)\s*({_NUMBER})|({_NUMBER})\s*(?:yuan|renminbi)", re.IGNORECASE)
_DATE_ZH = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DATE_EN = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(_MONTHS)}),? (\d{{4}})|(\d{{4}})-(\d{{2}})-(\d{{2}})", re.IGNORECASE
)
_DATE_US = re.compile(rf"({'|'.join(_MONTHS)}) (\d{{1,2}}),? (\d{{4}})", re.IGNORECASE)
PENALTY_GUIDE_PERCENT = 30


def _fen(number: str, *, ten_thousands: bool = False) -> int:
    value = Decimal(number.replace(",", "")) * 100
    return int(value * 10_000 if ten_thousands else value)


def sums_in_figures(clause: DraftClause) -> list[int]:
    """The sums, in fen, that the Chinese text gives in figures."""
    found = _FIGURES_ZH.finditer(clause.zh.replace("，", ","))
    return [_fen(m.group(1) or m.group(2), ten_thousands=bool(m.group(3))) for m in found]


def sums_in_capitals(clause: DraftClause) -> list[int]:
    """The sums, in fen, that the Chinese text gives in capitals; raises ValueError for malformed capitals."""
    return [fen_of_words(m.group()) for m in CAPITAL_SUM.finditer(clause.zh) if _is_capital(m.group())]


def _is_capital(text: str) -> bool:
    return any(sign in "壹贰叁肆伍陆柒捌玖" for sign in text)


def figures_equal_capitals(draft: DraftAgreement) -> Iterator[Finding]:
    """P-21: a sum stands in figures and in capitals, and both are the same sum."""
    for clause in clauses_of(draft):
        if clause.kind is ClauseKind.OTHER or clause.kind is ClauseKind.PAY:
            yield from _one_clause(clause)


def _one_clause(clause: DraftClause) -> Iterator[Finding]:
    in_figures = sums_in_figures(clause)
    try:
        in_capitals = sums_in_capitals(clause)
    except ValueError:
        yield block("P-21", UNCLEAR, Words(
            zh="大写金额写法不对，请核对。", en="The sum in capitals is malformed; please check it.",
        ), clause=clause.number)  # fmt: skip
        return
    if in_figures and in_capitals and set(in_figures) != set(in_capitals):
        odd = sorted(set(in_figures) ^ set(in_capitals))
        yield block("P-21", UNCLEAR, Words(
            zh=f"数字金额与大写金额不一致：¥{figures(odd[0])}。",
            en=f"Figures and capitals give different sums: ¥{figures(odd[0])}.",
        ), clause=clause.number, suggestion=_capitals_from_figures(clause, in_figures, in_capitals))  # fmt: skip
    elif in_figures and not in_capitals:
        yield warn("P-21", UNCLEAR, Words(
            zh=f"金额没有大写。请加上：人民币{sum_in_words(in_figures[0])}。",
            en="The sum is not written in capitals. Add them to guard against slips.",
        ), clause=clause.number, suggestion=_with_capitals(clause))  # fmt: skip


def _capitals_from_figures(clause: DraftClause, in_figures: list[int], in_capitals: list[int]) -> Words | None:
    """The figures written out again, where there is only one sum and so no doubt which is meant."""
    if len(set(in_figures)) != 1 or len(in_capitals) != 1:
        return None
    return Words(zh=CAPITAL_SUM.sub(sum_in_words(in_figures[0]), clause.zh), en=clause.en)


def _with_capitals(clause: DraftClause) -> Words:
    def both(match: re.Match[str]) -> str:
        fen = _fen(match.group(1) or match.group(2), ten_thousands=bool(match.group(3)))
        return f"{sum_in_words(fen)}（¥{figures(fen)}）"

    zh = _FIGURES_ZH.sub(both, clause.zh)
    return Words(zh=zh, en=clause.en)


def parts_equal_whole(draft: DraftAgreement) -> Iterator[Finding]:
    """P-21: instalments add up to the sum, and a later instalment falls on a later day."""
    for clause in clauses_of(draft):
        slots = clause.slots
        if slots is None or not slots.instalments:
            continue
        total = sum(part.fen for part in slots.instalments)
        if slots.fen is not None and total != slots.fen:
            yield block("P-21", UNCLEAR, Words(
                zh=f"分期合计¥{figures(total)}，与总额¥{figures(slots.fen)}不符。",
                en=f"The instalments add up to ¥{figures(total)}, not to ¥{figures(slots.fen)}.",
            ), clause=clause.number)  # fmt: skip
        days = [part.due for part in slots.instalments]
        if days != sorted(set(days)):
            yield block("P-21", UNCLEAR, Words(
                zh="分期付款的日期重复或者顺序不对。",
                en="The days of the instalments repeat or are out of order.",
            ), clause=clause.number)  # fmt: skip


def languages_agree(draft: DraftAgreement) -> Iterator[Finding]:
    """P-38: both language versions give the same sums and the same days."""
    for clause in clauses_of(draft):
        if not clause.en.strip() or not clause.zh.strip():
            continue
        zh_sums, en_sums = set(sums_in_figures(clause)), _english_sums(clause.en)
        if zh_sums and en_sums and zh_sums != en_sums:
            yield block("P-38", UNCLEAR, Words(
                zh="中文和英文的金额不一致。", en="The Chinese and the English text give different sums.",
            ), clause=clause.number)  # fmt: skip
        zh_days, en_days = _days_zh(clause.zh), _days_en(without_addresses(clause.en)) | _days_zh(clause.en)
        if zh_days and en_days and zh_days != en_days:
            yield block("P-38", UNCLEAR, Words(
                zh="中文和英文的日期不一致。", en="The Chinese and the English text give different days.",
            ), clause=clause.number)  # fmt: skip


def _english_sums(text: str) -> set[int]:
    """In yuan, or in Chinese where words were left untranslated."""
    english = {_fen(m.group(1) or m.group(2)) for m in _FIGURES_EN.finditer(text)}
    chinese = _FIGURES_ZH.finditer(text.replace("，", ","))
    return english | {_fen(m.group(1) or m.group(2), ten_thousands=bool(m.group(3))) for m in chinese}


def _days_zh(text: str) -> set[tuple[int, int, int]]:
    return {(int(y), int(m), int(d)) for y, m, d in _DATE_ZH.findall(text)}


def _days_en(text: str) -> set[tuple[int, int, int]]:
    days = set()
    for day, month, year, iso_year, iso_month, iso_day in _DATE_EN.findall(text):
        if iso_year:
            days.add((int(iso_year), int(iso_month), int(iso_day)))
        else:
            days.add((int(year), _MONTHS.index(month.lower()) + 1, int(day)))
    return days | {(int(y), _MONTHS.index(m.lower()) + 1, int(d)) for m, d, y in _DATE_US.findall(text)}


def days_lie_ahead(draft: DraftAgreement) -> Iterator[Finding]:
    """P-20: a day of performance that has already passed cannot be performed on."""
    for clause in clauses_of(draft):
        slots = clause.slots
        if slots is None:
            continue
        days = [part.due for part in slots.instalments] + ([slots.due] if slots.due else [])
        if any(day < draft.on for day in days):
            yield block("P-20", cite("INT 461"), Words(
                zh="履行日期已经过去。", en="A day of performance lies in the past.",
            ), clause=clause.number)  # fmt: skip


RULES = (figures_equal_capitals, parts_equal_whole, languages_agree, days_lie_ahead)
