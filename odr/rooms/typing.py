"""Somebody is writing: told to those who hear the channel, never stored, and without a word of what is written."""

from __future__ import annotations

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.cases.participants import audience_of
from odr.db import reading
from odr.events import TypingStarted, publish
from odr.rooms.models import Channel


def start_typing(actor: Actor, channel_id: str) -> None:
    """Tell the others who hear the channel that I am writing in it at this moment.

    Raises:
        NotFound, NotAllowed: the actor does not hear the channel, or may not speak in it.
    """
    with reading():
        channel = load(actor, Permission.CHANNEL_SPEAK, Channel, channel_id)
        me = actor.participations[channel.case_id].participant_id
        others = [p.account_id for p in audience_of(channel.case_id, channel) if p.participant_id != me]
        fact = TypingStarted(audience=tuple(others), channel_id=channel.id, participant_id=me)
    publish(fact)
