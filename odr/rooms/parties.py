"""More than two sides: another respondent or an interested third person, asked by a link, with a caucus of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr import clock
from odr.access.actor import MEDIATORS, Actor, ChannelKind, Role, Side
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.accounts import passwords
from odr.accounts.commands import register
from odr.accounts.invitations import Link, cancel, issue, look, spend
from odr.accounts.models import Account, Body, LinkPurpose
from odr.accounts.particulars import email_address, shown_name
from odr.audit.trail import record
from odr.cases.consents import ONLINE, give_consents
from odr.cases.models import (
    Appointment,
    AppointmentAnswer,
    AppointmentState,
    Case,
    Participant,
    Party,
    PartyInvitation,
    PartyKind,
)
from odr.cases.participants import accounts_of, active_participants, people_in
from odr.cases.refs import case_id_of
from odr.cases.states import CaseState
from odr.cases.steps import clerks_of, tell, took
from odr.db import Transaction, query, session, transaction
from odr.errors import Conflict, InvalidInput, InvitationSpent, NotAllowed
from odr.events import ParticipantsChanged
from odr.notices.commands import queue
from odr.rooms.models import Channel
from odr.rooms.sittings import create_channels

WHILE = (CaseState.APPOINTING, CaseState.MEDIATING)


@dataclass(frozen=True)
class PartyLine:
    """A party of the case, or somebody asked to become one. `invitation_id` is empty for a party."""

    invitation_id: str
    side: Side
    name: str
    name_en: str
    since: datetime | None


@dataclass(frozen=True)
class PartiesPage:
    """The parties of a case, for whoever may add one."""

    case_id: str
    case_ref: str
    title: str
    title_en: str
    parties: tuple[PartyLine, ...]
    asked: tuple[PartyLine, ...]
    may_add: bool


@dataclass(frozen=True)
class PartyLinkView:
    """What somebody asked to join as a party is shown; `mediators` have disclosed, and joining accepts them."""

    case_ref: str
    title: str
    title_en: str
    side: Side
    name: str
    parties: tuple[tuple[str, str], ...]
    mediators: tuple[tuple[str, str], ...]
    disclosures: tuple[str, ...]
    organisation: str
    organisation_en: str
    email: str
    expires_at: datetime
    has_account: bool


def add_party(actor: Actor, case_id: str, *, side: Side, kind: PartyKind, name: str, email: str) -> str:
    """The mediator or the clerk asks somebody to join as another respondent or a third person; returns the wish's id.

    Raises:
        InvalidInput: name, address or side cannot be used.
        Conflict: the case is at no stage for it, or this person is in it.
    """
    shown, address = shown_name(name), email_address(email)
    if side not in (Side.RESPONDENT, Side.THIRD):
        raise InvalidInput(side="unknown")
    with transaction() as tx:
        case = load(actor, Permission.PARTY_ADD, Case, case_id)
        if case.state not in WHILE:
            raise Conflict(state=str(case.state))
        known = tx.session.scalar(select(Account.id).where(Account.email == address))
        if known is not None and any(person.account_id == known for person in people_in(case.id)):
            raise Conflict(account="in_the_case")
        wish = tx.add(
            PartyInvitation(
                case_id=case.id,
                side=side,
                kind=kind,
                name=shown,
                email=address,
                asked_by=actor.account_id,
                asked_at=clock.now(),
            )
        )
        token = issue(tx, LinkPurpose.ACCEDE, email=address, subject=wish.id)
        queue(tx, "party_invitation", email=address, case_ref=case.ref, link=token)
        took(tx, case, "party_invited", by=actor.account_id)
        return wish.id


def cancel_party(actor: Actor, invitation_id: str) -> None:
    """The wish is taken back before it was answered; its link stops working."""
    with transaction() as tx:
        wish = load(actor, Permission.PARTY_ADD, PartyInvitation, invitation_id)
        if wish.answered_at is None:
            wish.answered_at = clock.now()
            cancel(tx, LinkPurpose.ACCEDE, wish.id)
            chain = f"case:{wish.case_id}"
            record(tx, account_id=actor.account_id, chain=chain, act="party.cancelled", subject=wish.id)


def accede_as_new(
    token: str, *, name: str, password: str, locale: str = "zh_Hans_CN", consents: Iterable[str] = (ONLINE,)
) -> str:
    """Join as a party, with an account made in the same step; returns the reference of the case.

    Raises:
        InvitationSpent, InvalidInput, Conflict: as for a respondent's link.
    """
    wanted = _wanted(consents)
    link = look(token, LinkPurpose.ACCEDE)
    shown_name(name)
    passwords.check(password, name, link.email)
    stored = passwords.hashed(password)
    with transaction() as tx:
        link = spend(tx, token, LinkPurpose.ACCEDE)
        account = register(tx, email=link.email, name=name, password_hash=stored, locale=locale)
        return _join(tx, link, account.id, wanted)


def accede_as_known(actor: Actor, token: str, *, consents: Iterable[str] = (ONLINE,)) -> str:
    """Join as a party with the account of the invited address; returns the reference of the case.

    Raises:
        InvitationSpent, InvalidInput: as `accede_as_new`.
        NotAllowed: the link was sent to another person.
    """
    wanted = _wanted(consents)
    with transaction() as tx:
        link = spend(tx, token, LinkPurpose.ACCEDE)
        if tx.session.get_one(Account, actor.account_id).email != link.email:
            raise NotAllowed(link="other_person")
        return _join(tx, link, actor.account_id, wanted)


def decline_to_accede(token: str) -> str:
    """The person asked does not join; the mediation goes on without them. Returns the reference of the case."""
    with transaction() as tx:
        wish = _wish(spend(tx, token, LinkPurpose.ACCEDE))
        wish.answered_at = clock.now()
        took(tx, wish.case, "party_declined", by=None)
        tell(tx, wish.case, "case_moved", [wish.asked_by])
        return wish.case.ref


@query
def parties_page(actor: Actor, ref: str) -> PartiesPage:
    """The parties and those asked.

    Raises:
        NotFound, NotAllowed: neither mediator nor clerk of the case.
    """
    case = load(actor, Permission.PARTY_ADD, Case, case_id_of(ref))
    asked = session().scalars(
        select(PartyInvitation)
        .where(PartyInvitation.case_id == case.id, PartyInvitation.answered_at.is_(None))
        .order_by(PartyInvitation.asked_at)
    )
    parties = sorted(case.parties, key=lambda party: (party.side, party.joined_later, party.id))
    return PartiesPage(
        case_id=case.id,
        case_ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        parties=tuple(PartyLine("", p.side, p.name, p.name_en or p.name, p.accepted_at) for p in parties),
        asked=tuple(PartyLine(w.id, w.side, w.name, w.name, w.asked_at) for w in asked),
        may_add=case.state in WHILE and can(actor, Permission.PARTY_ADD, case),
    )


@query
def party_link_view(token: str) -> PartyLinkView:
    """What the link asks; looking at it uses nothing up.

    Raises:
        InvitationSpent: used, cancelled, run out, or the case has moved on.
    """
    link = look(token, LinkPurpose.ACCEDE)
    wish = _wish(link)
    case = wish.case
    body = session().get_one(Body, case.organisation_id)
    appointed = session().scalars(
        select(Appointment).where(Appointment.case_id == case.id, Appointment.state == AppointmentState.CONFIRMED)
    )
    return PartyLinkView(
        case_ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        side=wish.side,
        name=wish.name,
        parties=tuple((party.name, party.name_en or party.name) for party in case.parties),
        mediators=tuple((p.name, p.name_en) for p in active_participants(case.id) if p.role in MEDIATORS),
        disclosures=tuple(row.disclosure for row in appointed if row.disclosure),
        organisation=body.name,
        organisation_en=body.name_en or body.name,
        email=link.email,
        expires_at=link.expires_at,
        has_account=session().scalar(select(Account.id).where(Account.email == link.email)) is not None,
    )


def _wanted(consents: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(consents)
    if ONLINE not in wanted:
        raise InvalidInput(mediate="missing")
    return wanted


def _wish(link: Link) -> PartyInvitation:
    wish = session().get(PartyInvitation, link.subject)
    if wish is None or wish.answered_at is not None or wish.case.state not in WHILE:
        raise InvitationSpent
    return wish


def _join(tx: Transaction, link: Link, account_id: str, consents: frozenset[str]) -> str:
    wish = _wish(link)
    case, now = wish.case, clock.now()
    if any(person.account_id == account_id for person in people_in(case.id)):
        raise Conflict(account="in_the_case")
    party = tx.add(
        Party(
            case_id=case.id,
            side=wish.side,
            kind=wish.kind,
            name=wish.name,
            email=wish.email,
            accepted_at=now,
            joined_later=True,
        )
    )
    person = tx.add(
        Participant(case_id=case.id, account_id=account_id, role=Role.PARTY, party_id=party.id, admitted_at=now)
    )
    wish.answered_at, wish.party_id = now, party.id
    record(tx, account_id=account_id, chain=f"case:{case.id}", act="participant.admitted", subject=person.id)
    give_consents(tx, case, account_id, consents)
    _accept_mediators(tx, case, party)
    tx.session.refresh(case, ["parties"])
    joint = select(Channel.id).where(Channel.case_id == case.id, Channel.kind == ChannelKind.JOINT)
    if tx.session.scalar(joint) is not None:
        create_channels(tx, case)
    took(tx, case, "party_joined", by=account_id)
    people = accounts_of(people_in(case.id))
    tx.announce(ParticipantsChanged(audience=people, case_ref=case.ref))
    tell(tx, case, "joined", [account_id])
    others = {*accounts_of(active_participants(case.id)), *clerks_of(case.organisation_id)} - {account_id}
    tell(tx, case, "case_moved", others)
    return case.ref


def _accept_mediators(tx: Transaction, case: Case, party: Party) -> None:
    """Who joins was shown the mediators and what they disclosed, and accepts them by joining (OMR 10, 13)."""
    confirmed = (Appointment.case_id == case.id, Appointment.state == AppointmentState.CONFIRMED)
    for appointment in tx.session.scalars(select(Appointment).where(*confirmed)):
        tx.add(AppointmentAnswer(appointment_id=appointment.id, party_id=party.id, accepted=True, at=clock.now()))
