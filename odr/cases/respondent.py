"""The person a one-time link was sent to: what they are asked, and their answer, without an account before.

Sixty seconds: who asks, who mediates, that it is voluntary, what it costs, what happens if one declines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor, Role, Side
from odr.accounts import passwords
from odr.accounts.commands import register
from odr.accounts.invitations import Link, look, spend
from odr.accounts.models import Account, Body, LinkPurpose, Track
from odr.accounts.particulars import shown_name
from odr.audit.trail import record
from odr.cases.commands import decline_for_respondent
from odr.cases.consents import ONLINE, give_consents
from odr.cases.models import Case, DisputeType, Participant, Party
from odr.cases.participants import accounts_of, active_participants, people_in
from odr.cases.states import CASE, CaseState
from odr.cases.steps import clerks_of, side_of, tell, took
from odr.db import Transaction, query, session, transaction
from odr.errors import Conflict, InvalidInput, InvitationSpent, NotAllowed
from odr.events import ParticipantsChanged
from odr.lifecycle import advance


@dataclass(frozen=True)
class InvitationView:
    """What the person invited is shown before they answer."""

    case_ref: str
    title: str
    title_en: str
    dispute_type: DisputeType
    applicant: str
    applicant_en: str
    respondent: str
    respondent_en: str
    representative: str
    representative_post: str
    organisation: str
    organisation_en: str
    organisation_phone: str
    track: Track | None
    claims: str
    email: str
    expires_at: datetime
    has_account: bool


@query
def invitation_view(token: str) -> InvitationView:
    """What the link asks; looking at it uses nothing up.

    Raises:
        InvitationSpent: used, replaced, run out, or the case has moved on.
    """
    link = look(token, LinkPurpose.RESPOND)
    party, case = _asked(link)
    applicant = next(other for other in case.parties if other.side == Side.APPLICANT)
    body = session().get_one(Body, case.organisation_id)
    return InvitationView(
        case_ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        dispute_type=case.dispute_type,
        applicant=applicant.name,
        applicant_en=applicant.name_en or applicant.name,
        respondent=party.name,
        respondent_en=party.name_en or party.name,
        representative=party.representative,
        representative_post=party.representative_post,
        organisation=body.name,
        organisation_en=body.name_en or body.name,
        organisation_phone=body.phone,
        track=body.track,
        claims=case.claims,
        email=link.email,
        expires_at=link.expires_at,
        has_account=session().scalar(select(Account.id).where(Account.email == link.email)) is not None,
    )


def accept_as_new(
    token: str,
    *,
    name: str,
    password: str,
    name_en: str = "",
    locale: str = "zh_Hans_CN",
    consents: Iterable[str] = (ONLINE,),
) -> str:
    """Take part, with an account made in the same step; returns the reference of the case.

    Raises:
        InvitationSpent: the link was used, replaced, or has run out.
        InvalidInput: name, password or consents cannot be used; the link stays good.
        Conflict: the address has an account; sign in and accept as that person.
    """
    wanted = _consents(consents)
    link = look(token, LinkPurpose.RESPOND)
    shown_name(name)
    passwords.check(password, name, link.email)
    stored = passwords.hashed(password)
    with transaction() as tx:
        link = spend(tx, token, LinkPurpose.RESPOND)
        account = register(tx, email=link.email, name=name, name_en=name_en, password_hash=stored, locale=locale)
        return _admit(tx, link, account.id, wanted)


def accept_as_known(actor: Actor, token: str, *, consents: Iterable[str] = (ONLINE,)) -> str:
    """Take part with the account of the invited address; returns the reference of the case.

    Raises:
        InvitationSpent: the link was used, replaced, or has run out.
        NotAllowed: the link was sent to another person.
    """
    wanted = _consents(consents)
    with transaction() as tx:
        link = spend(tx, token, LinkPurpose.RESPOND)
        if tx.session.get_one(Account, actor.account_id).email != link.email:
            raise NotAllowed(link="other_person")
        return _admit(tx, link, actor.account_id, wanted)


def decline(token: str) -> str:
    """Say no: the case ends, and no reason is asked. Returns the reference.

    Raises:
        InvitationSpent: the link was used, replaced, or has run out.
    """
    with transaction() as tx:
        _, case = _asked(spend(tx, token, LinkPurpose.RESPOND))
        decline_for_respondent(tx, case)
        return case.ref


def not_me(token: str) -> str:
    """The letter reached somebody else: the organisation is told and looks for the right person.

    Raises:
        InvitationSpent: the link was used, replaced, or has run out.
    """
    with transaction() as tx:
        _, case = _asked(spend(tx, token, LinkPurpose.RESPOND))
        took(tx, case, "wrong_person", by=None)
        tell(tx, case, "your_turn", clerks_of(case.organisation_id))
        return case.ref


def _asked(link: Link) -> tuple[Party, Case]:
    party = session().get(Party, link.subject)
    if party is None or party.case.state != CaseState.INVITED:
        raise InvitationSpent
    return party, party.case


def _consents(given: Iterable[str]) -> frozenset[str]:
    wanted = frozenset(given)
    if ONLINE not in wanted:
        raise InvalidInput(mediate="missing")
    return wanted


def _admit(tx: Transaction, link: Link, account_id: str, consents: frozenset[str]) -> str:
    party, case = _asked(link)
    if any(person.account_id == account_id for person in people_in(case.id)):
        raise Conflict(account="other_side")
    person = tx.add(
        Participant(
            case_id=case.id,
            account_id=account_id,
            role=Role.PARTY,
            party_id=party.id,
            admitted_at=clock.now(),
        )
    )
    record(tx, account_id=account_id, chain=f"case:{case.id}", act="participant.admitted", subject=person.id)
    party.accepted_at = clock.now()
    give_consents(tx, case, account_id, consents)
    advance(tx, CASE, case, "accept")
    took(tx, case, "accepted", by=account_id)
    tx.announce(ParticipantsChanged(audience=accounts_of(active_participants(case.id)), case_ref=case.ref))
    tell(tx, case, "joined", [account_id])
    tell(tx, case, "case_moved", side_of(case, Side.APPLICANT))
    tell(tx, case, "your_turn", clerks_of(case.organisation_id))
    return case.ref
