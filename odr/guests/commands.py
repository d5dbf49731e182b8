"""Guests: the mediator asks for one with a stated audience, the sides agree, the guest promises silence, then hears."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from odr import clock
from odr.access.actor import GUESTS, Actor, ChannelKind, Role
from odr.access.audience import hears
from odr.access.load import load
from odr.access.permissions import Permission
from odr.accounts import passwords
from odr.accounts.commands import register
from odr.accounts.invitations import Link, cancel, issue, look, spend
from odr.accounts.models import Account, LinkPurpose
from odr.accounts.particulars import email_address, shown_name
from odr.audit.trail import record
from odr.cases.models import Case, GuestChannel, Participant
from odr.cases.participants import Person, active_participants, circle_of, people_in
from odr.cases.states import CaseState
from odr.cases.steps import tell
from odr.db import Transaction, session, transaction
from odr.errors import AlreadyAnswered, Conflict, InvalidInput, InvitationSpent, NotAllowed
from odr.events import AccessRevoked, ParticipantsChanged
from odr.guests.models import GuestAnswer, GuestInvitation, GuestInvitationChannel
from odr.guests.states import GUEST, GuestState
from odr.law.presence import UNDERTAKING, sides_to_ask
from odr.lifecycle import advance
from odr.notices.commands import queue
from odr.rooms.models import Channel

IN_COURSE = (CaseState.MEDIATING, CaseState.SETTLED)


def ask_for_guest(
    actor: Actor,
    case_id: str,
    *,
    name: str,
    email: str,
    role: Role,
    channels: Mapping[str, bool],
    capacity: str = "",
) -> str:
    """The mediator wants somebody to hear these channels (id → with what was said before); returns the id of the wish.

    Every side that would be heard is asked; the letter to the guest leaves when all of them have agreed (PML 20).

    Raises:
        InvalidInput: name, address, role or channels cannot be used.
        Conflict: the case is not being mediated, or this person is in it.
    """
    shown, address = shown_name(name), email_address(email)
    purpose = shown_name(capacity, field="capacity", required=False)
    if role not in GUESTS:
        raise InvalidInput(role="unknown")
    with transaction() as tx:
        case = load(actor, Permission.GUEST_ASK, Case, case_id)
        if case.state not in IN_COURSE:
            raise Conflict(state=str(case.state))
        _must_be_new(case, address)
        heard = [load(actor, Permission.CHANNEL_READ, Channel, ident) for ident in sorted(channels)]
        if not heard or any(channel.case_id != case.id for channel in heard):
            raise InvalidInput(channels="missing")
        wish = tx.add(
            GuestInvitation(
                case_id=case.id,
                role=role,
                name=shown,
                email=address,
                capacity=purpose,
                asked_by=actor.account_id,
                asked_at=clock.now(),
            )
        )
        for channel in heard:
            _list(tx, wish, channel, from_start=channels[channel.id])
        tx.session.refresh(wish, ["channels"])
        _note(tx, wish, actor.account_id, "guest.asked")
        asked = parties_asked(wish)
        tell(tx, case, "your_turn", [p.account_id for p in active_participants(case.id) if p.party_id in asked])
        return wish.id


def answer_guest(actor: Actor, invitation_id: str, *, agreed: bool) -> None:
    """A side agrees to the guest, or refuses: one refusal is enough, and no reason is asked.

    Raises:
        NotFound: the guest would not be heard by this side's people, so it is none of their business.
        NotAllowed: an agent without special authority.
        AlreadyAnswered: this side has answered, or the question is settled.
    """
    with transaction() as tx:
        wish = load(actor, Permission.GUEST_ANSWER, GuestInvitation, invitation_id)
        party_id = actor.participations[wish.case_id].party_id
        given = answers_to(wish.id)
        if wish.state != GuestState.ASKED or party_id in given or party_id is None:
            raise AlreadyAnswered(state=str(wish.state))
        tx.add(
            GuestAnswer(
                invitation_id=wish.id, party_id=party_id, account_id=actor.account_id, agreed=agreed, at=clock.now()
            )
        )
        _note(tx, wish, actor.account_id, "guest.agreed" if agreed else "guest.refused")
        if not agreed:
            advance(tx, GUEST, wish, "refuse")
        elif parties_asked(wish) <= {ident for ident, yes in given.items() if yes} | {party_id}:
            advance(tx, GUEST, wish, "agreed")
            token = issue(tx, LinkPurpose.ATTEND, email=wish.email, subject=wish.id)
            queue(tx, "guest_invitation", email=wish.email, case_ref=wish.case.ref, link=token)
        tell(tx, wish.case, "case_moved", [wish.asked_by])


def cancel_guest(actor: Actor, invitation_id: str) -> None:
    """The mediator no longer wants the guest; a link that was sent stops working.

    Raises:
        IllegalTransition: the guest is in, or the question was settled otherwise.
    """
    with transaction() as tx:
        wish = load(actor, Permission.GUEST_CANCEL, GuestInvitation, invitation_id)
        advance(tx, GUEST, wish, "cancel")
        cancel(tx, LinkPurpose.ATTEND, wish.id)
        _note(tx, wish, actor.account_id, "guest.cancelled")


def attend_as_new(token: str, *, name: str, password: str, undertaken: bool, locale: str = "zh_Hans_CN") -> str:
    """Promise silence and come in, with an account made in the same step; returns the reference of the case.

    Raises:
        InvitationSpent: the link was used, cancelled, or has run out.
        InvalidInput: name or password cannot be used, or the undertaking is not acknowledged; the link stays good.
    """
    _must_undertake(undertaken)
    link = look(token, LinkPurpose.ATTEND)
    shown_name(name)
    passwords.check(password, name, link.email)
    stored = passwords.hashed(password)
    with transaction() as tx:
        link = spend(tx, token, LinkPurpose.ATTEND)
        account = register(tx, email=link.email, name=name, password_hash=stored, locale=locale)
        return _admit(tx, link, account.id)


def attend_as_known(actor: Actor, token: str, *, undertaken: bool) -> str:
    """Promise silence and come in with the account of the invited address; returns the reference of the case.

    Raises:
        InvitationSpent, InvalidInput: as `attend_as_new`.
        NotAllowed: the link was sent to another person.
    """
    _must_undertake(undertaken)
    with transaction() as tx:
        link = spend(tx, token, LinkPurpose.ATTEND)
        if tx.session.get_one(Account, actor.account_id).email != link.email:
            raise NotAllowed(link="other_person")
        return _admit(tx, link, actor.account_id)


def decline_to_attend(token: str) -> str:
    """The person asked does not come; returns the reference of the case."""
    with transaction() as tx:
        wish = wish_of(spend(tx, token, LinkPurpose.ATTEND))
        advance(tx, GUEST, wish, "decline")
        _note(tx, wish, "invited", "guest.declined")
        tell(tx, wish.case, "case_moved", [wish.asked_by])
        return wish.case.ref


def remove_guest(actor: Actor, participant_id: str) -> None:
    """The mediator sends a guest out, or the guest leaves: from this moment they hear nothing more.

    Raises:
        NotFound: no guest, or not one of the actor's case.
    """
    with transaction() as tx:
        guest = load(actor, Permission.GUEST_REMOVE, Participant, participant_id)
        if guest.role not in GUESTS:
            raise NotAllowed(permission=str(Permission.GUEST_REMOVE))
        if guest.removed_at is not None:
            return
        guest.removed_at = clock.now()
        tx.session.flush()
        wish = tx.session.scalars(select(GuestInvitation).where(GuestInvitation.participant_id == guest.id)).one()
        advance(tx, GUEST, wish, "remove")
        _note(tx, wish, actor.account_id, "guest.removed")
        tx.announce(AccessRevoked(audience=(guest.account_id,)))
        tx.announce(ParticipantsChanged(audience=circle_of(guest.case_id, guest.id), case_ref=guest.case.ref))


def parties_asked(wish: GuestInvitation) -> frozenset[str]:
    """The parties whose consent this guest needs, inside a unit that has authorised the invitation."""
    return sides_to_ask(
        joint=any(channel.kind == ChannelKind.JOINT for channel in wish.channels),
        caucuses=[channel.party_id for channel in wish.channels if channel.party_id is not None],
        parties=[party.id for party in wish.case.parties],
    )


def answers_to(invitation_id: str) -> dict[str, bool]:
    """Party id → whether it agreed, inside a unit that has authorised the invitation."""
    rows = session().scalars(select(GuestAnswer).where(GuestAnswer.invitation_id == invitation_id))
    return {row.party_id: row.agreed for row in rows}


def wish_of(link: Link) -> GuestInvitation:
    """The invitation behind a good link.

    Raises:
        InvitationSpent: it was cancelled or answered, or the case is over.
    """
    wish = session().get(GuestInvitation, link.subject)
    if wish is None or wish.state != GuestState.INVITED or wish.case.state not in IN_COURSE:
        raise InvitationSpent
    return wish


def _list(tx: Transaction, wish: GuestInvitation, channel: Channel, *, from_start: bool) -> None:
    tx.add(
        GuestInvitationChannel(
            invitation_id=wish.id,
            channel_id=channel.id,
            kind=channel.kind,
            party_id=channel.party_id,
            from_start=from_start,
        )
    )


def _admit(tx: Transaction, link: Link, account_id: str) -> str:
    wish = wish_of(link)
    case = wish.case
    if any(person.account_id == account_id for person in people_in(case.id)):
        raise Conflict(account="in_the_case")
    now = clock.now()
    guest = tx.add(Participant(case_id=case.id, account_id=account_id, role=wish.role, party_id=None, admitted_at=now))
    for heard in wish.channels:
        channel = tx.session.get_one(Channel, heard.channel_id, with_for_update=True, populate_existing=True)
        tx.add(
            GuestChannel(
                participant_id=guest.id,
                channel_id=channel.id,
                kind=channel.kind,
                party_id=channel.party_id,
                from_seq=1 if heard.from_start else channel.last_seq + 1,
                since=None if heard.from_start else now,
            )
        )
    advance(tx, GUEST, wish, "attend")
    wish.participant_id, wish.admitted_at, wish.undertaking = guest.id, now, UNDERTAKING
    tx.session.flush()
    _note(tx, wish, account_id, "guest.admitted", content=UNDERTAKING)
    tx.announce(ParticipantsChanged(audience=circle_of(case.id, guest.id), case_ref=case.ref))
    tell(tx, case, "joined", [account_id])
    tell(tx, case, "case_moved", [p.account_id for p in _who_hear(wish) if p.account_id != account_id])
    return case.ref


def _who_hear(wish: GuestInvitation) -> Iterable[Person]:
    return [
        person
        for person in active_participants(wish.case_id)
        if any(hears(person, channel.heard) for channel in wish.channels)
    ]


def _must_undertake(undertaken: bool) -> None:
    if not undertaken:
        raise InvalidInput(undertaking="missing")


def _must_be_new(case: Case, address: str) -> None:
    known = session().scalar(select(Account.id).where(Account.email == address))
    if known is not None and any(person.account_id == known for person in people_in(case.id)):
        raise Conflict(account="in_the_case")


def _note(tx: Transaction, wish: GuestInvitation, by: str, act: str, *, content: str = "") -> None:
    """In the chain of each channel concerned: a guest of one side's caucus is nothing the other side may count."""
    for channel in wish.channels:
        chain = f"channel:{channel.channel_id}"
        record(tx, account_id=by, chain=chain, act=act, subject=wish.id, content=content.encode())
