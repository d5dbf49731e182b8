"""The questions of the parties' page and of the court's desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from blueprints.forms import _l, offer
from blueprints.locale import say
from odr.confirmations.asking import Asked, Tie
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
    manner = RadioField(_l("How your side applies"), default="separately")
    words_version = HiddenField()


class DeskForm(FlaskForm):
    """Every act of the clerk is looked at once more before it is done; `looked` says that it was."""

    looked = HiddenField()


class AcceptForm(DeskForm):
    """The court's own case number."""

    court_ref = StringField(_l("Case number of the court"), [InputRequired(_l("Write the number")), Length(max=64)])


ITEM_ROWS = range(1, 7)


class SupplementForm(DeskForm):
    """What is missing, item by item, each with what it is about, and until when."""

    due = DateField(_l("Until"), [InputRequired(_l("Choose a day"))])

    def offer_about(self, choices: list[tuple[str, str]]) -> None:
        """Offer what an item can be about: an item of the checklist, a clause, a file."""
        for number in ITEM_ROWS:
            offer(self[f"about_{number}"], {"": str(_l("Nothing in particular")), **dict(choices)})

    def asked(self) -> list[Asked]:
        """The rows that were filled in."""
        rows = [(self[f"item_{n}"].data or "", self[f"about_{n}"].data or "") for n in ITEM_ROWS]
        return [Asked(words, *_tie(about)) for words, about in rows if words.strip()]


for _number in ITEM_ROWS:
    setattr(SupplementForm, f"item_{_number}", TextAreaField(_l("What is missing"), [Length(max=4000)]))
    setattr(SupplementForm, f"about_{_number}", SelectField(_l("About"), validate_choice=False))


def _tie(about: str) -> tuple[Tie, str]:
    tie, _, name = about.partition(":")
    return (tie, name) if tie in ("check", "clause", "file") else ("", "")  # pyright: ignore[reportReturnType]


class AnswerForm(FlaskForm):
    """One answer for each item the court asked for; the fields are named after the items."""

    def answers(self, items: Iterable[str], sent: Mapping[str, str]) -> dict[str, str]:
        """Item → what was written to it."""
        return {item: sent.get(f"answer-{item}", "") for item in items}


class ExtendForm(DeskForm):
    """Until when, why, and which president allowed it."""

    until = DateField(_l("New last day"), [InputRequired(_l("Choose a day"))])
    approved_by = StringField(
        _l("President of the court who allowed it"), [InputRequired(_l("Write the name")), Length(max=40)]
    )
    reason = TextAreaField(_l("Reason"), [InputRequired(_l("Write the reason")), Length(max=4000)])


class TransferForm(DeskForm):
    """Which other competent court, and why."""

    court_id = RadioField(_l("Court"), [InputRequired(_l("Choose a court"))])
    reason = TextAreaField(_l("Reason"), [InputRequired(_l("Write the reason")), Length(max=4000)])


class SilenceForm(DeskForm):
    """Why silence counts as withdrawal."""

    reasons = TextAreaField(_l("Reasons"), [InputRequired(_l("Write the reasons")), Length(max=4000)])


class ObjectionForm(DeskForm):
    """What a third person handed in."""

    name = StringField(_l("Who objects"), [InputRequired(_l("Write the name")), Length(max=80)])
    known_on = DateField(_l("Day on which they learned of it"), [InputRequired(_l("Choose a day"))])
    grounds = TextAreaField(_l("Grounds"), [InputRequired(_l("Write the grounds")), Length(max=4000)])


class PartyObjectionForm(FlaskForm):
    """A party's own objection."""

    grounds = TextAreaField(_l("Grounds"), [InputRequired(_l("Write the grounds")), Length(max=4000)])
    sure = BooleanField(validators=[InputRequired(_l("Tick this to go on"))])


class ObjectionDecisionForm(DeskForm):
    """Which objection, what becomes of it, and why."""

    objection_id = RadioField(_l("Objection"), [InputRequired(_l("Choose an objection"))])
    outcome = RadioField(_l("Decision"), [InputRequired(_l("Choose one"))])
    reasons = TextAreaField(_l("Reasons"), [InputRequired(_l("Write the reasons")), Length(max=4000)])


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


OBJECTION_OUTCOMES = {
    "upheld": _l("Upheld: the ruling is set aside"),
    "rejected": _l("Rejected: the ruling stands"),
}


class UploadForm(RefusalForm):
    """The court's own signed ruling instead of the template. It is looked at on the device, so one page is enough."""

    outcome = RadioField(_l("Outcome"), [InputRequired(_l("Choose one"))])
    ground = RadioField(_l("Ground"), [Optional()])
    reasons = TextAreaField(_l("Reasons"), [Length(max=4000)])
    court_ref = StringField(_l("Case number of the court"), [InputRequired(_l("Write the number")), Length(max=64)])
    document = FileField(_l("Signed ruling (PDF)"), [FileRequired(_l("Choose the file"))])
    sure = BooleanField(validators=[InputRequired(_l("Tick this to go on"))])
