"""The questions of the pages about what leaves the room."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectMultipleField, StringField, TextAreaField

from blueprints.forms import _l, offer
from blueprints.locale import say
from odr.access.actor import Side
from odr.law.ending import CONDUCT_WORDS, PROMPT_WORDS
from odr.records.content import Attendee
from odr.records.phrases import SIDE_WORDS
from signing.wording import Words

COLON = Words(zh="：", en=": ")


class FactForm(FlaskForm):
    """One fact as a sentence."""

    revision = HiddenField()
    text = TextAreaField(_l("The fact, as one sentence in Chinese"))
    text_en = TextAreaField(_l("The same in English"))


class ReasonForm(FlaskForm):
    """Why somebody does not confirm."""

    revision = HiddenField()
    reason = TextAreaField(_l("What is not right about it"))


class AnswerForm(FlaskForm):
    """What somebody who was there says of the record."""

    revision = HiddenField()
    words = TextAreaField(_l("What should be different, or why you do not confirm"))


class RecordForm(FlaskForm):
    """What the mediator completes in the record of a sitting."""

    revision = HiddenField()
    came = SelectMultipleField(_l("Who took part"), validate_choice=False)
    warned = BooleanField(_l("The parties were warned of the consequences of sham mediation"))
    statements = TextAreaField(_l("What the parties said in the joint session"))
    proposals = TextAreaField(_l("Proposals the parties asked to record"))
    next_date = StringField(_l("Next sitting"))
    remarks = TextAreaField(_l("Other"))

    def offer(self, people: Iterable[Attendee]) -> None:
        """Give the question who took part its names."""
        offer(self.came, {person.participant_id: say(person.name) for person in people})


class OutcomeForm(FlaskForm):
    """What the mediator may add to the report on the outcome: entries of closed lists, no free words."""

    conduct = SelectMultipleField(_l("Conduct that put others to cost without reason"), validate_choice=False)
    prompts = SelectMultipleField(_l("What the court should know"), validate_choice=False)

    def offer(self, sides: Iterable[Side]) -> None:
        """Give both questions their lists, each kind of conduct for each side."""
        each = [(side, code, words) for side in sides for code, words in CONDUCT_WORDS.items()]
        offer(
            self.conduct,
            {f"{side}:{code}": f"{say(SIDE_WORDS[side])}{say(COLON)}{say(words)}" for side, code, words in each},
        )
        offer(self.prompts, {str(code): say(words) for code, words in PROMPT_WORDS.items()})
