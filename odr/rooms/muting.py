"""Channels a person does not want to be called to: no sound and no emphasis; nothing is held back."""

from __future__ import annotations

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.db import session, transaction
from odr.rooms.models import Channel, ChannelMute


def mute(actor: Actor, channel_id: str, *, muted: bool) -> None:
    """Choose for myself whether new words in a channel call me.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    with transaction() as tx:
        channel = load(actor, Permission.CHANNEL_READ, Channel, channel_id)
        mine = actor.participations[channel.case_id].participant_id
        row = session().scalar(
            select(ChannelMute).where(ChannelMute.channel_id == channel.id, ChannelMute.participant_id == mine)
        )
        if muted and row is None:
            tx.add(ChannelMute(channel_id=channel.id, participant_id=mine))
        elif row is not None and not muted:
            tx.session.delete(row)
