"""The life of one sitting, and the ways of seeing who somebody is, as data."""

from enum import StrEnum

from signing.wording import Words


class SittingState(StrEnum):
    """Where a sitting stands."""

    PLANNED = "planned"
    OPEN = "open"
    ADJOURNED = "adjourned"
    ENDED = "ended"
    CANCELLED = "cancelled"


S = SittingState
SITTING = {
    (S.PLANNED, "move"): S.PLANNED,
    (S.PLANNED, "cancel"): S.CANCELLED,
    (S.PLANNED, "open"): S.OPEN,
    (S.OPEN, "adjourn"): S.ADJOURNED,
    (S.OPEN, "end"): S.ENDED,
    (S.ADJOURNED, "move"): S.ADJOURNED,
    (S.ADJOURNED, "resume"): S.OPEN,
    (S.ADJOURNED, "end"): S.ENDED,
}
ALIVE = (S.PLANNED, S.OPEN, S.ADJOURNED)


class IdentityWay(StrEnum):
    """How a mediator saw who somebody is (OMR 17). A face is never the only way (face recognition rules)."""

    DOCUMENT = "document"
    NETWORK_ID = "network_id"
    IN_PERSON = "in_person"


WAY_WORDS = {
    IdentityWay.DOCUMENT: Words("在线比对证件", "Document compared online"),
    IdentityWay.NETWORK_ID: Words("国家网络身份认证", "National network identity"),
    IdentityWay.IN_PERSON: Words("当面核对", "In person"),
}
