"""Letting others hear an exhibit of a caucus: its owner consents, naming who hears it there at that moment.

What the others get is an exhibit of their own channel: another row, another key, another digest, dated that moment. It
holds nothing by which they could learn that, or since when, it was known elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from odr import clock, offload
from odr.access.actor import Actor, ChannelKind
from odr.access.audience import heard_by
from odr.access.load import load, open_channel
from odr.access.permissions import Permission, can
from odr.audit.trail import record
from odr.cases.models import Party
from odr.cases.participants import Person, audience_of, audience_tag
from odr.db import Transaction, new_id, query, reading, session, transaction
from odr.errors import AudienceChanged, Conflict, NotAllowed, NotFound
from odr.evidence.keeping import Asked, Looked, Submitted, blob_key, enter, forget, open_facts, without_particulars
from odr.evidence.models import Disclosure, Exhibit
from odr.evidence.storage import CHUNK, FileBlobStore, new_blob_id, pieces_of, store
from odr.rooms.models import Channel

WORDS_VERSION = "disclosure-1"
CARRIED = ("count", "width", "height", "hidden")


@dataclass(frozen=True)
class Destination:
    """A channel an exhibit may be disclosed to, with who hears it now and the mark of exactly these people."""

    channel_id: str
    kind: ChannelKind
    party_name: str
    party_name_en: str
    people: tuple[Person, ...]
    audience: str


@dataclass(frozen=True)
class Appearance:
    """Where an exhibit of a caucus was disclosed to, as those who hear the caucus see it."""

    exhibit_id: str
    kind: ChannelKind
    party_name: str
    party_name_en: str
    number: int
    cleaned: bool
    at: datetime
    withdrawn: bool
    for_court: bool


@query
def destinations(actor: Actor, exhibit_id: str) -> list[Destination]:
    """Where this actor could disclose the exhibit to: the other open channels they hear, while it is not there yet."""
    exhibit = load(actor, Permission.EXHIBIT_READ, Exhibit, exhibit_id)
    if not _may_go(actor, exhibit):
        return []
    there = {row.channel_id for row in _disclosures(exhibit.id) if row.appearance.withdrawn_at is None}
    heard = select(Channel).where(Channel.case_id == exhibit.case_id, heard_by(actor.in_case(exhibit.case_id), Channel))
    found = []
    for channel in session().scalars(heard):
        if channel.id in there | {exhibit.channel_id} or not can(actor, Permission.CHANNEL_SPEAK, channel):
            continue
        people = tuple(audience_of(channel.case_id, channel))
        name, name_en = _party(channel)
        found.append(Destination(channel.id, channel.kind, name, name_en, people, audience_tag(people)))
    return sorted(found, key=lambda one: (one.kind != ChannelKind.JOINT, one.party_name))


@query
def appearances(actor: Actor, exhibit_id: str) -> list[Appearance]:
    """Where an exhibit of a caucus was disclosed to, oldest first; for those who hear the caucus."""
    exhibit = load(actor, Permission.EXHIBIT_READ, Exhibit, exhibit_id)
    found = []
    for row in _disclosures(exhibit.id):
        name, name_en = _party(row.channel)
        there = row.appearance
        found.append(
            Appearance(
                exhibit_id=there.id,
                kind=row.channel.kind,
                party_name=name,
                party_name_en=name_en,
                number=there.number,
                cleaned=row.cleaned,
                at=row.at,
                withdrawn=there.withdrawn_at is not None,
                for_court=there.for_court_at is not None,
            )
        )
    return found


def disclose_exhibit(
    actor: Actor, exhibit_id: str, *, channel_id: str, audience: str, clean: bool = False
) -> Submitted:
    """The owner, or who binds the owner's side, lets the hearers of another channel have the exhibit.

    `audience` is the mark of the people they were shown; the consent names exactly these. `clean` leaves out what the
    file says about its maker.

    Raises:
        NotFound, NotAllowed: not heard, not the actor's to disclose, or not an exhibit of a caucus.
        AudienceChanged: other people hear the other channel now; look, then consent again.
        Conflict: withdrawn, a trade secret, or there already.
    """
    source, fresh_id = _source(actor, exhibit_id, channel_id, audience), new_id()
    key = source.target_key(fresh_id)
    copied = kept = _copied(source, key)
    said = {name: source.facts.get(name, "") for name in ("proves", "origin")} | {"cleaned": clean}
    asked = Asked(channel_id, source.facts["name"], audience, said, knowingly=True)
    try:
        if clean:
            fresh = without_particulars(copied, key, asked.name)
            kept = replace(fresh, more={name: value for name, value in fresh.more.items() if name != "original"})
            forget(copied.blobs)
        with transaction() as tx:
            exhibit = load(actor, Permission.EXHIBIT_DISCLOSE, Exhibit, exhibit_id)
            _refuse_unless_it_may_go(actor, exhibit, channel_id)
            done = enter(tx, actor, fresh_id, kept, asked=asked)
            _consented(tx, actor, exhibit, done, asked)
    except BaseException:
        forget({*copied.blobs, *kept.blobs})
        raise
    return done


def _consented(tx: Transaction, actor: Actor, exhibit: Exhibit, done: Submitted, asked: Asked) -> None:
    """Write down the consent where the exhibit came from: who, to whom, when, in which words."""
    disclosure = tx.add(
        Disclosure(
            case_id=exhibit.case_id,
            exhibit_id=exhibit.id,
            channel_id=asked.channel_id,
            appearance_id=done.exhibit_id,
            account_id=actor.account_id,
            audience=asked.audience,
            cleaned=bool(asked.said["cleaned"]),
            words_version=WORDS_VERSION,
            at=clock.now(),
        )
    )
    record(
        tx,
        account_id=actor.account_id,
        chain=f"channel:{exhibit.channel_id}",
        act="exhibit.disclosed",
        subject=exhibit.id,
        content=f"{disclosure.id}|{asked.channel_id}|{asked.audience}|{WORDS_VERSION}".encode(),
    )


def copy_sealed(files: FileBlobStore, blob_id: str, key: bytes, size: int, *, to: str, to_key: bytes) -> None:
    """Seal a blob anew under another name and key; slow for a large one, so run it in a worker."""
    with files.open(blob_id, key, size) as file:
        files.put(to, _through(file, size), to_key)


@dataclass(frozen=True)
class _Source:
    """What is to be disclosed, opened, and how to seal it for where it goes."""

    exhibit: Exhibit
    facts: dict[str, Any]
    key: bytes
    target: Any

    def target_key(self, exhibit_id: str) -> bytes:
        return blob_key(self.target, exhibit_id)


def _source(actor: Actor, exhibit_id: str, channel_id: str, audience: str) -> _Source:
    with reading():
        exhibit = load(actor, Permission.EXHIBIT_DISCLOSE, Exhibit, exhibit_id)
        _refuse_unless_it_may_go(actor, exhibit, channel_id)
        target = open_channel(actor, Permission.CHANNEL_SPEAK, Channel, channel_id)
        now = audience_tag(audience_of(target.row.case_id, target.row))
        if target.row.case_id != exhibit.case_id:
            raise NotFound(kind="channel")
        if audience != now:
            raise AudienceChanged(audience=now)
        origin = open_channel(actor, Permission.CHANNEL_READ, Channel, exhibit.channel_id)
        facts = open_facts(origin.cipher, exhibit)
        return _Source(exhibit, facts, blob_key(origin.cipher, exhibit.id), target.cipher)


def _refuse_unless_it_may_go(actor: Actor, exhibit: Exhibit, channel_id: str) -> None:
    if exhibit.channel.kind != ChannelKind.CAUCUS or exhibit.channel_id == channel_id:
        raise NotAllowed(permission=str(Permission.EXHIBIT_DISCLOSE))
    if exhibit.withdrawn_at is not None:
        raise Conflict(state="withdrawn")
    if exhibit.secret:
        raise Conflict(state="secret")
    if any(row.channel_id == channel_id and row.appearance.withdrawn_at is None for row in _disclosures(exhibit.id)):
        raise Conflict(state="disclosed")


def _may_go(actor: Actor, exhibit: Exhibit) -> bool:
    open_to_it = exhibit.channel.kind == ChannelKind.CAUCUS and exhibit.withdrawn_at is None and not exhibit.secret
    return open_to_it and can(actor, Permission.EXHIBIT_DISCLOSE, exhibit)


def _copied(source: _Source, key: bytes) -> Looked:
    """The same bytes and drawings, sealed for the other channel."""
    facts, made = source.facts, []
    try:
        names = {"": (source.exhibit.blob_id, facts["size"])}
        names |= {kind: (facts[kind]["blob"], facts[kind]["size"]) for kind in ("thumb", "view") if kind in facts}
        drawn: dict[str, dict[str, Any]] = {}
        for kind, (blob_id, size) in names.items():
            fresh = new_blob_id()
            made.append(fresh)
            offload.run(copy_sealed, store(), blob_id, source.key, size, to=fresh, to_key=key)  # type: ignore[arg-type]
            drawn[kind] = {"blob": fresh, "size": size}
    except BaseException:
        forget(made)
        raise
    whole = drawn.pop("")
    more = {name: facts[name] for name in CARRIED if name in facts} | drawn
    return Looked(whole["blob"], facts["media_type"], facts["size"], facts["sha256"], "", more)


def _through(file: Any, size: int) -> Iterator[bytes]:
    yield from pieces_of(file, 0, max(size, CHUNK))


def _disclosures(exhibit_id: str) -> list[Disclosure]:
    rows = select(Disclosure).where(Disclosure.exhibit_id == exhibit_id).order_by(Disclosure.at, Disclosure.id)
    return list(session().scalars(rows))


def _party(channel: Channel) -> tuple[str, str]:
    party = session().get(Party, channel.party_id) if channel.party_id else None
    return (party.name, party.name_en or party.name) if party else ("", "")
