"""The blueprint the mediator's pages are mounted on, and the words their templates need."""

from __future__ import annotations

from flask import Blueprint

from blueprints.cue import cue_of
from blueprints.issues import wording

issues = Blueprint("issues", __name__)
issues.add_app_template_filter(cue_of, "cue")


@issues.context_processor
def words() -> dict[str, object]:
    """The words of notes."""
    return {
        "ISSUE_STATES": wording.STATES,
        "ISSUE_TONES": wording.STATE_TONES,
        "WEIGHTS": wording.WEIGHTS,
        "NOTE_KINDS": wording.KINDS,
        "CASE_STATES": wording.CASE_STATES,
        "ROUND_STATES": wording.ROUND_STATES,
    }
