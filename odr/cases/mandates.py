"""Agents: a party asks one, who accepts by a one-time link; the mandate decides what they may do (CPL 61, 62)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from odr import clock
from odr.access.actor import SIDE_ROLES, Actor, Role
from odr.access.load import load
from odr.access.permissions import Permission
from odr.accounts import passwords
from odr.accounts.commands import register
from odr.accounts.invitations import Link, cancel, issue, look, spend
from odr.accounts.models import Account, LinkPurpose
from odr.accounts.particulars import email_address, shown_name
from odr.audit.trail import record
from odr.cases.consents import ONLINE, give_consents
from odr.cases.models import AgentInvitation, AgentKind, Case, Mandate, Participant, Party
from odr.cases.participants import accounts_of, active_participants, circle_of, people_in
from odr.cases.states import CaseState
from odr.cases.steps import tell, took
from odr.db import Transaction, query, session, transaction
from odr.errors import Conflict, InvalidInput, InvitationSpent, LegalObstacle, NotAllowed, NotFound
from odr.events import AccessRevoked, ParticipantsChanged
from odr.notices.commands import queue

MOST_AGENTS = 2
OVER = (CaseState.DRAFT, CaseState.RETURNED, CaseState.ENDED, CaseState.CLOSED)
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Authority:
    """What a mandate says. `document_digest` is the SHA-256 (hexadecimal) of its scan."""

    kind: AgentKind
    firm: str = ""
    licence: str = ""
    may_settle: bool = False
    may_sign: bool = False
    may_apply: bool = False
    document_digest: str = ""


@dataclass(frozen=True)
class AgentInvitationView:
    """What the person asked to act as agent is shown."""

    case_ref: str
    title: str
    title_en: str
    principal: str
    principal_en: str
    name: str
    kind: AgentKind
    firm: str
    may_settle: bool
    may_sign: bool
    may_apply: bool
    email: str
    expires_at: datetime
    has_account: bool


def invite_agent(actor: Actor, case_id: str, *, name: str, email: str, authority: Authority) -> str:
    """A party asks somebody to act for it; returns the id of the invitation.

    Raises:
        InvalidInput: name, address or digest cannot be used.
        LegalObstacle: a side has two agents already (CPL 61).
        NotAllowed: only the party itself gives a mandate.
        Conflict: the case is over, or this person is on a side.
    """
    shown, address = shown_name(name), email_address(email)
    if not _DIGEST.fullmatch(authority.document_digest):
        raise InvalidInput(document="digest")
    with transaction() as tx:
        case = load(actor, Permission.AGENT_ADMIT, Case, case_id)
        party = _own_party(actor, case)
        if case.state in OVER:
            raise Conflict(state=str(case.state))
        if _agents_and_asked(tx, party.id) >= MOST_AGENTS:
            raise LegalObstacle(citation="CPL 61")
        _must_be_new(tx, case, address)
        wish = tx.add(
            AgentInvitation(
                case_id=case.id,
                party_id=party.id,
                email=address,
                name=shown,
                agent_kind=authority.kind,
                firm=shown_name(authority.firm, field="firm", required=False),
                licence=shown_name(authority.licence, field="licence", required=False),
                may_settle=authority.may_settle,
                may_sign=authority.may_sign,
                may_apply=authority.may_apply,
                document_digest=authority.document_digest,
                invited_at=clock.now(),
            )
        )
        _note(tx, case, actor.account_id, "agent.invited", wish.id, authority.document_digest)
        token = issue(tx, LinkPurpose.JOIN, email=address, subject=wish.id)
        queue(tx, "agent_invitation", email=address, case_ref=case.ref, link=token)
        return wish.id


def cancel_agent_invitation(actor: Actor, invitation_id: str) -> None:
    """The party takes its wish back before it was accepted."""
    with transaction() as tx:
        wish = load(actor, Permission.AGENT_ADMIT, AgentInvitation, invitation_id)
        if wish.party_id != _own_party(actor, wish.case).id:
            raise NotAllowed(permission=str(Permission.AGENT_ADMIT))
        if wish.answered_at is None:
            wish.answered_at = clock.now()
            cancel(tx, LinkPurpose.JOIN, wish.id)
            _note(tx, wish.case, actor.account_id, "agent.invitation_cancelled", wish.id)


@query
def agent_invitation_view(token: str) -> AgentInvitationView:
    """What the link asks; looking at it uses nothing up.

    Raises:
        InvitationSpent: used, cancelled, run out, or the case is over.
    """
    link = look(token, LinkPurpose.JOIN)
    wish = _wish(link)
    party = session().get_one(Party, wish.party_id)
    return AgentInvitationView(
        case_ref=wish.case.ref,
        title=wish.case.title,
        title_en=wish.case.title_en or wish.case.title,
        principal=party.name,
        principal_en=party.name_en or party.name,
        name=wish.name,
        kind=wish.agent_kind,
        firm=wish.firm,
        may_settle=wish.may_settle,
        may_sign=wish.may_sign,
        may_apply=wish.may_apply,
        email=link.email,
        expires_at=link.expires_at,
        has_account=session().scalar(select(Account.id).where(Account.email == link.email)) is not None,
    )


def act_as_new(
    token: str, *, name: str, password: str, locale: str = "zh_Hans_CN", consents: Iterable[str] = (ONLINE,)
) -> str:
    """Accept the mandate, with an account made in the same step; returns the reference of the case.

    Raises:
        InvitationSpent, InvalidInput, Conflict: as for a respondent's link.
    """
    link = look(token, LinkPurpose.JOIN)
    shown_name(name)
    passwords.check(password, name, link.email)
    stored = passwords.hashed(password)
    with transaction() as tx:
        link = spend(tx, token, LinkPurpose.JOIN)
        account = register(tx, email=link.email, name=name, password_hash=stored, locale=locale)
        return _admit(tx, link, account.id, consents)


def act_as_known(actor: Actor, token: str, *, consents: Iterable[str] = (ONLINE,)) -> str:
    """Accept the mandate with the account of the invited address; returns the reference of the case.

    Raises:
        InvitationSpent: the link was used, cancelled, or has run out.
        NotAllowed: the link was sent to another person.
    """
    with transaction() as tx:
        link = spend(tx, token, LinkPurpose.JOIN)
        if tx.session.get_one(Account, actor.account_id).email != link.email:
            raise NotAllowed(link="other_person")
        return _admit(tx, link, actor.account_id, consents)


def decline_mandate(token: str) -> str:
    """The person asked does not want to act; returns the reference of the case."""
    with transaction() as tx:
        wish = _wish(spend(tx, token, LinkPurpose.JOIN))
        wish.answered_at = clock.now()
        _note(tx, wish.case, "invited", "agent.declined", wish.id)
        own = [person.account_id for person in active_participants(wish.case_id) if person.party_id == wish.party_id]
        tell(tx, wish.case, "case_moved", own)
        return wish.case.ref


def remove_agent(actor: Actor, participant_id: str) -> None:
    """The party takes the mandate back: from this moment the agent hears nothing more.

    Raises:
        NotAllowed: not an agent of the actor's own side, or the actor is an agent.
    """
    with transaction() as tx:
        participant = load(actor, Permission.AGENT_ADMIT, Participant, participant_id)
        party = _own_party(actor, participant.case)
        if participant.role not in SIDE_ROLES and participant.role != Role.MEDIATOR:
            # A guest of another caucus must not be told from somebody who does not exist.
            raise NotFound(kind="participant")
        if participant.role != Role.AGENT or participant.party_id != party.id:
            raise NotAllowed(permission=str(Permission.AGENT_ADMIT))
        if participant.removed_at is not None:
            return
        participant.removed_at = clock.now()
        live = (Mandate.participant_id == participant.id, Mandate.ended_at.is_(None))
        for mandate in tx.session.scalars(select(Mandate).where(*live)):
            mandate.ended_at = participant.removed_at
        tx.session.flush()
        case = participant.case
        _note(tx, case, actor.account_id, "participant.removed", participant.id)
        took(tx, case, "agent_removed", by=actor.account_id)
        people = accounts_of(active_participants(case.id))
        tx.announce(AccessRevoked(audience=(participant.account_id,)))
        tx.announce(ParticipantsChanged(audience=circle_of(case.id, participant.id), case_ref=case.ref))
        tell(tx, case, "case_moved", {*people, participant.account_id} - {actor.account_id})


def _admit(tx: Transaction, link: Link, account_id: str, consents: Iterable[str]) -> str:
    wish = _wish(link)
    case = wish.case
    if any(person.account_id == account_id for person in people_in(case.id)):
        raise Conflict(account="in_the_case")
    now = wish.answered_at = clock.now()
    agent = tx.add(
        Participant(case_id=case.id, account_id=account_id, role=Role.AGENT, party_id=wish.party_id, admitted_at=now)
    )
    tx.add(
        Mandate(
            participant_id=agent.id,
            agent_kind=str(wish.agent_kind),
            firm=wish.firm,
            licence=wish.licence,
            may_settle=wish.may_settle,
            may_sign=wish.may_sign,
            may_apply=wish.may_apply,
            document_digest=wish.document_digest,
            granted_at=wish.invited_at,
        )
    )
    _note(tx, case, account_id, "participant.admitted", agent.id, wish.document_digest)
    give_consents(tx, case, account_id, consents)
    took(tx, case, "agent_admitted", by=account_id)
    people = accounts_of(active_participants(case.id))
    tx.announce(ParticipantsChanged(audience=circle_of(case.id, agent.id), case_ref=case.ref))
    tell(tx, case, "joined", [account_id])
    tell(tx, case, "case_moved", set(people) - {account_id})
    return case.ref


def _wish(link: Link) -> AgentInvitation:
    wish = session().get(AgentInvitation, link.subject)
    if wish is None or wish.answered_at is not None or wish.case.state in OVER:
        raise InvitationSpent
    return wish


def _own_party(actor: Actor, case: Case) -> Party:
    here = actor.in_case(case.id)
    if here is None or here.role != Role.PARTY or here.party_id is None:
        raise NotAllowed(permission=str(Permission.AGENT_ADMIT))
    return session().get_one(Party, here.party_id)


def _agents_and_asked(tx: Transaction, party_id: str) -> int:
    agents = select(func.count(Participant.id)).where(
        Participant.party_id == party_id, Participant.role == Role.AGENT, Participant.removed_at.is_(None)
    )
    asked = select(func.count(AgentInvitation.id)).where(
        AgentInvitation.party_id == party_id, AgentInvitation.answered_at.is_(None)
    )
    return (tx.session.scalar(agents) or 0) + (tx.session.scalar(asked) or 0)


def _must_be_new(tx: Transaction, case: Case, address: str) -> None:
    known = tx.session.scalar(select(Account.id).where(Account.email == address))
    if known is not None and any(person.account_id == known for person in people_in(case.id)):
        raise Conflict(account="in_the_case")


def _note(tx: Transaction, case: Case, by: str, act: str, subject: str, digest: str = "") -> None:
    record(tx, account_id=by, chain=f"case:{case.id}", act=act, subject=subject, content=digest.encode())
