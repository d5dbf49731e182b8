"""Shapes that cross the socket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict


class About(TypedDict):
    """The earlier message that words are about, and their translation."""

    quotes: int | None
    corrects: int | None
    translates: int | None
    translation: str


@dataclass(frozen=True)
class PostMessage:
    """Words for one channel. `audience` is the mark of the people the writer was shown; `knowingly` answers the
    question about a figure that was private until now. `quotes`, `corrects` and `translates` are the place of an
    earlier message of the channel, 0 for none."""

    channel_id: str
    text: str
    client_ref: str
    audience: str = ""
    knowingly: bool = False
    quotes: int = 0
    corrects: int = 0
    translates: int = 0
    translation: str = ""

    def about(self) -> About:
        """What the words are about, for the command."""
        return {
            "quotes": self.quotes or None,
            "corrects": self.corrects or None,
            "translates": self.translates or None,
            "translation": self.translation,
        }


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


@dataclass(frozen=True)
class OneMessage:
    """A message by its place in a channel."""

    channel_id: str
    seq: int


@dataclass(frozen=True)
class OneChannel:
    """A channel."""

    channel_id: str


@dataclass(frozen=True)
class KeepDraft:
    """What has been written so far, and the mark of the people the writer was shown."""

    channel_id: str
    text: str
    audience: str = ""


@dataclass(frozen=True)
class Search:
    """What to look for in a channel; `before` is the place to go on from, 0 for the end."""

    channel_id: str
    words: str
    before: int = 0
