"""Exhibits over the web: a file goes to the hearers of one channel and comes back as a download or drawn anew."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, jsonify, redirect, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from blueprints.errors import wants_json
from blueprints.evidence.shown import (
    MAX_SAID,
    announced,
    as_data,
    exhibit_number,
    file_answer,
    picture_answer,
    safe_headers,
)
from blueprints.guard import current_actor
from blueprints.limits import limiter
from odr.access.actor import Actor
from odr.errors import InvalidInput, NotFound
from odr.evidence.commands import release_for_court, submit_exhibit, withdraw_exhibit
from odr.evidence.keeping import Submitted
from odr.evidence.queries import (
    exhibit_drawing,
    exhibit_file,
    exhibit_original,
    exhibit_text,
    exhibit_view,
    exhibits_in,
)
from odr.evidence.secrecy import marked

evidence = Blueprint("evidence", __name__)
evidence.add_app_template_filter(exhibit_number, "exhibit_number")


@evidence.post("/channels/<channel_id>/exhibits")
@limiter.limit("40 per minute")
def submit(channel_id: str) -> Any:
    """Keep a small file for those who hear the channel, and say in the channel that it is there: without script."""
    actor = current_actor()
    files = [file for file in request.files.getlist("file") if file.filename]
    if not files:
        raise InvalidInput(file="missing")
    kept = [_submit(actor, channel_id, file, number) for number, file in enumerate(files)]
    if wants_json():
        last, seq = kept[-1]
        return jsonify({"ok": True, "result": {"seq": seq, "sha256": last.sha256, "size": last.size}})
    return back_to_room(channel_id)


@evidence.get("/channels/<channel_id>/exhibits")
def listed(channel_id: str) -> Response:
    """The exhibits of the channel, for a page that is open when one arrives."""
    return jsonify({"exhibits": [as_data(view) for view in exhibits_in(current_actor(), channel_id)]})


@evidence.get("/exhibits/<exhibit_id>")
def download(exhibit_id: str) -> Response:
    """The bytes, as a download that no browser opens in our name."""
    return file_answer(exhibit_file(current_actor(), exhibit_id), inline=False)


@evidence.get("/exhibits/<exhibit_id>/original")
def original(exhibit_id: str) -> Response:
    """The file as it was before its particulars were left out, for whoever put it in."""
    return file_answer(exhibit_original(current_actor(), exhibit_id), inline=False)


@evidence.get("/exhibits/<exhibit_id>/shown")
def shown(exhibit_id: str) -> Response:
    """The exhibit as the page's viewer shows it: a picture drawn anew, text as text, sound, film and PDF by parts."""
    actor = current_actor()
    view = exhibit_view(actor, exhibit_id)
    if view.secret and not view.mine:
        secret = marked(actor, exhibit_id)
        return Response(secret.data, headers=safe_headers("secret", inline=True), mimetype=secret.media_type)
    if view.looks == "picture":
        return picture_answer(*exhibit_drawing(actor, exhibit_id, "view"))
    if view.looks == "text":
        words = exhibit_text(actor, exhibit_id)
        return Response(words, headers=safe_headers("text.txt", inline=True), mimetype="text/plain")
    if not view.looks:
        raise NotFound(kind="exhibit")
    return file_answer(exhibit_file(actor, exhibit_id), inline=True)


@evidence.get("/exhibits/<exhibit_id>/thumb")
def thumb(exhibit_id: str) -> Response:
    """A small picture of the exhibit."""
    return picture_answer(*exhibit_drawing(current_actor(), exhibit_id, "thumb"))


@evidence.post("/exhibits/<exhibit_id>/release")
def release(exhibit_id: str) -> Response:
    """My side agrees that the exhibit goes into the file for the court."""
    release_for_court(current_actor(), exhibit_id)
    return redirect(url_for("evidence.page", exhibit_id=exhibit_id))


@evidence.post("/exhibits/<exhibit_id>/withdraw")
def withdraw(exhibit_id: str) -> Response:
    """I take my exhibit back; it stays listed, and nobody can open it any more."""
    withdraw_exhibit(current_actor(), exhibit_id)
    return redirect(url_for("evidence.page", exhibit_id=exhibit_id))


def _submit(actor: Actor, channel_id: str, file: FileStorage, number: int) -> tuple[Submitted, int]:
    """One file of the form, with the place of the line in the channel that tells of it."""
    form = request.form
    kept = submit_exhibit(
        actor,
        channel_id,
        name=file.filename or "",
        source=file.stream,  # type: ignore[arg-type]
        max_bytes=current_app.config["SETTINGS"].max_form_bytes,
        audience=form.get("audience", ""),
        knowingly="knowingly" in form,
        clean="leave_out" in form,
        secret_for=set(form.getlist("readers")) if "secret" in form else None,
        said={"proves": form.get("proves", "").strip()[:MAX_SAID]},
    )
    client_ref = form.get("client_ref", "")
    return kept, announced(actor, channel_id, kept, f"{client_ref}-{number}" if number else client_ref).seq


def back_to_room(channel_id: str) -> Response:
    """To the page of the channel the act came from."""
    return redirect(url_for("rooms.channel", ref=request.form.get("ref", "-"), channel_id=channel_id, _anchor="latest"))
