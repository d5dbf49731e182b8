"""The blueprint that everything about what leaves the room is mounted on, and what templates of the room need of it."""

from __future__ import annotations

from flask import Blueprint

from blueprints.guard import current_actor
from odr.records.minutes import ROLE_WORDS, identity_words, notice_words
from odr.records.passing import passed_on_in, passings_in
from odr.records.phrases import SIDE_WORDS
from odr.records.queries import pad_in_room

records = Blueprint("records", __name__)


@records.context_processor
def words() -> dict[str, object]:
    """What somebody is in the case, and how the opening knows them, in words."""
    return {
        "SIDES": {**ROLE_WORDS, **SIDE_WORDS},
        "identity_words": identity_words,
        "notice_words": notice_words,
    }


@records.app_context_processor
def pieces() -> dict[str, object]:
    """What the room's own page shows of it, asked for only when it is drawn."""
    return {
        "facts_pad_of": lambda ref: pad_in_room(current_actor(), ref),
        "passings_of": lambda channel_id: passings_in(current_actor(), channel_id),
        "passed_on_in": lambda channel_id: passed_on_in(current_actor(), channel_id),
    }
