"""Which reminders an obligation wants on a day: up to the last day, after it, and before the right to enforce ends.

Pure: dates and states in, reminders out. Each goes out once; of several whose day has passed only the latest is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from odr.law.enforcement import warning_days
from odr.law.time_limits import Deadline
from odr.performance.states import ObligationState

BEFORE = (7, 1, 0)
"""How many days before the last one the side that owes it is reminded; 0 is the day itself."""
REMINDABLE = (ObligationState.DUE, ObligationState.DISPUTED)
UNPAID = (ObligationState.OVERDUE, ObligationState.DISPUTED)


class Listener(StrEnum):
    """Who is told."""

    OBLIGOR = "obligor"
    OBLIGEE = "obligee"


@dataclass(frozen=True)
class Reminder:
    """One reminder: `code` is kept so that it goes out once, `notice` is its wording, `day` the day that it names."""

    code: str
    notice: str
    to: Listener
    day: date


def reminders_for(state: ObligationState, due: date | None, today: date, *, limit: Deadline | None) -> list[Reminder]:
    """The reminders that are due today; `limit` is the last day to apply for enforcement, None without a ruling."""
    if due is None:
        return []
    if today <= due:
        return _before(due, today) if state in REMINDABLE else []
    if state not in UNPAID:
        return []
    late = [
        Reminder("late_obligor", "performance_late", Listener.OBLIGOR, due),
        Reminder("late_obligee", "performance_missing", Listener.OBLIGEE, due),
    ]
    return late + (_limit(limit, today) if limit else [])


def _before(due: date, today: date) -> list[Reminder]:
    left = min((days for days in BEFORE if today >= due - timedelta(days=days)), default=None)
    return [] if left is None else [Reminder(f"before_{left}", "performance_due", Listener.OBLIGOR, due)]


def _limit(limit: Deadline, today: date) -> list[Reminder]:
    if today > limit.safe:
        return []
    months = min((left for left, day in warning_days(limit).items() if today >= day), default=None)
    if months is None:
        return []
    return [Reminder(f"limit_{months}", "enforcement_limit", Listener.OBLIGEE, limit.safe)]
