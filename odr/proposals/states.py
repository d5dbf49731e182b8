"""The life of a mediator's proposal, as data."""

from enum import StrEnum


class ProposalState(StrEnum):
    """Where a proposal stands. A no, and no answer, end in one and the same state."""

    PUT = "put"
    OPENING = "opening"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    VOID = "void"


S = ProposalState
PROPOSAL = {
    (S.PUT, "answer"): S.PUT,
    (S.PUT, "all_answered"): S.OPENING,
    (S.PUT, "time_ran_out"): S.NOT_ACCEPTED,
    (S.PUT, "withdraw"): S.WITHDRAWN,
    (S.OPENING, "accept"): S.ACCEPTED,
    (S.OPENING, "not_accept"): S.NOT_ACCEPTED,
    (S.OPENING, "void"): S.VOID,
}
LIVE = (S.PUT, S.OPENING)
