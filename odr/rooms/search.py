"""Looking for words in one channel.

What is sealed has no index: one in clear would be a second copy of every word, and one of keyed marks would still tell
how often each word is used and fits badly to a language without spaces. So the channel is opened and read from its
end, a bounded number of messages at a time; a mediation has some hundreds of messages, rarely thousands. Nothing is
counted across channels.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import open_channel
from odr.access.permissions import Permission
from odr.db import query, session
from odr.errors import InvalidInput
from odr.rooms.content import open_content
from odr.rooms.matching import spans_of, terms_of
from odr.rooms.models import Channel, Message
from odr.rooms.opened import MessageView, opened

MOST_READ = 2000
MOST_FOUND = 30
MAX_WORDS = 100


@dataclass(frozen=True)
class Hit:
    """A message that holds what was looked for; `spans` are the places in its text, or none when only its translation
    holds it."""

    message: MessageView
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Found:
    """Hits, newest first. `before` is where to go on looking; None when the beginning of the channel was reached."""

    hits: tuple[Hit, ...]
    before: int | None


@query
def search_channel(actor: Actor, channel_id: str, *, words: str, before: int | None = None) -> Found:
    """Messages of a channel that hold every one of the words, newest first, from the place `before` on.

    One call opens at most 2,000 messages and gives at most 30 back.

    Raises:
        NotFound: the actor does not hear the channel.
        InvalidInput: nothing to look for, or more than 100 characters.
    """
    channel = open_channel(actor, Permission.CHANNEL_READ, Channel, channel_id)
    terms = terms_of(words)
    if not terms or len(words) > MAX_WORDS:
        raise InvalidInput(words="too_long" if terms else "empty")
    rows = select(Message).where(Message.channel_id == channel.row.id, Message.seq >= channel.first)
    rows = rows.order_by(Message.seq.desc()).limit(MOST_READ)
    if before is not None:
        rows = rows.where(Message.seq < before)
    places: dict[int, tuple[tuple[int, int], ...]] = {}
    found: list[Message] = []
    read, last = 0, 0
    for row in session().scalars(rows):
        content = open_content(channel.cipher, row.seq, row.body)
        read, last = read + 1, row.seq
        if spans_of(content.words, terms):
            places[row.seq] = spans_of(content.text, terms)
            found.append(row)
        if len(found) == MOST_FOUND:
            break
    mine = actor.participations[channel.row.case_id].participant_id
    hits = tuple(Hit(message, places[message.seq]) for message in opened(channel, found, mine))
    more = last > channel.first and (read == MOST_READ or len(found) == MOST_FOUND)
    return Found(hits, last if more else None)
