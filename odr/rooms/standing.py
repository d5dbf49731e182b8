"""Who may say what in which channel of a case, worked out once by the rules themselves and kept while nothing changed.

The rules are asked inside a unit of work, for every person and channel of the case (`can`, `hears`), and the answer
is used again only while the case's number (`odr.cases.standing`), read inside the unit that uses it, is the same.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from threading import Lock

from sqlalchemy import select

from odr.access.actor import Actor, ChannelKind
from odr.access.audience import first_heard, hears
from odr.access.load import OpenChannel, open_for_writing
from odr.access.permissions import Permission, can
from odr.cases.participants import Person, accounts_of, audience_tag, people_in, places_in
from odr.cases.standing import is_watched
from odr.db import session
from odr.rooms.models import Channel

KEPT_CASES = 4096


@dataclass(frozen=True)
class Room:
    """What stays true of a channel outside the unit of work that read it."""

    id: str
    case_id: str
    kind: ChannelKind
    party_id: str | None


@dataclass(frozen=True)
class Place:
    """A channel as whoever keeps its messages needs it.

    `speakers` and `readers` say by account who may speak and who hears; `audience` are the accounts a message goes to.
    `came_at` is, by account, the first place heard by those who hear the channel from a later place on only.
    """

    id: str
    case_id: str
    kind: ChannelKind
    opened: OpenChannel[Room]
    speakers: Mapping[str, Person]
    readers: frozenset[str]
    audience: tuple[str, ...]
    tag: str
    came_at: Mapping[str, int]

    def opened_by(self, account_id: str) -> OpenChannel[Room]:
        """The channel as this account hears it."""
        return replace(self.opened, first=self.came_at.get(account_id, 1))

    def who_heard(self, seq: int) -> tuple[str, ...]:
        """Those of the audience who hear what was said at this place."""
        return tuple(account for account in self.audience if self.came_at.get(account, 1) <= seq)


@dataclass(frozen=True)
class Standing:
    """Every channel of a case at one number of its standing."""

    number: int
    places: Mapping[str, Place]

    def caucuses_heard_by(self, account_id: str, *, other_than: str) -> list[OpenChannel[Room]]:
        """The caucuses this account hears, without one channel."""
        return [
            place.opened_by(account_id)
            for place in self.places.values()
            if place.kind == ChannelKind.CAUCUS and place.id != other_than and account_id in place.readers
        ]


_kept: OrderedDict[str, Standing] = OrderedDict()
_places: dict[str, Place] = {}
_lock = Lock()


def standing_of(case_id: str, number: int, *, keep: bool) -> Standing:
    """The standing of a case whose number was read in this unit of work.

    `keep` it for later units only where this one has written nothing that may yet be undone.
    """
    with _lock:
        known = _kept.get(case_id)
        if known is not None and known.number == number and keep:
            _kept.move_to_end(case_id)
            return known
    fresh = Standing(number, {place.id: place for place in _work_out(case_id)})
    if keep and is_watched(session().connection()):
        with _lock:
            _keep(case_id, fresh)
            while len(_kept) > KEPT_CASES:
                _drop(_kept.popitem(last=False)[1])
    return fresh


def kept_place(channel_id: str) -> Place | None:
    """What was kept of a channel, true or no longer: good for a guess that is compared with the truth afterwards."""
    return _places.get(channel_id)


def _keep(case_id: str, standing: Standing) -> None:
    if earlier := _kept.pop(case_id, None):
        _drop(earlier)
    _kept[case_id] = standing
    _places.update(standing.places)


def _drop(standing: Standing) -> None:
    for ident in standing.places:
        _places.pop(ident, None)


def forget() -> None:
    """Drop what is kept; the next message works it out anew."""
    with _lock:
        _kept.clear()
        _places.clear()


def _work_out(case_id: str) -> list[Place]:
    people = people_in(case_id)
    actors = {account: Actor(account, {case_id: place}) for account, place in places_in(case_id).items()}
    return [
        _place(channel, people, actors)
        for channel in session().scalars(select(Channel).where(Channel.case_id == case_id).order_by(Channel.id)).all()
    ]


def _place(channel: Channel, people: list[Person], actors: Mapping[str, Actor]) -> Place:
    hearers = [person for person in people if hears(person, channel)]
    heard_as = {person.participant_id for person in hearers}
    speakers = {
        person.account_id: person
        for person in people
        if person.participant_id in heard_as and _speaks(actors.get(person.account_id), person, channel)
    }
    return Place(
        id=channel.id,
        case_id=channel.case_id,
        kind=channel.kind,
        opened=OpenChannel(
            Room(channel.id, channel.case_id, channel.kind, channel.party_id), open_for_writing(channel).cipher
        ),
        speakers=speakers,
        readers=frozenset(a for a, actor in actors.items() if can(actor, Permission.CHANNEL_READ, channel)),
        audience=accounts_of(hearers),
        tag=audience_tag(hearers),
        came_at={p.account_id: first for p in hearers if (first := first_heard(p, channel)) > 1},
    )


def _speaks(actor: Actor | None, person: Person, channel: Channel) -> bool:
    if actor is None or actor.participations[channel.case_id].participant_id != person.participant_id:
        return False
    return can(actor, Permission.CHANNEL_SPEAK, channel)
