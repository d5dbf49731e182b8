"""The caucus firewall: who hears a channel. One rule in two forms, side by side, proved equal by a property test.

Both deny by default: an unknown role, an unknown kind, or a caucus without a party is heard by the mediator alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, false, or_, true

from odr.access.actor import GUESTS, MEDIATORS, SIDE_ROLES, ChannelKind, Hearing

BEYOND = 2**62
"""A place no channel ever reaches."""


class Listener(Protocol):
    """A person admitted to the case. `channels` are those a guest was admitted to, by channel id."""

    @property
    def role(self) -> Any: ...

    @property
    def party_id(self) -> Any: ...

    @property
    def channels(self) -> Mapping[str, Hearing]: ...


class Heard(Protocol):
    """A channel of that same case."""

    @property
    def id(self) -> Any: ...

    @property
    def kind(self) -> Any: ...

    @property
    def party_id(self) -> Any: ...


def hears(who: Listener | None, channel: Heard) -> bool:
    """Does this participant of the case hear this channel of the case?"""
    if who is None:
        return False
    if who.role in MEDIATORS:
        return True
    if who.role in GUESTS:
        return channel.id in who.channels and channel.kind in (ChannelKind.JOINT, ChannelKind.CAUCUS)
    if who.role not in SIDE_ROLES:
        return False
    if channel.kind == ChannelKind.JOINT:
        return True
    return channel.kind == ChannelKind.CAUCUS and channel.party_id is not None and channel.party_id == who.party_id


def reads_notes(who: Listener | None) -> bool:
    """Does this participant of the case read what its mediators note for themselves? No side does, not its own part."""
    return who is not None and who.role in MEDIATORS


def heard_by(who: Listener | None, channel: Any) -> ColumnElement[bool]:
    """The same rule as an SQL condition on a table with the columns id, kind and party_id."""
    if who is None:
        return false()
    if who.role in MEDIATORS:
        return true()
    if who.role in GUESTS:
        return and_(channel.id.in_(list(who.channels)), channel.kind.in_((ChannelKind.JOINT, ChannelKind.CAUCUS)))
    if who.role not in SIDE_ROLES:
        return false()
    own = false()
    if who.party_id is not None:
        own = and_(channel.kind == ChannelKind.CAUCUS, channel.party_id == who.party_id)
    return or_(channel.kind == ChannelKind.JOINT, own)


def first_heard(who: Listener | None, channel: Heard) -> int:
    """The first place in the channel's order that this participant hears: 1, or later for a guest who came later.

    Somebody who does not hear the channel hears no place of it: the number is beyond every place there can be.
    """
    if who is None or not hears(who, channel):
        return BEYOND
    return who.channels[channel.id].from_seq if who.role in GUESTS else 1


def heard_since(who: Listener, channel: Heard) -> datetime | None:
    """The instant from which on a guest hears the channel, or None for everything. Ask `hears` first."""
    return who.channels[channel.id].since if who.role in GUESTS else None


def meets(one: Listener, other: Listener) -> bool:
    """Do these two hear a channel in common, so that each may know of the other?

    Everybody but a guest hears the joint channel. A guest of one side's caucus is known to those who hear it alone.
    """
    if one.role in GUESTS:
        return any(hears(other, channel) for channel in one.channels.values())
    return other.role not in GUESTS or meets(other, one)
