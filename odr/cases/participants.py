"""Who is in a case, and who an account is everywhere: the actor, built afresh for every act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import ColumnElement, select

from odr.access.actor import GUESTS, Actor, Hearing, Participation, Role, Side
from odr.access.audience import Heard, Listener, hears, meets
from odr.accounts.models import Account
from odr.accounts.queries import duties_of, is_platform_admin
from odr.cases.models import GuestChannel, Mandate, Participant, Party
from odr.db import query, session


@dataclass(frozen=True)
class Person:
    """A person admitted to a case, as the others may see them. `channels` are those a guest was admitted to."""

    participant_id: str
    account_id: str
    name: str
    name_en: str
    role: Role
    side: Side | None
    party_id: str | None
    party_name: str
    party_name_en: str
    channels: Mapping[str, Hearing] = field(default_factory=dict)

    @property
    def guest(self) -> bool:
        """Admitted to channels named one by one, and to nothing else of the case."""
        return self.role in GUESTS


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
    admitted = list(session().scalars(select(Participant).where(whose, Participant.removed_at.is_(None))))
    heard = _channels_of_guests(admitted)
    return [
        (row.case_id, row.account_id, Participation(row.id, row.role, row.party_id, row.id in special, heard[row.id]))
        for row in admitted
    ]


def active_participants(case_id: str) -> list[Person]:
    """Everybody of the case now, mediators first, then the applicant's side, then the others; guests are left out.

    What is not bound to a channel is told to these people and to nobody else.
    """
    return _people(case_id, Participant.removed_at.is_(None), Participant.role.not_in(GUESTS))


def people_in(case_id: str) -> list[Person]:
    """The same, and after them the guests of single channels. A reader is shown those `known_to` them, no others."""
    return _people(case_id, Participant.removed_at.is_(None))


def everybody_ever(case_id: str) -> list[Person]:
    """Also guests and those who were removed: what they said keeps their name."""
    return _people(case_id)


def known_to(viewer: Listener, people: Iterable[Person]) -> list[Person]:
    """Those of these people who hear a channel in common with the viewer: of the others nothing is told."""
    return [person for person in people if meets(viewer, person)]


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
    heard = _channels_of_guests([participant for participant, _, _ in rows])
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
            channels=heard[participant.id],
        )
        for participant, account, party in rows
    ]
    return sorted(people, key=_place_in_list)


_ORDER = {Role.MEDIATOR: 0, Role.CO_MEDIATOR: 1}
_SIDES = {Side.APPLICANT: 2, Side.RESPONDENT: 3, Side.THIRD: 4}


def _place_in_list(person: Person) -> tuple[int, str, bool, str, str]:
    rank = _SIDES[person.side] if person.side else _ORDER.get(person.role, 5)
    return rank, person.party_id or "", person.role != Role.PARTY, person.name, person.participant_id


def _channels_of_guests(rows: Iterable[Participant]) -> Mapping[str, dict[str, Hearing]]:
    heard: dict[str, dict[str, Hearing]] = defaultdict(dict)
    guests = [row.id for row in rows if row.role in GUESTS]
    if guests:
        for row in session().scalars(select(GuestChannel).where(GuestChannel.participant_id.in_(guests))):
            heard[row.participant_id][row.channel_id] = Hearing(
                row.channel_id, row.kind, row.party_id, row.from_seq, row.since
            )
    return heard


def circle_of(case_id: str, participant_id: str) -> tuple[str, ...]:
    """The accounts of everybody in the room who may know of this participant, who may have left: whom a coming or
    going is told to."""
    subject = next(person for person in everybody_ever(case_id) if person.participant_id == participant_id)
    return accounts_of(known_to(subject, people_in(case_id)))


def audience_of(case_id: str, channel: Heard) -> list[Person]:
    """The people who hear the channel now."""
    return [person for person in people_in(case_id) if hears(person, channel)]


def accounts_of(people: Iterable[Person]) -> tuple[str, ...]:
    """Their account ids, for an event's audience."""
    return tuple(person.account_id for person in people)


def audience_tag(people: Iterable[Person]) -> str:
    """A short mark of exactly these people; it changes when anybody comes or goes."""
    ids = ",".join(sorted(person.participant_id for person in people))
    return sha256(ids.encode()).hexdigest()[:16]
