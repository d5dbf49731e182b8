"""What the room accepts and sends over the socket. Each act calls one command or query."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from blueprints.realtime import Accepted, Feature, SignIn
from blueprints.rooms.payloads import CatchUp, EnterRoom, MarkRead, PostMessage
from odr.access.actor import Actor
from odr.events import CaseChanged, MessagePosted, ParticipantsChanged, PresenceChanged
from odr.rooms.commands import enter_room, leave_room, mark_read
from odr.rooms.posting import post_message
from odr.rooms.queries import messages_after


def _post(sign_in: SignIn, p: PostMessage, connection: str) -> dict[str, Any]:
    receipt = post_message(
        Actor(sign_in.account_id),
        p.channel_id,
        text=p.text,
        client_ref=p.client_ref,
        audience=p.audience,
        knowingly=p.knowingly,
        login_id=sign_in.login_id,
        **p.about(),
    )
    return asdict(receipt)


def _read(actor: Actor, p: MarkRead, connection: str) -> None:
    mark_read(actor, p.channel_id, p.seq)


def _enter(actor: Actor, p: EnterRoom, connection: str) -> list[str]:
    return enter_room(actor, p.case_ref, connection)


def _catch_up(actor: Actor, p: CatchUp, connection: str) -> list[dict[str, Any]]:
    return [asdict(message) for message in messages_after(actor, p.channel_id, p.after)]


FEATURE = Feature(
    accepts={
        "message:post": Accepted(PostMessage, _post, hot=True),
        "message:read": Accepted(MarkRead, _read),
        "room:enter": Accepted(EnterRoom, _enter),
        "room:catch_up": Accepted(CatchUp, _catch_up),
    },
    sends={
        MessagePosted: "message:posted",
        PresenceChanged: "presence:changed",
        ParticipantsChanged: "participants:changed",
        CaseChanged: "case:changed",
    },
    gone=leave_room,
)
