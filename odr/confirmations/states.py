"""The life of a judicial confirmation, and of an objection to its ruling, as data."""

from enum import StrEnum


class ConfirmationState(StrEnum):
    """Where an application for judicial confirmation stands."""

    PREPARING = "preparing"
    READY = "ready"
    FILED = "filed"
    SUPPLEMENT = "supplement"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    DISMISSED = "dismissed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REVOKED = "revoked"


class RefusalGround(StrEnum):
    """Why a court does not accept an application (INT 355)."""

    OUTSIDE_SCOPE = "outside_scope"
    WRONG_COURT = "wrong_court"
    FAMILY_STATUS = "family_status"
    OTHER_PROCEDURE = "other_procedure"
    OWNERSHIP = "ownership"


class DismissalGround(StrEnum):
    """Why a court dismisses an application it accepted (INT 358)."""

    MANDATORY_LAW = "mandatory_law"
    INTERESTS_OF_OTHERS = "interests_of_others"
    PUBLIC_ORDER = "public_order"
    NOT_VOLUNTARY = "not_voluntary"
    UNCLEAR = "unclear"
    OTHER = "other"


S = ConfirmationState
CONFIRMATION = {
    (S.PREPARING, "apply"): S.PREPARING,
    (S.PREPARING, "all_applied"): S.READY,
    (S.PREPARING, "time_ran_out"): S.LAPSED,
    (S.READY, "time_ran_out"): S.LAPSED,
    (S.READY, "file"): S.FILED,
    (S.SUPPLEMENT, "file"): S.FILED,
    (S.FILED, "request_supplement"): S.SUPPLEMENT,
    (S.ACCEPTED, "request_supplement"): S.SUPPLEMENT,
    (S.FILED, "accept"): S.ACCEPTED,
    (S.FILED, "refuse"): S.REFUSED,
    (S.ACCEPTED, "confirm"): S.CONFIRMED,
    (S.ACCEPTED, "dismiss"): S.DISMISSED,
    **{(state, "withdraw"): S.WITHDRAWN for state in (S.PREPARING, S.READY, S.FILED, S.SUPPLEMENT, S.ACCEPTED)},
    **{(state, "transfer"): S.FILED for state in (S.FILED, S.ACCEPTED)},
    (S.SUPPLEMENT, "apply"): S.SUPPLEMENT,
    (S.SUPPLEMENT, "all_applied"): S.SUPPLEMENT,
    (S.SUPPLEMENT, "deem_withdrawn"): S.WITHDRAWN,
    (S.CONFIRMED, "objection_upheld"): S.REVOKED,
}
"""While the court waits for a supplement the parties may sign an amendment, and each applies anew for that text."""


class ObjectionState(StrEnum):
    """What became of an objection to a ruling that confirmed (INT 372)."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


OBJECTION = {
    (ObjectionState.OPEN, "uphold"): ObjectionState.UPHELD,
    (ObjectionState.OPEN, "reject"): ObjectionState.REJECTED,
}
