"""Who sits in a call, decided anew from who hears its channel: the one place that frees a seat."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from odr import clock
from odr.access.permissions import Permission, can
from odr.calls.media import media
from odr.calls.models import Call, CallSeat
from odr.cases.models import Case, Participant
from odr.cases.participants import accounts_of, actor_for, audience_of
from odr.db import Transaction, session
from odr.events import CallChanged, Seated
from odr.rooms.models import Channel

SILENT_FOR = timedelta(seconds=75)
"""A page gives a sign of life every 25 seconds; one that missed three is gone, whatever its server says."""


def live_call(channel_id: str) -> Call | None:
    """The call of the channel that has not ended."""
    return session().scalar(select(Call).where(Call.channel_id == channel_id, Call.ended_at.is_(None)))


def live_calls(case_ref: str) -> list[tuple[Channel, Call]]:
    """Every call of a case that has not ended, with its channel."""
    rows = session().execute(
        select(Channel, Call)
        .join(Call, Call.channel_id == Channel.id)
        .join(Case, Case.id == Channel.case_id)
        .where(Case.ref == case_ref, Call.ended_at.is_(None))
    )
    return [(channel, call) for channel, call in rows]


def seats_of(call_id: str) -> list[CallSeat]:
    """Who sits in the call, in the order in which they sat down."""
    rows = select(CallSeat).where(CallSeat.call_id == call_id).order_by(CallSeat.joined_at, CallSeat.id)
    return list(session().scalars(rows))


def seated(call: Call) -> tuple[Seated, ...]:
    """The same, as the others may see it."""
    return tuple(Seated(s.id, s.participant_id, s.muted, s.camera, s.sharing) for s in seats_of(call.id))


def sweep(tx: Transaction, channel: Channel, call: Call) -> None:
    """Free the seats of those who no longer hear the channel, may no longer speak in it, or have gone silent."""
    hearers = {p.participant_id: p.account_id for p in audience_of(channel.case_id, channel)}
    for seat in seats_of(call.id):
        account = hearers.get(seat.participant_id)
        stays = account is not None and can(actor_for(account), Permission.CALL_JOIN, channel)
        if not stays or clock.now() - seat.seen_at > SILENT_FOR:
            remove_seat(tx, seat)


def remove_seat(tx: Transaction, seat: CallSeat, *, ends: bool = True) -> None:
    """Free one seat and tell the others; an empty call `ends`, unless its last person is about to sit down anew.

    Whoever hears the channel no more is told by themselves that it is over for them: their own browser hangs up at
    once, and does not wait to notice that the others did.
    """
    call, account = seat.call, tx.session.get_one(Participant, seat.participant_id).account_id
    media().expel(call.id, seat.id)
    tx.session.delete(seat)
    tx.session.flush()
    if call.ended_at is not None:
        return
    if ends and not seats_of(call.id):
        call.ended_at = clock.now()
        tx.session.flush()
    announce(tx, call.channel, call)
    if account not in accounts_of(audience_of(call.channel.case_id, call.channel)):
        tx.announce(CallChanged(audience=(account,), channel_id=call.channel_id, live=False, seats=()))


def end_call_of(tx: Transaction, channel: Channel, call: Call) -> None:
    """End the call with every seat in it."""
    for seat in seats_of(call.id):
        media().expel(call.id, seat.id)
        tx.session.delete(seat)
    call.ended_at = clock.now()
    tx.session.flush()
    announce(tx, channel, call)


def announce(tx: Transaction, channel: Channel, call: Call) -> None:
    """Tell those who hear the channel, and nobody else, how its call stands."""
    tx.announce(
        CallChanged(
            audience=accounts_of(audience_of(channel.case_id, channel)),
            channel_id=channel.id,
            live=call.ended_at is None,
            seats=seated(call) if call.ended_at is None else (),
        )
    )
