"""What the room accepts and sends over the socket. Each act calls one command or query."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from blueprints.hot import Answer, Apart, Hot, SignIn
from blueprints.realtime import Accepted, Feature
from blueprints.rooms.payloads import CatchUp, EnterRoom, KeepDraft, MarkRead, OneChannel, OneMessage, PostMessage
from odr.access.actor import Actor
from odr.events import (
    CaseChanged,
    ChannelChanged,
    MessagePosted,
    MessageRecalled,
    ParticipantsChanged,
    PresenceChanged,
    ReceiptChanged,
    TypingStarted,
)
from odr.rooms.checking import check_message
from odr.rooms.commands import enter_room, leave_room
from odr.rooms.content import Content
from odr.rooms.drafts import keep_draft
from odr.rooms.posting import post_soon
from odr.rooms.queries import MOST, messages_after
from odr.rooms.recall import recall_message
from odr.rooms.receipts import mark_read
from odr.rooms.translation import translate_message
from odr.rooms.typing import start_typing


def _post(sign_in: SignIn, p: PostMessage, answer: Answer, apart: Apart) -> None:
    post_soon(
        Actor(sign_in.account_id),
        p.channel_id,
        Content(p.text, **p.about()),
        client_ref=p.client_ref,
        audience=p.audience,
        knowingly=p.knowingly,
        login_id=sign_in.login_id,
        answer=answer,
        apart=apart,
    )


def _read(actor: Actor, p: MarkRead, connection: str) -> None:
    mark_read(actor, p.channel_id, p.seq)


def _enter(actor: Actor, p: EnterRoom, connection: str) -> list[str]:
    return enter_room(actor, p.case_ref, connection)


def _catch_up(actor: Actor, p: CatchUp, connection: str) -> list[dict[str, Any]]:
    return [asdict(message) for message in messages_after(actor, p.channel_id, p.after, limit=MOST)]


def _check(actor: Actor, p: PostMessage, connection: str) -> None:
    content = Content(p.text, **p.about())
    check_message(actor, p.channel_id, content=content, audience=p.audience, knowingly=p.knowingly)


def _recall(actor: Actor, p: OneMessage, connection: str) -> None:
    recall_message(actor, p.channel_id, p.seq)


def _translate(actor: Actor, p: OneMessage, connection: str) -> dict[str, Any]:
    return asdict(translate_message(actor, p.channel_id, p.seq))


def _typing(actor: Actor, p: OneChannel, connection: str) -> None:
    start_typing(actor, p.channel_id)


def _draft(actor: Actor, p: KeepDraft, connection: str) -> None:
    keep_draft(actor, p.channel_id, text=p.text, audience=p.audience)


FEATURE = Feature(
    accepts={
        "message:post": Hot(PostMessage, _post),
        "message:check": Accepted(PostMessage, _check),
        "message:read": Accepted(MarkRead, _read),
        "message:recall": Accepted(OneMessage, _recall),
        "message:translate": Accepted(OneMessage, _translate),
        "typing:start": Accepted(OneChannel, _typing),
        "draft:keep": Accepted(KeepDraft, _draft),
        "room:enter": Accepted(EnterRoom, _enter),
        "room:catch_up": Accepted(CatchUp, _catch_up),
    },
    sends={
        MessagePosted: "message:posted",
        MessageRecalled: "message:recalled",
        ReceiptChanged: "receipt:changed",
        TypingStarted: "typing:started",
        ChannelChanged: "channel:changed",
        PresenceChanged: "presence:changed",
        ParticipantsChanged: "participants:changed",
        CaseChanged: "case:changed",
    },
    gone=leave_room,
)
