"""The room: one address for each channel, so that what is typed can only go where the page says."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.errors import wants_json
from blueprints.guard import current_actor
from blueprints.locale import language_tag
from blueprints.parsing import parse
from blueprints.rooms.payloads import PostMessage
from blueprints.rooms.shown import (
    channel_as_json,
    people_as_json,
    receipts_as_json,
    shown_messages,
    shown_people,
)
from blueprints.rooms.wording import words_for
from odr import clock
from odr.errors import AudienceChanged, InvalidInput, LegalObstacle, NotFound, PrivateFigure
from odr.evidence.queries import exhibits_in
from odr.issues.queries import beside
from odr.rooms.commands import end_mediation_session, open_mediation_session
from odr.rooms.drafts import my_draft
from odr.rooms.opened import MessageView
from odr.rooms.posting import post_message
from odr.rooms.queries import ChannelView, RoomView, messages_after, messages_before, room_page
from odr.rooms.receipts import receipts
from odr.rooms.sitting_page import room_banner
from odr.rooms.translation import translation_state

rooms = Blueprint("rooms", __name__)
ON_A_PAGE = 60
BEFORE_THE_PLACE = 20


@rooms.get("/cases/<ref>/room")
def room(ref: str) -> Response | str:
    """The joint channel; before the first sitting, a page that says so."""
    view = room_page(current_actor(), ref)
    if not view.channels:
        return render_template("rooms/not_open.html", room=view)
    return redirect(url_for("rooms.channel", ref=ref, channel_id=view.channels[0].id))


@rooms.get("/cases/<ref>/room/<channel_id>")
def channel(ref: str, channel_id: str) -> str:
    """One channel of the room."""
    return _page(room_page(current_actor(), ref), channel_id)


@rooms.post("/cases/<ref>/room/sitting")
def sitting(ref: str) -> Response:
    """The mediator opens the next sitting, or ends the one that is open."""
    actor = current_actor()
    view = room_page(actor, ref)
    if request.form.get("act") == "end":
        end_mediation_session(actor, view.case_id)
        return redirect(url_for("rooms.room", ref=ref))
    try:
        open_mediation_session(actor, view.case_id)
    except LegalObstacle:
        flash(gettext("Not yet: something the law wants first is missing. See the list."), "warn")
        return redirect(url_for("sittings.page", ref=ref))
    return redirect(url_for("rooms.room", ref=ref))


@rooms.get("/cases/<ref>/room/<channel_id>/hearers")
def hearers(ref: str, channel_id: str) -> Response:
    """Who hears the channel now, for a page that is open while people come and go."""
    view = room_page(current_actor(), ref)
    here = channel_of(view, channel_id)
    actor = current_actor()
    return jsonify(
        channel_as_json(here, view.me)
        | {"present": people_as_json(view.people, view.me, view.present)}
        | {"receipts": receipts_as_json(receipts(actor, here.id))}
        | {"translation_ready": translation_state(actor, here.id).ready}
    )


@rooms.post("/channels/<channel_id>/messages")
def speak(channel_id: str) -> Any:
    """The same act as over the socket, for a browser without one: a form, or a page that lost its connection."""
    actor = current_actor()
    data = request.get_json() if request.is_json else _from_form()
    words = parse(PostMessage, data | {"channel_id": channel_id} if isinstance(data, dict) else data)
    try:
        receipt = post_message(
            actor,
            channel_id,
            text=words.text,
            client_ref=words.client_ref,
            audience=words.audience,
            knowingly=words.knowingly,
            **words.about(),
        )
    except (AudienceChanged, InvalidInput, PrivateFigure) as refusal:
        if wants_json():
            raise
        view = room_page(actor, request.form.get("ref", ""))
        return _page(view, channel_id, kept=words.text, refusal=refusal), 422
    if wants_json():
        return jsonify({"ok": True, "result": {"seq": receipt.seq, "at": receipt.at.isoformat()}})
    return redirect(url_for("rooms.channel", ref=request.form.get("ref", ""), channel_id=channel_id, _anchor="latest"))


def _from_form() -> dict[str, str | bool | int]:
    names = ("text", "client_ref", "audience", "translation")
    words: dict[str, str | bool | int] = {name: request.form.get(name, "") for name in names}
    places = {name: request.form.get(name, 0, type=int) for name in ("quotes", "corrects", "translates")}
    return words | places | {"knowingly": "knowingly" in request.form}


def channel_of(view: RoomView, channel_id: str) -> ChannelView:
    """One of the channels this person hears; for anybody else it does not exist."""
    for channel in view.channels:
        if channel.id == channel_id:
            return channel
    raise NotFound(kind="channel")


def _said(channel_id: str, last_seq: int) -> list[MessageView]:
    """The messages the page begins with: the last ones, or those around the place it was asked for."""
    around = request.args.get("at", 0, type=int)
    before = request.args.get("before", last_seq + 1, type=int)
    if 0 < around <= last_seq:
        return messages_after(current_actor(), channel_id, max(0, around - BEFORE_THE_PLACE), limit=ON_A_PAGE)
    return messages_before(current_actor(), channel_id, before, limit=ON_A_PAGE)


def _page(view: RoomView, channel_id: str, *, kept: str = "", refusal: Exception | None = None) -> str:
    here, actor = channel_of(view, channel_id), current_actor()
    exhibits = exhibits_in(actor, here.id)
    said = _said(here.id, here.last_seq)
    draft = my_draft(actor, here.id)
    return render_template(
        "rooms/room.html",
        room=view,
        title=view.title_en if language_tag() == "en" else view.title,
        here=here,
        words=words_for(here, view.me),
        doors=[(other, words_for(other, view.me)) for other in view.channels],
        messages=shown_messages(said, exhibits, here.read_seq),
        earlier=said[0].seq if said and messages_before(actor, here.id, said[0].seq, limit=1) else None,
        exhibits=exhibits,
        beside=beside(actor, here.id),
        people=shown_people(view.people, view.me, view.present),
        banner=room_banner(actor, here.id),
        hearers=shown_people(here.people, view.me, view.present),
        receipts=receipts_as_json(receipts(actor, here.id)),
        translation=translation_state(actor, here.id),
        now=clock.now(),
        client_ref=secrets.token_urlsafe(18),
        kept=kept or draft.text,
        draft=draft,
        refusal=refusal,
    )
