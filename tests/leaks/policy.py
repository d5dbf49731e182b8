"""Who may know what: written down by itself, without a look at the code it judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PRINCIPALS = (
    "anonymous",
    "applicant",
    "respondent",
    "agent",
    "mediator",
    "other_mediator",
    "clerk",
    "other_clerk",
    "court_clerk",
    "other_court_clerk",
    "admin",
    "removed",
    "outsider",
    "interpreter",
    "observer",
    "sent_out",
    "co_mediator",
)
MEDIATORS = frozenset({"mediator", "co_mediator"})
SIDES_AND_MEDIATOR = frozenset({"applicant", "respondent", "agent"}) | MEDIATORS
OF_THE_CASE = SIDES_AND_MEDIATOR | {"clerk"}
GUESTS = frozenset({"interpreter", "observer"})
"""The interpreter hears the applicant's caucus alone, the observer the joint channel; both from their coming on."""
IN_THE_ROOM = OF_THE_CASE | GUESTS
JOINT = SIDES_AND_MEDIATOR | {"observer"}
APPLICANT_CAUCUS = frozenset({"applicant", "interpreter"}) | MEDIATORS
RESPONDENT_CAUCUS = frozenset({"respondent", "agent"}) | MEDIATORS
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Thing:
    """Something with an address: the values that name it, and who may know that it exists.

    `shared` values stay as they are when a thing that does not exist is asked for beside it.
    """

    name: str
    values: Mapping[str, object]
    known_by: frozenset[str]
    shared: frozenset[str] = field(default=frozenset())
