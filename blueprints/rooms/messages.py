"""Acts on messages and reading them, over plain HTTP: for pages without script and for lines that carry no socket."""

from __future__ import annotations

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.errors import wants_json
from blueprints.guard import current_actor
from blueprints.limits import limiter
from blueprints.locale import language_tag
from blueprints.parsing import parse
from blueprints.rooms.payloads import KeepDraft, MarkRead, Search
from blueprints.rooms.shown import found_as_json, messages_as_json, shown_hits
from blueprints.rooms.views import channel_of, rooms
from blueprints.rooms.wording import words_for
from odr.errors import AlreadyRead, InvalidInput, Unavailable
from odr.rooms.drafts import keep_draft
from odr.rooms.muting import mute
from odr.rooms.queries import MOST, PAGE, messages_after, messages_before, room_page
from odr.rooms.recall import recall_message
from odr.rooms.receipts import mark_read
from odr.rooms.search import MAX_WORDS, Found, search_channel
from odr.rooms.translation import agree_to_translation, translate_message


@rooms.get("/channels/<channel_id>/messages")
def messages(channel_id: str) -> Response:
    """What was said after the place `after`, or before the place `before`, in order, at most `limit` messages."""
    limit = min(_number("limit", PAGE), MOST)
    if "before" in request.args:
        page = messages_before(current_actor(), channel_id, _number("before", 0), limit=limit)
    else:
        page = messages_after(current_actor(), channel_id, _number("after", 0), limit=limit)
    return jsonify({"messages": messages_as_json(page)})


@rooms.post("/channels/<channel_id>/messages/<int:seq>/recall")
def recall(channel_id: str, seq: int) -> Any:
    """The mediator takes back a message nobody of the sides has read."""
    try:
        recall_message(current_actor(), channel_id, seq)
    except AlreadyRead:
        if wants_json():
            raise
        flash(gettext("Somebody has read this already, or has answered since. Correct it: both versions stay visible."))
    return _done(channel_id)


@rooms.post("/channels/<channel_id>/messages/<int:seq>/translation")
@limiter.limit("30 per minute")
def translate(channel_id: str, seq: int) -> Any:
    """The engine translates a message for those who hear the channel."""
    try:
        translate_message(current_actor(), channel_id, seq)
    except Unavailable:
        if wants_json():
            raise
        flash(gettext("The translation engine did not answer. Try again in a minute."))
    return _done(channel_id)


@rooms.post("/channels/<channel_id>/translation")
def agree(channel_id: str) -> Any:
    """Agree that words of the channel are given to the engine, or take that back."""
    agree_to_translation(current_actor(), channel_id, agreed=request.form.get("agreed") == "yes")
    return _done(channel_id)


@rooms.post("/channels/<channel_id>/quiet")
def quiet(channel_id: str) -> Any:
    """Choose whether new words in the channel call me."""
    mute(current_actor(), channel_id, muted=request.form.get("muted") == "yes")
    return _done(channel_id)


@rooms.post("/channels/<channel_id>/read")
def read(channel_id: str) -> Any:
    """How far I have read, from a page whose line carries no socket."""
    place = parse(MarkRead, _json() | {"channel_id": channel_id})
    mark_read(current_actor(), channel_id, place.seq)
    return jsonify({"ok": True, "result": None})


@rooms.post("/channels/<channel_id>/draft")
def draft(channel_id: str) -> Any:
    """Keep what I have begun to write."""
    begun = parse(KeepDraft, _json() | {"channel_id": channel_id})
    keep_draft(current_actor(), channel_id, text=begun.text, audience=begun.audience)
    return jsonify({"ok": True, "result": None})


@rooms.post("/channels/<channel_id>/search")
@limiter.limit("60 per minute")
def search(channel_id: str) -> Any:
    """Look for words in one channel. They travel in the body: an address would remember them."""
    actor = current_actor()
    if wants_json():
        asked = parse(Search, _json() | {"channel_id": channel_id})
        found = search_channel(actor, channel_id, words=asked.words, before=asked.before or None)
        return jsonify(found_as_json(found))
    words = request.form.get("words", "").strip()
    before = request.form.get("before", 0, type=int)
    found = search_channel(actor, channel_id, words=words, before=before or None) if words else Found((), None)
    return _search_page(channel_id, words, found)


def _search_page(channel_id: str, words: str, found: Found) -> str:
    view = room_page(current_actor(), request.form.get("ref", ""))
    here = channel_of(view, channel_id)
    return render_template(
        "rooms/search.html",
        room=view,
        title=view.title_en if language_tag() == "en" else view.title,
        here=here,
        words=words_for(here, view.me),
        asked=words[:MAX_WORDS],
        hits=shown_hits(found),
        before=found.before,
    )


def _done(channel_id: str) -> Any:
    if wants_json():
        return jsonify({"ok": True, "result": None})
    return redirect(url_for("rooms.channel", ref=request.form.get("ref", ""), channel_id=channel_id, _anchor="latest"))


def _number(name: str, otherwise: int) -> int:
    text = request.args.get(name, str(otherwise))
    if not text.isdecimal() or len(text) > 12:
        raise InvalidInput(**{name: "number"})
    return int(text)


def _json() -> dict[str, Any]:
    data = request.get_json(silent=True)
    if not isinstance(data, dict):
        raise InvalidInput(payload="object")
    return data
