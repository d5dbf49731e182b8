"""Large files on their way into a channel: piece by piece, resumed after a cut, sealed from the first byte.

An upload has a size from the beginning and an offset that only grows: what is acknowledged is on disk, sealed as it
will stay. A crash loses at most the piece that was not acknowledged. The semantics are those of tus 1.0
(docs/uploads.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from odr import clock
from odr.access.actor import Actor, ChannelKind
from odr.access.load import load, open_channel
from odr.access.permissions import Permission
from odr.access.vault import ChannelCipher
from odr.db import new_id, query, reading, session, transaction
from odr.errors import Conflict, FileRefused, HiddenData, InvalidInput, NotFound, PrivateFigure
from odr.evidence.examine import CLEANABLE, CLEANED_UP_TO
from odr.evidence.keeping import (
    Asked,
    Looked,
    Submitted,
    blob_key,
    enter,
    forget,
    look_into,
    open_facts,
    same_hearers,
    without_particulars,
)
from odr.evidence.kinds import HEAD_BYTES, kind_of, safe_name, taken
from odr.evidence.models import Exhibit, ExhibitUpload
from odr.evidence.storage import CHUNK, Busy, new_blob_id, store
from odr.rooms.guard import figures_private_until_now
from odr.rooms.models import Channel

LARGEST_PIECE = 8 * 1024 * 1024
MOST_UNFINISHED = 20
KEPT_UNFINISHED = timedelta(days=7)
MARK_LENGTH = 128


@dataclass(frozen=True)
class UploadView:
    """An upload as its sender sees it. `mark` is what the sender's page recognises the file by."""

    id: str
    channel_id: str
    name: str
    size: int
    received: int
    mark: str
    started_at: datetime
    finished: bool
    hidden: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Bounds:
    """What one person may put into one channel, in bytes: a single file, and all together."""

    file: int
    channel: int


def start_upload(
    actor: Actor,
    channel_id: str,
    *,
    name: str,
    size: int,
    mark: str,
    bounds: Bounds,
    audience: str = "",
    knowingly: bool = False,
) -> UploadView:
    """Announce a file; the same file announced again is the same upload, from where it stopped.

    Raises:
        AudienceChanged, PrivateFigure: as for words.
        FileRefused: empty, too large, of an ending that is not taken, or over the sender's share of this channel.
    """
    shown = safe_name(name)
    with transaction() as tx:
        channel = open_channel(actor, Permission.CHANNEL_SPEAK, Channel, channel_id)
        me = actor.participations[channel.row.case_id].participant_id
        for known in _unfinished(channel.row.id, me):
            view = _view(known, channel.cipher)
            if mark and (view.name, view.size, view.mark) == (shown, size, mark):
                return view
        same_hearers(channel.row, audience)
        _may_come(shown, size, mark, bounds)
        if not knowingly and (spans := figures_private_until_now(actor, channel.row, shown)):
            raise PrivateFigure(spans=spans)
        if len(_unfinished(channel.row.id, me)) >= MOST_UNFINISHED:
            raise FileRefused(reason="unfinished")
        if bytes_of(channel.cipher, channel.row.id, me) + size > bounds.channel:
            raise FileRefused(reason="quota")
        ident, now = new_id(), clock.now()
        upload = tx.add(
            ExhibitUpload(
                id=ident,
                case_id=channel.row.case_id,
                channel_id=channel.row.id,
                owner_id=me,
                exhibit_id=new_id(),
                blob_id=new_blob_id(),
                sealed_facts=_seal(channel.cipher, ident, {"name": shown, "mark": mark}),
                size=size,
                started_at=now,
                touched_at=now,
            )
        )
        return _view(upload, channel.cipher)


def append_piece(
    actor: Actor, upload_id: str, *, offset: int, length: int, read: Callable[[int], bytes], sha256: str = ""
) -> int:
    """Take the next piece; returns how many bytes are kept now. It is on disk before this returns.

    Raises:
        Conflict: not the next piece (`received` says which is), finished, or another request is writing.
        InvalidInput: a length that is not a multiple of 64 KiB before the end, a piece cut short, or a wrong digest.
        FileRefused: the first bytes show a kind that is not taken; the upload is gone.
    """
    upload, cipher = _mine(actor, upload_id)
    stop = offset + length
    if not 0 < length <= LARGEST_PIECE or stop > upload.size or (stop % CHUNK and stop != upload.size):
        raise InvalidInput(piece="length")
    piece = _Piece(read)
    try:
        with store().arriving(upload.blob_id) as arriving:
            received = _mine(actor, upload_id)[0].received
            if received != offset:
                raise Conflict(state="offset", received=received)
            arriving.append(blob_key(cipher, upload.exhibit_id), piece.read, start=offset, stop=stop, size=upload.size)
            if sha256 and piece.sha256 != sha256:
                arriving.cut(offset)
                raise InvalidInput(piece="digest")
            _acknowledge(actor, upload_id, stop)
    except Busy as busy:
        raise Conflict(state="busy", received=upload.received) from busy
    except EOFError as cut_short:
        raise InvalidInput(piece="short") from cut_short
    except NotFound:
        store().delete(upload.blob_id)
        raise
    if offset == 0:
        _first_look(actor, upload_id, piece.head, _view(upload, cipher).name)
    return stop


def finish_upload(
    actor: Actor,
    upload_id: str,
    *,
    blocks: str = "",
    audience: str = "",
    clean: bool | None = None,
    knowingly: bool = False,
    said: dict[str, Any] | None = None,
    secret_for: set[str] | None = None,
) -> Submitted:
    """Everything has arrived: look into it, and keep it as an exhibit of its channel. Finishing twice keeps one.

    `blocks` is the sender's digest over the digests of the blocks; `clean` answers whether what the file says about its
    maker is left out; `said` is what the sender adds (what it proves, where it comes from); `secret_for` makes it a
    trade secret for these participants.

    Raises:
        Conflict: pieces are missing.
        HiddenData: the joint channel would learn of it; answer with `clean`.
        AudienceChanged, PrivateFile: look, then finish again; nothing is lost.
        FileRefused: not what it says, or not what was sent; nothing remains of it.
    """
    upload, cipher = _mine(actor, upload_id)
    if upload.finished_at is not None:
        return _finished(actor, upload)
    if upload.received != upload.size:
        raise Conflict(state="incomplete", received=upload.received)
    looked, name = _looked_at(actor, upload, cipher, blocks), _view(upload, cipher).name
    if looked.telling and clean is None and upload.channel.kind == ChannelKind.JOINT:
        possible = looked.media_type in CLEANABLE and looked.size <= CLEANED_UP_TO
        raise HiddenData(hidden=looked.telling, cleanable=possible)
    kept = without_particulars(looked, blob_key(cipher, upload.exhibit_id), name) if clean else looked
    try:
        store().complete(upload.blob_id, upload.size)
        done = _entered(
            actor, upload, kept, Asked(upload.channel_id, name, audience, said or {}, knowingly, secret_for)
        )
    except BaseException:
        forget(set(kept.blobs) - set(looked.blobs))
        raise
    forget(set(looked.blobs) - set(kept.blobs))
    return done


def _entered(actor: Actor, upload: ExhibitUpload, kept: Looked, asked: Asked) -> Submitted:
    with transaction() as tx:
        row = load(actor, Permission.UPLOAD_OWN, ExhibitUpload, upload.id)
        if row.finished_at is not None:
            raise Conflict(state="finished")
        done = enter(tx, actor, upload.exhibit_id, kept, asked=asked)
        row.finished_at = row.touched_at = clock.now()
        return done


def discard_upload(actor: Actor, upload_id: str) -> None:
    """The sender changed their mind: nothing remains of what arrived."""
    with transaction() as tx:
        row = load(actor, Permission.UPLOAD_OWN, ExhibitUpload, upload_id)
        left = _blobs_of(row)
        tx.session.delete(row)
    forget(left)


def expire_uploads(actor: Actor) -> int:
    """Forget what nobody has gone on with for seven days; returns how many uploads ended."""
    if not actor.system:
        raise NotFound(kind="exhibitupload")
    before = clock.now() - KEPT_UNFINISHED
    with transaction() as tx:
        rows = tx.session.scalars(select(ExhibitUpload).where(ExhibitUpload.touched_at < before)).all()
        left = [blob_id for row in rows for blob_id in _blobs_of(row)]
        for row in rows:
            tx.session.delete(row)
    forget(left)
    return len(rows)


@query
def upload_view(actor: Actor, upload_id: str) -> UploadView:
    """How far an upload of mine has come.

    Raises:
        NotFound: it is somebody else's, or gone.
    """
    upload = load(actor, Permission.UPLOAD_OWN, ExhibitUpload, upload_id)
    return _view(upload, open_channel(actor, Permission.CHANNEL_READ, Channel, upload.channel_id).cipher)


@query
def my_uploads(actor: Actor, channel_id: str) -> list[UploadView]:
    """My unfinished uploads in a channel, oldest first.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    channel = open_channel(actor, Permission.CHANNEL_READ, Channel, channel_id)
    me = actor.participations[channel.row.case_id].participant_id
    return [_view(row, channel.cipher) for row in _unfinished(channel.row.id, me)]


def bytes_of(cipher: ChannelCipher, channel_id: str, owner_id: str) -> int:
    """What one person holds in one channel: kept exhibits and announced uploads. It looks at no other channel."""
    mine = select(Exhibit).where(Exhibit.channel_id == channel_id, Exhibit.owner_id == owner_id)
    kept = sum(open_facts(cipher, row)["size"] for row in session().scalars(mine))
    coming = select(func.coalesce(func.sum(ExhibitUpload.size), 0)).where(
        ExhibitUpload.channel_id == channel_id,
        ExhibitUpload.owner_id == owner_id,
        ExhibitUpload.finished_at.is_(None),
    )
    return int(kept + (session().scalar(coming) or 0))


class _Piece:
    """Reads a piece once, hashing what passes and keeping its first bytes."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read, self._hash, self.head = read, hashlib.sha256(), b""

    def read(self, length: int) -> bytes:
        data = self._read(length)
        self._hash.update(data)
        if len(self.head) < HEAD_BYTES:
            self.head += data[: HEAD_BYTES - len(self.head)]
        return data

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


def _may_come(name: str, size: int, mark: str, bounds: Bounds) -> None:
    if not taken(name):
        raise FileRefused(reason="kind")
    if size <= 0:
        raise FileRefused(reason="empty")
    if size > bounds.file:
        raise FileRefused(reason="size", max_bytes=bounds.file)
    if len(mark) > MARK_LENGTH:
        raise InvalidInput(mark="too_long")


def _mine(actor: Actor, upload_id: str) -> tuple[ExhibitUpload, ChannelCipher]:
    with reading():
        upload = load(actor, Permission.UPLOAD_OWN, ExhibitUpload, upload_id)
        return upload, open_channel(actor, Permission.CHANNEL_SPEAK, Channel, upload.channel_id).cipher


def _acknowledge(actor: Actor, upload_id: str, received: int) -> None:
    with transaction():
        row = load(actor, Permission.UPLOAD_OWN, ExhibitUpload, upload_id)
        row.received, row.touched_at = received, clock.now()


def _first_look(actor: Actor, upload_id: str, head: bytes, name: str) -> None:
    """Say at once that a kind is not taken, rather than after two gigabytes."""
    try:
        kind_of(head, name)
    except FileRefused:
        discard_upload(actor, upload_id)
        raise


def _looked_at(actor: Actor, upload: ExhibitUpload, cipher: ChannelCipher, blocks: str) -> Looked:
    if upload.sealed_found:
        return Looked(**json.loads(cipher.open(f"found:{upload.id}", upload.sealed_found)))
    try:
        looked = look_into(upload.blob_id, blob_key(cipher, upload.exhibit_id), upload.size, _view(upload, cipher).name)
        if blocks and blocks != looked.blocks:
            forget(looked.blobs)
            raise FileRefused(reason="digest")
    except FileRefused:
        discard_upload(actor, upload.id)
        raise
    with transaction():
        row = load(actor, Permission.UPLOAD_OWN, ExhibitUpload, upload.id)
        row.drawn = " ".join(set(looked.blobs) - {looked.blob_id})
        row.sealed_found = cipher.seal(f"found:{upload.id}", json.dumps(asdict(looked)).encode())
    return looked


def _finished(actor: Actor, upload: ExhibitUpload) -> Submitted:
    with reading():
        exhibit = load(actor, Permission.EXHIBIT_READ, Exhibit, upload.exhibit_id)
        channel = open_channel(actor, Permission.CHANNEL_READ, Channel, exhibit.channel_id)
        facts = open_facts(channel.cipher, exhibit)
        return Submitted(
            exhibit.id, facts["name"], facts["media_type"], facts["size"], facts["sha256"], exhibit.at, exhibit.secret
        )


def _blobs_of(row: ExhibitUpload) -> list[str]:
    """What goes when the upload goes; once it is finished, everything belongs to its exhibit."""
    return [] if row.finished_at is not None else [row.blob_id, *row.drawn.split()]


def _unfinished(channel_id: str, owner_id: str) -> list[ExhibitUpload]:
    rows = select(ExhibitUpload).where(
        ExhibitUpload.channel_id == channel_id,
        ExhibitUpload.owner_id == owner_id,
        ExhibitUpload.finished_at.is_(None),
    )
    return list(session().scalars(rows.order_by(ExhibitUpload.started_at, ExhibitUpload.id)))


def _seal(cipher: ChannelCipher, upload_id: str, facts: dict[str, Any]) -> bytes:
    return cipher.seal(f"upload:{upload_id}", json.dumps(facts, ensure_ascii=False).encode())


def _view(row: ExhibitUpload, cipher: ChannelCipher) -> UploadView:
    facts = json.loads(cipher.open(f"upload:{row.id}", row.sealed_facts))
    hidden = ()
    if row.sealed_found:
        found = json.loads(cipher.open(f"found:{row.id}", row.sealed_found))
        hidden = tuple((what, value) for what, value in found["more"].get("hidden", ()))
    return UploadView(
        id=row.id,
        channel_id=row.channel_id,
        name=facts["name"],
        size=row.size,
        received=row.received,
        mark=facts["mark"],
        started_at=row.started_at,
        finished=row.finished_at is not None,
        hidden=hidden,
    )
