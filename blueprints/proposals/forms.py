"""The questions by which a mediator puts a proposal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, TextAreaField

from blueprints.forms import SENTENCES, _l
from blueprints.locale import BEIJING
from odr import clock
from odr.errors import InvalidInput

REASONS: dict[str, Any] = {
    "out_of_range": _l("Choose a time between ten minutes and thirty days from now."),
    "empty": _l("Write the proposal."),
    "control_characters": _l("This contains characters that cannot be seen. Type it again."),
}


class ProposalForm(FlaskForm):
    """One text for all, and until when it can be answered."""

    text = TextAreaField(_l("The proposal"))
    deadline = DateTimeLocalField(_l("Deadline (Beijing time)"))


def proposal_form() -> ProposalForm:
    """The form with tomorrow evening as its deadline."""
    tomorrow = (clock.now().astimezone(BEIJING) + timedelta(days=1)).replace(hour=17, minute=0)
    return ProposalForm(data={"deadline": datetime(*tomorrow.timetuple()[:5])})


def deadline_of(form: ProposalForm) -> datetime:
    """The instant behind what was typed as Beijing time.

    Raises:
        InvalidInput: nothing that is a time.
    """
    typed: Any = form
    if typed.deadline.data is None:
        raise InvalidInput(deadline="missing")
    return typed.deadline.data.replace(tzinfo=BEIJING)


def put_reasons(form: ProposalForm, refused: InvalidInput) -> None:
    """Each reason beside its question."""
    fields = refused.details.get("fields")
    for key, reason in (fields if isinstance(fields, dict) else {}).items():
        field: Any = form[key]
        field.errors = [*field.errors, REASONS.get(reason) or SENTENCES.get(reason) or REASONS["out_of_range"]]
