"""What people do with exhibits: put one into a channel, release one for the court, withdraw one."""

from __future__ import annotations

from typing import Any, BinaryIO

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor, ChannelKind
from odr.access.load import load, open_channel
from odr.access.permissions import Permission
from odr.access.vault import ChannelCipher
from odr.audit.trail import record
from odr.db import new_id, reading, transaction
from odr.errors import Conflict, NotAllowed, PrivateFigure
from odr.evidence.keeping import (
    Asked,
    Submitted,
    blob_key,
    enter,
    forget,
    look_into,
    open_facts,
    same_hearers,
    seal_facts,
    without_particulars,
)
from odr.evidence.kinds import kind_of, safe_name
from odr.evidence.measuring import Measured
from odr.evidence.models import CourtRelease, Exhibit
from odr.evidence.storage import new_blob_id, store
from odr.rooms.guard import figures_private_until_now
from odr.rooms.models import Channel


def submit_exhibit(
    actor: Actor,
    channel_id: str,
    *,
    name: str,
    source: BinaryIO,
    max_bytes: int,
    audience: str = "",
    knowingly: bool = False,
    clean: bool = False,
    said: dict[str, Any] | None = None,
    secret_for: set[str] | None = None,
) -> Submitted:
    """Keep a file that comes in one go, encrypted with the channel's key, for those who hear the channel.

    The bytes stream through; nothing remains of a file that is refused. `audience` marks whom the sender was shown.
    A name is heard like words: a figure its sender has named in a caucus only is refused unless said `knowingly`, and
    so is a file they have put into a caucus only. `clean` leaves out what the file says about its maker.

    Raises:
        AudienceChanged: look at who hears it now, then send again.
        PrivateFigure, PrivateFile: the figure in its name, or the file itself, was private until now.
        FileRefused: empty, larger than `max_bytes`, of a kind not taken, or not what its name says.
    """
    with reading():
        channel = open_channel(actor, Permission.CHANNEL_SPEAK, Channel, channel_id)
        same_hearers(channel.row, audience)
        cipher = channel.cipher
        shown = safe_name(name)
        if not knowingly and (spans := figures_private_until_now(actor, channel.row, shown)):
            raise PrivateFigure(spans=spans)
    asked = Asked(channel_id, shown, audience, said or {}, knowingly, secret_for)
    return _keep(actor, Measured(source, max_bytes), cipher, asked, clean=clean)


def _keep(actor: Actor, stream: Measured, cipher: ChannelCipher, asked: Asked, *, clean: bool) -> Submitted:
    """Seal the stream, look into it and enter it; nothing remains of what is refused."""
    blob_id, exhibit_id = new_blob_id(), new_id()
    key, left = blob_key(cipher, exhibit_id), [blob_id]
    try:
        kind_of(stream.head(), asked.name)
        store().put(blob_id, iter(stream), key)
        looked = look_into(blob_id, key, stream.size, asked.name)
        left = looked.blobs
        kept = without_particulars(looked, key, asked.name) if clean else looked
        left += kept.blobs
        with transaction() as tx:
            done = enter(tx, actor, exhibit_id, kept, asked=asked)
    except BaseException:
        forget(left)
        raise
    forget(set(looked.blobs) - set(kept.blobs))
    return done


def release_for_court(actor: Actor, exhibit_id: str) -> bool:
    """A side consents that an exhibit of the joint channel goes into the file for the court.

    Returns True when every side has consented, so that the exhibit may go.

    Raises:
        NotAllowed: the exhibit was put into a caucus; it must be submitted to the joint channel first.
        Conflict: it was withdrawn, or is marked as a trade secret.
    """
    with transaction() as tx:
        exhibit = load(actor, Permission.EXHIBIT_RELEASE, Exhibit, exhibit_id)
        if exhibit.channel.kind != ChannelKind.JOINT:
            raise NotAllowed(permission=str(Permission.EXHIBIT_RELEASE))
        if exhibit.withdrawn_at is not None:
            raise Conflict(state="withdrawn")
        if exhibit.secret:
            raise Conflict(state="secret")
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


def describe_exhibit(actor: Actor, exhibit_id: str, *, proves: str, origin: str) -> None:
    """Say what one's own exhibit proves and where it comes from (EV-2: source, tool, time, surroundings).

    Raises:
        NotAllowed: it is somebody else's, or it already went to the court.
        Conflict: it was withdrawn.
    """
    with transaction() as tx:
        exhibit = load(actor, Permission.EXHIBIT_READ, Exhibit, exhibit_id)
        mine = actor.participations[exhibit.case_id].participant_id == exhibit.owner_id
        if not mine or exhibit.for_court_at is not None:
            raise NotAllowed(permission="exhibit:describe")
        if exhibit.withdrawn_at is not None:
            raise Conflict(state="withdrawn")
        cipher = open_channel(actor, Permission.CHANNEL_READ, Channel, exhibit.channel_id).cipher
        facts = open_facts(cipher, exhibit) | {"proves": proves, "origin": origin}
        exhibit.sealed_facts = seal_facts(cipher, exhibit.id, facts)
        record(
            tx,
            account_id=actor.account_id,
            chain=f"channel:{exhibit.channel_id}",
            act="exhibit.described",
            subject=exhibit.id,
            content=exhibit.sealed_facts,
        )


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
