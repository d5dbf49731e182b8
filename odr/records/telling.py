"""Who of those who hear a channel is told about its papers: the sides and the mediators, never a guest."""

from __future__ import annotations

from odr.access.actor import MEDIATORS, SIDE_ROLES, Actor
from odr.cases.participants import accounts_of, audience_of
from odr.rooms.models import Channel


def readers_of(channel: Channel) -> tuple[str, ...]:
    """The accounts that are told when a paper of this channel changes."""
    people = audience_of(channel.case_id, channel)
    return accounts_of(person for person in people if person.role in SIDE_ROLES | MEDIATORS)


def takes_part(actor: Actor, case_id: str) -> bool:
    """Is this somebody of a side or a mediator? A guest of a channel has no part in its papers."""
    place = actor.in_case(case_id)
    return place is not None and place.role in SIDE_ROLES | MEDIATORS
