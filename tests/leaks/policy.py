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
)
SIDES_AND_MEDIATOR = frozenset({"applicant", "respondent", "agent", "mediator"})
OF_THE_CASE = SIDES_AND_MEDIATOR | {"clerk"}
APPLICANT_CAUCUS = frozenset({"applicant", "mediator"})
RESPONDENT_CAUCUS = frozenset({"respondent", "agent", "mediator"})
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
