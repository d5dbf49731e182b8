"""What the page of a room is made of: messages, people and channels as one reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from blueprints.locale import beijing_day
from blueprints.packets import as_json
from blueprints.rooms.wording import language_of, mark_of, name_of, role_of, shown_name, words_for
from odr.cases.participants import Person
from odr.evidence.queries import ExhibitView
from odr.rooms.opened import LaterWord, MessageView
from odr.rooms.queries import ChannelView
from odr.rooms.receipts import ReadUpTo
from odr.rooms.search import Found, Hit


@dataclass(frozen=True)
class ShownPerson:
    """A person of the room. `here` says that some page of theirs shows the room, never which channel."""

    id: str
    name: str
    lang: str
    role: str
    side: str
    party: str
    here: bool
    me: bool


@dataclass(frozen=True)
class ShownText:
    """Words with the language they are in, who said them and, of a translation, which machine made it."""

    seq: int
    author: str
    text: str
    lang: str
    at: datetime
    engine: str = ""


@dataclass(frozen=True)
class ShownMessage:
    """One message of the log. `day` is set on the first message of a Beijing day, `new` on the first unread one.

    `text` is what counts now: the newest version. `earlier` are the versions before it, oldest first. A message that
    is itself a later word about another one `amends` that one.
    """

    seq: int
    author: str
    author_lang: str
    role: str
    side: str
    mine: bool
    text: str
    lang: str
    at: datetime
    exhibit: ExhibitView | None
    exhibit_id: str | None
    quote: ShownText | None
    amends: int | None
    corrects: bool
    engine: str
    newest: int
    newest_at: datetime
    earlier: tuple[ShownText, ...]
    translations: tuple[ShownText, ...]
    recalled_by: str
    recalled_at: datetime | None
    day: date | None
    new: bool


def shown_people(people: Iterable[Person], me: Person, present: Iterable[str]) -> list[ShownPerson]:
    """People in the reader's language."""
    here = set(present)
    return [
        ShownPerson(
            id=person.participant_id,
            name=name_of(person),
            lang=language_of(name_of(person)),
            role=role_of(person.role, person.side),
            side=mark_of(person.role, person.side),
            party=shown_name(person.party_name, person.party_name_en),
            here=person.participant_id in here,
            me=person.participant_id == me.participant_id,
        )
        for person in people
    ]


def shown_messages(
    messages: Iterable[MessageView], exhibits: Iterable[ExhibitView], read_seq: int
) -> list[ShownMessage]:
    """The log, with the places where a day begins and where the reader stopped reading."""
    files = {exhibit.id: exhibit for exhibit in exhibits}
    shown: list[ShownMessage] = []
    last_day, marked = None, False
    for message in messages:
        day = beijing_day(message.at)
        new = not marked and not message.mine and message.seq > read_seq > 0
        shown.append(_shown(message, files, day=day if day != last_day else None, new=new))
        last_day, marked = day, marked or new
    return shown


def _shown(message: MessageView, files: dict[str, ExhibitView], *, day: date | None, new: bool) -> ShownMessage:
    name = shown_name(message.author, message.author_en)
    first = ShownText(message.seq, name, message.text, language_of(message.text), message.at)
    versions = (first, *map(_later, message.corrections))
    quote, recalled = message.quote, message.recalled
    return ShownMessage(
        seq=message.seq,
        author=name,
        author_lang=language_of(name),
        role=role_of(message.author_role, message.side),
        side=mark_of(message.author_role, message.side),
        mine=message.mine,
        text=versions[-1].text,
        lang=versions[-1].lang,
        at=message.at,
        exhibit=files.get(message.exhibit_id or ""),
        exhibit_id=message.exhibit_id,
        quote=quote
        and ShownText(
            quote.seq, shown_name(quote.author, quote.author_en), quote.text, language_of(quote.text), message.at
        ),
        amends=message.corrects or message.translates,
        corrects=message.corrects is not None,
        engine=message.engine,
        newest=versions[-1].seq,
        newest_at=versions[-1].at,
        earlier=versions[:-1],
        translations=tuple(map(_later, message.translations)),
        recalled_by=shown_name(recalled.by, recalled.by_en) if recalled else "",
        recalled_at=recalled.at if recalled else None,
        day=day,
        new=new,
    )


def _later(word: LaterWord) -> ShownText:
    return ShownText(
        word.seq, shown_name(word.author, word.author_en), word.text, language_of(word.text), word.at, word.engine
    )


def people_as_json(people: Iterable[Person], me: Person, present: Iterable[str]) -> list[dict[str, Any]]:
    """People as data for the page."""
    return [asdict(person) for person in shown_people(people, me, present)]


def channel_as_json(channel: ChannelView, me: Person) -> dict[str, Any]:
    """Who hears the channel now, and the words that say so: the page puts them in place when people come or go."""
    return {
        "id": channel.id,
        "audience": channel.audience,
        "last_seq": channel.last_seq,
        "may_speak": channel.may_speak,
        "words": asdict(words_for(channel, me)),
        "people": people_as_json(channel.people, me, ()),
    }


def messages_as_json(messages: Iterable[MessageView]) -> list[dict[str, Any]]:
    """The log as data, in the same shape as over the socket."""
    return [as_json(asdict(message)) for message in messages]


def receipts_as_json(read: Iterable[ReadUpTo]) -> dict[str, int]:
    """By participant, the last of my messages they have read."""
    return {place.participant_id: place.seq for place in read}


def shown_hits(found: Found) -> list[tuple[ShownMessage, list[tuple[str, bool]]]]:
    """Each hit with its text cut where the words looked for begin and end; True marks what was looked for."""
    return [(_shown(hit.message, {}, day=None, new=False), _cut(hit)) for hit in found.hits]


def found_as_json(found: Found) -> dict[str, Any]:
    """What was found as data for the page."""
    return {
        "hits": [
            {
                "seq": hit.message.seq,
                "author": shown_name(hit.message.author, hit.message.author_en),
                "at": hit.message.at.isoformat(),
                "pieces": _cut(hit),
            }
            for hit in found.hits
        ],
        "before": found.before,
    }


def _cut(hit: Hit) -> list[tuple[str, bool]]:
    text = hit.message.text if hit.spans else f"{hit.message.text}\n{hit.message.translation}".strip()
    pieces: list[tuple[str, bool]] = []
    done = 0
    for start, end in hit.spans:
        pieces += [(text[done:start], False), (text[start:end], True)]
        done = end
    return [(words, marked) for words, marked in (*pieces, (text[done:], False)) if words]
