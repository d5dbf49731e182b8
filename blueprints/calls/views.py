"""How the call of a channel stands, for a page that has just been opened."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

from blueprints.guard import current_actor
from blueprints.packets import as_json
from odr.calls.queries import call_in

calls = Blueprint("calls", __name__)


@calls.get("/channels/<channel_id>/call")
def state(channel_id: str) -> Response:
    """Who is in the call of the channel, and whether I may join or lead it."""
    return jsonify(as_json(asdict(call_in(current_actor(), channel_id))))
