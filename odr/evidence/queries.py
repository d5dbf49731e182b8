"""What a person may see of the exhibits: those put into the channels they hear."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.audience import heard_since
from odr.access.load import load, open_channel, open_released
from odr.access.permissions import Permission
from odr.cases.models import Case
from odr.cases.participants import everybody_ever
from odr.db import query, session
from odr.errors import NotFound
from odr.evidence.models import CourtRelease, Exhibit
from odr.evidence.storage import store
from odr.rooms.models import Channel


@dataclass(frozen=True)
class ExhibitView:
    """An exhibit as one who hears its channel sees it. `sha256` is hexadecimal, `size` in bytes."""

    id: str
    channel_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    owner: str
    owner_en: str
    mine: bool
    at: datetime
    released_by_my_side: bool
    for_court: bool
    withdrawn: bool


@dataclass(frozen=True)
class CourtExhibit:
    """An exhibit that both sides released for the court."""

    name: str
    media_type: str
    size: int
    sha256: str
    provided_by: str
    at: datetime
    data: bytes


@query
def exhibits_in(actor: Actor, channel_id: str) -> list[ExhibitView]:
    """The exhibits of a channel, oldest first.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    channel = open_channel(actor, Permission.CHANNEL_READ, Channel, channel_id)
    mine = actor.participations[channel.row.case_id]
    names = {p.participant_id: p for p in everybody_ever(channel.row.case_id)}
    released = set(session().scalars(select(CourtRelease.exhibit_id).where(CourtRelease.party_id == mine.party_id)))
    heard = [Exhibit.channel_id == channel.row.id]
    if (since := heard_since(mine, channel.row)) is not None:
        heard.append(Exhibit.at >= since)
    rows = session().scalars(select(Exhibit).where(*heard).order_by(Exhibit.at, Exhibit.id))
    return [
        ExhibitView(
            id=row.id,
            channel_id=row.channel_id,
            owner=names[row.owner_id].name,
            owner_en=names[row.owner_id].name_en,
            mine=row.owner_id == mine.participant_id,
            at=row.at,
            released_by_my_side=row.id in released,
            for_court=row.for_court_at is not None,
            withdrawn=row.withdrawn_at is not None,
            **json.loads(channel.cipher.open(f"exhibit:{row.id}", row.sealed_facts)),
        )
        for row in rows
    ]


@query
def exhibit_file(actor: Actor, exhibit_id: str) -> tuple[ExhibitView, Iterator[bytes]]:
    """The exhibit and its bytes, decrypted piece by piece.

    Raises:
        NotFound: not heard by the actor, or withdrawn.
    """
    exhibit = load(actor, Permission.EXHIBIT_READ, Exhibit, exhibit_id)
    if exhibit.withdrawn_at is not None:
        raise NotFound(kind="exhibit")
    view = next(v for v in exhibits_in(actor, exhibit.channel_id) if v.id == exhibit.id)
    cipher = open_channel(actor, Permission.CHANNEL_READ, Channel, exhibit.channel_id).cipher
    return view, store().read(exhibit.blob_id, cipher.subkey(f"blob:{exhibit.id}"))


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
        found.append(
            CourtExhibit(
                provided_by=owner.party_name or owner.name,
                at=row.at,
                data=b"".join(store().read(row.blob_id, opened.blob_key)),
                **json.loads(opened.facts),
            )
        )
    return found
