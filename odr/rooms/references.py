"""What a message may refer to: an earlier one of the very same channel, and in which way."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from odr.access.load import OpenChannel
from odr.db import session
from odr.errors import InvalidInput, NotAllowed
from odr.events import Quoted
from odr.rooms.content import Content, open_content
from odr.rooms.models import Message

EXCERPT = 200


def check_references(channel: OpenChannel[Any], author_id: str, content: Content) -> Quoted | None:
    """The message that `content` quotes, corrects or translates, looked up in the channel it is said in.

    A place in another channel is a place that does not exist here, and so is one from before the writer came. For use
    inside the unit that keeps the message.

    Raises:
        InvalidInput: nothing is said at that place, its words were recalled, or it is a file or itself a later word
            about another message.
        NotAllowed: a correction of what somebody else said.
    """
    name = next((n for n in ("quotes", "corrects", "translates") if getattr(content, n) is not None), None)
    if name is None:
        return None
    place = getattr(content, name)
    heard = (Message.channel_id == channel.row.id, Message.seq == place, Message.seq >= channel.first)
    row = session().scalar(select(Message).where(*heard))
    if row is None:
        raise InvalidInput(**{name: "unknown"})
    if name == "corrects" and row.author_id != author_id:
        raise NotAllowed(permission="message:correct")
    if row.amends is not None or (row.exhibit_id and name != "quotes"):
        raise InvalidInput(**{name: "not_here"})
    referred = open_content(channel.cipher, row.seq, row.body)
    if referred.recalled:
        raise InvalidInput(**{name: "recalled"})
    return Quoted(seq=row.seq, author_id=row.author_id, text=excerpt(referred.text))


def excerpt(text: str) -> str:
    """As much of a message as stands above the one that answers it."""
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"
