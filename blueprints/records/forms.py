"""The questions of the pages about what leaves the room."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

from blueprints.forms import _l


class FactForm(FlaskForm):
    """One fact as a sentence."""

    revision = HiddenField()
    text = TextAreaField(_l("The fact, as one sentence in Chinese"))
    text_en = TextAreaField(_l("The same in English"))


class ReasonForm(FlaskForm):
    """Why somebody does not confirm."""

    revision = HiddenField()
    reason = TextAreaField(_l("What is not right about it"))
