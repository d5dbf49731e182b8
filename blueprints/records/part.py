"""The blueprint that everything about what leaves the room is mounted on, and what templates of the room need of it."""

from __future__ import annotations

from flask import Blueprint

from blueprints.guard import current_actor
from odr.records.queries import facts_pad

records = Blueprint("records", __name__)


@records.app_context_processor
def pieces() -> dict[str, object]:
    """The pad, asked for by the room's own page only when it is drawn."""
    return {"facts_pad_of": lambda ref: facts_pad(current_actor(), ref)}
