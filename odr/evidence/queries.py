"""What a person may see of the exhibits: those put into the channels they hear."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import select

from odr.access.actor import Actor, Participation
from odr.access.audience import heard_since
from odr.access.load import OpenChannel, load, open_channel, open_released
from odr.access.permissions import Permission, can
from odr.access.vault import ChannelCipher
from odr.cases.models import Case
from odr.cases.participants import Person, everybody_ever
from odr.db import query, session
from odr.errors import NotAllowed, NotFound
from odr.evidence.keeping import blob_key, open_facts
from odr.evidence.kinds import FILM, SOUND, TEXTS
from odr.evidence.models import CourtRelease, Exhibit
from odr.evidence.papers import SHOWN_TEXT, as_text
from odr.evidence.storage import StoredContent, pieces_of, store
from odr.rooms.models import Channel

COURT_FACTS = frozenset({"name", "media_type", "size", "sha256"})


@dataclass(frozen=True)
class ReaderView:
    """Somebody named to see a trade secret, and when they undertook to keep it."""

    participant_id: str
    name: str
    name_en: str
    undertaken_at: datetime | None


@dataclass(frozen=True)
class ExhibitView:
    """An exhibit as one who hears its channel sees it. `sha256` is hexadecimal, `size` in bytes.

    Of a trade secret, those who may not open it see number, owner and time alone. `hidden` is for whoever put it in.
    """

    id: str
    channel_id: str
    number: int
    name: str
    media_type: str
    size: int
    sha256: str
    owner: str
    owner_en: str
    party: str
    party_en: str
    mine: bool
    may_disclose: bool
    at: datetime
    released_by_my_side: bool
    releases: int
    for_court: bool
    withdrawn: bool
    secret: bool
    may_open: bool
    must_undertake: bool
    count: int
    width: int
    height: int
    proves: str
    origin: str
    cleaned: bool
    has_thumb: bool
    has_view: bool
    hidden: tuple[tuple[str, str], ...]
    readers: tuple[ReaderView, ...]

    @property
    def looks(self) -> str:
        """How it is shown in a page: picture, pdf, text, sound, film, or nothing but its name."""
        if self.has_view:
            return "picture"
        if self.media_type in TEXTS:
            return "text"
        known = {"application/pdf": "pdf"} | dict.fromkeys(SOUND, "sound") | dict.fromkeys(FILM, "film")
        return known.get(self.media_type, "")


@dataclass(frozen=True)
class OpenFile:
    """An exhibit and its decrypted bytes, to be read from any place."""

    view: ExhibitView
    file: BinaryIO
    size: int

    def pieces(self, start: int, stop: int) -> Iterator[bytes]:
        """The bytes from `start` up to `stop`, a chunk at a time; the file is closed at the end."""
        return pieces_of(self.file, start, stop)


@dataclass(frozen=True)
class CourtExhibit:
    """An exhibit that both sides released for the court."""

    name: str
    media_type: str
    size: int
    sha256: str
    provided_by: str
    at: datetime
    data: StoredContent


@query
def exhibits_in(actor: Actor, channel_id: str) -> list[ExhibitView]:
    """The exhibits of a channel in the order of their numbers.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    channel = open_channel(actor, Permission.CHANNEL_READ, Channel, channel_id)
    heard = [Exhibit.channel_id == channel.row.id]
    if (since := heard_since(actor.participations[channel.row.case_id], channel.row)) is not None:
        heard.append(Exhibit.at >= since)
    rows = session().scalars(select(Exhibit).where(*heard).order_by(Exhibit.number))
    return _views(actor, channel, list(rows))


@query
def exhibit_view(actor: Actor, exhibit_id: str) -> ExhibitView:
    """One exhibit.

    Raises:
        NotFound: not heard by the actor.
    """
    exhibit = load(actor, Permission.EXHIBIT_READ, Exhibit, exhibit_id)
    return _views(actor, open_channel(actor, Permission.CHANNEL_READ, Channel, exhibit.channel_id), [exhibit])[0]


@query
def exhibit_file(actor: Actor, exhibit_id: str) -> OpenFile:
    """The exhibit and its bytes as they were put in.

    Raises:
        NotFound: not heard by the actor, or withdrawn.
        NotAllowed: a trade secret, which leaves as a marked picture of itself only.
    """
    exhibit, cipher, facts = _opened(actor, exhibit_id)
    view = exhibit_view(actor, exhibit_id)
    if exhibit.secret and not _is_mine(actor, exhibit):
        raise NotAllowed(permission=str(Permission.EXHIBIT_OPEN))
    return OpenFile(view, store().open(exhibit.blob_id, blob_key(cipher, exhibit.id), facts["size"]), facts["size"])


@query
def exhibit_drawing(actor: Actor, exhibit_id: str, kind: str) -> tuple[ExhibitView, bytes]:
    """A picture drawn from the exhibit when it arrived: "thumb" or "view", as WebP.

    Raises:
        NotFound: not heard, withdrawn, or of a kind that is not drawn.
        NotAllowed: a trade secret, which others than its owner see with a mark across it only.
    """
    exhibit, cipher, facts = _opened(actor, exhibit_id)
    if exhibit.secret and not _is_mine(actor, exhibit):
        raise NotAllowed(permission=str(Permission.EXHIBIT_OPEN))
    drawn = facts.get(kind) if kind in ("thumb", "view") else None
    if not drawn:
        raise NotFound(kind="exhibit")
    data = b"".join(store().read(drawn["blob"], blob_key(cipher, exhibit.id)))
    return exhibit_view(actor, exhibit_id), data


@query
def exhibit_original(actor: Actor, exhibit_id: str) -> OpenFile:
    """The file as it was before its particulars were left out; for whoever put it in alone.

    Raises:
        NotFound: there is none, or it is not the actor's.
    """
    exhibit, cipher, facts = _opened(actor, exhibit_id)
    original, view = facts.get("original"), exhibit_view(actor, exhibit_id)
    if not view.mine or not original:
        raise NotFound(kind="exhibit")
    return OpenFile(
        view, store().open(original["blob"], blob_key(cipher, exhibit.id), original["size"]), original["size"]
    )


@query
def exhibit_text(actor: Actor, exhibit_id: str) -> str:
    """The beginning of a text, as characters.

    Raises:
        NotFound: not heard, withdrawn, or no text.
    """
    opened = exhibit_file(actor, exhibit_id)
    with opened.file as file:
        if opened.view.looks != "text":
            raise NotFound(kind="exhibit")
        return as_text(file.read())[:SHOWN_TEXT]


@query
def released_exhibits(actor: Actor, case_id: str) -> list[CourtExhibit]:
    """The exhibits of the joint channel that every side released for the court; nothing of a caucus can be here.

    Raises:
        NotFound, NotAllowed: the actor does not build the file for the court.
    """
    load(actor, Permission.BUNDLE_BUILD, Case, case_id)
    names = {p.participant_id: p for p in everybody_ever(case_id)}
    released = select(Exhibit).where(
        Exhibit.case_id == case_id, Exhibit.for_court_at.is_not(None), Exhibit.withdrawn_at.is_(None)
    )
    found = []
    for row in session().scalars(released.order_by(Exhibit.at, Exhibit.id)).all():
        opened = open_released(actor, Exhibit, row.id)
        owner = names[row.owner_id]
        facts = {name: value for name, value in json.loads(opened.facts).items() if name in COURT_FACTS}
        data = StoredContent(store(), row.blob_id, opened.blob_key, facts["size"])
        found.append(CourtExhibit(provided_by=owner.party_name or owner.name, at=row.at, data=data, **facts))
    return found


def _opened(actor: Actor, exhibit_id: str) -> tuple[Exhibit, ChannelCipher, dict[str, Any]]:
    exhibit = load(actor, Permission.EXHIBIT_OPEN, Exhibit, exhibit_id)
    if exhibit.withdrawn_at is not None:
        raise NotFound(kind="exhibit")
    cipher = open_channel(actor, Permission.CHANNEL_READ, Channel, exhibit.channel_id).cipher
    return exhibit, cipher, open_facts(cipher, exhibit)


def _is_mine(actor: Actor, exhibit: Exhibit) -> bool:
    return actor.participations[exhibit.case_id].participant_id == exhibit.owner_id


def _views(actor: Actor, channel: OpenChannel[Channel], rows: list[Exhibit]) -> list[ExhibitView]:
    mine = actor.participations[channel.row.case_id]
    people = {p.participant_id: p for p in everybody_ever(channel.row.case_id)}
    given: dict[str, set[str]] = {}
    releases = select(CourtRelease).where(CourtRelease.exhibit_id.in_([row.id for row in rows]))
    for release in session().scalars(releases):
        given.setdefault(release.exhibit_id, set()).add(release.party_id)
    return [_view(actor, mine, people, row, open_facts(channel.cipher, row), given.get(row.id, set())) for row in rows]


def _view(
    actor: Actor,
    me: Participation,
    people: dict[str, Person],
    row: Exhibit,
    facts: dict[str, Any],
    given: set[str],
) -> ExhibitView:
    owner, mine, may_open = (
        people[row.owner_id],
        row.owner_id == me.participant_id,
        can(actor, Permission.EXHIBIT_OPEN, row),
    )
    named = {reader.participant_id: reader for reader in row.readers}
    return ExhibitView(
        id=row.id,
        channel_id=row.channel_id,
        number=row.number,
        owner=owner.name,
        owner_en=owner.name_en,
        party=owner.party_name,
        party_en=owner.party_name_en,
        mine=mine,
        may_disclose=can(actor, Permission.EXHIBIT_DISCLOSE, row),
        at=row.at,
        released_by_my_side=me.party_id in given,
        releases=len(given),
        for_court=row.for_court_at is not None,
        withdrawn=row.withdrawn_at is not None,
        secret=row.secret,
        may_open=may_open,
        must_undertake=not may_open and me.participant_id in named,
        readers=tuple(
            ReaderView(p.participant_id, p.name, p.name_en, named[p.participant_id].undertaken_at)
            for p in people.values()
            if p.participant_id in named
        ),
        **_shown(facts if may_open else {}, mine=mine, secret=row.secret),
    )


def _shown(facts: dict[str, Any], *, mine: bool, secret: bool) -> dict[str, Any]:
    """What is told of the file itself, to somebody who may open it."""
    return {
        "name": facts.get("name", ""),
        "media_type": facts.get("media_type", ""),
        "size": facts.get("size", 0),
        "sha256": facts.get("sha256", ""),
        "count": facts.get("count", 0),
        "width": facts.get("width", 0),
        "height": facts.get("height", 0),
        "proves": facts.get("proves", ""),
        "origin": facts.get("origin", ""),
        "cleaned": "original" in facts or bool(facts.get("cleaned")),
        "has_thumb": "thumb" in facts and (mine or not secret),
        "has_view": "view" in facts,
        "hidden": tuple((what, value) for what, value in facts.get("hidden", ())) if mine else (),
    }
