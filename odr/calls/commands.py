"""What people do in a call: open one, sit down, signal each other, write down what is said, leave."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.audit.trail import record
from odr.calls.media import MediaAccess, media
from odr.calls.models import Call, CallSeat
from odr.calls.seats import announce, end_call_of, live_call, live_calls, remove_seat, seats_of, sweep
from odr.cases.participants import accounts_of, audience_of
from odr.db import Transaction, transaction
from odr.errors import CallFull, InvalidInput, NoCall, NotFound
from odr.events import CallCaptioned, CallSignalled
from odr.rooms.models import Channel

KINDS = ("offer", "answer", "candidates")
MAX_CAPTION = 300
_lines: set[str] = set()
"""Connections of this process that have sat down: most pages that close never did, and need no look at the database."""


@dataclass(frozen=True)
class Place:
    """One's own seat in a call, and what one's page needs to take part."""

    seat: str
    access: MediaAccess


def start_call(actor: Actor, channel_id: str) -> None:
    """Open a call in a channel: the mediator does, so that nobody talks before people are where they belong.

    A call that is live already stays as it is.

    Raises:
        NotFound, NotAllowed: the actor does not hear the channel, or does not lead in it.
    """
    with transaction() as tx:
        channel = load(actor, Permission.CALL_LEAD, Channel, channel_id)
        if live_call(channel.id) is not None:
            return
        me = actor.participations[channel.case_id].participant_id
        call = tx.add(Call(case_id=channel.case_id, channel_id=channel.id, started_by=me, started_at=clock.now()))
        _record(tx, actor, channel.id, "call.started", call.id)
        announce(tx, channel, call)


def end_call(actor: Actor, channel_id: str) -> None:
    """End the call for everybody in it; ending it twice is fine.

    Raises:
        NotFound, NotAllowed: the actor does not hear the channel, or does not lead in it.
    """
    with transaction() as tx:
        channel = load(actor, Permission.CALL_LEAD, Channel, channel_id)
        call = live_call(channel.id)
        if call is not None:
            end_call_of(tx, channel, call)
            _record(tx, actor, channel.id, "call.ended", call.id)


def take_seat(actor: Actor, channel_id: str, *, connection: str) -> Place:
    """Sit down in the channel's call with one page. The person's seat in any other call of the case ends first.

    Raises:
        NotFound, NotAllowed: the actor does not hear the channel, or may not speak in it.
        NoCall: nobody has opened a call here.
        CallFull: as many people are in it as it can carry.
    """
    with transaction() as tx:
        channel = load(actor, Permission.CALL_JOIN, Channel, channel_id)
        call = _live(channel)
        me = actor.participations[channel.case_id].participant_id
        for earlier in tx.session.scalars(
            select(CallSeat).where(CallSeat.case_id == channel.case_id, CallSeat.participant_id == me)
        ).all():
            remove_seat(tx, earlier, ends=earlier.call_id != call.id)
        now = clock.now()
        seat = tx.add(
            CallSeat(
                case_id=channel.case_id,
                call_id=call.id,
                participant_id=me,
                connection=connection,
                joined_at=now,
                seen_at=now,
            )
        )
        sweep(tx, channel, call)
        if len(seats_of(call.id)) > media().limit:
            raise CallFull(limit=media().limit)
        announce(tx, channel, call)
        call_id, seat_id = call.id, seat.id
    _lines.add(connection)
    return Place(seat_id, media().admit(call_id, seat_id))


def leave_seat(actor: Actor, channel_id: str) -> None:
    """Get up. Somebody who is in no call here leaves nothing."""
    with transaction() as tx:
        channel = load(actor, Permission.CHANNEL_READ, Channel, channel_id)
        seat = _my_seat(tx, actor, channel)
        if seat is not None:
            remove_seat(tx, seat)


def switch_devices(actor: Actor, channel_id: str, *, muted: bool, camera: bool, sharing: bool) -> None:
    """Tell the others in the call what is on; also the sign of life that keeps the seat.

    Raises:
        NoCall: the actor has no seat here (any more).
    """
    with transaction() as tx:
        channel, seat = _seated(tx, actor, channel_id)
        before = (seat.muted, seat.camera, seat.sharing)
        seat.muted, seat.camera, seat.sharing, seat.seen_at = muted, camera, sharing, clock.now()
        tx.session.flush()
        if before != (muted, camera, sharing):
            announce(tx, channel, seat.call)


def relay(actor: Actor, channel_id: str, *, recipient: str, kind: str, body: str) -> None:
    """Hand a signal to another page of the same call. Both ends are asked for anew: they hear the channel now.

    Raises:
        NoCall: the actor has no seat here.
        NotFound: the other seat is not of this call, or its person no longer hears the channel.
        InvalidInput: no such kind of signal.
    """
    if kind not in KINDS:
        raise InvalidInput(kind="unknown")
    with transaction() as tx:
        channel, seat = _seated(tx, actor, channel_id)
        other = tx.session.get(CallSeat, recipient)
        if other is None or other.call_id != seat.call_id:
            raise NotFound(kind="seat")
        person = next(
            (p for p in audience_of(channel.case_id, channel) if p.participant_id == other.participant_id), None
        )
        if person is None:
            remove_seat(tx, other)
            return
        tx.announce(
            CallSignalled(
                audience=(person.account_id,),
                channel_id=channel.id,
                sender=seat.id,
                recipient=other.id,
                kind=kind,
                body=body,
            )
        )


def caption(actor: Actor, channel_id: str, *, text: str) -> None:
    """Write down what is being said, for those in the channel who cannot hear it. Nothing of it is kept.

    Raises:
        NoCall: the actor has no seat here.
        InvalidInput: empty, or longer than 300 characters.
    """
    words = " ".join(text.split())
    if not words or len(words) > MAX_CAPTION:
        raise InvalidInput(text="empty" if not words else "too_long")
    with transaction() as tx:
        channel, seat = _seated(tx, actor, channel_id)
        tx.announce(
            CallCaptioned(
                audience=accounts_of(audience_of(channel.case_id, channel)),
                channel_id=channel.id,
                participant_id=seat.participant_id,
                text=words,
            )
        )


def connection_gone(connection: str) -> None:
    """A page has lost its line: its seat is free."""
    if connection not in _lines:
        return
    _lines.discard(connection)
    with transaction() as tx:
        for seat in tx.session.scalars(select(CallSeat).where(CallSeat.connection == connection)).all():
            remove_seat(tx, seat)


def keep_to_audience(case_ref: str) -> None:
    """Free every seat of the case whose person no longer hears its channel, or may no longer speak there.

    Called when people come or go and when channels open or close: the others' browsers then close their lines.
    """
    with transaction() as tx:
        for channel, call in live_calls(case_ref):
            sweep(tx, channel, call)


def _live(channel: Channel) -> Call:
    call = live_call(channel.id)
    if call is None:
        raise NoCall
    return call


def _my_seat(tx: Transaction, actor: Actor, channel: Channel) -> CallSeat | None:
    me = actor.participations[channel.case_id].participant_id
    return tx.session.scalar(
        select(CallSeat)
        .join(Call, Call.id == CallSeat.call_id)
        .where(CallSeat.participant_id == me, Call.channel_id == channel.id, Call.ended_at.is_(None))
    )


def _seated(tx: Transaction, actor: Actor, channel_id: str) -> tuple[Channel, CallSeat]:
    channel = load(actor, Permission.CALL_JOIN, Channel, channel_id)
    seat = _my_seat(tx, actor, channel)
    if seat is None:
        raise NoCall
    return channel, seat


def _record(tx: Transaction, actor: Actor, channel_id: str, act: str, subject: str) -> None:
    record(tx, account_id=actor.account_id, chain=f"channel:{channel_id}", act=act, subject=subject)
