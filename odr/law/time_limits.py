"""Counting periods of law in Beijing days: where they start, where they end, and what a day of rest does."""

from __future__ import annotations

import json
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays

from odr.law.articles import Citation, cite

BEIJING = ZoneInfo("Asia/Shanghai")
CONFIRMATION_DAYS = 30
"""CPL 205: the joint application, counted from the day the agreement takes effect."""
REMINDER_DAYS = (5, 15, 23, 27, 29)
ENFORCEMENT_YEARS = 2
"""CPL 250: from the last day of performance, or of the last instalment."""
ACCEPTANCE_DAYS = 3
RULING_DAYS = 30
PARTY_OBJECTION_DAYS = 15
THIRD_PARTY_OBJECTION_MONTHS = 6
_REST_DAYS = Path(__file__).parent / "data" / "rest_days.json"


@dataclass(frozen=True)
class Deadline:
    """The end of a period: `safe` is the earliest reading, `last` the day after moving past days of rest."""

    start: date
    safe: date
    last: date
    calendar_published: bool
    """False when the year's holiday notice is not known; then only `safe` should be relied on."""
    citation: Citation

    @property
    def moved(self) -> bool:
        """Whether a day of rest moved the end."""
        return self.last != self.safe

    def days_left(self, today: date) -> int:
        """Days from `today` to the safe day; negative once it has passed."""
        return (self.safe - today).days


@dataclass(frozen=True)
class _Year:
    published: bool
    rest: frozenset[date]
    work: frozenset[date]


@lru_cache(maxsize=32)
def _year(year: int) -> _Year:
    """The days of rest of one year: the library's, corrected by the dated table of the project."""
    library = holidays.country_holidays("CN", years=year)
    table = json.loads(_REST_DAYS.read_text(encoding="utf-8"))["years"].get(str(year))
    rest, work = frozenset(library), frozenset[date]()
    if table is None:
        return _Year(published=False, rest=rest, work=work)
    rest |= {date.fromisoformat(day) for day in table["rest"]}
    work = frozenset(day for day in library.weekend_workdays if day.year == year)
    work |= {date.fromisoformat(day) for day in table["work"]}
    return _Year(published=bool(table["published"]), rest=rest - work, work=work)


def is_rest_day(day: date) -> bool:
    """Whether a day is a statutory day of rest: a holiday, or a weekend day that is not worked."""
    year = _year(day.year)
    return day in year.rest or (day.weekday() >= 5 and day not in year.work)


def next_working_day(day: date) -> date:
    """The day itself, or the first working day after it (CC 203; CPL 85)."""
    while is_rest_day(day):
        day += timedelta(days=1)
    return day


def _deadline(start: date, end: date, citation: Citation) -> Deadline:
    last = next_working_day(end)
    return Deadline(start, end, last, _year(end.year).published and _year(last.year).published, citation)


def add_months(start: date, months: int) -> date:
    """The matching day `months` later, or the end of that month when it has none (CC 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def days_after(start: date, days: int, citation: Citation) -> Deadline:
    """A period of days; the day it starts does not count (CC 201; CPL 85)."""
    return _deadline(start, start + timedelta(days=days), citation)


def months_after(start: date, months: int, citation: Citation) -> Deadline:
    """A period of months (CC 202)."""
    return _deadline(start, add_months(start, months), citation)


def years_after(start: date, years: int, citation: Citation) -> Deadline:
    """A period of years (CC 202)."""
    return _deadline(start, add_months(start, 12 * years), citation)


def working_days_after(start: date, days: int, citation: Citation) -> Deadline:
    """A period counted in working days only; it always ends on one."""
    day = start
    for _ in range(days):
        day = next_working_day(day + timedelta(days=1))
    return Deadline(start, day, day, _year(start.year).published and _year(day.year).published, citation)


def beijing_date(instant: datetime) -> date:
    """The Beijing day of an instant; raises ValueError for one without a time zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.astimezone(BEIJING).date()


def confirmation_window(effective_on: date) -> Deadline:
    """CL-6: thirty days for the joint application for judicial confirmation (CPL 205; PML 33)."""
    return days_after(effective_on, CONFIRMATION_DAYS, cite("CPL 205"))


def confirmation_reminders(effective_on: date) -> tuple[date, ...]:
    """The days on which the parties are reminded of the thirty days."""
    return tuple(effective_on + timedelta(days=day) for day in REMINDER_DAYS)


def acceptance_term(received: date) -> Deadline:
    """CL-7: three days in which the court decides whether to accept (SC11 4)."""
    return days_after(received, ACCEPTANCE_DAYS, cite("SC11 4"))


def ruling_term(accepted: date) -> Deadline:
    """CL-8: thirty days in which the court rules; its president may allow more (CPL 187)."""
    return days_after(accepted, RULING_DAYS, cite("CPL 187"))


def silence_counts(due: date, today: date) -> bool:
    """CL-9: whether silence may be treated as withdrawal, only once the day the court set is over (INT 357)."""
    return today > due


def enforcement_limit(last_performance: date) -> Deadline:
    """CL-12: two years for the application for enforcement (CPL 250)."""
    return years_after(last_performance, ENFORCEMENT_YEARS, cite("CPL 250"))


def party_objection(received: date) -> Deadline:
    """CL-10: fifteen days for a party's objection to the ruling (INT 372)."""
    return days_after(received, PARTY_OBJECTION_DAYS, cite("INT 372"))


def third_party_objection(known: date) -> Deadline:
    """CL-11: six months, fixed, for the objection of an interested person (INT 372)."""
    return months_after(known, THIRD_PARTY_OBJECTION_MONTHS, cite("INT 372"))
