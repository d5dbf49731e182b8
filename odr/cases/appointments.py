"""Appointing a mediator: the clerk proposes, the mediator discloses, both sides accept or challenge (OMR 10–14)."""

from __future__ import annotations

from sqlalchemy import select

from odr import clock
from odr.access.actor import MEDIATORS, Actor, Duty, Role
from odr.access.load import load
from odr.access.permissions import Permission
from odr.accounts.models import Body, Membership, Track
from odr.accounts.particulars import prose
from odr.audit.trail import record
from odr.cases.models import Appointment, AppointmentAnswer, AppointmentState, Case, Participant
from odr.cases.participants import accounts_of, active_participants, people_in
from odr.cases.states import CASE, CaseState
from odr.cases.steps import both_sides, clerks_of, tell, took
from odr.db import Transaction, transaction
from odr.errors import AlreadyAnswered, Conflict, LegalObstacle
from odr.events import AccessRevoked, ParticipantsChanged
from odr.lifecycle import advance

LONGEST_TEXT = 2000
OPEN = (AppointmentState.PROPOSED, AppointmentState.DISCLOSED)


def propose_mediator(actor: Actor, case_id: str, *, account_id: str) -> str:
    """The clerk proposes a mediator of the organisation, who must not be of a side. Returns the appointment's id.

    While a mediator presides already, the next one is proposed as a co-mediator (OMR 11; INV 13).

    Raises:
        Conflict: the case needs no mediator, one is proposed already, or this person is not free to mediate it.
    """
    with transaction() as tx:
        case = load(actor, Permission.APPOINTMENT_PROPOSE, Case, case_id)
        if case.state not in (CaseState.APPOINTING, CaseState.MEDIATING):
            raise Conflict(state=str(case.state))
        if _open_appointment(tx, case.id) is not None:
            raise Conflict(appointment="open")
        _must_be_free(tx, case, account_id)
        presides = case.state == CaseState.APPOINTING
        appointment = tx.add(
            Appointment(case_id=case.id, account_id=account_id, presides=presides, proposed_at=clock.now())
        )
        record(
            tx,
            account_id=actor.account_id,
            chain=f"case:{case.id}",
            act="mediator.proposed",
            subject=appointment.id,
        )
        took(tx, case, "mediator_proposed", by=actor.account_id)
        tell(tx, case, "mediator_proposed", [account_id])
        return appointment.id


def disclose(actor: Actor, appointment_id: str, *, has_interest: bool, statement: str) -> None:
    """The mediator says before anything else whether they know the sides or have an interest (OMR 13; INV 15).

    On the commercial track an interest means withdrawing, whatever the sides would say (CMR 20): the appointment ends.

    Raises:
        InvalidInput: there is an interest, and nothing says which.
        AlreadyAnswered: the disclosure was made.
    """
    words = prose(statement, field="statement", longest=LONGEST_TEXT, required=has_interest)
    with transaction() as tx:
        appointment = load(actor, Permission.APPOINTMENT_DISCLOSE, Appointment, appointment_id)
        _must_be(appointment, AppointmentState.PROPOSED)
        case = appointment.case
        appointment.has_interest, appointment.disclosure = has_interest, words
        appointment.disclosed_at = clock.now()
        record(
            tx,
            account_id=actor.account_id,
            chain=f"case:{case.id}",
            act="mediator.disclosed",
            subject=appointment.id,
            content=words.encode(),
        )
        if has_interest and tx.session.get_one(Body, case.organisation_id).track == Track.COMMERCIAL:
            _decline(tx, appointment, by=actor.account_id)
            return
        appointment.state = AppointmentState.DISCLOSED
        took(tx, case, "mediator_disclosed", by=actor.account_id)
        tell(tx, case, "your_turn", both_sides(case))


def decline_appointment(actor: Actor, appointment_id: str) -> None:
    """The mediator does not take the case; the clerk proposes another (OMR 12)."""
    with transaction() as tx:
        appointment = load(actor, Permission.APPOINTMENT_DISCLOSE, Appointment, appointment_id)
        if appointment.state not in OPEN:
            raise AlreadyAnswered(state=str(appointment.state))
        _decline(tx, appointment, by=actor.account_id)


def answer_appointment(actor: Actor, appointment_id: str, *, accepted: bool, reason: str = "") -> None:
    """A side accepts the mediator, or challenges them with a reason the clerk alone reads (INV 15).

    When every side has accepted, the mediator is admitted and mediation begins.

    Raises:
        InvalidInput: a challenge without a reason.
        AlreadyAnswered: this side has answered.
        Conflict: the mediator has not disclosed yet.
    """
    words = prose(reason, field="reason", longest=LONGEST_TEXT, required=not accepted)
    with transaction() as tx:
        appointment = load(actor, Permission.APPOINTMENT_ANSWER, Appointment, appointment_id)
        _must_be(appointment, AppointmentState.DISCLOSED)
        case, party_id = appointment.case, actor.participations[appointment.case_id].party_id
        if party_id in _answers(tx, appointment):
            raise AlreadyAnswered(side="own")
        tx.add(
            AppointmentAnswer(
                appointment_id=appointment.id,
                party_id=party_id,
                accepted=accepted,
                reason="" if accepted else words,
                at=clock.now(),
            )
        )
        act = "accepted" if accepted else "challenged"
        took(tx, case, f"mediator_{act}", by=actor.account_id)
        if not accepted:
            appointment.state, appointment.settled_at = AppointmentState.CHALLENGED, clock.now()
            tell(tx, case, "your_turn", clerks_of(case.organisation_id))
        elif _answers(tx, appointment) >= {party.id for party in case.parties}:
            _confirm(tx, appointment)


def replace_mediator(actor: Actor, case_id: str) -> None:
    """The clerk takes the case from the mediator who presides, at once; another has to be proposed (OMR 14).

    Raises:
        IllegalTransition: the case is not being mediated.
    """
    with transaction() as tx:
        case = load(actor, Permission.CASE_INTAKE, Case, case_id)
        advance(tx, CASE, case, "mediator_replaced")
        here = (Participant.case_id == case.id, Participant.role == Role.MEDIATOR, Participant.removed_at.is_(None))
        gone = list(tx.session.scalars(select(Participant).where(*here)))
        for participant in gone:
            _take_out(tx, participant, by=actor.account_id)
        if (asked := _open_appointment(tx, case.id)) is not None:
            asked.state, asked.settled_at = AppointmentState.DECLINED, clock.now()
        tx.session.flush()
        took(tx, case, "mediator_replaced", by=actor.account_id)
        tx.announce(AccessRevoked(audience=tuple(participant.account_id for participant in gone)))
        tx.announce(ParticipantsChanged(audience=accounts_of(people_in(case.id)), case_ref=case.ref))
        tell(tx, case, "case_moved", both_sides(case))


def release_co_mediator(actor: Actor, participant_id: str) -> None:
    """The clerk takes a co-mediator out of the case, at once; the one who presides goes on.

    Raises:
        NotAllowed: the actor is no clerk of record.
        Conflict: not a co-mediator, or no longer one.
    """
    with transaction() as tx:
        participant = load(actor, Permission.CASE_INTAKE, Participant, participant_id)
        if participant.role != Role.CO_MEDIATOR or participant.removed_at is not None:
            raise Conflict(role=str(participant.role))
        case = participant.case
        _take_out(tx, participant, by=actor.account_id)
        tx.session.flush()
        took(tx, case, "co_mediator_released", by=actor.account_id)
        tx.announce(AccessRevoked(audience=(participant.account_id,)))
        tx.announce(ParticipantsChanged(audience=accounts_of(people_in(case.id)), case_ref=case.ref))


def _take_out(tx: Transaction, participant: Participant, *, by: str) -> None:
    participant.removed_at = clock.now()
    chain = f"case:{participant.case_id}"
    record(tx, account_id=by, chain=chain, act="participant.removed", subject=participant.id)


def _confirm(tx: Transaction, appointment: Appointment) -> None:
    case = appointment.case
    appointment.state, appointment.settled_at = AppointmentState.CONFIRMED, clock.now()
    if appointment.presides:
        advance(tx, CASE, case, "mediator_confirmed")
        case.mediation_from = case.mediation_from or clock.now()
    mediator = tx.add(
        Participant(
            case_id=case.id,
            account_id=appointment.account_id,
            role=Role.MEDIATOR if appointment.presides else Role.CO_MEDIATOR,
            party_id=None,
            admitted_at=clock.now(),
        )
    )
    record(
        tx,
        account_id=appointment.account_id,
        chain=f"case:{case.id}",
        act="participant.admitted",
        subject=mediator.id,
    )
    took(tx, case, "mediating" if appointment.presides else "co_mediator_joined", by=None)
    people = active_participants(case.id)
    tx.announce(ParticipantsChanged(audience=accounts_of(people_in(case.id)), case_ref=case.ref))
    tell(tx, case, "case_moved", [*accounts_of(people), *clerks_of(case.organisation_id)])


def _decline(tx: Transaction, appointment: Appointment, *, by: str) -> None:
    appointment.state, appointment.settled_at = AppointmentState.DECLINED, clock.now()
    took(tx, appointment.case, "mediator_declined", by=by)
    tell(tx, appointment.case, "your_turn", clerks_of(appointment.case.organisation_id))


def _must_be(appointment: Appointment, state: AppointmentState) -> None:
    if appointment.state == state:
        return
    if appointment.state == AppointmentState.PROPOSED:
        raise Conflict(state=str(appointment.state))
    raise AlreadyAnswered(state=str(appointment.state))


def _must_be_free(tx: Transaction, case: Case, account_id: str) -> None:
    duty = (Membership.body_id == case.organisation_id, Membership.ended_at.is_(None))
    held = set(tx.session.scalars(select(Membership.duty).where(Membership.account_id == account_id, *duty)))
    if Duty.MEDIATOR not in held:
        raise Conflict(mediator="not_of_the_organisation")
    of_a_side = select(Participant.id).where(
        Participant.case_id == case.id, Participant.account_id == account_id, Participant.role.not_in(MEDIATORS)
    )
    if tx.session.scalar(of_a_side) is not None:
        raise LegalObstacle(citation="OMR 13")
    if any(person.account_id == account_id for person in people_in(case.id)):
        raise Conflict(mediator="in_the_case")


def _open_appointment(tx: Transaction, case_id: str) -> Appointment | None:
    return tx.session.scalar(select(Appointment).where(Appointment.case_id == case_id, Appointment.state.in_(OPEN)))


def _answers(tx: Transaction, appointment: Appointment) -> set[str]:
    """The sides that have accepted."""
    mine = (AppointmentAnswer.appointment_id == appointment.id, AppointmentAnswer.accepted)
    return set(tx.session.scalars(select(AppointmentAnswer.party_id).where(*mine)))
