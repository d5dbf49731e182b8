"""A person's own copy of what they hear and see in a case (PIPL 45): nothing else can be in it."""

from __future__ import annotations

from typing import Any

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.cases.consents import consents_of
from odr.cases.models import Case
from odr.db import query
from odr.law.confidentiality import Destination, Material, must_leave
from odr.records.queries import case_of, pad_in_room
from odr.records.sittings import record_page, records_page
from odr.rooms.queries import messages_after, room_page

_KIND_OF_CHANNEL = {"joint": Material.JOINT_MESSAGE, "caucus": Material.CAUCUS_MESSAGE}
# A reader's own marks and pages of other people are of no use to anybody else; what is not named here is not copied.
_PARTS = (Material.CASE_BASICS, Material.CONSENT, Material.UNDISPUTED_FACTS, Material.SESSION_RECORD)


@query
def own_copy(actor: Actor, case_ref: str) -> dict[str, Any]:
    """Everything of the case that this person hears or may read, as plain data.

    Raises:
        NotFound, NotAllowed: the actor has no place in the room of this case.
        NeverLeaves: a kind of material the rules do not let into such a copy.
    """
    for material in (*_PARTS, *_KIND_OF_CHANNEL.values()):
        must_leave(material, Destination.OWN_COPY)
    room = room_page(actor, case_ref)
    case = load(actor, Permission.CASE_READ, Case, case_of(case_ref))
    pad = pad_in_room(actor, case_ref)
    return {
        "case": {"ref": case.ref, "title": case.title, "state": str(case.state)},
        "made_at": clock.now().isoformat(),
        "consents": sorted(consents_of(case.id, actor.account_id)),
        "conversations": [
            {"kind": str(channel.kind), "side": str(channel.side or ""), "messages": _messages(actor, channel.id)}
            for channel in room.channels
        ],
        "facts": [{"number": fact.number, "zh": fact.words.zh, "state": str(fact.state)} for fact in pad.facts]
        if pad
        else [],
        "records": [
            {"sitting": one.number, "digest": record_page(actor, one.record_id).digest}
            for one in records_page(actor, case_ref).sittings
            if one.record_id
        ],
    }


def _messages(actor: Actor, channel_id: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = 0
    while page := messages_after(actor, channel_id, after):
        found += [{"seq": one.seq, "by": one.author, "at": one.at.isoformat(), "text": one.text} for one in page]
        after = page[-1].seq
    return found
