"""The questions by which the rules of a round are set out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateTimeLocalField, RadioField, SelectField, StringField, TextAreaField

from blueprints.forms import SENTENCES, _l
from blueprints.locale import BEIJING, language_tag, say
from blueprints.offers.wording import MONEY, SUBJECTS
from odr import clock
from odr.errors import InvalidInput
from odr.offers.queries import RoundsView
from odr.offers.rules import MOST_ISSUES, Currency, Issue, RoundKind, Rules, Subject
from odr.offers.usual import USUAL

REASONS: dict[str, Any] = {
    "out_of_range": _l("This is out of range. Choose a value between those named."),
    "count": _l("Give each issue two to six options, one a line, and no more than six issues."),
    "too_many": _l("These options make too many packages. Leave some out."),
    "twice": _l("The same words stand there twice."),
    "words": _l("Keep each to at most 80 characters."),
}


class RulesForm(FlaskForm):
    """What everybody accepts before anybody seals. Sums and options that are not asked for are left out."""

    subject = SelectField(_l("What it is about"), choices=[])
    demander = RadioField(_l("Who asks for money"), choices=[])
    payer = RadioField(_l("Who pays"), choices=[])
    currency = SelectField(_l("Currency"), choices=[])
    split = SelectField(_l("Where the agreed figure lies if the two meet"), choices=[])
    near = RadioField(_l("If the two just miss each other"), choices=[], default="none")
    near_fen = StringField(_l("Sum apart at most, in whole units"))
    near_percent = SelectField(_l("Apart at most, in percent of the demand"), choices=[])
    with_sum = BooleanField(_l("A sum of money is part of the package"), default=True)
    tells_sealed = RadioField(_l("When it is opened, and who sees that somebody has sealed"), choices=[])
    deadline = DateTimeLocalField(_l("Deadline (Beijing time)"))


for _number in range(1, MOST_ISSUES + 1):
    setattr(RulesForm, f"issue_{_number}", StringField(_l("Issue")))
    setattr(RulesForm, f"options_{_number}", TextAreaField(_l("Options, one a line")))


def rules_form(kind: RoundKind, view: RoundsView) -> RulesForm:
    """The form for this kind of round in this case, with a proposal in every field."""
    form = RulesForm(data=_proposed(kind))
    subjects = [subject for subject in Subject if (subject in (Subject.PACKAGE, Subject.SEARCH)) is False]
    own = {RoundKind.PACKAGE: [Subject.PACKAGE], RoundKind.SEARCH: [Subject.SEARCH]}
    fields: Any = form
    fields.subject.choices = [(str(one), say(SUBJECTS[one])) for one in own.get(kind, subjects)]
    fields.demander.choices = [(party.id, say(party.name)) for party in view.parties]
    fields.payer.choices = fields.demander.choices
    fields.currency.choices = [(str(one), say(MONEY[one][0])) for one in Currency]
    fields.split.choices = [(str(n), _share(n)) for n in (50, 40, 60, 30, 70, 0, 100)]
    fields.near.choices = [
        ("none", _l("No agreement, however near they are")),
        ("fen", _l("They still meet if they are no more than a sum apart")),
        ("percent", _l("They still meet if they are no more than a share of the demand apart")),
    ]
    fields.near_percent.choices = [(str(n), f"{n}%") for n in (5, 10, 15, 20)]
    fields.tells_sealed.choices = [
        ("yes", _l("As soon as every side has sealed; everybody sees who has")),
        ("no", _l("At the deadline only; nobody sees who has sealed")),
    ]
    if form.demander.data is None:
        form.demander.data, form.payer.data = (view.parties[place].id for place in (0, -1))
    return form


def rules_of(form: RulesForm, kind: RoundKind, view: RoundsView) -> Rules:
    """The rules that were set out.

    Raises:
        InvalidInput: something is missing that makes no rules at all; everything else is judged by the domain.
    """
    typed: Any = form
    if typed.deadline.data is None:
        raise InvalidInput(deadline="missing")
    has_sum = kind is RoundKind.SUM or (kind is RoundKind.PACKAGE and typed.with_sum.data)
    others = [party.id for party in view.parties if party.id != typed.demander.data]
    payer = others[0] if len(others) == 1 else typed.payer.data or ""
    near = typed.near.data if has_sum else "none"
    return Rules(
        kind=kind,
        subject=_one_of(Subject, "subject", typed.subject.data),
        deadline=typed.deadline.data.replace(tzinfo=BEIJING),
        currency=_one_of(Currency, "currency", typed.currency.data) if has_sum else Currency.CNY,
        demander=typed.demander.data or "" if has_sum else "",
        payer=payer if has_sum else "",
        split=_whole("split", typed.split.data) if has_sum else 50,
        tolerance_fen=_whole("near_fen", typed.near_fen.data) * 100 if near == "fen" else 0,
        tolerance_percent=_whole("near_percent", typed.near_percent.data) if near == "percent" else 0,
        tells_sealed=typed.tells_sealed.data != "no",
        issues=() if kind is RoundKind.SUM else _issues(typed),
    )


def put_reasons(form: RulesForm, refused: InvalidInput) -> None:
    """Each reason beside its question."""
    places = {"issues": "issue_1", "tolerance": "near"}
    fields = refused.details.get("fields")
    for key, reason in (fields if isinstance(fields, dict) else {}).items():
        field: Any = form[str(places.get(key, key))]
        field.errors = [*field.errors, REASONS.get(reason) or SENTENCES.get(reason) or REASONS["out_of_range"]]


def _proposed(kind: RoundKind) -> dict[str, Any]:
    tomorrow = (clock.now().astimezone(BEIJING) + timedelta(days=1)).replace(hour=17, minute=0)
    data: dict[str, Any] = {"deadline": datetime(*tomorrow.timetuple()[:5]), "tells_sealed": "yes", "split": "50"}
    if kind is not RoundKind.SUM:
        for number, usual in enumerate(USUAL, start=1):
            options = "\n".join(say(option) for option in usual.options)
            data |= {f"issue_{number}": say(usual.name), f"options_{number}": options}
    return data


def _share(percent: int) -> Any:
    if percent == 50:
        return _l("The midpoint")
    if percent in (0, 100):
        return _l("The demand itself") if percent == 0 else _l("The offer itself")
    return f"{percent} / {100 - percent}" + ("，自要价起" if language_tag() != "en" else ", from the demand")


def _issues(typed: Any) -> tuple[Issue, ...]:
    found = []
    for number in range(1, MOST_ISSUES + 1):
        name = (typed[f"issue_{number}"].data or "").strip()
        options = [line.strip() for line in (typed[f"options_{number}"].data or "").splitlines() if line.strip()]
        if name:
            found.append(Issue(name, tuple(options)))
    return tuple(found)


def _one_of(kind: Any, name: str, value: str | None) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise InvalidInput(**{name: "unknown"}) from None


def _whole(name: str, text: str | None) -> int:
    digits = (text or "").replace(",", "").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 13):
        raise InvalidInput(**{name: "out_of_range"})
    return int(digits)
