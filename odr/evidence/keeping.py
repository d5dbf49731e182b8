"""How an exhibit is kept, whichever way its bytes came: looked into by a child, drawn for looking at, entered."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from odr import clock, offload
from odr.access.actor import Actor, ChannelKind
from odr.access.audience import heard_by, heard_since
from odr.access.load import OpenChannel, open_channel
from odr.access.permissions import Permission
from odr.access.vault import ChannelCipher
from odr.audit.trail import record
from odr.cases.participants import actor_for, audience_of, audience_tag
from odr.db import Transaction, session
from odr.errors import AudienceChanged, FileRefused, PrivateFile
from odr.evidence import examine
from odr.evidence.models import Exhibit
from odr.evidence.naming import name_readers, refuse_unless_showable
from odr.evidence.storage import FileBlobStore, new_blob_id, store
from odr.rooms.models import Channel

TELLING = frozenset({"gps", "author", "last_author", "device", "tracked_changes", "comments"})


@dataclass(frozen=True)
class Submitted:
    """An exhibit that is kept: its digest lets its owner check that it arrived whole."""

    exhibit_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: datetime
    secret: bool = False


@dataclass(frozen=True)
class Asked:
    """What its sender asks for: where a file goes, under which name, heard by whom, and what is said of it."""

    channel_id: str
    name: str
    audience: str
    said: Mapping[str, Any]
    knowingly: bool
    secret_for: set[str] | None = None


@dataclass(frozen=True)
class Looked:
    """A sealed file whose content is what it claims. `more` holds what else is known and was drawn of it."""

    blob_id: str
    media_type: str
    size: int
    sha256: str
    blocks: str
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def blobs(self) -> list[str]:
        """Everything that lies in the store for it."""
        kept = (self.more.get(name) for name in ("thumb", "view", "original"))
        return [self.blob_id, *(item["blob"] for item in kept if item)]

    @property
    def telling(self) -> list[str]:
        """The kinds of what it says about people beyond what it shows."""
        return sorted({what for what, _ in self.more.get("hidden", ())} & TELLING)


def blob_key(cipher: ChannelCipher, exhibit_id: str) -> bytes:
    """The key of an exhibit's bytes and of everything drawn from them."""
    return cipher.subkey(f"blob:{exhibit_id}")


def look_into(blob_id: str, key: bytes, size: int, name: str) -> Looked:
    """Check a sealed file by its content, in a child process, and seal what was drawn for looking at it.

    Raises:
        FileRefused: with the reason.
    """
    limits = {"seconds": examine.seconds_for(size), "memory": examine.MEMORY}
    seen = offload.confined(examine.examine, _files(), blob_id, key, size, name, **limits)
    more = dict(seen["facts"])
    for kind in ("thumb", "view"):
        if drawn := base64.b64decode(seen[kind]):
            more[kind] = _seal_aside(drawn, key)
    return Looked(blob_id, seen["media_type"], size, seen["sha256"], seen["blocks"], more)


def without_particulars(looked: Looked, key: bytes, name: str) -> Looked:
    """A copy without what the file says about its maker; the original stays beside it, for its owner alone.

    Raises:
        FileRefused: of a kind for which no such copy can be made.
    """
    limits = {"seconds": examine.seconds_for(looked.size), "memory": examine.MEMORY}
    arguments = (_files(), looked.blob_id, key, looked.size, looked.media_type)
    data = base64.b64decode(offload.confined(examine.cleaned, *arguments, **limits)["data"])
    aside = _seal_aside(data, key)
    try:
        fresh = look_into(aside["blob"], key, len(data), name)
    except FileRefused:
        store().delete(aside["blob"])
        raise
    original = {"blob": looked.blob_id, "size": looked.size, "sha256": looked.sha256}
    return replace(fresh, more={**fresh.more, "original": original})


def forget(blob_ids: Iterable[str]) -> None:
    """Drop bytes that belong to nothing."""
    for blob_id in blob_ids:
        store().delete(blob_id)


def enter(tx: Transaction, actor: Actor, exhibit_id: str, looked: Looked, *, asked: Asked) -> Submitted:
    """Enter a file whose bytes are kept; the sender is asked for anew, since an upload can outlast an admission.

    Raises:
        AudienceChanged: look at who hears it now.
        PrivateFile: its sender has so far put it into a caucus only.
        FileRefused: a trade secret of a kind that cannot be shown with a mark across it.
        NotFound, NotAllowed: not heard, or no longer open for words.
    """
    sender = actor_for(actor.account_id)
    channel = open_channel(sender, Permission.CHANNEL_SPEAK, Channel, asked.channel_id)
    same_hearers(channel.row, asked.audience)
    original = looked.more.get("original") or {}
    digests = {looked.sha256, original.get("sha256", looked.sha256)}
    if not asked.knowingly and private_until_now(sender, channel, digests):
        raise PrivateFile
    exhibit = tx.add(_row(sender, channel, exhibit_id, looked, asked))
    if asked.secret_for is not None:
        refuse_unless_showable(looked.media_type)
        name_readers(tx, exhibit, asked.secret_for)
    record(
        tx,
        account_id=actor.account_id,
        chain=f"channel:{channel.row.id}",
        act="exhibit.submitted",
        subject=exhibit.id,
        content=exhibit.keyed_digest,
    )
    return Submitted(exhibit_id, asked.name, looked.media_type, looked.size, looked.sha256, exhibit.at, exhibit.secret)


def _row(sender: Actor, channel: OpenChannel[Channel], exhibit_id: str, looked: Looked, asked: Asked) -> Exhibit:
    facts = {"name": asked.name, "media_type": looked.media_type, "size": looked.size, "sha256": looked.sha256}
    facts |= looked.more | {key: value for key, value in asked.said.items() if value}
    return Exhibit(
        id=exhibit_id,
        case_id=channel.row.case_id,
        channel_id=channel.row.id,
        owner_id=sender.participations[channel.row.case_id].participant_id,
        number=_next_number(channel.row.id),
        blob_id=looked.blob_id,
        sealed_facts=seal_facts(channel.cipher, exhibit_id, facts),
        keyed_digest=channel.cipher.keyed_digest(bytes.fromhex(looked.sha256)),
        secret=asked.secret_for is not None,
        at=clock.now(),
    )


def seal_facts(cipher: ChannelCipher, exhibit_id: str, facts: dict[str, Any]) -> bytes:
    """What is known of an exhibit, sealed for its place."""
    return cipher.seal(f"exhibit:{exhibit_id}", json.dumps(facts, ensure_ascii=False).encode())


def open_facts(cipher: ChannelCipher, exhibit: Exhibit) -> dict[str, Any]:
    """What is known of an exhibit, opened."""
    return json.loads(cipher.open(f"exhibit:{exhibit.id}", exhibit.sealed_facts))


def same_hearers(channel: Channel, shown: str) -> None:
    """The people the sender was shown are those who hear the channel now.

    Raises:
        AudienceChanged: others do.
    """
    now = audience_tag(audience_of(channel.case_id, channel))
    if shown and shown != now:
        raise AudienceChanged(audience=now)


def private_until_now(actor: Actor, channel: OpenChannel[Channel], digests: Iterable[str]) -> bool:
    """Did this sender put the file into another caucus, while nobody put it here? Only their own exhibits are compared:
    a warning must not tell what somebody else confided."""
    raw = [bytes.fromhex(digest) for digest in digests]
    me = actor.participations[channel.row.case_id]
    if _kept_in(channel, raw, since=heard_since(me, channel.row)):
        return False
    caucuses = select(Channel.id).where(
        Channel.case_id == channel.row.case_id,
        Channel.kind == ChannelKind.CAUCUS,
        Channel.id != channel.row.id,
        heard_by(me, Channel),
    )
    return any(
        _kept_in(open_channel(actor, Permission.CHANNEL_READ, Channel, ident), raw, owner_id=me.participant_id)
        for ident in session().scalars(caucuses).all()
    )


def _kept_in(
    channel: OpenChannel[Channel], digests: list[bytes], *, owner_id: str = "", since: datetime | None = None
) -> bool:
    keyed = [channel.cipher.keyed_digest(digest) for digest in digests]
    rows = select(Exhibit.id).where(Exhibit.channel_id == channel.row.id, Exhibit.keyed_digest.in_(keyed))
    if owner_id:
        rows = rows.where(Exhibit.owner_id == owner_id)
    if since is not None:
        rows = rows.where(Exhibit.at >= since)
    return session().scalar(rows.limit(1)) is not None


def _next_number(channel_id: str) -> int:
    return 1 + (session().scalar(select(func.max(Exhibit.number)).where(Exhibit.channel_id == channel_id)) or 0)


def _seal_aside(data: bytes, key: bytes) -> dict[str, Any]:
    blob_id = new_blob_id()
    store().put(blob_id, iter((data,)), key)
    return {"blob": blob_id, "size": len(data)}


def _files() -> FileBlobStore:
    """The store as a child process can open it by itself."""
    kept = store()
    if not isinstance(kept, FileBlobStore):
        raise TypeError("a child process reads blobs from a directory")
    return kept
