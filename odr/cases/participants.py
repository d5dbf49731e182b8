"""Who is in a case, and who an account is everywhere: the actor, built afresh for every act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import ColumnElement, select

from odr.access.actor import Actor, Participation, Role, Side
from odr.access.audience import Heard, hears
from odr.accounts.models import Account
from odr.accounts.queries import duties_of, is_platform_admin
from odr.cases.models import Mandate, Participant, Party
from odr.db import query, session


@dataclass(frozen=True)
class Person:
    """A person admitted to a case, as the others may see them."""

    participant_id: str
    account_id: str
    name: str
    name_en: str
    role: Role
    side: Side | None
    party_id: str | None
    party_name: str
    party_name_en: str


@query
def actor_for(account_id: str) -> Actor:
    """The actor as the database knows it now: admissions, mandates and duties of this very moment."""
    return Actor(
        account_id=account_id,
        participations={case_id: place for case_id, _, place in _places(Participant.account_id == account_id)},
        duties=duties_of(account_id),
        platform_admin=is_platform_admin(account_id),
    )


@query
def places_in(case_id: str) -> dict[str, Participation]:
    """Account id → place of everybody admitted to the case now."""
    return {account_id: place for _, account_id, place in _places(Participant.case_id == case_id)}


def _places(whose: ColumnElement[bool]) -> list[tuple[str, str, Participation]]:
    """(case id, account id, place) of the participants meant who are admitted now."""
    mandates = select(Mandate.participant_id).where(
        Mandate.ended_at.is_(None), Mandate.may_settle, Mandate.may_sign, Mandate.may_apply
    )
    special = set(
        session().scalars(mandates.join(Participant, Participant.id == Mandate.participant_id).where(whose)).all()
    )
    admitted = session().scalars(select(Participant).where(whose, Participant.removed_at.is_(None)))
    return [
        (row.case_id, row.account_id, Participation(row.id, row.role, row.party_id, row.id in special))
        for row in admitted
    ]


def active_participants(case_id: str) -> list[Person]:
    """Everybody admitted to the case now, mediator first, then the applicant's side, then the respondent's."""
    return _people(case_id, Participant.removed_at.is_(None))


def everybody_ever(case_id: str) -> list[Person]:
    """Also those who were removed: what they said keeps their name."""
    return _people(case_id)


@query
def _people(case_id: str, *conditions: ColumnElement[bool]) -> list[Person]:
    rows = (
        session()
        .execute(
            select(Participant, Account, Party)
            .join(Account, Account.id == Participant.account_id)
            .outerjoin(Party, Party.id == Participant.party_id)
            .where(Participant.case_id == case_id, *conditions)
        )
        .all()
    )
    people = [
        Person(
            participant_id=participant.id,
            account_id=account.id,
            name=account.name,
            name_en=account.name_en or account.name,
            role=participant.role,
            side=party.side if party else None,
            party_id=participant.party_id,
            party_name=party.name if party else "",
            party_name_en=(party.name_en or party.name) if party else "",
        )
        for participant, account, party in rows
    ]
    order = {None: 0, Side.APPLICANT: 1, Side.RESPONDENT: 2}
    return sorted(people, key=lambda p: (order[p.side], p.role != Role.PARTY, p.name, p.participant_id))


def audience_of(case_id: str, channel: Heard) -> list[Person]:
    """The people who hear the channel now."""
    return [person for person in active_participants(case_id) if hears(person, channel)]


def accounts_of(people: Iterable[Person]) -> tuple[str, ...]:
    """Their account ids, for an event's audience."""
    return tuple(person.account_id for person in people)


def audience_tag(people: Iterable[Person]) -> str:
    """A short mark of exactly these people; it changes when anybody comes or goes."""
    ids = ",".join(sorted(person.participant_id for person in people))
    return sha256(ids.encode()).hexdigest()[:16]
