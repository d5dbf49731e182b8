"""What a person may see of cases: their list, the desk of the organisation, and the page of one case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from odr.access.actor import MEDIATORS, Actor, Duty, Side
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.accounts.models import Body, BodyKind, Track
from odr.accounts.particulars import masked
from odr.cases.application import facts_of, number_of, read_application
from odr.cases.consents import consents_of
from odr.cases.facts import Application, PartyFacts
from odr.cases.history import StepView, history_of
from odr.cases.models import (
    Appointment,
    AppointmentAnswer,
    AppointmentState,
    Case,
    CaseStep,
    DisputeType,
    Party,
    PartyKind,
)
from odr.cases.next_acts import APPLICANT, CLERK, GUEST, MEDIATOR, MINE, PROPOSED, Standing, next_act
from odr.cases.participants import Person, active_participants
from odr.cases.powers import powers_of
from odr.cases.refs import case_id_of
from odr.cases.states import CaseState, EndGround
from odr.db import query, session
from odr.law.articles import cite
from odr.law.time_limits import Deadline, beijing_date, confirmation_window, days_after

OPEN_APPOINTMENT = (AppointmentState.PROPOSED, AppointmentState.DISCLOSED)
MEDIATION_DAYS = 30


@dataclass(frozen=True)
class CaseLine:
    """One case in a list."""

    ref: str
    title: str
    title_en: str
    dispute_type: DisputeType
    state: CaseState
    end_ground: EndGround | None
    who: str
    next_act: str
    since: datetime
    applicant: str
    applicant_en: str
    respondent: str
    respondent_en: str


@dataclass(frozen=True)
class Desk:
    """The desk of the organisations an actor is a clerk of."""

    organisations: tuple[tuple[str, str], ...]
    lines: tuple[CaseLine, ...]


@dataclass(frozen=True)
class PartyView:
    """A side as this reader may see it; the identity number is masked, and empty for the other side."""

    id: str
    side: Side
    kind: PartyKind
    name: str
    name_en: str
    representative: str
    representative_post: str
    address: str
    phone: str
    email: str
    id_type: str
    id_number: str
    mine: bool
    accepted_at: datetime | None


@dataclass(frozen=True)
class OrganisationView:
    """An organisation as it must be published (OMR 5; INV 8)."""

    id: str
    name: str
    name_en: str
    track: Track | None
    licence: str
    seat: str
    phone: str


@dataclass(frozen=True)
class CasePage:
    """The page of a case as one person sees it. `powers` names the acts open to them now."""

    id: str
    ref: str
    title: str
    title_en: str
    dispute_type: DisputeType
    right_description: str
    facts: str
    claims: str
    state: CaseState
    end_ground: EndGround | None
    returned_reason: str
    receipt_digest: str
    filed_at: datetime | None
    mediation_from: datetime | None
    settled_at: datetime | None
    organisation: OrganisationView
    parties: tuple[PartyView, ...]
    people: tuple[Person, ...]
    steps: tuple[StepView, ...]
    who: str
    next_act: str
    powers: frozenset[str]
    deadline: Deadline | None
    consents: frozenset[str]


@query
def my_cases(actor: Actor) -> list[CaseLine]:
    """The cases I am in or am proposed for, those that wait for me first, then the latest."""
    proposed = select(Appointment.case_id).where(
        Appointment.account_id == actor.account_id, Appointment.state.in_(OPEN_APPOINTMENT)
    )
    rows = session().scalars(select(Case).where(or_(Case.id.in_(list(actor.participations)), Case.id.in_(proposed))))
    return _sorted([_line(actor, case) for case in rows if _may_know(actor, case)])


@query
def desk(actor: Actor) -> Desk:
    """The filed cases of my organisations.

    Raises:
        NotFound: the actor is a clerk of no organisation.
    """
    mine = [body for body, duties in actor.duties.items() if Duty.ORGANISATION_CLERK in duties]
    bodies = [load(actor, Permission.DESK_READ, Body, ident) for ident in mine or [""]]
    rows = session().scalars(select(Case).where(Case.organisation_id.in_(mine), Case.filed_at.is_not(None)))
    lines = _sorted([_line(actor, case) for case in rows if can(actor, Permission.CASE_READ, case)])
    return Desk(tuple((body.name, body.name_en or body.name) for body in bodies), tuple(lines))


@query
def case_page(actor: Actor, ref: str) -> CasePage:
    """One case, with what waits for me on top.

    Raises:
        NotFound: no such case, or not mine to know.
    """
    case = load(actor, Permission.CASE_READ, Case, case_id_of(ref))
    who = _who(actor, case)
    reads_reason = who in (APPLICANT, CLERK)
    return CasePage(
        id=case.id,
        ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        dispute_type=case.dispute_type,
        right_description=case.right_description,
        facts=case.facts,
        claims=case.claims,
        state=case.state,
        end_ground=case.end_ground,
        returned_reason=case.returned_reason if reads_reason else "",
        receipt_digest=case.receipt_digest,
        filed_at=case.filed_at,
        mediation_from=case.mediation_from,
        settled_at=case.settled_at,
        organisation=_organisation(session().get_one(Body, case.organisation_id)),
        parties=tuple(_party(actor, party, who) for party in _in_order(case.parties)),
        people=tuple(active_participants(case.id)),
        steps=tuple(history_of(case.id)),
        who=who,
        next_act=next_act(who, _standing(actor, case)),
        powers=powers_of(actor, case, has_appointment=open_appointment(case.id) is not None),
        deadline=_deadline(case),
        consents=consents_of(case.id, actor.account_id),
    )


@query
def draft_page(actor: Actor, ref: str) -> tuple[str, Application]:
    """The id of the case and its application, for the applicant who may still change it.

    Raises:
        NotFound, NotAllowed: not the applicant.
    """
    case = load(actor, Permission.CASE_EDIT, Case, case_id_of(ref))
    return case.id, read_application(case)


@query
def own_particulars(actor: Actor, ref: str) -> tuple[str, PartyFacts]:
    """The id of the case and the actor's own side with its number in clear.

    Raises:
        NotFound: no such case, or the actor is of no side.
    """
    case = load(actor, Permission.AGENT_ADMIT, Case, case_id_of(ref))
    party = session().get_one(Party, actor.participations[case.id].party_id)
    return case.id, facts_of(party)


def open_appointment(case_id: str) -> Appointment | None:
    """The appointment under way, for use inside a unit of work that has authorised the case."""
    return session().scalar(
        select(Appointment).where(Appointment.case_id == case_id, Appointment.state.in_(OPEN_APPOINTMENT))
    )


@query
def organisations(actor: Actor) -> list[OrganisationView]:
    """The organisations one can turn to; those the actor serves in are left out."""
    rows = session().scalars(select(Body).where(Body.kind == BodyKind.ORGANISATION).order_by(Body.name))
    return [_organisation(body) for body in rows if body.id not in actor.duties]


def _in_order(parties: Iterable[Party]) -> list[Party]:
    return sorted(parties, key=lambda party: (party.side, party.joined_later, party.id))


def _may_know(actor: Actor, case: Case) -> bool:
    appointment = open_appointment(case.id)
    proposed = appointment is not None and can(actor, Permission.APPOINTMENT_DISCLOSE, appointment)
    return proposed or can(actor, Permission.ROOM_READ, case)


def _who(actor: Actor, case: Case) -> str:
    here = actor.in_case(case.id)
    if here is None:
        return CLERK if can(actor, Permission.CASE_INTAKE, case) else PROPOSED
    if here.role in MEDIATORS:
        return MEDIATOR
    side = next((party.side for party in case.parties if party.id == here.party_id), None)
    return GUEST if side is None else str(side)


def _standing(actor: Actor, case: Case) -> Standing:
    appointment, here = open_appointment(case.id), actor.in_case(case.id)
    answered = False
    if appointment is not None and here is not None and here.party_id is not None:
        mine = (AppointmentAnswer.appointment_id == appointment.id, AppointmentAnswer.party_id == here.party_id)
        answered = session().scalar(select(AppointmentAnswer.id).where(*mine)) is not None
    last = (
        session()
        .scalars(select(CaseStep.act).where(CaseStep.case_id == case.id).order_by(CaseStep.at.desc(), CaseStep.id))
        .first()
    )
    return Standing(case.state, appointment.state if appointment else None, answered, last == "wrong_person")


def _line(actor: Actor, case: Case) -> CaseLine:
    who = _who(actor, case)
    names = {party.side: party for party in case.parties if not party.joined_later}
    last = (
        session().scalars(select(CaseStep.at).where(CaseStep.case_id == case.id).order_by(CaseStep.at.desc())).first()
    )
    applicant, respondent = names[Side.APPLICANT], names[Side.RESPONDENT]
    return CaseLine(
        ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        dispute_type=case.dispute_type,
        state=case.state,
        end_ground=case.end_ground,
        who=who,
        next_act=next_act(who, _standing(actor, case)),
        since=last or case.created_at,
        applicant=applicant.name,
        applicant_en=applicant.name_en or applicant.name,
        respondent=respondent.name,
        respondent_en=respondent.name_en or respondent.name,
    )


def _sorted(lines: list[CaseLine]) -> list[CaseLine]:
    latest = sorted(lines, key=lambda line: line.since, reverse=True)
    return sorted(latest, key=lambda line: (line.next_act == "over", line.next_act not in MINE))


def _party(actor: Actor, party: Party, who: str) -> PartyView:
    here = actor.in_case(party.case_id)
    mine = here is not None and here.party_id == party.id
    near = mine or who in (CLERK, MEDIATOR)
    return PartyView(
        id=party.id,
        side=party.side,
        kind=party.kind,
        name=party.name,
        name_en=party.name_en or party.name,
        representative=party.representative,
        representative_post=party.representative_post,
        address=party.address,
        phone=party.phone if near else "",
        email=party.email if near else "",
        id_type=party.id_type,
        id_number=masked(number_of(party)) if near else "",
        mine=mine,
        accepted_at=party.accepted_at,
    )


def _organisation(body: Body) -> OrganisationView:
    return OrganisationView(
        body.id, body.name, body.name_en or body.name, body.track, body.licence, body.seat, body.phone
    )


def _deadline(case: Case) -> Deadline | None:
    if case.state == CaseState.MEDIATING and case.mediation_from:
        return days_after(beijing_date(case.mediation_from), MEDIATION_DAYS + case.extended_days, cite("OMR 24"))
    if case.state == CaseState.SETTLED and case.settled_at:
        return confirmation_window(beijing_date(case.settled_at))
    return None
