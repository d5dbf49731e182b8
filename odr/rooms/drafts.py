"""What somebody has begun to write in a channel and may go on with elsewhere; nobody else can see that it is there."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor
from odr.access.load import OpenChannel, open_channel
from odr.access.permissions import Permission
from odr.db import query, session, transaction
from odr.errors import InvalidInput
from odr.rooms.content import MAX_TEXT
from odr.rooms.models import Channel, Draft


@dataclass(frozen=True)
class DraftView:
    """Words begun, and the mark of the people their writer was shown."""

    text: str = ""
    audience: str = ""


def keep_draft(actor: Actor, channel_id: str, *, text: str, audience: str = "") -> None:
    """Keep what I have written so far in a channel, sealed with its key; an empty text throws the draft away.

    Raises:
        NotFound, NotAllowed: the actor does not hear the channel, or may not speak in it.
        InvalidInput: longer than a message may be.
    """
    if len(text) > MAX_TEXT or len(audience) > 64:
        raise InvalidInput(text="too_long")
    with transaction() as tx:
        channel = open_channel(actor, Permission.CHANNEL_SPEAK, Channel, channel_id)
        mine, row = _mine(actor, channel)
        if not text.strip():
            if row is not None:
                tx.session.delete(row)
            return
        kept = json.dumps(asdict(DraftView(text, audience)), ensure_ascii=False).encode()
        sealed = channel.cipher.seal(f"draft:{mine}", kept)
        if row is None:
            tx.add(Draft(channel_id=channel.row.id, participant_id=mine, sealed=sealed, at=clock.now()))
        else:
            row.sealed, row.at = sealed, clock.now()


@query
def my_draft(actor: Actor, channel_id: str) -> DraftView:
    """What I have begun to write in the channel; empty when there is nothing.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    channel = open_channel(actor, Permission.CHANNEL_READ, Channel, channel_id)
    mine, row = _mine(actor, channel)
    return DraftView(**json.loads(channel.cipher.open(f"draft:{mine}", row.sealed))) if row else DraftView()


def _mine(actor: Actor, channel: OpenChannel[Channel]) -> tuple[str, Draft | None]:
    mine = actor.participations[channel.row.case_id].participant_id
    row = session().scalar(select(Draft).where(Draft.channel_id == channel.row.id, Draft.participant_id == mine))
    return mine, row
