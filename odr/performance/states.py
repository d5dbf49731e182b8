"""The life of one obligation of a sealed agreement, as data."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class ObligationState(StrEnum):
    """Where an obligation stands."""

    DUE = "due"
    CLAIMED = "claimed"
    """Whoever owes it says that it was performed; the other side has not answered."""
    DISPUTED = "disputed"
    OVERDUE = "overdue"
    PERFORMED = "performed"
    PERFORMED_LATE = "performed_late"
    WAIVED = "waived"
    REPLACED = "replaced"
    """Another agreement in effect has taken the place of the one it stood in."""


class StatementState(StrEnum):
    """What the other side has said to "I have paid, I have done it"."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


S = ObligationState
OPEN = (S.DUE, S.CLAIMED, S.DISPUTED, S.OVERDUE)
"""Something is still owed."""
OVER = (S.PERFORMED, S.PERFORMED_LATE, S.WAIVED, S.REPLACED)
OBLIGATION = {
    **{(state, "claim"): S.CLAIMED for state in OPEN},
    (S.CLAIMED, "others_wait"): S.CLAIMED,
    (S.CLAIMED, "dispute"): S.DISPUTED,
    (S.DUE, "day_passed"): S.OVERDUE,
    **{(state, "part_in_time"): S.DUE for state in OPEN},
    **{(state, "part_late"): S.OVERDUE for state in OPEN},
    **{(state, "all_in_time"): S.PERFORMED for state in OPEN},
    **{(state, "all_late"): S.PERFORMED_LATE for state in OPEN},
    **{(state, "waive"): S.WAIVED for state in OPEN},
    **{(state, "replace"): S.REPLACED for state in OPEN},
}


def is_late(due: date | None, day: date) -> bool:
    """Whether a day lies after the last day for performance; nothing is late that has no day."""
    return due is not None and day > due


def answered(*, remaining: int, waiting: int, due: date | None, last_paid: date, today: date) -> str:
    """The event by which an obligation moves on when something was received.

    `remaining` is what is still owed (fen; 1 or 0 for an act), `waiting` how many statements nobody has answered.
    """
    if remaining <= 0:
        return "all_late" if is_late(due, last_paid) else "all_in_time"
    if waiting:
        return "others_wait"
    return "part_late" if is_late(due, today) else "part_in_time"
