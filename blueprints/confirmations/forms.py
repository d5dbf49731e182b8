"""The questions of the parties' page and of the court's desk."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from blueprints.forms import _l
from blueprints.locale import say
from odr.confirmations.courts import CourtOption
from odr.confirmations.ruling import GROUNDS, Outcome

STATE_IT = InputRequired(_l("Tick this to apply"))


class CourtForm(FlaskForm):
    """Which of the competent courts."""

    court_id = RadioField(_l("Court"), [InputRequired(_l("Choose a court"))])

    def offer(self, options: Iterable[CourtOption]) -> None:
        """Offer the competent courts that have a desk here."""
        self.court_id.choices = [(option.court_id, say(option.name)) for option in options if option.court_id]


class ApplyForm(FlaskForm):
    """The three statements, each on its own; `words_version` names the sentences that were shown."""

    commitment = BooleanField(validators=[STATE_IT])
    service_address = BooleanField(validators=[STATE_IT])
    personal_data = BooleanField(validators=[STATE_IT])
    words_version = HiddenField()


class DeskForm(FlaskForm):
    """Every act of the clerk is looked at once more before it is done; `looked` says that it was."""

    looked = HiddenField()


class AcceptForm(DeskForm):
    """The court's own case number."""

    court_ref = StringField(_l("Case number of the court"), [InputRequired(_l("Write the number")), Length(max=64)])


class SupplementForm(DeskForm):
    """What is missing, one item a line, and until when."""

    wording = TextAreaField(_l("What is missing"), [InputRequired(_l("Say what is missing")), Length(max=4000)])
    due = DateField(_l("Until"), [InputRequired(_l("Choose a day"))])


class ConfirmForm(DeskForm):
    """The judge who rules."""

    judge = StringField(_l("Judge"), [InputRequired(_l("Write the name of the judge")), Length(max=40)])


class RefusalForm(ConfirmForm):
    """A ground out of the closed list, and the reasons."""

    ground = RadioField(_l("Ground"), [InputRequired(_l("Choose a ground of the law"))])
    reasons = TextAreaField(_l("Reasons"), [InputRequired(_l("Write the reasons")), Length(max=4000)])

    def offer(self, outcome: Outcome) -> None:
        """Offer the grounds the law gives for this outcome."""
        self.ground.choices = [(key, say(ground.words)) for key, ground in GROUNDS[outcome].items()]


class RefuseForm(RefusalForm):
    """What was never accepted has no number yet."""

    court_ref = StringField(_l("Case number of the court"), [InputRequired(_l("Write the number")), Length(max=64)])
