"""Trade secrets: the people named, their undertaking, and the marked picture of it that is all they get (EVI 26)."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from odr import clock, offload
from odr.access.actor import Actor
from odr.access.load import load, open_channel
from odr.access.permissions import Permission
from odr.audit.trail import record
from odr.cases.participants import Person, active_participants, audience_of
from odr.db import query, reading, transaction
from odr.errors import Conflict, NotAllowed, NotFound
from odr.evidence import examine, marking
from odr.evidence.keeping import blob_key, open_facts
from odr.evidence.models import Exhibit
from odr.evidence.naming import name_readers, refuse_unless_showable
from odr.evidence.storage import store
from odr.law.time_limits import BEIJING
from odr.law.trade_secrets import UNDERTAKING_VERSION
from odr.rooms.models import Channel


@dataclass(frozen=True)
class Marked:
    """A trade secret as one reader gets it, with their name and the time across all of it."""

    media_type: str
    data: bytes


def mark_secret(actor: Actor, exhibit_id: str, *, readers: Iterable[str]) -> None:
    """From now on only the participants named, besides its owner, open the exhibit, each after an undertaking.

    Naming again replaces the list; an undertaking that was given stays with those who stay.

    Raises:
        NotAllowed: it is somebody else's, or goes to the court.
        Conflict: withdrawn.
        FileRefused: of a kind that cannot be shown with a mark across it.
        InvalidInput: somebody named does not hear the channel.
    """
    with transaction() as tx:
        exhibit = load(actor, Permission.EXHIBIT_READ, Exhibit, exhibit_id)
        mine = actor.participations[exhibit.case_id].participant_id == exhibit.owner_id
        if not mine or exhibit.for_court_at is not None:
            raise NotAllowed(permission="exhibit:secret")
        if exhibit.withdrawn_at is not None:
            raise Conflict(state="withdrawn")
        channel = open_channel(actor, Permission.CHANNEL_READ, Channel, exhibit.channel_id)
        refuse_unless_showable(open_facts(channel.cipher, exhibit)["media_type"])
        exhibit.secret = True
        name_readers(tx, exhibit, set(readers))
        record(
            tx,
            account_id=actor.account_id,
            chain=f"channel:{exhibit.channel_id}",
            act="exhibit.secret",
            subject=exhibit.id,
            content=",".join(sorted(readers)).encode(),
        )


def undertake(actor: Actor, exhibit_id: str) -> None:
    """A person named undertakes to keep the secret, and may open it from now on.

    Raises:
        NotAllowed: not named.
        Conflict: withdrawn.
    """
    with transaction() as tx:
        exhibit = load(actor, Permission.EXHIBIT_READ, Exhibit, exhibit_id)
        me = actor.participations[exhibit.case_id].participant_id
        mine = next((reader for reader in exhibit.readers if reader.participant_id == me), None)
        if not exhibit.secret or mine is None:
            raise NotAllowed(permission=str(Permission.EXHIBIT_OPEN))
        if exhibit.withdrawn_at is not None:
            raise Conflict(state="withdrawn")
        if mine.undertaken_at is None:
            mine.undertaken_at, mine.words_version = clock.now(), UNDERTAKING_VERSION
            record(
                tx,
                account_id=actor.account_id,
                chain=f"channel:{exhibit.channel_id}",
                act="exhibit.undertaken",
                subject=exhibit.id,
                content=UNDERTAKING_VERSION.encode(),
            )


def marked(actor: Actor, exhibit_id: str) -> Marked:
    """The secret with the reader's name and the time across it, made for this one look.

    Raises:
        NotFound: not heard, withdrawn, or no secret.
        NotAllowed: not named, or no undertaking yet.
    """
    with reading():
        exhibit = load(actor, Permission.EXHIBIT_OPEN, Exhibit, exhibit_id)
        if exhibit.withdrawn_at is not None or not exhibit.secret:
            raise NotFound(kind="exhibit")
        cipher = open_channel(actor, Permission.CHANNEL_READ, Channel, exhibit.channel_id).cipher
        facts, key = open_facts(cipher, exhibit), blob_key(cipher, exhibit.id)
        me = actor.participations[exhibit.case_id].participant_id
        person = next(one for one in active_participants(exhibit.case_id) if one.participant_id == me)
    words = f"{person.name}  {clock.now().astimezone(BEIJING):%Y-%m-%d %H:%M}"
    limits = {"seconds": examine.seconds_for(facts["size"]), "memory": examine.MEMORY}
    picture = facts.get("view")
    blob_id, size = (picture["blob"], picture["size"]) if picture else (exhibit.blob_id, facts["size"])
    how = marking.marked_picture if picture else marking.marked_pdf
    answer = offload.confined(how, store(), blob_id, key, size, words, **limits)
    return Marked("image/webp" if picture else "application/pdf", base64.b64decode(answer["data"]))


@query
def nameable(actor: Actor, exhibit_id: str) -> list[Person]:
    """Who could be named for an exhibit: those who hear its channel, besides whoever put it in."""
    exhibit = load(actor, Permission.EXHIBIT_READ, Exhibit, exhibit_id)
    people = audience_of(exhibit.case_id, exhibit.channel)
    return [person for person in people if person.participant_id != exhibit.owner_id]
