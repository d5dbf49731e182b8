"""The questions of a mediator's notes, and how their answers become the domain's values."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from blueprints.forms import _l
from blueprints.issues.wording import STATES, WEIGHTS
from blueprints.locale import BEIJING, language_tag, say
from odr import clock
from odr.issues.contents import InterestNote, IssueNote, NoteContent, OfferNote, PromiseNote
from odr.issues.queries import NotebookView
from odr.issues.states import IssueState, NoteKind, Weight


class NoteForm(FlaskForm):
    """What every note's form has: the revision it was read in."""

    revision = HiddenField()

    @property
    def read_revision(self) -> int:
        """The revision named by the page, or one that no note has."""
        text = str(self.revision.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else -1

    def about(self, view: NotebookView) -> None:
        """Offer the sides and issues of the case."""
        fields: Any = self._fields
        sides = [(side.party_id, side.name_en if language_tag() == "en" else side.name) for side in view.sides]
        none = {"party_id": gettext("The mediator"), "to_party_id": gettext("Everybody else")}
        for name in ("party_id", "to_party_id"):
            if name in fields:
                optional = name == "to_party_id" or isinstance(self, OfferForm)
                fields[name].choices = [*([("", none[name])] if optional else []), *sides]
        if "issue_id" in fields:
            issues = [(issue.edited.id, issue.note.title) for issue in view.issues]
            fields["issue_id"].choices = [("", gettext("The dispute as a whole")), *issues]
        for name, words in (("state", STATES), ("weight", WEIGHTS)):
            if name in fields:
                fields[name].choices = [(str(value), say(label)) for value, label in words.items()]

    def content(self) -> NoteContent:
        """The note as it was written down."""
        raise NotImplementedError


class IssueForm(NoteForm):
    """A point in dispute."""

    title = StringField(_l("Issue"))
    remark = TextAreaField(_l("What I think about it"))
    state = SelectField(_l("Where it stands"), default=IssueState.OPEN)

    def content(self) -> IssueNote:
        """The issue as it was written down."""
        return IssueNote(self.title.data or "", self.remark.data or "", IssueState(self.state.data))


class InterestForm(NoteForm):
    """What a side wants or fears."""

    party_id = SelectField(_l("Whose"))
    issue_id = SelectField(_l("On which issue"), default="")
    text = TextAreaField(_l("What they want, or fear"))
    weight = RadioField(_l("How much it counts for them"), default=Weight.MATTERS)

    def content(self) -> InterestNote:
        """The interest as it was written down."""
        issue = self.issue_id.data or None
        return InterestNote(self.party_id.data, self.text.data or "", issue, Weight(self.weight.data))


class OfferForm(NoteForm):
    """An offer made in the open."""

    party_id = SelectField(_l("Who offered"), default="")
    issue_id = SelectField(_l("On which issue"), default="")
    text = TextAreaField(_l("What was offered"))
    offered_at = DateTimeLocalField(_l("When (Beijing time)"), format="%Y-%m-%dT%H:%M", validators=[Optional()])

    def content(self) -> OfferNote:
        """The offer as it was written down; without a time, it was made just now."""
        at = self.offered_at.data
        when = at.replace(tzinfo=BEIJING) if isinstance(at, datetime) else clock.now()
        return OfferNote(self.text.data or "", when, self.party_id.data or None, self.issue_id.data or None)


class PromiseForm(NoteForm):
    """Something that may be passed on, once its speaker allows it."""

    party_id = SelectField(_l("Who said it"))
    to_party_id = SelectField(_l("Whom to tell"), default="")
    text = TextAreaField(_l("The exact sentence to pass on"))

    def content(self) -> PromiseNote:
        """The promise as it was written down."""
        return PromiseNote(self.party_id.data, self.text.data or "", self.to_party_id.data or None)


_FORMS: dict[NoteKind, type[NoteForm]] = {
    NoteKind.ISSUE: IssueForm,
    NoteKind.INTEREST: InterestForm,
    NoteKind.OFFER: OfferForm,
    NoteKind.PROMISE: PromiseForm,
}


def form_of(kind: NoteKind, view: NotebookView, content: NoteContent | None = None, revision: int = 0) -> NoteForm:
    """The form of a kind of note with the choices of its case; filled from `content` unless something was sent."""
    values: dict[str, object] = {}
    if content is not None:
        values = {name: "" if value is None else value for name, value in vars(content).items()}
        if isinstance(content, OfferNote):
            values["offered_at"] = content.offered_at.astimezone(BEIJING).replace(tzinfo=None)
        values["revision"] = str(revision)
    form = _FORMS[kind](data=values) if values else _FORMS[kind]()
    form.about(view)
    return form
