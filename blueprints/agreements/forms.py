"""The questions of the agreement's pages; those of a model clause are built from what the clause asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - newer than its types

from blueprints.forms import _l, sentence_of
from blueprints.locale import say
from odr.agreements.clause_library import MODEL
from odr.agreements.library.model import Model
from odr.agreements.slots import KEPT_BESIDE, MOST_INSTALMENTS, UNITS, PartyName, Slot, SlotKind
from odr.errors import InvalidInput
from odr.law.draft import Prevailing
from signing.wording import Words

MORE_ROWS = 3
IN_A_ROW = frozenset({"not_a_sum", "not_a_date", "not_instalments"})
REASONS: dict[str, Any] = {
    "not_a_sum": _l("This is not a sum in yuan. It looks like 300,000 or 300000.50"),
    "not_a_date": _l("This is not a day. It looks like 2026-12-31"),
    "not_a_number": _l("This is not a whole number."),
    "not_a_period": _l("This is not a length of time. Write a whole number, such as 30, and choose what it counts."),
    "not_a_percentage": _l("This is not a percentage. It looks like 3.5 and is above 0 and at most 100."),
    "not_an_address": _l("This is not the address of a page. It begins with https:// or http://"),
    "not_the_balance": _l("The whole sum is what remains of the first debt after the second is taken off."),
    "not_instalments": _l("Give both a day and a sum."),
    "days_out_of_order": _l("Put the instalments in the order of their days, each day once."),
    "ends_before_it_begins": _l("The last day lies before the first."),
    "too_many_rows": _l("There are too many rows."),
    "one_of_two": _l("Say when in one of the two ways, not in both and not in neither"),
    "same_party": _l("The same party cannot stand on both sides. Choose the other."),
    "too_many": _l("There are too many clauses."),
}


TEXTS = {
    Prevailing.ZH.value: Words(zh="中文文本", en="The Chinese text"),
    Prevailing.EN.value: Words(zh="英文文本", en="The English text"),
}


class HeadForm(FlaskForm):
    """The facts and the issues that stand before the clauses, and which text prevails."""

    revision = HiddenField()
    facts = TextAreaField(_l("Main facts (Chinese)"))
    facts_en = TextAreaField(_l("Main facts (English)"))
    issues = TextAreaField(_l("Issues in dispute (Chinese)"))
    issues_en = TextAreaField(_l("Issues in dispute (English)"))
    prevailing = RadioField(
        _l("Which text prevails where the two differ?"),
        choices=lambda: [(key, say(words)) for key, words in TEXTS.items()],
    )


class FreeForm(FlaskForm):
    """A clause in free words."""

    revision = HiddenField()
    text = TextAreaField(_l("Chinese text"))
    text_en = TextAreaField(_l("English text"))


def model_form(model: Model, parties: dict[str, PartyName], data: dict[str, str], revision: int) -> FlaskForm:
    """The form of a model clause with what was answered before."""
    fields: dict[str, Any] = {"revision": HiddenField()}
    shown: dict[str, Any] = {"revision": str(revision)}
    for slot in model.slots:
        fields[slot.name] = _field(slot, parties)
        shown |= {name: _shown(slot, name, data[name]) for name in names_of(slot) if name in data}
        if slot.kind is SlotKind.TEXT:
            fields[f"{slot.name}_en"] = TextAreaField(_in_english(slot))
        if slot.kind is SlotKind.PERIOD:
            units = [(unit, several) for unit, (_, several) in UNITS.items()]
            offered = [SelectChoice(unit, say(words)) for unit, words in units]
            fields[f"{slot.name}_unit"] = SelectField(gettext("Counted in"), choices=offered)
        if slot.kind is SlotKind.INSTALMENTS:
            rows_made, rows_shown = _rows(data.get(slot.name, ""))
            fields, shown = fields | rows_made, shown | rows_shown
    made = type("ModelForm", (FlaskForm,), fields)(data=shown)
    if "rows" in shown:  # what was sent says how many there were, not how many there are now
        made["rows"].data = shown["rows"]
    return made


def names_of(slot: Slot) -> tuple[str, ...]:
    """Under which names the answer to a slot is sent."""
    beside = KEPT_BESIDE.get(slot.kind)
    return (slot.name, f"{slot.name}{beside}") if beside else (slot.name,)


def answers_in(model: Model, sent: Mapping[str, str]) -> dict[str, str]:
    """What was answered to a model; the rows of a table become lines."""
    answers = {name: sent.get(name, "") for slot in model.slots for name in names_of(slot)}
    for slot in model.slots:
        if slot.kind is SlotKind.INSTALMENTS:
            answers[slot.name] = "\n".join(f"{day or '-'} {amount}" for _, day, amount in _filled_rows(sent))
    return {MODEL: model.key, **answers}


def _rows(kept: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The questions of the table of instalments, a few more than are filled, and what they show."""
    lines = kept.splitlines()
    sent = request.form.get("rows", "")
    asked = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 3 else 0
    wanted = max(asked + (MORE_ROWS if "more_rows" in request.form else 0), len(lines) + 1, MORE_ROWS)
    fields: dict[str, Any] = {"rows": HiddenField()}
    number = min(wanted, MOST_INSTALMENTS)
    shown: dict[str, Any] = {"rows": str(number)}
    for row in range(number):
        fields[f"day_{row}"] = DateField(gettext("Day of instalment %(n)s", n=row + 1))
        fields[f"sum_{row}"] = StringField(gettext("Sum of instalment %(n)s (yuan)", n=row + 1))
        if row < len(lines):
            day, _, amount = lines[row].partition(" ")
            shown |= {f"day_{row}": _Day(day), f"sum_{row}": amount}
    return fields, shown


def _filled_rows(sent: Mapping[str, str]) -> list[tuple[int, str, str]]:
    """The rows in which anything stands, with their place in the table."""
    rows = [(n, sent.get(f"day_{n}", "").strip(), sent.get(f"sum_{n}", "").strip()) for n in range(MOST_INSTALMENTS)]
    return [row for row in rows if row[1] or row[2]]


def _field(slot: Slot, parties: dict[str, PartyName]) -> Any:
    label: Any = say(slot.label)
    if slot.kind is SlotKind.PARTY:
        return SelectField(label, choices=_choices([(i, Words(zh=n.zh, en=n.en)) for i, n in parties.items()]))
    if slot.kind is SlotKind.CHOICE:
        return SelectField(label, choices=_choices(slot.choices))
    if slot.kind in (SlotKind.TEXT, SlotKind.ADDRESSES):
        return TextAreaField(label)
    made: dict[SlotKind, type[Field]] = {SlotKind.DATE: DateField, SlotKind.NUMBER: IntegerField}
    return made.get(slot.kind, StringField)(label)


def _choices(offered: Iterable[tuple[str, Words]]) -> list[SelectChoice]:
    """What may be chosen, in the reader's language, with nothing chosen to begin with."""
    return [SelectChoice("", gettext("Choose")), *(SelectChoice(value, say(words)) for value, words in offered)]


def _in_english(slot: Slot) -> Any:
    return gettext("%(question)s, in English", question=say(slot.label))


def _shown(slot: Slot, name: str, value: str) -> Any:
    """A kept answer as its question shows it."""
    if slot.kind is SlotKind.MONEY:
        return f"{int(value) // 100:,}.{int(value) % 100:02d}"
    if slot.kind is SlotKind.COUNT:
        return f"{int(value):,}"
    return _Day(value) if slot.kind is SlotKind.DATE else value


class _Day(str):
    """A day in ISO form that a date question can show as it stands."""

    def strftime(self, pattern: str) -> str:
        return str(self)


def put_reasons(form: FlaskForm, refused: InvalidInput) -> None:
    """Put what cannot be used beside its question, in words."""
    reasons = refused.details.get("fields")
    for name, reason in (reasons if isinstance(reasons, dict) else {}).items():
        sentence, place = _sentence(str(reason)), _place(form, name, str(reason))
        if place in form and place != "csrf_token":
            form[place].errors = [sentence]
        else:
            form.form_errors.append(sentence)


def _place(form: FlaskForm, name: str, reason: str) -> str:
    """The question a reason belongs to: in a table, the one in the row it names."""
    code, _, row = reason.partition(" ")
    if name != "instalments" or code not in IN_A_ROW or not row.isdigit():
        return name
    filled = _filled_rows(request.form)
    at = filled[int(row) - 1][0] if int(row) <= len(filled) else 0
    return f"day_{at}" if code == "not_a_date" else f"sum_{at}"


def _sentence(reason: str) -> Any:
    code, _, signs = reason.partition(" ")
    if code == "not_the_sum":
        total, _, whole = signs.partition(" ")
        return gettext(
            "The instalments add up to ¥%(total)s, but the whole sum is ¥%(whole)s. Make them equal.",
            total=total,
            whole=whole,
        )
    said = REASONS.get(code)
    if not signs.isdigit():
        return said or sentence_of(reason)
    return gettext("Row %(n)s: %(reason)s", n=signs, reason=said or sentence_of(code))
