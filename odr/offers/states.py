"""The life of a round of sealed bargaining, as data."""

from enum import StrEnum


class RoundState(StrEnum):
    """Where a round stands. A side that never sealed and figures that do not meet end in one and the same state."""

    PROPOSED = "proposed"
    OPEN = "open"
    OPENING = "opening"
    AGREED = "agreed"
    FAILED = "failed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    VOID = "void"


S = RoundState
ROUND = {
    (S.PROPOSED, "accept"): S.PROPOSED,
    (S.PROPOSED, "all_accepted"): S.OPEN,
    (S.PROPOSED, "decline"): S.DECLINED,
    (S.PROPOSED, "time_ran_out"): S.DECLINED,
    (S.PROPOSED, "call_off"): S.CANCELLED,
    (S.OPEN, "seal"): S.OPEN,
    (S.OPEN, "withdraw"): S.OPEN,
    (S.OPEN, "call_off"): S.CANCELLED,
    (S.OPEN, "begin_opening"): S.OPENING,
    (S.OPEN, "time_ran_out"): S.FAILED,
    (S.OPENING, "agree"): S.AGREED,
    (S.OPENING, "fail"): S.FAILED,
    (S.OPENING, "void"): S.VOID,
}
LIVE = (S.PROPOSED, S.OPEN, S.OPENING)
COUNTED = (S.AGREED, S.FAILED)
