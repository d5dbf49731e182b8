"""Small phrases every paper of a bundle shares: days, moments, the number of the agreement, a row of particulars."""

from __future__ import annotations

from datetime import date, datetime
from unicodedata import normalize

from odr.bundles.contents import PaperFacts
from odr.law.time_limits import BEIJING
from odr.papers.fonts import unprintable
from odr.papers.paper import Row
from signing.wording import Words

MISSING_SIGN = "?"
UNFILLED = Words(zh="（未填写）", en="(not given)")


def row(zh: str, en: str, *values: Words) -> Row:
    """A row of particulars under a label in both languages."""
    return Row(Words(zh=zh, en=en), values)


def number_of_text(facts: PaperFacts) -> str:
    """The number of the agreement: case and version."""
    return f"{facts.case_ref}/{facts.agreement.number}" if facts.agreement else UNFILLED.zh


def day(of: date) -> str:
    """A day as Chinese papers write it."""
    return f"{of.year}年{of.month}月{of.day}日"


def words_of(of: date) -> Words:
    """A day in both languages."""
    return Words(zh=day(of), en=of.isoformat())


def moment(at: datetime) -> str:
    """A minute of Beijing time."""
    local = at.astimezone(BEIJING)
    return f"{day(local.date())}{local:%H:%M}"


def printable(text: str) -> str:
    """A name somebody gave a file, with a question mark for every sign that no font shows or that hides or reorders."""
    return "".join(MISSING_SIGN if unprintable(sign) else sign for sign in normalize("NFC", text))


def filled(text: str) -> Words:
    """A field as it was typed, or plainly that it was not."""
    return Words(zh=text, en="") if text.strip() else UNFILLED


def dispute(facts: PaperFacts) -> str:
    """The dispute by its title, which often says already that it is one."""
    return facts.title.zh if facts.title.zh.endswith(("纠纷", "争议")) else f"{facts.title.zh}纠纷"
