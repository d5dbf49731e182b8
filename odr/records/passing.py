"""Words from a caucus leave it only with the speaker's recorded consent to that exact sentence (OMR 29(4), by analogy).

The mediator writes the sentence inside the caucus, and the side answers there. Nothing about a sentence that was only
asked for, or refused, exists anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor, ChannelKind, Side
from odr.access.load import OpenChannel, load, open_channel, open_paper
from odr.access.permissions import Permission, can
from odr.accounts.models import Account
from odr.audit.trail import record
from odr.cases.models import Party
from odr.cases.participants import accounts_of, active_participants, audience_of, everybody_ever
from odr.db import Transaction, new_id, query, session, transaction
from odr.errors import InvalidInput, StaleVersion
from odr.events import PassingChanged, WordsPassedOn
from odr.lifecycle import advance
from odr.notices.commands import queue
from odr.records.models import Passing
from odr.records.states import PASSING, PassingState
from odr.records.telling import readers_of, takes_part
from odr.records.words import checked
from odr.rooms import presence
from odr.rooms.models import Channel
from odr.rooms.posting import post_message
from signing.wording import Words

LONGEST = 2000


def ask_to_pass(actor: Actor, channel_id: str, *, to_id: str, text: str) -> str:
    """The mediator writes, in a caucus, the sentence that would go to another channel; returns its id.

    Raises:
        NotFound, NotAllowed: not a caucus of the actor's, or the actor does not mediate.
        InvalidInput: no words, or the other channel is this one, or of another case.
    """
    words = checked(text, "text", longest=LONGEST)
    with transaction() as tx:
        channel = open_channel(actor, Permission.PASSING_ASK, Channel, channel_id)
        to = load(actor, Permission.CHANNEL_SPEAK, Channel, to_id)
        if to.case_id != channel.row.case_id or to.id == channel.row.id:
            raise InvalidInput(to="unknown")
        row = Passing(id=new_id(), case_id=to.case_id, channel_id=channel.row.id, to_id=to.id, revision=1)
        row.sealed = channel.cipher.seal(_place(row), words.encode())
        row.asked_by, row.asked_at = actor.participations[to.case_id].participant_id, clock.now()
        tx.add(row)
        _changed(tx, actor, row, "passing.asked", words)
        _tell_side(tx, actor, row)
        return row.id


def reword_passing(actor: Actor, passing_id: str, *, revision: int, text: str) -> None:
    """The mediator puts other words; a consent given to the earlier ones is void.

    Raises:
        StaleVersion: somebody acted on it since `revision`.
        IllegalTransition: it was passed on, refused or withdrawn.
    """
    words = checked(text, "text", longest=LONGEST)
    with transaction() as tx:
        row, channel = _open_passing(actor, Permission.PASSING_LEAD, passing_id, revision)
        if channel.cipher.open(_place(row), row.sealed).decode() == words:
            return
        advance(tx, PASSING, row, "edit")
        row.revision += 1
        row.sealed = channel.cipher.seal(_place(row), words.encode())
        row.answered_by = row.answered_at = None
        _changed(tx, actor, row, "passing.reworded", words)


def agree_to_pass(actor: Actor, passing_id: str, *, revision: int) -> PassingState:
    """Somebody who binds the side agrees to exactly these words. To the joint channel they go at once, as that side's;
    to the other caucus the mediator takes them.

    Raises:
        StaleVersion: the words changed since they were read.
        NotAllowed: the actor does not bind this side.
    """
    with transaction() as tx:
        row, channel = _open_passing(actor, Permission.PASSING_ANSWER, passing_id, revision)
        advance(tx, PASSING, row, "agree")
        words = _answered(tx, actor, row, channel, "passing.agreed")
        if session().get_one(Channel, row.to_id).kind == ChannelKind.JOINT:
            _pass(tx, actor, row, words)
        return row.state


def refuse_to_pass(actor: Actor, passing_id: str, *, revision: int) -> None:
    """The side does not want it passed on, or takes its consent back before it was. Raises as `agree_to_pass`."""
    with transaction() as tx:
        row, channel = _open_passing(actor, Permission.PASSING_ANSWER, passing_id, revision)
        advance(tx, PASSING, row, "refuse")
        _answered(tx, actor, row, channel, "passing.refused")


def withdraw_passing(actor: Actor, passing_id: str, *, revision: int) -> None:
    """The mediator no longer asks. Raises StaleVersion, IllegalTransition."""
    with transaction() as tx:
        row, _ = _open_passing(actor, Permission.PASSING_LEAD, passing_id, revision)
        advance(tx, PASSING, row, "withdraw")
        _changed(tx, actor, row, "passing.withdrawn", "")


def pass_on(actor: Actor, passing_id: str, *, revision: int) -> None:
    """The mediator takes the exact sentence agreed to into the other caucus.

    Raises:
        StaleVersion: the words changed since they were read.
        IllegalTransition: nobody has agreed to these words.
    """
    with transaction() as tx:
        row, channel = _open_passing(actor, Permission.PASSING_LEAD, passing_id, revision)
        _pass(tx, actor, row, channel.cipher.open(_place(row), row.sealed).decode())


@dataclass(frozen=True)
class PassingView:
    """One sentence, for those who hear the caucus it comes from. `to_side` is empty for the joint channel."""

    id: str
    case_ref: str
    channel_id: str
    state: PassingState
    revision: int
    text: str
    to_side: Side | None
    asked_at: datetime
    answered_by: Words | None
    answered_at: datetime | None
    passed_at: datetime | None
    may_lead: bool
    may_answer: bool


@dataclass(frozen=True)
class PassingPlaces:
    """The sentences of one caucus, and where a mediator may ask to take one; `places` are id and side."""

    channel_id: str
    passings: tuple[PassingView, ...]
    places: tuple[tuple[str, Side | None], ...]
    may_ask: bool


@query
def passings_in(actor: Actor, channel_id: str) -> PassingPlaces | None:
    """Every sentence of this caucus that is asked for, agreed to, passed on or refused, the latest first.

    None for a guest of the caucus, who has no part in it.

    Raises:
        NotFound: the actor does not hear the caucus.
    """
    channel = load(actor, Permission.CHANNEL_READ, Channel, channel_id)
    if not takes_part(actor, channel.case_id):
        return None
    may_ask = can(actor, Permission.PASSING_ASK, channel)
    rows = select(Passing).where(Passing.channel_id == channel.id, Passing.state != PassingState.WITHDRAWN)
    others = select(Channel).where(Channel.case_id == channel.case_id, Channel.id != channel.id)
    heard = [one for one in session().scalars(others) if may_ask and can(actor, Permission.CHANNEL_SPEAK, one)]
    places = sorted(((one.id, _side_of(one)) for one in heard), key=lambda place: str(place[1] or ""))
    found = session().scalars(rows.order_by(Passing.asked_at.desc(), Passing.id)).all()
    return PassingPlaces(channel.id, tuple(_view(actor, row) for row in found), tuple(places), may_ask)


@query
def passing_page(actor: Actor, passing_id: str) -> PassingView:
    """One sentence. Raises NotFound: the actor does not hear the caucus it comes from."""
    return _view(actor, load(actor, Permission.PASSING_READ, Passing, passing_id))


@query
def passed_on_in(actor: Actor, channel_id: str) -> frozenset[int]:
    """The places, in the order of a channel, of words that were passed on into it with consent.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    channel = load(actor, Permission.CHANNEL_READ, Channel, channel_id)
    here = select(Passing.seq).where(Passing.to_id == channel.id, Passing.state == PassingState.PASSED)
    return frozenset(seq for seq in session().scalars(here) if seq is not None)


def _view(actor: Actor, row: Passing) -> PassingView:
    words = open_paper(actor, Permission.PASSING_READ, Passing, row.id).content.decode()
    names = {person.participant_id: Words(zh=person.name, en=person.name_en) for person in everybody_ever(row.case_id)}
    undecided = row.state in (PassingState.ASKED, PassingState.AGREED)
    return PassingView(
        id=row.id,
        case_ref=row.case.ref,
        channel_id=row.channel_id,
        state=row.state,
        revision=row.revision,
        text=words,
        to_side=_side_of(session().get_one(Channel, row.to_id)),
        asked_at=row.asked_at,
        answered_by=names[row.answered_by] if row.answered_by else None,
        answered_at=row.answered_at,
        passed_at=row.passed_at,
        may_lead=undecided and can(actor, Permission.PASSING_LEAD, row),
        may_answer=undecided and can(actor, Permission.PASSING_ANSWER, row),
    )


def _side_of(channel: Channel) -> Side | None:
    party = session().get(Party, channel.party_id) if channel.party_id else None
    return party.side if party else None


def _pass(tx: Transaction, actor: Actor, row: Passing, words: str) -> None:
    advance(tx, PASSING, row, "pass_on")
    said = post_message(actor, row.to_id, text=words, client_ref=f"passing:{row.id}", knowingly=True)
    row.seq, row.passed_at = said.seq, clock.now()
    _changed(tx, actor, row, "passing.passed", words)
    to = session().get_one(Channel, row.to_id)
    hearers = accounts_of(audience_of(row.case_id, to))
    tx.announce(WordsPassedOn(audience=hearers, channel_id=to.id, seq=said.seq))


def _answered(tx: Transaction, actor: Actor, row: Passing, channel: OpenChannel[Channel], act: str) -> str:
    row.answered_by, row.answered_at = actor.participations[row.case_id].participant_id, clock.now()
    words = channel.cipher.open(_place(row), row.sealed).decode()
    _changed(tx, actor, row, act, words)
    return words


def _open_passing(
    actor: Actor, permission: Permission, passing_id: str, revision: int
) -> tuple[Passing, OpenChannel[Channel]]:
    row = load(actor, permission, Passing, passing_id)
    if row.revision != revision:
        raise StaleVersion(passing=row.id, revision=row.revision)
    return row, open_channel(actor, Permission.CHANNEL_READ, Channel, row.channel_id)


def _place(row: Passing) -> str:
    return f"passing:{row.id}:{row.revision}"


def _changed(tx: Transaction, actor: Actor, row: Passing, act: str, words: str) -> None:
    """The entry stands in the caucus's own chain, and only those who hear the caucus are told."""
    chain = f"channel:{row.channel_id}"
    record(tx, account_id=actor.account_id, chain=chain, act=act, subject=row.id, content=words.encode())
    told = readers_of(session().get_one(Channel, row.channel_id))
    tx.announce(PassingChanged(audience=told, channel_id=row.channel_id))


def _tell_side(tx: Transaction, actor: Actor, row: Passing) -> None:
    """Those of the side who are not in the room get the letter that says only that the case waits for them."""
    party_id, here = session().get_one(Channel, row.channel_id).party_id, presence.present(row.case_id)
    for person in active_participants(row.case_id):
        if person.party_id == party_id and person.participant_id not in here:
            account, ref = tx.session.get_one(Account, person.account_id), row.case.ref
            queue(tx, "your_turn", email=account.email, account_id=account.id, locale=account.locale, case_ref=ref)
