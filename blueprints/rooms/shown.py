"""What the page of a room is made of: messages, people and channels as one reader sees them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from blueprints.locale import beijing_day
from blueprints.realtime import as_json
from blueprints.rooms.wording import language_of, mark_of, name_of, role_of, shown_name, words_for
from odr.cases.participants import Person
from odr.evidence.queries import ExhibitView
from odr.rooms.opened import MessageView
from odr.rooms.queries import ChannelView


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
class ShownMessage:
    """One message of the log. `day` is set on the first message of a Beijing day, `new` on the first unread one."""

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
        name = shown_name(message.author, message.author_en)
        day = beijing_day(message.at)
        new = not marked and not message.mine and message.seq > read_seq > 0
        shown.append(
            ShownMessage(
                seq=message.seq,
                author=name,
                author_lang=language_of(name),
                role=role_of(message.author_role, message.side),
                side=mark_of(message.author_role, message.side),
                mine=message.mine,
                text=message.text,
                lang=language_of(message.text),
                at=message.at,
                exhibit=files.get(message.exhibit_id or ""),
                exhibit_id=message.exhibit_id,
                day=day if day != last_day else None,
                new=new,
            )
        )
        last_day, marked = day, marked or new
    return shown


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
