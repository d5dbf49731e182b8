"""What a message holds: a small envelope in canonical JSON, sealed as a whole with the channel's key."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

import orjson

from odr.access.vault import ChannelCipher
from odr.errors import InvalidInput

MAX_TEXT = 8000
VERSION = 1
# Unicode's categories Cc and Cs, without the end of a line and the tabulator.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Content:
    """The words of a message and what they are about.

    `quotes` is the place of an earlier message these words answer. `corrects` and `translates` make the message a
    later word about another one: a new version by its author, or its translation. `translation` is the author's own,
    said together with the words; `engine` names the machine a translation comes from, empty when a person wrote it.
    Of a recalled message only who recalled it and when remains.
    """

    text: str
    quotes: int | None = None
    corrects: int | None = None
    translates: int | None = None
    translation: str = ""
    engine: str = ""
    recalled_by: str = ""
    recalled_at: datetime | None = None

    @property
    def amends(self) -> int | None:
        """The place of the message this one is a later word about."""
        return self.corrects if self.corrects is not None else self.translates

    @property
    def refers(self) -> bool:
        """Are these words about another message?"""
        return self.quotes is not None or self.amends is not None

    @property
    def recalled(self) -> bool:
        """Were its words taken back before anybody else had read them?"""
        return self.recalled_at is not None

    @property
    def words(self) -> str:
        """Everything somebody would read, for whoever has to look through it."""
        return f"{self.text}\n{self.translation}" if self.translation else self.text


_PARTS = tuple(field.name for field in fields(Content) if field.name != "text")


def checked_content(content: Content) -> Content:
    """The content as it will be kept, its words trimmed and composed.

    Raises:
        InvalidInput: words that are empty, longer than 8,000 characters or hold control characters; a message that
            is about more than one other in ways that exclude each other.
    """
    if sum(place is not None for place in (content.quotes, content.corrects, content.translates)) > 1:
        raise InvalidInput(content="one_reference")
    for name in ("quotes", "corrects", "translates"):
        place = getattr(content, name)
        if place is not None and place < 1:
            raise InvalidInput(**{name: "unknown"})
    translation = checked_text(content.translation) if content.translation.strip() else ""
    if translation and content.amends is not None:
        raise InvalidInput(translation="not_here")
    text = checked_text(content.text)
    if (text, translation) == (content.text, content.translation):
        return content
    return replace(content, text=text, translation=translation)


def checked_text(text: str) -> str:
    """The words as they will be kept: trimmed, composed (NFC), of a length one can read.

    Raises:
        InvalidInput: empty, longer than 8,000 characters, or with control characters.
    """
    words = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if not words:
        raise InvalidInput(text="empty")
    if len(words) > MAX_TEXT:
        raise InvalidInput(text="too_long")
    if CONTROL.search(words):
        raise InvalidInput(text="control_characters")
    return words


def serialise(content: Content) -> bytes:
    """The one sequence of bytes for this content: sorted names, nothing that is empty, UTF-8."""
    facts: dict[str, Any] = {"v": VERSION, "text": content.text}
    for name in _PARTS:
        value = getattr(content, name)
        if value is not None and value != "":
            facts[name] = value.isoformat() if isinstance(value, datetime) else value
    return orjson.dumps(facts, option=orjson.OPT_SORT_KEYS)


def parse(data: bytes) -> Content:
    """The content these bytes stand for.

    Raises:
        ValueError: not an envelope of this version, or with something in it that does not belong there.
    """
    facts = json.loads(data)
    if not isinstance(facts, dict) or facts.pop("v", None) != VERSION:
        raise ValueError("not an envelope of this version")
    if unknown := facts.keys() - {field.name for field in fields(Content)}:
        raise ValueError(f"unknown parts: {sorted(unknown)}")
    for name, value in facts.items():
        wanted = int if name in {"quotes", "corrects", "translates"} else str
        if type(value) is not wanted:
            raise ValueError(f"{name} is of the wrong kind")
    if "text" not in facts:
        raise ValueError("an envelope without words")
    if "recalled_at" in facts:
        facts["recalled_at"] = datetime.fromisoformat(facts["recalled_at"])
    return Content(**facts)


def seal_content(cipher: ChannelCipher, seq: int, content: Content) -> bytes:
    """The sealed body of the message at this place of the channel."""
    return cipher.seal(f"message:{seq}", serialise(content))


def open_content(cipher: ChannelCipher, seq: int, body: bytes) -> Content:
    """What the message at this place holds.

    Raises:
        CannotOpen: altered, or sealed for another channel or place.
    """
    return parse(cipher.open(f"message:{seq}", body))
