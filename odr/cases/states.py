"""The life of a case, as data."""

from enum import StrEnum


class CaseState(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    INVITED = "invited"
    APPOINTING = "appointing"
    MEDIATING = "mediating"
    SETTLED = "settled"
    ENDED = "ended"
    CLOSED = "closed"


class EndGround(StrEnum):
    """Why a mediation ended without a settlement (OMR 25; INV 26; CMR 21)."""

    DISCARDED = "discarded"
    WITHDRAWN = "withdrawn"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    NO_AGREEMENT = "no_agreement"
    TERM_EXPIRED = "term_expired"
    REFUSED_TO_SIGN = "refused_to_sign"
    UNLAWFUL_PURPOSE = "unlawful_purpose"
    SETTLED_ELSEWHERE = "settled_elsewhere"


S = CaseState
CASE = {
    (S.DRAFT, "file"): S.SUBMITTED,
    (S.RETURNED, "file"): S.SUBMITTED,
    (S.DRAFT, "discard"): S.ENDED,
    (S.RETURNED, "discard"): S.ENDED,
    (S.SUBMITTED, "return_with_reason"): S.RETURNED,
    (S.SUBMITTED, "invite"): S.INVITED,
    (S.INVITED, "accept"): S.APPOINTING,
    (S.INVITED, "decline"): S.ENDED,
    (S.INVITED, "unreachable"): S.ENDED,
    (S.APPOINTING, "mediator_confirmed"): S.MEDIATING,
    (S.MEDIATING, "mediator_replaced"): S.APPOINTING,
    (S.MEDIATING, "term_extended"): S.MEDIATING,
    (S.MEDIATING, "settled"): S.SETTLED,
    **{
        (state, event): S.ENDED
        for state in (S.SUBMITTED, S.INVITED, S.APPOINTING, S.MEDIATING)
        for event in ("withdraw", "end", "term_expired")
    },
    (S.SETTLED, "close"): S.CLOSED,
}
