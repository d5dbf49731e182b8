"""What a person may see of the call in a channel they hear."""

from __future__ import annotations

from dataclasses import dataclass

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.calls.media import media
from odr.calls.seats import live_call, seated
from odr.db import query
from odr.events import Seated
from odr.rooms.models import Channel


@dataclass(frozen=True)
class CallView:
    """The call of a channel as one of its hearers sees it; `limit` is how many people it carries."""

    channel_id: str
    live: bool
    seats: tuple[Seated, ...]
    may_join: bool
    may_lead: bool
    limit: int


@query
def call_in(actor: Actor, channel_id: str) -> CallView:
    """How the call in a channel stands.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    channel = load(actor, Permission.CHANNEL_READ, Channel, channel_id)
    call = live_call(channel.id)
    return CallView(
        channel_id=channel.id,
        live=call is not None,
        seats=seated(call) if call else (),
        may_join=can(actor, Permission.CALL_JOIN, channel),
        may_lead=can(actor, Permission.CALL_LEAD, channel),
        limit=media().limit,
    )
