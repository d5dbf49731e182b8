"""What may be passed on: a side's own words allow it, and nothing is told before they do."""

from __future__ import annotations

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor, ChannelKind
from odr.access.load import load
from odr.access.permissions import Permission
from odr.cases.models import Participant
from odr.db import Transaction, transaction
from odr.errors import Conflict, InvalidInput
from odr.issues.models import Promise
from odr.issues.notebook import not_removed, note_to_write, touched
from odr.issues.states import NoteKind
from odr.rooms.models import Channel, Message


def note_consent(actor: Actor, promise_id: str, *, seq: int) -> None:
    """Name the message in which the speaker's side allows it to be passed on: its `seq` in that side's caucus.

    Raises:
        NotFound: no such promise of a case the actor mediates.
        InvalidInput: `seq` names no message that somebody of that side wrote in its caucus.
        Conflict: it was told already.
    """
    with transaction() as tx:
        promise = _open(tx, actor, promise_id)
        message = _said_by_the_side(tx, actor, promise, seq)
        promise.consent_id = message.id
        touched(tx, actor, promise, "promise.consented", content=message.id.encode())


def withdraw_consent(actor: Actor, promise_id: str) -> None:
    """The side took its word back before it was passed on. Raises NotFound; Conflict when it was told already."""
    with transaction() as tx:
        promise = _open(tx, actor, promise_id)
        if promise.consent_id is not None:
            promise.consent_id = None
            touched(tx, actor, promise, "promise.consent_withdrawn")


def mark_told(actor: Actor, promise_id: str) -> None:
    """Note that it was passed on; once is enough.

    Raises:
        NotFound: no such promise of a case the actor mediates.
        Conflict: the speaker's side has not allowed it.
    """
    with transaction() as tx:
        promise, _ = note_to_write(tx, actor, NoteKind.PROMISE, promise_id)
        assert isinstance(promise, Promise)
        not_removed(promise)
        if promise.told_at is not None:
            return
        if promise.consent_id is None:
            raise Conflict(promise="no_consent")
        promise.told_at = clock.now()
        touched(tx, actor, promise, "promise.told")


def _open(tx: Transaction, actor: Actor, promise_id: str) -> Promise:
    promise, _ = note_to_write(tx, actor, NoteKind.PROMISE, promise_id)
    assert isinstance(promise, Promise)
    not_removed(promise)
    if promise.told_at is not None:
        raise Conflict(promise="told")
    return promise


def _said_by_the_side(tx: Transaction, actor: Actor, promise: Promise, seq: int) -> Message:
    caucus = (
        Channel.case_id == promise.case_id,
        Channel.kind == ChannelKind.CAUCUS,
        Channel.party_id == promise.party_id,
    )
    found = tx.session.scalar(
        select(Message)
        .join(Channel, Channel.id == Message.channel_id)
        .join(Participant, Participant.id == Message.author_id)
        .where(*caucus, Message.seq == seq, Participant.party_id == promise.party_id)
    )
    if found is None:
        raise InvalidInput(seq="unknown")
    load(actor, Permission.CHANNEL_READ, Channel, found.channel_id)
    return found
