"""Exhibits over the web: a file goes to the hearers of one channel and comes back as a download only."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Blueprint, current_app, jsonify, redirect, request, url_for
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

from blueprints.errors import wants_json
from blueprints.guard import current_actor
from blueprints.limits import limiter
from blueprints.realtime import as_json
from odr.errors import InvalidInput
from odr.evidence.commands import release_for_court, submit_exhibit, withdraw_exhibit
from odr.evidence.queries import ExhibitView, exhibit_file, exhibits_in
from odr.rooms.posting import post_message

evidence = Blueprint("evidence", __name__)


@evidence.post("/channels/<channel_id>/exhibits")
@limiter.limit("40 per minute")
def submit(channel_id: str) -> Any:
    """Keep the file for those who hear the channel, and say in the channel that it is there."""
    actor, file, audience = current_actor(), request.files.get("file"), request.form.get("audience", "")
    knowingly = "knowingly" in request.form
    if file is None or not file.filename:
        raise InvalidInput(file="missing")
    kept = submit_exhibit(
        actor,
        channel_id,
        name=file.filename,
        source=file.stream,  # type: ignore[arg-type]
        max_bytes=current_app.config["SETTINGS"].max_upload_bytes,
        audience=audience,
        knowingly=knowingly,
    )
    client_ref = request.form.get("client_ref", "") or kept.exhibit_id
    # The name passed the question about private figures above; asked twice, it could refuse what is kept already.
    receipt = post_message(
        actor, channel_id, text=kept.name, client_ref=client_ref, exhibit_id=kept.exhibit_id, knowingly=True
    )
    if wants_json():
        return jsonify({"ok": True, "result": {"seq": receipt.seq, "sha256": kept.sha256, "size": kept.size}})
    return _back_to_room(channel_id)


@evidence.get("/channels/<channel_id>/exhibits")
def listed(channel_id: str) -> Response:
    """The exhibits of the channel, for a page that is open when one arrives."""
    return jsonify({"exhibits": [_as_json(view) for view in exhibits_in(current_actor(), channel_id)]})


@evidence.get("/exhibits/<exhibit_id>")
def download(exhibit_id: str) -> Response:
    """The bytes, as a download that no browser opens in our name."""
    view, pieces = exhibit_file(current_actor(), exhibit_id)
    headers = Headers({"Content-Length": str(view.size), "Content-Security-Policy": "default-src 'none'; sandbox"})
    headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(view.name, safe='')}"
    return Response(pieces, mimetype=view.media_type, headers=headers)


@evidence.post("/exhibits/<exhibit_id>/release")
def release(exhibit_id: str) -> Response:
    """My side agrees that the exhibit goes into the file for the court."""
    actor = current_actor()
    view, _ = exhibit_file(actor, exhibit_id)
    release_for_court(actor, exhibit_id)
    return _back_to_room(view.channel_id)


@evidence.post("/exhibits/<exhibit_id>/withdraw")
def withdraw(exhibit_id: str) -> Response:
    """I take my exhibit back; it stays listed, and nobody can open it any more."""
    actor = current_actor()
    view, _ = exhibit_file(actor, exhibit_id)
    withdraw_exhibit(actor, exhibit_id)
    return _back_to_room(view.channel_id)


def _back_to_room(channel_id: str) -> Response:
    return redirect(url_for("rooms.channel", ref=request.form.get("ref", "-"), channel_id=channel_id, _anchor="latest"))


def _as_json(view: ExhibitView) -> dict[str, Any]:
    return {
        "id": view.id,
        "name": view.name,
        "size": view.size,
        "sha256": view.sha256,
        "owner": view.owner,
        "owner_en": view.owner_en,
        "at": as_json(view.at),
        "withdrawn": view.withdrawn,
        "address": url_for("evidence.download", exhibit_id=view.id),
    }
