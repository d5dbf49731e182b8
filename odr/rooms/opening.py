"""What comes before a sitting: each person is told and compared with their document, each side consents for itself."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from odr import clock
from odr.access.actor import SIDE_ROLES, Actor, ChannelKind, Role
from odr.access.load import load
from odr.access.permissions import Permission
from odr.access.predicates import binds_a_side
from odr.audit.trail import record
from odr.cases.consents import (
    EXTENSION,
    ONLINE,
    RECORDING,
    SEPARATE_TIMES,
    SERVICE,
    consents_of,
    give_consents,
    withdraw_consents,
)
from odr.cases.models import Appointment, AppointmentState, Case, Participant, Party
from odr.cases.participants import accounts_of, active_participants, actor_for, people_in
from odr.cases.states import CASE, CaseState
from odr.cases.steps import tell, took
from odr.db import Transaction, session, transaction
from odr.errors import Conflict, InvalidInput, NotAllowed
from odr.events import CaseChanged
from odr.law.sittings import (
    EXTENSION_DAYS,
    NOTICE_VERSION,
    Attendee,
    Missing,
    SideReady,
    extension_agreed,
    missing_to_open,
    separate_times_allowed,
)
from odr.lifecycle import advance
from odr.rooms.models import Acknowledgement, Channel, IdentityCheck, MediationSession
from odr.rooms.states import IdentityWay, SittingState

NOTICE, ADDRESS = "notice", "address"
ASKED = (ONLINE, SERVICE, SEPARATE_TIMES, RECORDING)
"""What a person may agree to and take back, each by itself (OLR 4, 5)."""


def acknowledge(actor: Actor, case_id: str, *, subjects: Iterable[str], version: str = NOTICE_VERSION) -> None:
    """A person of a side says: I have read the notice of rights and duties; this is my side's address for service.

    Raises:
        InvalidInput: no such subject, or the text has changed since it was read.
        NotAllowed: of no side.
    """
    wanted = sorted(set(subjects))
    if not wanted or set(wanted) - {NOTICE, ADDRESS}:
        raise InvalidInput(subjects="missing")
    if version != NOTICE_VERSION:
        raise InvalidInput(version="changed")
    with transaction() as tx:
        case = load(actor, Permission.SITTING_PREPARE, Case, case_id)
        mine = actor.participations[case.id].participant_id
        known = acknowledged_by(mine)
        for subject in wanted:
            if subject in known:
                continue
            row = tx.add(Acknowledgement(participant_id=mine, subject=subject, version=NOTICE_VERSION, at=clock.now()))
            _note(tx, case, actor, f"acknowledged.{subject}", row.id, NOTICE_VERSION)
        _changed(tx, case)


def compare_identity(actor: Actor, participant_id: str, *, way: IdentityWay) -> None:
    """The mediator has compared a person of a side with their document, or saw them (OMR 17).

    Raises:
        NotFound: not a person of the mediator's case.
        Conflict: not a person of a side, or no longer one.
    """
    with transaction() as tx:
        person = load(actor, Permission.IDENTITY_COMPARE, Participant, participant_id)
        if person.role not in SIDE_ROLES or person.removed_at is not None:
            raise Conflict(participant="no_side")
        if tx.session.scalar(select(IdentityCheck.id).where(IdentityCheck.participant_id == person.id)) is not None:
            return
        check = tx.add(IdentityCheck(participant_id=person.id, way=way, by_account_id=actor.account_id, at=clock.now()))
        _note(tx, person.case, actor, f"identity.{way}", check.id)
        _changed(tx, person.case)


def choose_consents(actor: Actor, case_id: str, *, given: Iterable[str]) -> None:
    """A person of a side agrees to these steps and takes back the others; each stands alone (OLR 4, 5).

    When the last side agrees to separate times, or one takes it back, the joint room follows at once.
    """
    wanted = set(given)
    if wanted - set(ASKED):
        raise InvalidInput(consents="unknown")
    with transaction() as tx:
        case = load(actor, Permission.SITTING_PREPARE, Case, case_id)
        give_consents(tx, case, actor.account_id, wanted)
        withdraw_consents(tx, case, actor.account_id, set(ASKED) - wanted)
        keep_joint_channel(tx, case)
        _changed(tx, case)


def agree_to_extend(actor: Actor, case_id: str) -> bool:
    """A side agrees that the mediation goes on for thirty days more; True when all have agreed and it does (OMR 24).

    Raises:
        NotAllowed: the actor may not bind a side.
        Conflict: the case is not being mediated, or its term was extended before.
    """
    with transaction() as tx:
        case = load(actor, Permission.SITTING_PREPARE, Case, case_id)
        if not binds_a_side(actor, case):
            raise NotAllowed(authority="special")
        if case.state != CaseState.MEDIATING or case.extended_days:
            raise Conflict(term="extended")
        give_consents(tx, case, actor.account_id, [EXTENSION])
        agreeing = parties_consenting(case, EXTENSION)
        if not extension_agreed([party.id for party in case.parties], agreeing):
            tell(tx, case, "your_turn", _not_of(case, agreeing))
            _changed(tx, case)
            return False
        advance(tx, CASE, case, "term_extended")
        case.extended_days = EXTENSION_DAYS
        took(tx, case, "term_extended", by=None)
        tell(tx, case, "case_moved", accounts_of(active_participants(case.id)))
        return True


def sides_of(case: Case) -> tuple[SideReady, ...]:
    """Every party as it stands, inside a unit that has authorised the case."""
    people = active_participants(case.id)
    told = _told(case.id, NOTICE)
    addressed = _told(case.id, ADDRESS)
    checked = {check.participant_id for check in comparisons_in(case.id)}
    online, separate = (parties_consenting(case, subject) for subject in (ONLINE, SEPARATE_TIMES))
    return tuple(
        SideReady(
            party_id=party.id,
            name=party.name,
            name_en=party.name_en or party.name,
            online=party.id in online,
            separate=party.id in separate,
            address=any(person.participant_id in addressed for person in people if person.party_id == party.id),
            people=tuple(
                Attendee(
                    person.participant_id,
                    person.name,
                    person.name_en,
                    told=person.participant_id in told,
                    identified=person.participant_id in checked,
                )
                for person in people
                if person.party_id == party.id
            ),
        )
        for party in sorted(case.parties, key=_order)
    )


def comparisons_in(case_id: str) -> list[IdentityCheck]:
    """Who was compared with their document, how, by whom and when, inside a unit that has authorised the case."""
    of_case = select(IdentityCheck).join(Participant, Participant.id == IdentityCheck.participant_id)
    return list(session().scalars(of_case.where(Participant.case_id == case_id)))


def notices_read_in(case_id: str) -> list[Acknowledgement]:
    """Who read the notice of rights and duties, in which version and when, in the order in which they did; inside a
    unit that has authorised the case."""
    of_case = select(Acknowledgement).join(Participant, Participant.id == Acknowledgement.participant_id)
    read = of_case.where(Participant.case_id == case_id, Acknowledgement.subject == NOTICE)
    return list(session().scalars(read.order_by(Acknowledgement.at, Acknowledgement.id)))


def missing_in(case: Case) -> tuple[Missing, ...]:
    """What still stands in the way of opening, inside a unit that has authorised the case."""
    disclosed = session().scalar(
        select(Appointment.id).where(
            Appointment.case_id == case.id,
            Appointment.presides,
            Appointment.state == AppointmentState.CONFIRMED,
            Appointment.disclosed_at.is_not(None),
        )
    )
    return missing_to_open(sides_of(case), disclosed=disclosed is not None)


def acknowledged_by(participant_id: str) -> frozenset[str]:
    """What this person has acknowledged in today's version, inside a unit that has authorised the case."""
    mine = (Acknowledgement.participant_id == participant_id, Acknowledgement.version == NOTICE_VERSION)
    return frozenset(session().scalars(select(Acknowledgement.subject).where(*mine)))


def keep_joint_channel(tx: Transaction, case: Case) -> None:
    """The joint room is open for words while a sitting is open, and outside of it with the consent of all (OMR 16)."""
    joint = tx.session.scalar(
        select(Channel).where(Channel.case_id == case.id, Channel.kind == ChannelKind.JOINT).with_for_update()
    )
    if joint is None:
        return
    sitting = tx.session.scalar(
        select(MediationSession.id).where(
            MediationSession.case_id == case.id, MediationSession.state == SittingState.OPEN
        )
    )
    joint.open = sitting is not None or separate_times_allowed(sides_of(case))
    tx.session.flush()


def parties_consenting(case: Case, subject: str) -> set[str]:
    """The parties for which somebody who may bind them agrees today."""
    found: set[str] = set()
    for person in active_participants(case.id):
        if (
            person.party_id is None
            or person.party_id in found
            or subject not in consents_of(case.id, person.account_id)
        ):
            continue
        if person.role == Role.PARTY or binds_a_side(actor_for(person.account_id), case):
            found.add(person.party_id)
    return found


def _not_of(case: Case, parties: set[str]) -> list[str]:
    return [p.account_id for p in active_participants(case.id) if p.party_id and p.party_id not in parties]


def _told(case_id: str, subject: str) -> set[str]:
    rows = (
        select(Acknowledgement.participant_id)
        .join(Participant, Participant.id == Acknowledgement.participant_id)
        .where(
            Participant.case_id == case_id,
            Acknowledgement.subject == subject,
            Acknowledgement.version == NOTICE_VERSION,
        )
    )
    return set(session().scalars(rows))


def _order(party: Party) -> tuple[str, str]:
    return str(party.side), party.id


def _note(tx: Transaction, case: Case, actor: Actor, act: str, subject: str, content: str = "") -> None:
    chain = f"case:{case.id}"
    record(tx, account_id=actor.account_id, chain=chain, act=act, subject=subject, content=content.encode())


def _changed(tx: Transaction, case: Case) -> None:
    tx.announce(CaseChanged(audience=accounts_of(people_in(case.id)), case_ref=case.ref, state="sitting"))
