"""Messages as their hearers see them: opened, with what was said about them later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from odr.access.actor import Side
from odr.access.load import OpenChannel
from odr.accounts.models import Account
from odr.cases.models import Participant, Party
from odr.db import session
from odr.rooms.content import Content, open_content
from odr.rooms.models import Channel, Message
from odr.rooms.references import excerpt


@dataclass(frozen=True)
class Author:
    """Who said something; those who were removed keep their name."""

    id: str
    name: str
    name_en: str
    role: str
    side: Side | None


@dataclass(frozen=True)
class QuoteView:
    """The message that another one answers, as it stands now; empty of words when it was recalled."""

    seq: int
    author_id: str
    author: str
    author_en: str
    text: str


@dataclass(frozen=True)
class LaterWord:
    """A correction or a translation of a message. `engine` names the machine that made a translation."""

    seq: int
    author_id: str
    author: str
    author_en: str
    text: str
    at: datetime
    engine: str


@dataclass(frozen=True)
class RecallView:
    """Who took a message back, and when."""

    by: str
    by_en: str
    at: datetime


@dataclass(frozen=True)
class MessageView:
    """One message, for somebody who hears its channel.

    `text` is what was said first; `corrections` are the later versions in order, the last of them counts. A message
    that itself `corrects` or `translates` another one has a place in the order like any other.
    """

    channel_id: str
    seq: int
    author_id: str
    author: str
    author_en: str
    author_role: str
    side: Side | None
    mine: bool
    text: str
    at: datetime
    client_ref: str
    exhibit_id: str | None
    quote: QuoteView | None
    corrects: int | None
    translates: int | None
    translation: str
    engine: str
    recalled: RecallView | None
    corrections: tuple[LaterWord, ...]
    translations: tuple[LaterWord, ...]


def opened(channel: OpenChannel[Channel], rows: Sequence[Message], mine: str) -> list[MessageView]:
    """These messages of the channel in the same order, read by the participant `mine`. Five queries, however many.

    What was said before the reader came is not shown as a quotation either.
    """
    contents = {row.seq: open_content(channel.cipher, row.seq, row.body) for row in rows}
    later = _rows(channel, Message.amends.in_([row.seq for row in rows])) if rows else []
    quoted = {c.quotes for c in contents.values() if c.quotes and c.quotes >= channel.first}
    earlier = _rows(channel, Message.seq.in_(quoted)) if quoted else []
    authors = _authors({row.author_id for row in (*rows, *later, *earlier)} | _recallers(contents.values()))
    additions = _additions(channel, later, authors)
    quotes = {row.seq: _quote(channel, row, authors[row.author_id]) for row in earlier}
    return [_view(row, contents[row.seq], authors, mine, quotes=quotes, additions=additions[row.seq]) for row in rows]


def _recallers(contents: Iterable[Content]) -> set[str]:
    return {content.recalled_by for content in contents if content.recalled}


def _rows(channel: OpenChannel[Channel], condition: ColumnElement[bool]) -> Sequence[Message]:
    chosen = select(Message).where(Message.channel_id == channel.row.id, condition)
    return session().scalars(chosen.order_by(Message.seq)).all()


def _authors(ids: set[str]) -> dict[str, Author]:
    rows = session().execute(
        select(Participant, Account, Party)
        .join(Account, Account.id == Participant.account_id)
        .outerjoin(Party, Party.id == Participant.party_id)
        .where(Participant.id.in_(ids))
    )
    return {
        participant.id: Author(
            id=participant.id,
            name=account.name,
            name_en=account.name_en or account.name,
            role=str(participant.role),
            side=party.side if party else None,
        )
        for participant, account, party in rows
    }


def _additions(
    channel: OpenChannel[Channel], later: Sequence[Message], authors: dict[str, Author]
) -> dict[int, list[tuple[bool, LaterWord]]]:
    """By the place they are about: is it a correction, and the later word itself. Recalled ones are left out."""
    found: dict[int, list[tuple[bool, LaterWord]]] = defaultdict(list)
    for row in later:
        content = open_content(channel.cipher, row.seq, row.body)
        if row.amends is not None and not content.recalled:
            word = _later_word(row, authors[row.author_id], content.text, content.engine)
            found[row.amends].append((content.corrects is not None, word))
    return found


def _later_word(row: Message, author: Author, text: str, engine: str = "") -> LaterWord:
    return LaterWord(
        seq=row.seq,
        author_id=author.id,
        author=author.name,
        author_en=author.name_en,
        text=text,
        at=row.at,
        engine=engine,
    )


def _quote(channel: OpenChannel[Channel], row: Message, author: Author) -> QuoteView:
    text = open_content(channel.cipher, row.seq, row.body).text
    return QuoteView(row.seq, author.id, author.name, author.name_en, excerpt(text))


def _view(
    row: Message,
    content: Content,
    authors: dict[str, Author],
    mine: str,
    *,
    quotes: dict[int, QuoteView],
    additions: list[tuple[bool, LaterWord]],
) -> MessageView:
    author = authors[row.author_id]
    own = (_later_word(row, author, content.translation),) if content.translation else ()
    return MessageView(
        channel_id=row.channel_id,
        seq=row.seq,
        author_id=author.id,
        author=author.name,
        author_en=author.name_en,
        author_role=author.role,
        side=author.side,
        mine=author.id == mine,
        text=content.text,
        at=row.at,
        client_ref=row.client_ref if author.id == mine else "",
        exhibit_id=row.exhibit_id,
        quote=quotes.get(content.quotes or 0),
        corrects=content.corrects,
        translates=content.translates,
        translation=content.translation,
        engine=content.engine,
        recalled=_recall(content, authors),
        corrections=tuple(word for correction, word in additions if correction),
        translations=own + tuple(word for correction, word in additions if not correction),
    )


def _recall(content: Content, authors: dict[str, Author]) -> RecallView | None:
    if content.recalled_at is None:
        return None
    by = authors[content.recalled_by]
    return RecallView(by.name, by.name_en, content.recalled_at)
