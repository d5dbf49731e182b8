"""Who is acting. Plain data, rebuilt from the database for each request and each socket event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person is in one case."""

    PARTY = "party"
    AGENT = "agent"
    MEDIATOR = "mediator"


class Side(StrEnum):
    """Which side of the dispute a party is on."""

    APPLICANT = "applicant"
    RESPONDENT = "respondent"


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
class Participation:
    """One person's place in one case. `special_authority`: the mandate lets the agent settle and sign (CPL 62)."""

    participant_id: str
    role: Role
    party_id: str | None
    special_authority: bool = False


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
