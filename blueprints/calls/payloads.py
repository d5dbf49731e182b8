"""What a page sends about a call."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class InChannel:
    """Start, join, leave or end the call of a channel."""

    channel_id: str


@dataclass(frozen=True)
class Devices:
    """What is switched on; also the page's sign of life."""

    channel_id: str
    muted: bool
    camera: bool
    sharing: bool


@dataclass(frozen=True)
class Signal:
    """A session description or a batch of candidates for one other page, as its browser wrote it."""

    channel_id: str
    recipient: str
    kind: str
    body: str


@dataclass(frozen=True)
class Caption:
    """A line of what is being said."""

    channel_id: str
    text: str
