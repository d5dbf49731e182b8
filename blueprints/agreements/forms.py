"""The questions of the agreement's pages; those of a model clause are built from what the clause asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - newer than its types

from blueprints.forms import _l, sentence_of
from blueprints.locale import say
from odr.agreements.clause_library import LIBRARY
from odr.agreements.slots import PartyName, Slot, SlotKind
from odr.errors import InvalidInput
from odr.law.draft import ClauseKind
from signing.wording import Words

REASONS: dict[str, Any] = {
    "not_a_sum": _l("This is not a sum in yuan. It looks like 300,000 or 300000.50"),
    "not_a_date": _l("This is not a day. It looks like 2026-12-31"),
    "not_a_number": _l("This is not a whole number."),
    "not_instalments": _l("Write one instalment a line: a day, a blank, a sum"),
    "one_of_two": _l("Say when in one of the two ways, not in both and not in neither"),
    "same_party": _l("The same party cannot stand on both sides. Choose the other."),
    "too_many": _l("There are too many clauses."),
}


class HeadForm(FlaskForm):
    """The facts and the issues that stand before the clauses."""

    revision = HiddenField()
    facts = TextAreaField(_l("Main facts (Chinese)"))
    facts_en = TextAreaField(_l("Main facts (English)"))
    issues = TextAreaField(_l("Issues in dispute (Chinese)"))
    issues_en = TextAreaField(_l("Issues in dispute (English)"))


class FreeForm(FlaskForm):
    """A clause in free words."""

    revision = HiddenField()
    text = TextAreaField(_l("Chinese text (it prevails)"))
    text_en = TextAreaField(_l("English text (for reference)"))


def model_form(kind: ClauseKind, parties: dict[str, PartyName], data: dict[str, str], revision: int) -> FlaskForm:
    """The form of a model clause with what was answered before."""
    fields: dict[str, Any] = {"revision": HiddenField()}
    for slot in LIBRARY[kind].slots:
        fields[slot.name] = _field(slot, parties)
        if slot.kind is SlotKind.TEXT:
            fields[f"{slot.name}_en"] = TextAreaField(_in_english(slot))
    made = type("ModelForm", (FlaskForm,), fields)
    shown = {name: _shown(kind, name, value) for name, value in data.items()}
    return made(data={**shown, "revision": str(revision)})


def _field(slot: Slot, parties: dict[str, PartyName]) -> Any:
    label: Any = say(slot.label)
    if slot.kind is SlotKind.PARTY:
        return SelectField(label, choices=_choices([(i, Words(zh=n.zh, en=n.en)) for i, n in parties.items()]))
    if slot.kind is SlotKind.CHOICE:
        return SelectField(label, choices=_choices(slot.choices))
    if slot.kind in (SlotKind.TEXT, SlotKind.INSTALMENTS):
        return TextAreaField(label)
    made: dict[SlotKind, type[Field]] = {SlotKind.DATE: DateField, SlotKind.NUMBER: IntegerField}
    return made.get(slot.kind, StringField)(label)


def _choices(offered: Iterable[tuple[str, Words]]) -> list[SelectChoice]:
    """What may be chosen, in the reader's language, with nothing chosen to begin with."""
    return [SelectChoice("", gettext("Choose")), *(SelectChoice(value, say(words)) for value, words in offered)]


def _in_english(slot: Slot) -> Any:
    return gettext("%(question)s, in English", question=say(slot.label))


def _shown(kind: ClauseKind, name: str, value: str) -> Any:
    """A kept answer as its question shows it."""
    slot = next((slot for slot in LIBRARY[kind].slots if slot.name == name), None)
    if slot is not None and slot.kind is SlotKind.MONEY:
        return f"{int(value) // 100:,}.{int(value) % 100:02d}"
    if slot is not None and slot.kind is SlotKind.DATE:
        return _Day(value)
    return value


class _Day(str):
    """A day in ISO form that a date question can show as it stands."""

    def strftime(self, pattern: str) -> str:
        return str(self)


def put_reasons(form: FlaskForm, refused: InvalidInput) -> None:
    """Put what cannot be used beside its question, in words."""
    reasons = refused.details.get("fields")
    for name, reason in (reasons if isinstance(reasons, dict) else {}).items():
        sentence = _sentence(str(reason))
        if name in form and name != "csrf_token":
            form[name].errors = [sentence]
        else:
            form.form_errors.append(sentence)


def _sentence(reason: str) -> Any:
    return REASONS.get(reason.partition(" ")[0]) or sentence_of(reason)
