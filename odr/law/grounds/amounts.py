"""Sums, days, periods and percentages as they stand in a clause, read out of either language."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from odr.law.draft import DraftClause
from odr.law.numerals import CAPITAL_SUM, fen_of_words, number_of

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,4})?"
FIGURES_ZH = re.compile(rf"(?:[¥￥]|人民币|RMB)\s*({_NUMBER})\s*(亿|万)?|(?<![\d.])({_NUMBER})\s*(亿|万)?元")
_FIGURES_EN = re.compile(
    rf"(?:CNY|RMB|¥|￥)\s*({_NUMBER})(?:\s*(million|billion|thousand))?|"
    rf"(?<![\d.])({_NUMBER})\s*(million|billion|thousand)?\s*(?:yuan|renminbi)",
    re.IGNORECASE,
)
_SCALE = {"万": 10_000, "亿": 10**8, "thousand": 1_000, "million": 10**6, "billion": 10**9}
_WIDE = str.maketrans("０１２３４５６７８９，．％", "0123456789,.%")
_ADDRESS = re.compile(r"https?://[^\s，。；、（）]+|(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s，。；、（）]*", re.IGNORECASE)
_CHINESE = r"[〇○零一二两三四五六七八九十百千\d]"
_DATE_ZH = re.compile(
    r"(\d{4}|[〇○零一二三四五六七八九]{4})年(\d{1,2}|[一二三四五六七八九十]{1,3})月(\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_DATE_EN = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(MONTHS)}),? (\d{{4}})|(\d{{4}})-(\d{{2}})-(\d{{2}})", re.IGNORECASE
)
_DATE_US = re.compile(rf"({'|'.join(MONTHS)}) (\d{{1,2}}),? (\d{{4}})", re.IGNORECASE)
_DAYS_ZH = re.compile(rf"({_CHINESE}{{1,5}})(?:个)?(?:自然|工作)?(?:日|天)(?:内|之内|以内)")
_UNITS: tuple[str, ...] = tuple(
    (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    ).split()
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_DAYS_EN = re.compile(r"within (?:a period of )?([a-z]+(?:[- ][a-z]+)?|\d{1,4}) (?:\w+ )?days?", re.IGNORECASE)
_PERCENT_ZH = re.compile(r"百分之([〇零一二三四五六七八九十百\d.]{1,6})|(\d{1,3}(?:\.\d{1,4})?)%")
_PERCENT_EN = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)\s*(?:%|per ?cent)", re.IGNORECASE)


def plain(text: str) -> str:
    """Full-width digits made plain and addresses of pages blotted out; every character keeps its place."""
    return _ADDRESS.sub(lambda found: " " * len(found.group()), text.translate(_WIDE))


def fen(number: str, scale: str | None = None) -> int:
    """Figures as written, in fen; `scale` is 万, 亿 or an English word."""
    return int(Decimal(number.replace(",", "")) * 100 * _SCALE.get((scale or "").lower(), 1))


def fen_of_figures(match: re.Match[str]) -> int:
    """What a match of FIGURES_ZH says."""
    return fen(match.group(1) or match.group(3), match.group(2) or match.group(4))


@lru_cache(maxsize=1024)
def figures_zh(text: str) -> tuple[int, ...]:
    """The sums, in fen, that a Chinese text gives in figures, in their order."""
    return tuple(fen_of_figures(match) for match in FIGURES_ZH.finditer(plain(text)))


def sums_in_figures(clause: DraftClause) -> tuple[int, ...]:
    """The sums, in fen, that the Chinese text of a clause gives in figures."""
    return figures_zh(clause.zh)


def sums_in_capitals(clause: DraftClause) -> list[int]:
    """The sums, in fen, that the Chinese text gives in capitals; raises ValueError for malformed capitals."""
    return [fen_of_words(m.group()) for m in CAPITAL_SUM.finditer(clause.zh) if is_capital(m.group())]


def is_capital(text: str) -> bool:
    """Whether the characters are meant as capitals: 万元 alone is the unit of a figure."""
    return any(sign in "壹贰叁肆伍陆柒捌玖拾佰仟" for sign in text)


def english_sums(text: str) -> set[int]:
    """The sums, in fen, of an English text."""
    return {fen(m.group(1) or m.group(3), m.group(2) or m.group(4)) for m in _FIGURES_EN.finditer(plain(text))}


def days_zh(text: str) -> set[tuple[int, int, int]]:
    """The calendar days of a Chinese text as (year, month, day), also where written in characters."""
    return {(_year(y), number_of(m), number_of(d)) for y, m, d in _DATE_ZH.findall(plain(text))}


def _year(text: str) -> int:
    if text.isdigit() and text.isascii():
        return int(text)
    return int(text.translate(_YEAR_DIGITS))


def days_en(text: str) -> set[tuple[int, int, int]]:
    """The calendar days of an English text as (year, month, day)."""
    days, text = set(), plain(text)
    for day, month, year, iso_year, iso_month, iso_day in _DATE_EN.findall(text):
        if iso_year:
            days.add((int(iso_year), int(iso_month), int(iso_day)))
        else:
            days.add((int(year), MONTHS.index(month.lower()) + 1, int(day)))
    return days | {(int(y), MONTHS.index(m.lower()) + 1, int(d)) for m, d, y in _DATE_US.findall(text)}


def periods_zh(text: str) -> set[int]:
    """The periods in days, as in 十日内, of a Chinese text."""
    return {number_of(m) for m in _DAYS_ZH.findall(plain(text))}


def periods_en(text: str) -> set[int] | None:
    """The periods in days, as in `within ten days`; None when one of them cannot be read."""
    found = {_counted(m) for m in _DAYS_EN.findall(text)}
    return None if None in found else {value for value in found if value is not None}


def _counted(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    first, *rest = word.lower().replace("-", " ").split()
    if first in _TENS and (not rest or rest[0] in _UNITS):
        return _TENS[first] + (_UNITS.index(rest[0]) if rest else 0)
    return _UNITS.index(first) if first in _UNITS else None


def percentages_zh(text: str) -> set[Decimal]:
    """The percentages of a Chinese text, 百分之三十 or 30%."""
    return {Decimal(b) if b else _per(a) for a, b in _PERCENT_ZH.findall(plain(text))}


def _per(text: str) -> Decimal:
    return Decimal(text) if text.replace(".", "", 1).isdigit() and text.isascii() else Decimal(number_of(text))


def percentages_en(text: str) -> set[Decimal]:
    """The percentages of an English text that are written in figures."""
    return {Decimal(m) for m in _PERCENT_EN.findall(text)}
