"""The caucus firewall: who hears a channel. One rule in two forms, side by side, proved equal by a property test.

Both deny by default: an unknown role, an unknown kind, or a caucus without a party is heard by the mediator alone.
"""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import ColumnElement, and_, false, or_, true

from odr.access.actor import ChannelKind, Role

_SIDE_ROLES = (Role.PARTY, Role.AGENT)


class Listener(Protocol):
    """A person admitted to the case."""

    @property
    def role(self) -> Any: ...

    @property
    def party_id(self) -> Any: ...


class Heard(Protocol):
    """A channel of that same case."""

    @property
    def kind(self) -> Any: ...

    @property
    def party_id(self) -> Any: ...


def hears(who: Listener | None, channel: Heard) -> bool:
    """Does this participant of the case hear this channel of the case?"""
    if who is None:
        return False
    if who.role == Role.MEDIATOR:
        return True
    if who.role not in _SIDE_ROLES:
        return False
    if channel.kind == ChannelKind.JOINT:
        return True
    return channel.kind == ChannelKind.CAUCUS and channel.party_id is not None and channel.party_id == who.party_id


def heard_by(who: Listener | None, channel: Any) -> ColumnElement[bool]:
    """The same rule as an SQL condition on a table with the columns kind and party_id."""
    if who is None:
        return false()
    if who.role == Role.MEDIATOR:
        return true()
    if who.role not in _SIDE_ROLES:
        return false()
    own = false()
    if who.party_id is not None:
        own = and_(channel.kind == ChannelKind.CAUCUS, channel.party_id == who.party_id)
    return or_(channel.kind == ChannelKind.JOINT, own)
