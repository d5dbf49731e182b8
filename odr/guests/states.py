"""The life of a guest's admission, as data."""

from enum import StrEnum


class GuestState(StrEnum):
    """Where the admission of a guest stands."""

    ASKED = "asked"
    INVITED = "invited"
    ADMITTED = "admitted"
    REFUSED = "refused"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    REMOVED = "removed"


S = GuestState
GUEST = {
    (S.ASKED, "agreed"): S.INVITED,
    (S.ASKED, "refuse"): S.REFUSED,
    (S.ASKED, "cancel"): S.CANCELLED,
    (S.INVITED, "refuse"): S.REFUSED,
    (S.INVITED, "cancel"): S.CANCELLED,
    (S.INVITED, "attend"): S.ADMITTED,
    (S.INVITED, "decline"): S.DECLINED,
    (S.ADMITTED, "remove"): S.REMOVED,
}
