"""The questions of the court's forms."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, StringField
from wtforms.validators import InputRequired, Length, Optional

from blueprints.forms import _l

_NAME = [Optional(), Length(max=200)]
_NUMBER = [Optional(), Length(max=40)]


class ForCourtForm(FlaskForm):
    """What a side gives for its papers to the court; every field may stay empty."""

    ethnic_group = StringField(_l("Ethnic group"), _NAME)
    occupation = StringField(_l("Employer or occupation"), _NAME)
    habitual_residence = StringField(_l("Habitual residence"), _NAME)
    representative_phone = StringField(_l("Telephone of the legal representative"), _NUMBER)
    service_address = StringField(_l("Address for service"), _NAME)
    postcode = StringField(_l("Postcode"), _NUMBER)
    recipient = StringField(_l("Who may receive papers for you"), _NAME)
    recipient_relation = StringField(_l("Relation to you"), _NAME)
    recipient_phone = StringField(_l("Telephone of that person"), _NUMBER)
    paper_copies = RadioField(
        _l("Do you want paper copies as well?"),
        [Optional()],
        choices=[("yes", _l("Yes")), ("no", _l("No"))],
        default="",
    )


class AbroadForm(FlaskForm):
    """What the pack for use abroad is for, and the approval that foreign proceedings need."""

    needs_approval = _l("State who approved, under which number and when; the day cannot lie in the future.")
    purpose = RadioField(
        _l("What is the pack for?"),
        [InputRequired(_l("Say what the pack is for."))],
        choices=[
            ("own_records", _l("My own records; it goes to no foreign court or authority")),
            ("foreign_proceedings", _l("Proceedings before a foreign court or authority, with approval")),
        ],
    )
    authority = StringField(_l("Authority that approved"), _NAME)
    number = StringField(_l("Number of the approval"), _NUMBER)
    on = DateField(_l("Day of the approval"), [Optional()])
