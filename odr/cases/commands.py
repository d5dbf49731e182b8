"""The life of a case after it was filed: intake, withdrawal, the ways it ends, settlement and closing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor, Side
from odr.access.load import load
from odr.access.permissions import Permission
from odr.access.predicates import binds_a_side
from odr.accounts.invitations import cancel, issue
from odr.accounts.models import LinkPurpose
from odr.accounts.particulars import email_address, prose
from odr.cases.application import party_on, write_party
from odr.cases.facts import PartyFacts, checked_party
from odr.cases.models import Appointment, AppointmentState, Case, Party
from odr.cases.states import CASE, CaseState, EndGround
from odr.cases.steps import both_sides, clerks_of, everybody, side_of, tell, took
from odr.db import Transaction, transaction
from odr.errors import Conflict, InvalidInput, NotAllowed
from odr.lifecycle import advance
from odr.notices.commands import queue

LONGEST_REASON = 1000
BY_MEDIATOR = frozenset(
    {
        EndGround.NO_AGREEMENT,
        EndGround.REFUSED,
        EndGround.TERM_EXPIRED,
        EndGround.REFUSED_TO_SIGN,
        EndGround.UNLAWFUL_PURPOSE,
        EndGround.SETTLED_ELSEWHERE,
    }
)


def return_application(actor: Actor, case_id: str, *, reason: str) -> None:
    """The clerk sends an application back and says what is missing; only the applicant reads the reason.

    Raises:
        InvalidInput: no reason is given, or it is too long.
        IllegalTransition: it is not waiting for intake.
    """
    words = prose(reason, field="reason", longest=LONGEST_REASON)
    with transaction() as tx:
        case = load(actor, Permission.CASE_INTAKE, Case, case_id)
        advance(tx, CASE, case, "return_with_reason")
        case.returned_reason = words
        took(tx, case, "returned", by=actor.account_id)
        tell(tx, case, "case_returned", side_of(case, Side.APPLICANT))


def invite_respondent(actor: Actor, case_id: str) -> None:
    """The clerk accepts the application and asks the other side whether it wants to take part.

    Raises:
        InvalidInput: the respondent has no e-mail address.
        IllegalTransition: it is not waiting for intake.
    """
    with transaction() as tx:
        case = load(actor, Permission.CASE_INTAKE, Case, case_id)
        advance(tx, CASE, case, "invite")
        case.accepted_at, case.returned_reason = clock.now(), ""
        _send_invitation(tx, party_on(tx, case.id, Side.RESPONDENT), case)
        took(tx, case, "invited", by=actor.account_id)
        tell(tx, case, "case_moved", side_of(case, Side.APPLICANT))


def invite_again(actor: Actor, case_id: str, *, email: str) -> None:
    """Send the respondent a new link, to the same address or a better one; the earlier link stops working.

    Raises:
        InvalidInput: this is not an address, or it is the applicant's own.
        Conflict: the respondent is not being asked.
    """
    address = email_address(email)
    with transaction() as tx:
        case = load(actor, Permission.CASE_INTAKE, Case, case_id)
        if case.state != CaseState.INVITED:
            raise Conflict(state=str(case.state))
        if address == party_on(tx, case.id, Side.APPLICANT).email:
            raise InvalidInput(email="same")
        party = party_on(tx, case.id, Side.RESPONDENT)
        party.email = address
        _send_invitation(tx, party, case)
        took(tx, case, "invited_again", by=actor.account_id)


def mark_unreachable(actor: Actor, case_id: str) -> None:
    """The respondent did not answer or could not be found: the case ends (OMR 15)."""
    with transaction() as tx:
        case = load(actor, Permission.CASE_INTAKE, Case, case_id)
        _finish(tx, case, "unreachable", EndGround.UNREACHABLE, by=actor.account_id)


def withdraw(actor: Actor, case_id: str) -> None:
    """The applicant ends the mediation; nobody has to say why.

    Raises:
        NotAllowed: an agent without special authority.
    """
    with transaction() as tx:
        case = load(actor, Permission.CASE_WITHDRAW, Case, case_id)
        _must_bind(actor, case)
        _finish(tx, case, "withdraw", EndGround.WITHDRAWN, by=actor.account_id)


def refuse_to_continue(actor: Actor, case_id: str) -> None:
    """The respondent no longer wants to mediate; mediation goes on only while both sides want it (PML 26; CMR 15).

    Raises:
        NotAllowed: an agent without special authority.
        IllegalTransition: the case has ended or is settled.
    """
    with transaction() as tx:
        case = load(actor, Permission.CASE_ANSWER, Case, case_id)
        _must_bind(actor, case)
        _finish(tx, case, "end", EndGround.REFUSED, by=actor.account_id)


def end_mediation(actor: Actor, case_id: str, *, ground: EndGround) -> None:
    """The mediator ends a mediation that led to no agreement, on one of the grounds of the rules (OMR 25; CMR 21).

    Raises:
        InvalidInput: not a ground a mediator ends on.
    """
    if ground not in BY_MEDIATOR:
        raise InvalidInput(ground="unknown")
    with transaction() as tx:
        case = load(actor, Permission.CASE_END, Case, case_id)
        _finish(tx, case, "end", ground, by=actor.account_id)


def close_case(actor: Actor, case_id: str) -> None:
    """The clerk closes the file of a settled case."""
    with transaction() as tx:
        case = load(actor, Permission.CASE_INTAKE, Case, case_id)
        advance(tx, CASE, case, "close")
        took(tx, case, "closed", by=actor.account_id)


def complete_own_particulars(actor: Actor, case_id: str, facts: PartyFacts) -> None:
    """A side corrects what is written about itself, until an agreement is in force; the address for letters stays.

    Raises:
        InvalidInput: a field cannot be kept.
        NotAllowed: the actor may not bind a side.
        Conflict: the case is over or settled.
    """
    wrong: dict[str, str] = {}
    clean = checked_party(facts, "", wrong)
    if not clean.name:
        wrong.setdefault("name", "missing")
    if wrong:
        raise InvalidInput(**wrong)
    with transaction() as tx:
        case = load(actor, Permission.CASE_READ, Case, case_id)
        _must_bind(actor, case)
        if case.state in (CaseState.SETTLED, CaseState.ENDED, CaseState.CLOSED):
            raise Conflict(state=str(case.state))
        party = tx.session.get_one(Party, actor.participations[case.id].party_id)
        clean = PartyFacts(**{**clean.__dict__, "email": party.email})
        write_party(party, clean)
        took(tx, case, "particulars_completed", by=actor.account_id)


def settle(tx: Transaction, case: Case, *, at: datetime) -> None:
    """The agreement took effect: called by the act that makes it so, inside that act's unit.

    Raises:
        IllegalTransition: the case is not being mediated.
    """
    advance(tx, CASE, case, "settled")
    case.settled_at = at
    took(tx, case, "settled", by=None)
    tell(tx, case, "case_moved", [*both_sides(case), *clerks_of(case.organisation_id)])


def settle_anew(tx: Transaction, case: Case, *, at: datetime) -> None:
    """An amendment took effect and replaced what had settled the case; its terms of days run from this instant."""
    case.settled_at = at
    took(tx, case, "amended", by=None)
    tell(tx, case, "case_moved", [*both_sides(case), *clerks_of(case.organisation_id)])


def decline_for_respondent(tx: Transaction, case: Case) -> None:
    """The respondent declined through its link, inside the unit that spends the link."""
    _finish(tx, case, "decline", EndGround.REFUSED, by=None)


def _finish(tx: Transaction, case: Case, event: str, ground: EndGround, *, by: str | None) -> None:
    before = everybody(case)
    advance(tx, CASE, case, event)
    case.end_ground = ground
    cancel(tx, LinkPurpose.RESPOND, party_on(tx, case.id, Side.RESPONDENT).id)
    for appointment in tx.session.scalars(select(Appointment).where(Appointment.case_id == case.id)):
        if appointment.state in (AppointmentState.PROPOSED, AppointmentState.DISCLOSED):
            appointment.state = AppointmentState.DECLINED
    took(tx, case, f"ended_{ground}", by=by)
    tell(tx, case, "case_moved", set(before) - {by})


def _send_invitation(tx: Transaction, party: Party, case: Case) -> None:
    if not party.email:
        raise InvalidInput(email="missing")
    token = issue(tx, LinkPurpose.RESPOND, email=party.email, subject=party.id)
    queue(tx, "case_invitation", email=party.email, case_ref=case.ref, link=token)


def _must_bind(actor: Actor, case: Case) -> None:
    if not binds_a_side(actor, case):
        raise NotAllowed(authority="special")
