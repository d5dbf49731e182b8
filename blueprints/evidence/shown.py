"""Exhibits as a page shows them: as data, and as bytes that no browser runs in our name."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask_babel import gettext
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wrappers import Response

from blueprints.headers import safe_headers
from blueprints.locale import language_tag
from blueprints.packets import as_json
from odr.access.actor import Actor
from odr.evidence.keeping import Submitted
from odr.evidence.queries import ExhibitView, OpenFile
from odr.law.numerals import chinese_number
from odr.rooms.batch import Receipt
from odr.rooms.posting import post_message

MAX_SAID = 300
UNNAMED_LINE = "商业秘密证据 / Trade-secret exhibit"


def announced(actor: Actor, channel_id: str, kept: Submitted, client_ref: str) -> Receipt:
    """Say in the channel that the exhibit is there.

    The name passed the question about private figures when it was kept; asked twice, it could refuse what is there.
    """
    ref = client_ref or kept.exhibit_id
    # The name of a trade secret is part of it, and the line is heard by more people than were named.
    words = UNNAMED_LINE if kept.secret else kept.name
    return post_message(actor, channel_id, text=words, client_ref=ref, exhibit_id=kept.exhibit_id, knowingly=True)


def exhibit_number(number: int) -> str:
    """The number of an exhibit as the reader's language writes it."""
    return str(number) if language_tag() == "en" else chinese_number(number)


def as_data(view: ExhibitView) -> dict[str, Any]:
    """An exhibit for a page that is open when one arrives."""
    return {
        "id": view.id,
        "number": view.number,
        "numbered": gettext("Exhibit %(number)s", number=exhibit_number(view.number)),
        "name": view.name,
        "size": view.size,
        "sha256": view.sha256,
        "owner": view.owner,
        "owner_en": view.owner_en,
        "at": as_json(view.at),
        "withdrawn": view.withdrawn,
        "looks": view.looks,
        "secret": view.secret,
        "address": url_for("evidence.download", exhibit_id=view.id),
        "shown": url_for("evidence.shown", exhibit_id=view.id),
        "page": url_for("evidence.page", exhibit_id=view.id),
        "thumb": url_for("evidence.thumb", exhibit_id=view.id) if view.has_thumb and not view.withdrawn else "",
    }


def file_answer(opened: OpenFile, *, inline: bool) -> Response:
    """The bytes, or the part of them that was asked for; decrypted chunk by chunk as they leave."""
    view, size = opened.view, opened.size
    headers = safe_headers(view.name, inline=inline)
    headers["Accept-Ranges"] = "bytes"
    start, stop, status = 0, size, 200
    if request.range is not None and request.range.units == "bytes":
        asked = request.range.range_for_length(size)
        if asked is None:
            opened.file.close()
            raise RequestedRangeNotSatisfiable(length=size)
        (start, stop), status = asked, 206
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    headers["Content-Length"] = str(stop - start)
    answer = Response(opened.pieces(start, stop), status, headers, mimetype=view.media_type)
    # A request for the headers alone never begins to read.
    answer.call_on_close(opened.file.close)
    return answer


def picture_answer(view: ExhibitView, data: bytes) -> Response:
    """A picture drawn by ourselves."""
    return Response(data, headers=safe_headers(f"{view.number}.webp", inline=True), mimetype="image/webp")
