"""The questions of the pages about guests."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import EmailField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from blueprints.forms import _l
from odr.access.actor import Role

GUEST_ROLES = [
    (Role.INTERPRETER, _l("Interpreter")),
    (Role.EXPERT, _l("Expert")),
    (Role.TECHNICAL_OFFICER, _l("Technical investigation officer")),
    (Role.INTERESTED, _l("Interested third person")),
    (Role.OBSERVER, _l("Observer")),
]


class GuestForm(FlaskForm):
    """Whom the mediator wants to admit; the channels are asked for beside it, as the case has them."""

    name = StringField(_l("Name"), [InputRequired(_l("Write the name")), Length(max=120)])
    email = EmailField(_l("E-mail address"), [InputRequired(_l("Write the e-mail address")), Length(max=254)])
    role = RadioField(_l("What they are here for"), choices=GUEST_ROLES, default=Role.EXPERT)
    capacity = StringField(_l("In a few words"), [Length(max=120)])
