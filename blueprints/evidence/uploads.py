"""Large files over the web, piece by piece, with the semantics of tus 1.0 (docs/uploads.md)."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, jsonify, request, url_for
from werkzeug.wrappers import Response

from blueprints.evidence.shown import MAX_SAID, announced
from blueprints.guard import current_actor
from blueprints.limits import limiter
from blueprints.parsing import parse
from odr.errors import InvalidInput
from odr.evidence.uploads import (
    Bounds,
    UploadView,
    append_piece,
    discard_upload,
    finish_upload,
    my_uploads,
    start_upload,
    upload_view,
)

uploads = Blueprint("uploads", __name__)
PIECE_TYPE = "application/offset+octet-stream"


@dataclass(frozen=True)
class Announce:
    """A file that is to come."""

    name: str
    size: int
    mark: str = ""
    audience: str = ""
    knowingly: bool = False


@dataclass(frozen=True)
class Finish:
    """Every piece has arrived. `particulars` is "", "keep" or "leave_out"; `readers` are ids with commas."""

    client_ref: str
    blocks: str = ""
    audience: str = ""
    particulars: str = ""
    knowingly: bool = False
    proves: str = ""
    origin: str = ""
    secret: bool = False
    readers: str = ""


@uploads.post("/channels/<channel_id>/uploads")
@limiter.limit("60 per minute")
def start(channel_id: str) -> Any:
    """Announce a file; announced again by the same sender, it goes on where it stopped."""
    asked = parse(Announce, request.get_json(silent=True))
    view = start_upload(
        current_actor(),
        channel_id,
        name=asked.name,
        size=asked.size,
        mark=asked.mark,
        bounds=bounds(),
        audience=asked.audience,
        knowingly=asked.knowingly,
    )
    answer = jsonify({"ok": True, "result": _as_json(view)})
    answer.headers["Location"] = url_for("uploads.state", upload_id=view.id)
    return answer, 201


@uploads.get("/channels/<channel_id>/uploads")
def mine(channel_id: str) -> Response:
    """My unfinished uploads in the channel, for a page that was closed in the middle of one."""
    return jsonify({"uploads": [_as_json(view) for view in my_uploads(current_actor(), channel_id)]})


@uploads.get("/uploads/<upload_id>")
def state(upload_id: str) -> Response:
    """How far it has come; HEAD gives the two numbers alone."""
    view = upload_view(current_actor(), upload_id)
    hidden = [{"what": what, "value": value} for what, value in view.hidden]
    answer = jsonify({"ok": True, "result": _as_json(view) | {"hidden": hidden}})
    answer.headers["Upload-Offset"] = str(view.received)
    answer.headers["Upload-Length"] = str(view.size)
    return answer


@uploads.patch("/uploads/<upload_id>")
def piece(upload_id: str) -> Response:
    """The next piece; it is on disk when this answers."""
    actor, length = current_actor(), request.content_length
    if request.mimetype != PIECE_TYPE or length is None:
        raise InvalidInput(piece="type")
    received = append_piece(
        actor,
        upload_id,
        offset=_number(request.headers.get("Upload-Offset", "")),
        length=length,
        read=request.stream.read,
        sha256=_checksum(request.headers.get("Upload-Checksum", "")),
    )
    return Response(status=204, headers={"Upload-Offset": str(received)})


@uploads.delete("/uploads/<upload_id>")
def discard(upload_id: str) -> Response:
    """Nothing remains of it."""
    discard_upload(current_actor(), upload_id)
    return Response(status=204)


@uploads.post("/uploads/<upload_id>/finish")
@limiter.limit("120 per minute")
def finish(upload_id: str) -> Response:
    """Keep what has arrived as an exhibit, and say in its channel that it is there."""
    actor, asked = current_actor(), parse(Finish, request.get_json(silent=True))
    channel_id = upload_view(actor, upload_id).channel_id
    kept = finish_upload(
        actor,
        upload_id,
        blocks=asked.blocks,
        audience=asked.audience,
        clean={"keep": False, "leave_out": True}.get(asked.particulars),
        knowingly=asked.knowingly,
        said={"proves": asked.proves.strip()[:MAX_SAID], "origin": asked.origin.strip()[:MAX_SAID]},
        secret_for={one for one in asked.readers.split(",") if one} if asked.secret else None,
    )
    receipt = announced(actor, channel_id, kept, asked.client_ref)
    result = {"exhibit_id": kept.exhibit_id, "seq": receipt.seq, "sha256": kept.sha256, "size": kept.size}
    return jsonify({"ok": True, "result": result})


def bounds() -> Bounds:
    """What one person may put into one channel here."""
    settings = current_app.config["SETTINGS"]
    return Bounds(file=settings.max_upload_bytes, channel=settings.channel_share_bytes)


def _as_json(view: UploadView) -> dict[str, Any]:
    return {
        "id": view.id,
        "channel_id": view.channel_id,
        "name": view.name,
        "size": view.size,
        "received": view.received,
        "mark": view.mark,
        "started_at": view.started_at.isoformat(),
        "address": url_for("uploads.state", upload_id=view.id),
    }


def _number(text: str) -> int:
    if not text.isdecimal() or not text.isascii() or len(text) > 15:
        raise InvalidInput(offset="number")
    return int(text)


def _checksum(header: str) -> str:
    """The digest of the piece in hexadecimal, from tus's "sha256 <base64>"; empty when none was sent."""
    if not header:
        return ""
    algorithm, _, value = header.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error:
        digest = b""
    if algorithm != "sha256" or len(digest) != 32:
        raise InvalidInput(checksum="unknown")
    return digest.hex()
