"""The questions of the pages of cases."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from blueprints.cases.wording import AGENTS, DISPUTES, GROUNDS, IDENTITIES
from blueprints.forms import _l
from blueprints.locale import say
from odr.cases.commands import BY_MEDIATOR

NAME, TEXT = Length(max=120), Length(max=6000)


def _choices(words: dict[str, Any], only: tuple[str, ...] = ()) -> Any:
    """Choices in the reader's language, asked anew for each form."""
    return lambda: {key: say(value) for key, value in words.items() if not only or key in only}


def _one_of(**labels: Any) -> Any:
    """Choices from lazy labels, said anew for each form."""
    return lambda: {key: str(label) for key, label in labels.items()}


class DisputeForm(FlaskForm):
    """What the dispute is about, and who is to mediate."""

    organisation_id = RadioField(_l("Which organisation shall mediate?"), [InputRequired(_l("Choose an organisation"))])
    dispute_type = SelectField(_l("What is it about?"), choices=_choices(DISPUTES))
    title = StringField(_l("A short title"), [InputRequired(_l("Give the dispute a short title")), NAME])
    title_en = StringField(_l("The title in English"), [Optional(), NAME])
    right_description = TextAreaField(_l("The right you rely on"), [Optional(), TEXT])
    facts = TextAreaField(_l("What happened?"), [InputRequired(_l("Say what happened")), TEXT])
    claims = TextAreaField(_l("What do you ask for?"), [InputRequired(_l("Say what you ask for")), TEXT])


class PartyForm(FlaskForm):
    """A side of the dispute."""

    kind = RadioField(
        _l("Who is it?"),
        choices=_one_of(organisation=_l("A company or other organisation"), person=_l("A person")),
        default="organisation",
    )
    name = StringField(_l("Full name"), [InputRequired(_l("Write the full name")), NAME])
    name_en = StringField(_l("Name in English"), [Optional(), NAME])
    id_type = SelectField(_l("Kind of number"), choices=_choices(IDENTITIES), default="credit_code")
    id_number = StringField(_l("Number"), [Optional(), Length(max=40)])
    representative = StringField(_l("Legal representative or person in charge"), [Optional(), NAME])
    representative_post = StringField(_l("Post"), [Optional(), NAME])
    address = StringField(_l("Address"), [Optional(), NAME])
    phone = StringField(_l("Telephone"), [Optional(), Length(max=40)])
    email = EmailField(_l("E-mail address"), [Optional(), Length(max=254)])


class FileForm(FlaskForm):
    """The consents an applicant gives when filing; each stands alone (OLR 4)."""

    mediate = BooleanField(_l("I agree to mediate online"), [InputRequired(_l("Tick this to mediate online"))])
    service = BooleanField(_l("I agree to receive documents at my e-mail address"))
    separate = BooleanField(_l("I agree that each side may write at its own time"))


class ReturnForm(FlaskForm):
    """Why an application goes back."""

    reason = TextAreaField(_l("What is missing?"), [InputRequired(_l("Say what is missing")), Length(max=1000)])


class AddressForm(FlaskForm):
    """Where the other side can be reached."""

    email = EmailField(
        _l("E-mail address of the respondent"), [InputRequired(_l("Write the address")), Length(max=254)]
    )


class ProposeForm(FlaskForm):
    """Which mediator."""

    account_id = RadioField(_l("Mediator"), [InputRequired(_l("Choose a mediator"))])


class DisclosureForm(FlaskForm):
    """Has the mediator an interest?"""

    has_interest = RadioField(
        _l("Is there anything that could affect your fairness?"),
        [InputRequired(_l("Choose one of the two"))],
        choices=_one_of(no=_l("No, none of this applies to me"), yes=_l("Yes, or the sides should know something")),
    )
    statement = TextAreaField(_l("What the sides should know"), [Optional(), Length(max=2000)])


class AnswerForm(FlaskForm):
    """Accept or challenge a mediator."""

    accepted = RadioField(
        _l("Your answer"),
        [InputRequired(_l("Choose an answer"))],
        choices=_one_of(yes=_l("I accept this mediator"), no=_l("I object to this mediator")),
    )
    reason = TextAreaField(_l("Why do you object?"), [Optional(), Length(max=2000)])


class EndForm(FlaskForm):
    """On what ground the mediator ends."""

    ground = RadioField(
        _l("Why does the mediation end?"),
        [InputRequired(_l("Choose a ground"))],
        choices=_choices(GROUNDS, tuple(sorted(BY_MEDIATOR))),
    )


class AgentForm(FlaskForm):
    """Somebody to act for a party, and what they may do (CPL 61, 62)."""

    name = StringField(_l("Full name of the agent"), [InputRequired(_l("Write the full name")), NAME])
    email = EmailField(_l("E-mail address"), [InputRequired(_l("Write the address")), Length(max=254)])
    kind = SelectField(_l("Who is it?"), choices=_choices(AGENTS))
    firm = StringField(_l("Firm or unit"), [Optional(), NAME])
    licence = StringField(_l("Licence number"), [Optional(), NAME])
    may_settle = BooleanField(_l("Settle for me (和解)"))
    may_sign = BooleanField(_l("Sign the mediation agreement for me"))
    may_apply = BooleanField(_l("Apply for judicial confirmation for me"))
    document = FileField(_l("The signed power of attorney"), [FileRequired(_l("Choose the file"))])
