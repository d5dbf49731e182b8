"""Who is acting. Plain data, rebuilt from the database for each request and each socket event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a person is in one case. The mediator presides; co-mediators sit beside (OMR 11; INV 13)."""

    PARTY = "party"
    AGENT = "agent"
    MEDIATOR = "mediator"
    CO_MEDIATOR = "co_mediator"
    INTERESTED = "interested"
    EXPERT = "expert"
    INTERPRETER = "interpreter"
    TECHNICAL_OFFICER = "technical_officer"
    OBSERVER = "observer"


SIDE_ROLES = frozenset({Role.PARTY, Role.AGENT})
MEDIATORS = frozenset({Role.MEDIATOR, Role.CO_MEDIATOR})
GUESTS = frozenset({Role.INTERESTED, Role.EXPERT, Role.INTERPRETER, Role.TECHNICAL_OFFICER, Role.OBSERVER})
"""Admitted to the channels named for them and to nothing else of the case (PML 20; INV 14, 17)."""


class Side(StrEnum):
    """Which side of the dispute a party is on; `third` is an interested third person who is a party of its own."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"
    THIRD = "third"


OPPOSED = (Side.APPLICANT, Side.RESPONDENT)
"""The two sides without which there is no dispute."""


class Duty(StrEnum):
    """What an account is in a body it belongs to."""

    MEDIATOR = "mediator"
    ORGANISATION_CLERK = "organisation_clerk"
    COURT_CLERK = "court_clerk"


class ChannelKind(StrEnum):
    """Where words are heard. The kind says it; a missing party never means everybody."""

    JOINT = "joint"
    CAUCUS = "caucus"


@dataclass(frozen=True)
class Hearing:
    """A channel a guest was admitted to, and from where on: place `from_seq` in its order, and the instant `since`.

    `id`, `kind` and `party_id` are the channel's own. Everything said before is heard too when `since` is None.
    """

    id: str
    kind: ChannelKind
    party_id: str | None
    from_seq: int = 1
    since: datetime | None = None


@dataclass(frozen=True)
class Participation:
    """One person's place in one case. `special_authority`: the mandate lets the agent settle and sign (CPL 62).

    `channels` are those a guest was admitted to, by channel id; for everybody else the role and the side decide.
    """

    participant_id: str
    role: Role
    party_id: str | None
    special_authority: bool = False
    channels: Mapping[str, Hearing] = field(default_factory=dict)


@dataclass(frozen=True)
class Actor:
    """An account with what it is: in cases (by case id), in organisations and courts (id → duties)."""

    account_id: str
    participations: Mapping[str, Participation] = field(default_factory=dict)
    duties: Mapping[str, frozenset[Duty]] = field(default_factory=dict)
    platform_admin: bool = False
    system: bool = False

    def in_case(self, case_id: str) -> Participation | None:
        """My place in the case, or None when I have none."""
        return self.participations.get(case_id)

    def has_duty(self, body_id: str | None, duty: Duty) -> bool:
        """Do I hold this duty in that organisation or court?"""
        return body_id is not None and duty in self.duties.get(body_id, frozenset())


SYSTEM = Actor(account_id="system", system=True)
