"""What people do with exhibits: put one into a channel, release one for the court, withdraw one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor, ChannelKind
from odr.access.load import load, open_channel
from odr.access.permissions import Permission
from odr.audit.trail import record
from odr.cases.participants import actor_for, audience_of, audience_tag
from odr.db import new_id, reading, transaction
from odr.errors import AudienceChanged, Conflict, FileRefused, NotAllowed, PrivateFigure
from odr.evidence.kinds import HEAD_BYTES, kind_of, safe_name
from odr.evidence.models import CourtRelease, Exhibit
from odr.evidence.storage import CHUNK, new_blob_id, store
from odr.rooms.guard import figures_private_until_now
from odr.rooms.models import Channel


@dataclass(frozen=True)
class Submitted:
    """An exhibit that is kept: its digest lets its owner check that it arrived whole."""

    exhibit_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime


def submit_exhibit(
    actor: Actor,
    channel_id: str,
    *,
    name: str,
    source: BinaryIO,
    max_bytes: int,
    audience: str = "",
    knowingly: bool = False,
) -> Submitted:
    """Keep a file, encrypted with the channel's key, for those who hear the channel.

    The bytes stream through; nothing remains of a file that is refused. `audience` marks whom the sender was shown.
    A name is heard like words: a figure its sender has named in a caucus only is refused unless said `knowingly`.

    Raises:
        AudienceChanged: look at who hears it now, then send again.
        PrivateFigure: the name holds a figure that was private until now.
        FileRefused: empty, larger than `max_bytes`, of a kind not taken, or not what its name says.
    """
    with reading():
        channel = open_channel(actor, Permission.CHANNEL_SPEAK, Channel, channel_id)
        _same_hearers(channel.row, audience)
        cipher = channel.cipher
        shown = safe_name(name)
        if not knowingly and (spans := figures_private_until_now(actor, channel.row, shown)):
            raise PrivateFigure(spans=spans)
    blob_id, exhibit_id = new_blob_id(), new_id()
    stream = _Measured(source, max_bytes)
    media_type = kind_of(stream.head(), shown)
    store().put(blob_id, iter(stream), cipher.subkey(f"blob:{exhibit_id}"))
    arrived = Submitted(exhibit_id, shown, media_type, stream.size, stream.sha256, clock.now())
    try:
        _keep(actor, channel_id, blob_id, arrived, audience)
    except BaseException:
        store().delete(blob_id)
        raise
    return arrived


def _keep(actor: Actor, channel_id: str, blob_id: str, arrived: Submitted, audience: str) -> None:
    """Enter a file whose bytes are kept; the sender is asked for anew, since an upload can outlast an admission."""
    with transaction() as tx:
        sender = actor_for(actor.account_id)
        channel = open_channel(sender, Permission.CHANNEL_SPEAK, Channel, channel_id)
        _same_hearers(channel.row, audience)
        facts = {
            "name": arrived.name,
            "media_type": arrived.media_type,
            "size": arrived.size,
            "sha256": arrived.sha256,
        }
        sealed = channel.cipher.seal(f"exhibit:{arrived.exhibit_id}", json.dumps(facts, ensure_ascii=False).encode())
        exhibit = tx.add(
            Exhibit(
                id=arrived.exhibit_id,
                case_id=channel.row.case_id,
                channel_id=channel.row.id,
                owner_id=sender.participations[channel.row.case_id].participant_id,
                blob_id=blob_id,
                sealed_facts=sealed,
                keyed_digest=channel.cipher.keyed_digest(bytes.fromhex(arrived.sha256)),
                at=arrived.at,
            )
        )
        record(
            tx,
            account_id=actor.account_id,
            chain=f"channel:{channel.row.id}",
            act="exhibit.submitted",
            subject=exhibit.id,
            content=exhibit.keyed_digest,
        )


def release_for_court(actor: Actor, exhibit_id: str) -> bool:
    """A side consents that an exhibit of the joint channel goes into the file for the court.

    Returns True when every side has consented, so that the exhibit may go.

    Raises:
        NotAllowed: the exhibit was put into a caucus; it must be submitted to the joint channel first.
        Conflict: it was withdrawn.
    """
    with transaction() as tx:
        exhibit = load(actor, Permission.EXHIBIT_RELEASE, Exhibit, exhibit_id)
        if exhibit.channel.kind != ChannelKind.JOINT:
            raise NotAllowed(permission=str(Permission.EXHIBIT_RELEASE))
        if exhibit.withdrawn_at is not None:
            raise Conflict(state="withdrawn")
        party_id = actor.participations[exhibit.case_id].party_id
        given = {
            r.party_id for r in tx.session.scalars(select(CourtRelease).where(CourtRelease.exhibit_id == exhibit.id))
        }
        if party_id not in given:
            tx.add(CourtRelease(exhibit_id=exhibit.id, party_id=party_id, account_id=actor.account_id, at=clock.now()))
            record(
                tx,
                account_id=actor.account_id,
                chain=f"case:{exhibit.case_id}",
                act="exhibit.released",
                subject=exhibit.id,
            )
        if {p.id for p in exhibit.case.parties} <= given | {party_id}:
            exhibit.for_court_at = exhibit.for_court_at or clock.now()
        return exhibit.for_court_at is not None


def withdraw_exhibit(actor: Actor, exhibit_id: str) -> None:
    """Take back one's own exhibit: it stays listed as withdrawn and can no longer be opened.

    Raises:
        NotAllowed: it is somebody else's, or it already went to the court.
    """
    with transaction() as tx:
        exhibit = load(actor, Permission.EXHIBIT_READ, Exhibit, exhibit_id)
        mine = actor.participations[exhibit.case_id].participant_id == exhibit.owner_id
        if not mine or exhibit.for_court_at is not None:
            raise NotAllowed(permission="exhibit:withdraw")
        if exhibit.withdrawn_at is None:
            exhibit.withdrawn_at = clock.now()
            record(
                tx,
                account_id=actor.account_id,
                chain=f"channel:{exhibit.channel_id}",
                act="exhibit.withdrawn",
                subject=exhibit.id,
            )


def _same_hearers(channel: Channel, shown: str) -> None:
    now = audience_tag(audience_of(channel.case_id, channel))
    if shown and shown != now:
        raise AudienceChanged(audience=now)


class _Measured:
    """Reads a stream once, measuring and hashing what passes; refuses what is too large."""

    def __init__(self, source: BinaryIO, max_bytes: int) -> None:
        self._source, self._max, self._head = source, max_bytes, b""
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of what has passed."""
        return self._hash.hexdigest()

    def head(self) -> bytes:
        """The first bytes, which show what kind of file it is."""
        self._head = self._source.read(HEAD_BYTES)
        return self._head

    def __iter__(self) -> Iterator[bytes]:
        piece = self._head
        while piece:
            self.size += len(piece)
            if self.size > self._max:
                raise FileRefused(reason="size", max_bytes=self._max)
            self._hash.update(piece)
            yield piece
            piece = self._source.read(CHUNK)
