"""Shapes that cross the socket."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PostMessage:
    """Words for one channel. `audience` is the mark of the people the writer was shown; `knowingly` answers the
    question about a figure that was private until now."""

    channel_id: str
    text: str
    client_ref: str
    audience: str = ""
    knowingly: bool = False


@dataclass(frozen=True)
class MarkRead:
    """How far the reader has read a channel."""

    channel_id: str
    seq: int


@dataclass(frozen=True)
class EnterRoom:
    """The page of a case's room is open."""

    case_ref: str


@dataclass(frozen=True)
class CatchUp:
    """What was said in a channel after a place in its order."""

    channel_id: str
    after: int
