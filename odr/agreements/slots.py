"""The particulars of a clause: what can be asked for, how an answer is checked, and how it reads in each language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from odr.law.draft import Instalment
from odr.law.numerals import LARGEST_FEN, figures, sum_in_words
from signing.wording import Words

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MOST_INSTALMENTS = 24
LONGEST = 600


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
    """An answer that cannot be used; the argument is a stable reason code."""


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
    """One instalment a line, a day and a sum: `2026-12-31 150000`; raises BadSlot."""
    parts = [line.split(maxsplit=1) for line in text.splitlines() if line.strip()]
    if not parts or len(parts) > MOST_INSTALMENTS or any(len(part) != 2 for part in parts):
        raise BadSlot("not_instalments")
    return tuple(Instalment(fen_of(amount), day_of(day)) for day, amount in parts)


def checked(
    slot: Slot, answers: Mapping[str, str], parties: Mapping[str, PartyName], *, may_be_open: bool = False
) -> dict[str, str]:
    """The answers to one slot in the form they are kept in; raises BadSlot with a reason code."""
    answer = unicodedata.normalize("NFC", answers.get(slot.name, "")).strip()
    if not answer:
        if slot.required and not may_be_open:
            raise BadSlot("missing")
        return {}
    if len(answer) > LONGEST:
        raise BadSlot("too_long")
    kept = {slot.name: _normal(slot, answer, parties)}
    if slot.kind is SlotKind.TEXT:
        english = unicodedata.normalize("NFC", answers.get(f"{slot.name}_en", "")).strip()
        if len(english) > LONGEST:
            raise BadSlot("too_long")
        kept[f"{slot.name}_en"] = english or answer
    return kept


def _normal(slot: Slot, answer: str, parties: Mapping[str, PartyName]) -> str:
    if slot.kind is SlotKind.MONEY:
        return str(fen_of(answer))
    if slot.kind is SlotKind.DATE:
        return day_of(answer).isoformat()
    if slot.kind is SlotKind.INSTALMENTS:
        return "\n".join(f"{part.due.isoformat()} {figures(part.fen)}" for part in instalments_of(answer))
    if slot.kind is SlotKind.NUMBER:
        if not answer.isascii() or not answer.isdigit() or not 0 < int(answer) < 10_000:
            raise BadSlot("not_a_number")
        return str(int(answer))
    allowed = {SlotKind.PARTY: set(parties), SlotKind.CHOICE: {value for value, _ in slot.choices}}.get(slot.kind)
    if allowed is not None and answer not in allowed:
        raise BadSlot("unknown")
    return answer.rstrip("。.；;") if slot.kind is SlotKind.TEXT else answer


def spoken(slot: Slot, kept: Mapping[str, str], parties: Mapping[str, PartyName]) -> Words:
    """How a kept answer reads in a clause; nothing for one that was left out."""
    value = kept.get(slot.name, "")
    if not value:
        return Words(zh="", en="")
    if slot.kind is SlotKind.PARTY:
        party = parties.get(value, PartyName("", ""))
        return Words(zh=party.zh, en=party.en)
    if slot.kind is SlotKind.MONEY:
        return sum_words(int(value))
    if slot.kind is SlotKind.DATE:
        return day_words(date.fromisoformat(value))
    if slot.kind is SlotKind.CHOICE:
        return dict(slot.choices)[value]
    if slot.kind is SlotKind.INSTALMENTS:
        return _spoken_instalments(instalments_of(value))
    return Words(zh=value, en=kept.get(f"{slot.name}_en", value))


def _spoken_instalments(parts: tuple[Instalment, ...]) -> Words:
    said = [(day_words(part.due), sum_words(part.fen)) for part in parts]
    return Words(
        zh="；".join(f"{day.zh}前支付{money.zh}" for day, money in said),
        en="; ".join(f"{money.en} on or before {day.en}" for day, money in said),
    )
