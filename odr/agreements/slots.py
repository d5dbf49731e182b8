"""The particulars of a clause: what can be asked for, how an answer is checked, and how it reads in each language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from urllib.parse import urlsplit

from odr.law.draft import Instalment
from odr.law.numerals import LARGEST_FEN, chinese_number, figures, sum_in_words
from signing.wording import Words

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MOST_INSTALMENTS = 24
LONGEST = 600
MOST_ADDRESSES = 50
LONGEST_ADDRESS = 500
LARGEST_COUNT = 100_000_000
UNITS = {
    "day": (Words(zh="日", en="day"), Words(zh="日", en="days")),
    "workday": (Words(zh="个工作日", en="working day"), Words(zh="个工作日", en="working days")),
    "month": (Words(zh="个月", en="month"), Words(zh="个月", en="months")),
    "year": (Words(zh="年", en="year"), Words(zh="年", en="years")),
}
"""What a length of time is counted in: one of it, and several."""


class SlotKind(StrEnum):
    """The type of an answer."""

    PARTY = "party"
    TEXT = "text"
    """Words in both languages; the English ones are kept under the name with `_en`."""
    LINE = "line"
    """One line that reads the same in both languages, such as an account."""
    MONEY = "money"
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    INSTALMENTS = "instalments"
    COUNT = "count"
    """How many things there are."""
    PERCENT = "percent"
    PERIOD = "period"
    """A length of time; what it is counted in is kept under the name with `_unit`."""
    ADDRESSES = "addresses"
    """Addresses of web pages, one a line."""


KEPT_BESIDE = {SlotKind.TEXT: "_en", SlotKind.PERIOD: "_unit"}
"""The ending of the name under which the second half of an answer is asked for and kept."""


@dataclass(frozen=True)
class Slot:
    """One particular of a clause and how it is asked for."""

    name: str
    kind: SlotKind
    label: Words
    hint: Words | None = None
    choices: tuple[tuple[str, Words], ...] = ()
    required: bool = True


class BadSlot(ValueError):
    """An answer that cannot be used; the argument is a stable reason code, then a blank and the number of the row."""


@dataclass(frozen=True)
class PartyName:
    """A party as a clause names it."""

    zh: str
    en: str


def blank(slot: Slot) -> Words:
    """What stands in a clause where a particular is still open; no text with it can be made final."""
    return Words(zh=f"【{slot.label.zh}】", en="[to be filled in]")


def sum_words(fen: int) -> Words:
    """A sum as it stands in a clause: capitals and figures in Chinese, currency and figures in English."""
    return Words(zh=f"人民币{sum_in_words(fen)}（¥{figures(fen)}）", en=f"CNY {figures(fen)}")


def day_words(day: date) -> Words:
    """A day as it stands in a clause."""
    return Words(zh=f"{day.year}年{day.month}月{day.day}日", en=f"{day.day} {MONTHS[day.month - 1]} {day.year}")


def fen_of(text: str) -> int:
    """Yuan as a person types them (`300,000.5`) in fen; raises BadSlot."""
    try:
        value = Decimal(re.sub(r"[,，\s¥￥元]", "", text)) * 100
    except InvalidOperation:
        raise BadSlot("not_a_sum") from None
    if not value.is_finite() or value != value.to_integral_value() or not 0 < value <= LARGEST_FEN:
        raise BadSlot("not_a_sum")
    return int(value)


def day_of(text: str) -> date:
    """A day in ISO form, or as `2026年12月31日`; raises BadSlot."""
    try:
        return date.fromisoformat(re.sub(r"(\d+)年(\d+)月(\d+)日", _iso, text.strip()))
    except ValueError:
        raise BadSlot("not_a_date") from None


def _iso(match: re.Match[str]) -> str:
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"


def instalments_of(text: str) -> tuple[Instalment, ...]:
    """One instalment a line, a day and a sum: `2026-12-31 150000`; raises BadSlot with the row that is wrong."""
    rows = [line for line in text.splitlines() if line.strip()]
    if not rows:
        raise BadSlot("not_instalments 1")
    if len(rows) > MOST_INSTALMENTS:
        raise BadSlot("too_many_rows")
    return tuple(_instalment(row, number) for number, row in enumerate(rows, 1))


def _instalment(row: str, number: int) -> Instalment:
    day, _, amount = row.strip().partition(" ")
    if not amount.strip():
        raise BadSlot(f"not_instalments {number}")
    try:
        return Instalment(fen_of(amount), day_of(day))
    except BadSlot as bad:
        raise BadSlot(f"{bad} {number}") from None


def percent_of(text: str) -> Decimal:
    """A percentage above nothing and up to a hundred, to four decimals; raises BadSlot."""
    try:
        value = Decimal(re.sub(r"[%％\s]", "", text))
    except InvalidOperation:
        raise BadSlot("not_a_percentage") from None
    if not value.is_finite() or not 0 < value <= 100 or value != round(value, 4):
        raise BadSlot("not_a_percentage")
    return value


def addresses_of(text: str) -> tuple[str, ...]:
    """Addresses of pages, one a line and none of them twice; raises BadSlot with the row that is wrong."""
    rows = [line.strip() for line in text.splitlines() if line.strip()]
    if len(rows) > MOST_ADDRESSES:
        raise BadSlot("too_many_rows")
    for number, row in enumerate(rows, 1):
        if not _is_address(row):
            raise BadSlot(f"not_an_address {number}")
    return tuple(dict.fromkeys(rows))


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        return False
    known = parts.scheme in ("http", "https") and "." in host.strip(".") and "@" not in parts.netloc
    return known and len(text) <= LONGEST_ADDRESS and not re.search(r"[\s；，。<>\"{}|\\^`]", text)


def checked(
    slot: Slot, answers: Mapping[str, str], parties: Mapping[str, PartyName], *, may_be_open: bool = False
) -> dict[str, str]:
    """The answers to one slot in the form they are kept in; raises BadSlot with a reason code."""
    answer = _clean(answers.get(slot.name, ""))
    if not answer:
        if slot.required and not may_be_open:
            raise BadSlot("missing")
        return {}
    longest = LONGEST_ADDRESS * MOST_ADDRESSES if slot.kind is SlotKind.ADDRESSES else LONGEST
    if len(answer) > longest:
        raise BadSlot("too_long")
    kept = {slot.name: _normal(slot, answer, parties)}
    if slot.kind is SlotKind.TEXT:
        english = _clean(answers.get(f"{slot.name}_en", ""))
        if len(english) > LONGEST:
            raise BadSlot("too_long")
        kept[f"{slot.name}_en"] = english or answer
    if slot.kind is SlotKind.PERIOD:
        unit = _clean(answers.get(f"{slot.name}_unit", "")) or "day"
        if unit not in UNITS:
            raise BadSlot("unknown")
        kept[f"{slot.name}_unit"] = unit
    return kept


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _whole(answer: str, below: int, reason: str) -> str:
    digits = answer.replace(",", "").replace("，", "")
    if not digits.isascii() or not digits.isdigit() or not 0 < int(digits) < below:
        raise BadSlot(reason)
    return str(int(digits))


_NORMAL: dict[SlotKind, Callable[[str], str]] = {
    SlotKind.MONEY: lambda answer: str(fen_of(answer)),
    SlotKind.DATE: lambda answer: day_of(answer).isoformat(),
    SlotKind.NUMBER: lambda answer: _whole(answer, 10_000, "not_a_number"),
    SlotKind.COUNT: lambda answer: _whole(answer, LARGEST_COUNT, "not_a_number"),
    SlotKind.PERIOD: lambda answer: _whole(answer, 1_000, "not_a_period"),
    SlotKind.PERCENT: lambda answer: f"{percent_of(answer).normalize():f}",
    SlotKind.ADDRESSES: lambda answer: "\n".join(addresses_of(answer)),
    SlotKind.TEXT: lambda answer: answer.rstrip("。.；;"),
    SlotKind.INSTALMENTS: lambda answer: "\n".join(
        f"{part.due.isoformat()} {figures(part.fen)}" for part in instalments_of(answer)
    ),
}
"""How an answer of each type is kept; the others are kept as they were given."""


def _normal(slot: Slot, answer: str, parties: Mapping[str, PartyName]) -> str:
    allowed = {SlotKind.PARTY: set(parties), SlotKind.CHOICE: {value for value, _ in slot.choices}}.get(slot.kind)
    if allowed is not None and answer not in allowed:
        raise BadSlot("unknown")
    normal = _NORMAL.get(slot.kind)
    return normal(answer) if normal else answer


def spoken(slot: Slot, kept: Mapping[str, str], parties: Mapping[str, PartyName]) -> Words:
    """How a kept answer reads in a clause; nothing for one that was left out."""
    value = kept.get(slot.name, "")
    if not value:
        return Words(zh="", en="")
    if slot.kind is SlotKind.PARTY:
        party = parties.get(value, PartyName("", ""))
        return Words(zh=party.zh, en=party.en)
    if slot.kind is SlotKind.CHOICE:
        return dict(slot.choices)[value]
    if slot.kind is SlotKind.PERIOD:
        return period_words(int(value), kept.get(f"{slot.name}_unit", "day"))
    say = _SPOKEN.get(slot.kind)
    return say(value) if say else Words(zh=value, en=kept.get(f"{slot.name}_en", value))


def period_words(length: int, unit: str) -> Words:
    """A length of time as it stands in a clause: 三十日, 30 days; 两个月, 2 months."""
    one, several = UNITS[unit]
    number = "两" if length == 2 and unit in ("month", "year") else chinese_number(length)
    return Words(zh=number + one.zh, en=f"{length} {one.en if length == 1 else several.en}")


def _spoken_instalments(parts: tuple[Instalment, ...]) -> Words:
    said = [(day_words(part.due), sum_words(part.fen)) for part in parts]
    return Words(
        zh="；".join(f"{day.zh}前支付{money.zh}" for day, money in said),
        en="; ".join(f"{money.en} on or before {day.en}" for day, money in said),
    )


def _spoken_addresses(rows: tuple[str, ...]) -> Words:
    if len(rows) == 1:
        return Words(zh=rows[0], en=rows[0])
    return Words(
        zh="；".join(f"（{number}）{row}" for number, row in enumerate(rows, 1)),
        en="; ".join(f"({number}) {row}" for number, row in enumerate(rows, 1)),
    )


_SPOKEN: dict[SlotKind, Callable[[str], Words]] = {
    SlotKind.MONEY: lambda kept: sum_words(int(kept)),
    SlotKind.DATE: lambda kept: day_words(date.fromisoformat(kept)),
    SlotKind.COUNT: lambda kept: Words(zh=f"{int(kept):,}", en=f"{int(kept):,}"),
    SlotKind.PERCENT: lambda kept: Words(zh=f"{kept}%", en=f"{kept}%"),
    SlotKind.INSTALMENTS: lambda kept: _spoken_instalments(instalments_of(kept)),
    SlotKind.ADDRESSES: lambda kept: _spoken_addresses(addresses_of(kept)),
}
"""How a kept answer of each type reads; words and lines read as they stand."""
