"""What a side, the clerk and the mediator proposed may see of an appointment; and which mediators can be proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from odr.access.actor import MEDIATORS, Actor, Duty
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.accounts.models import Account, Body, Membership, Track
from odr.cases.models import (
    Appointment,
    AppointmentAnswer,
    AppointmentState,
    Case,
    DisputeType,
    Participant,
    Party,
)
from odr.cases.participants import Person, active_participants
from odr.cases.refs import case_id_of
from odr.db import query, session
from odr.errors import NotFound


@dataclass(frozen=True)
class MediatorView:
    """A mediator of the organisation; `cases` is how many they mediate now."""

    account_id: str
    name: str
    name_en: str
    profile: str
    profile_en: str
    cases: int


@dataclass(frozen=True)
class AppointmentPage:
    """An appointment under way. The mediator proposed sees who is in the case, and nothing of what it is about."""

    appointment_id: str
    case_ref: str
    dispute_type: DisputeType
    state: AppointmentState
    presides: bool
    track: Track | None
    mediator: MediatorView
    parties: tuple[tuple[str, str], ...]
    people: tuple[Person, ...]
    has_interest: bool | None
    disclosure: str
    disclosed_at: datetime | None
    may_disclose: bool
    may_answer: bool
    my_answer: bool | None


@query
def appointment_page(actor: Actor, ref: str) -> AppointmentPage:
    """The latest appointment in the case.

    Raises:
        NotFound: none, or not the actor's to see.
    """
    latest = (
        session()
        .scalars(
            select(Appointment.id)
            .where(Appointment.case_id == case_id_of(ref))
            .order_by(Appointment.proposed_at.desc())
        )
        .first()
    )
    appointment = load(actor, Permission.APPOINTMENT_READ, Appointment, latest or "")
    case = appointment.case
    here = actor.in_case(case.id)
    answer = _answer(appointment.id, here.party_id) if here else None
    binds = can(actor, Permission.APPOINTMENT_ANSWER, appointment)
    track = session().get_one(Body, case.organisation_id).track
    return AppointmentPage(
        appointment_id=appointment.id,
        case_ref=case.ref,
        dispute_type=case.dispute_type,
        state=appointment.state,
        presides=appointment.presides,
        track=track,
        mediator=_mediator(appointment.account_id, case.organisation_id),
        parties=tuple((party.name, party.name_en or party.name) for party in sorted(case.parties, key=_by_side)),
        people=tuple(active_participants(case.id)),
        has_interest=appointment.has_interest,
        disclosure=appointment.disclosure,
        disclosed_at=appointment.disclosed_at,
        may_disclose=can(actor, Permission.APPOINTMENT_DISCLOSE, appointment)
        and appointment.state == AppointmentState.PROPOSED,
        may_answer=binds and answer is None and appointment.state == AppointmentState.DISCLOSED,
        my_answer=answer,
    )


@query
def mediators_to_propose(actor: Actor, ref: str) -> tuple[str, list[MediatorView]]:
    """The id of the case and the organisation's mediators who are not of a side.

    Raises:
        NotFound, NotAllowed: the actor is no clerk of record.
    """
    case = load(actor, Permission.APPOINTMENT_PROPOSE, Case, case_id_of(ref))
    sides = select(Participant.account_id).where(
        Participant.case_id == case.id,
        or_(Participant.role.not_in(MEDIATORS), Participant.removed_at.is_(None)),
    )
    rows = session().scalars(
        select(Membership.account_id).where(
            Membership.body_id == case.organisation_id,
            Membership.duty == Duty.MEDIATOR,
            Membership.ended_at.is_(None),
            Membership.account_id.not_in(sides),
        )
    )
    found = [_mediator(account_id, case.organisation_id) for account_id in rows]
    return case.id, sorted(found, key=lambda mediator: (mediator.cases, mediator.name))


@query
def challenges(actor: Actor, ref: str) -> list[tuple[str, str]]:
    """The clerk reads who challenged which mediator and why: pairs of mediator and reason.

    Raises:
        NotFound, NotAllowed: the actor is no clerk of record.
    """
    case = load(actor, Permission.CASE_INTAKE, Case, case_id_of(ref))
    rows = session().execute(
        select(Account.name, AppointmentAnswer.reason)
        .join(Appointment, Appointment.account_id == Account.id)
        .join(AppointmentAnswer, AppointmentAnswer.appointment_id == Appointment.id)
        .where(Appointment.case_id == case.id, AppointmentAnswer.accepted.is_(False))
        .order_by(AppointmentAnswer.at)
    )
    return [(name, reason) for name, reason in rows]


def _by_side(party: Party) -> str:
    return str(party.side)


def _answer(appointment_id: str, party_id: str | None) -> bool | None:
    mine = (AppointmentAnswer.appointment_id == appointment_id, AppointmentAnswer.party_id == party_id)
    return session().scalar(select(AppointmentAnswer.accepted).where(*mine))


def _mediator(account_id: str, organisation_id: str) -> MediatorView:
    row = (
        session()
        .execute(
            select(Account, Membership)
            .join(Membership, Membership.account_id == Account.id)
            .where(
                Account.id == account_id,
                Membership.body_id == organisation_id,
                Membership.duty == Duty.MEDIATOR,
            )
        )
        .first()
    )
    if row is None:
        raise NotFound(kind="mediator")
    account, membership = row
    busy = select(func.count(Participant.id)).where(
        Participant.account_id == account_id, Participant.role.in_(MEDIATORS), Participant.removed_at.is_(None)
    )
    return MediatorView(
        account.id,
        account.name,
        account.name_en or account.name,
        membership.profile,
        membership.profile_en or membership.profile,
        session().scalar(busy) or 0,
    )
