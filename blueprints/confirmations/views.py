"""The parties' page of judicial confirmation: choose the court, apply, see where it stands, receive the ruling."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from blueprints.confirmations.forms import AnswerForm, ApplyForm, CourtForm, PartyObjectionForm
from blueprints.forms import put_errors
from blueprints.guard import current_actor
from odr.clock import now
from odr.confirmations.asking import answer_request
from odr.confirmations.commands import (
    apply_for_confirmation,
    choose_court,
    file_with_court,
    open_confirmation,
    withdraw_application,
)
from odr.confirmations.court import open_ruling
from odr.confirmations.objecting import object_to_ruling
from odr.confirmations.queries import confirmation_page
from odr.confirmations.shown import ConfirmationPage, ConfirmationView
from odr.confirmations.words import APPLICATION_WORDS, MEANING, STATEMENTS
from odr.errors import InvalidInput, NotAllowed, NotFound
from odr.law.abbreviations import short

confirmations = Blueprint("confirmations", __name__, url_prefix="/cases/<ref>/confirmation")


@confirmations.get("")
def page(ref: str) -> str:
    """Where the application stands, and what is mine to do."""
    view = confirmation_page(current_actor(), ref)
    return _page(view, _court_form(view))


@confirmations.post("/court")
def court(ref: str) -> Answer | tuple[str, int]:
    """Choose the court, or another one while nobody is bound."""
    actor = current_actor()
    view = confirmation_page(actor, ref)
    form = _court_form(view)
    if not form.validate_on_submit():
        return _page(view, form), 422
    if view.application is None:
        open_confirmation(actor, view.case_id, court_id=form.court_id.data)
    else:
        choose_court(actor, view.application.id, court_id=form.court_id.data)
    return redirect(url_for("confirmations.page", ref=ref))


@confirmations.route("/apply", methods=["GET", "POST"])
def apply(ref: str) -> Answer | str | tuple[str, int]:
    """My side applies for itself: what is applied for, and three statements."""
    actor = current_actor()
    view = confirmation_page(actor, ref)
    mine = _application(view)
    if not view.may_apply:
        raise NotAllowed(permission="confirmation:apply")
    form = ApplyForm(data={"words_version": APPLICATION_WORDS, "manner": "assents" if view.asked_by else "separately"})
    form.manner.choices = [("separately", gettext("For itself")), ("assents", gettext("It agrees to what was asked"))]
    if form.validate_on_submit():
        agreed = {name for name in STATEMENTS if form[name].data}
        manner = "assents" if form.manner.data == "assents" and view.asked_by else "separately"
        words = form.words_version.data or ""
        apply_for_confirmation(actor, mine.id, agreed=agreed, words_version=words, manner=manner)
        flash(gettext("Your side has applied."), "good")
        return redirect(url_for("confirmations.page", ref=ref))
    shown = render_template("confirmations/apply.html", view=view, form=form, statements=STATEMENTS)
    return shown, 422 if form.errors else 200


@confirmations.post("/file")
def file(ref: str) -> Answer:
    """The organisation's clerk hands the newest bundle to the court."""
    actor = current_actor()
    receipt = file_with_court(actor, _application(confirmation_page(actor, ref)).id)
    flash(gettext("Filed with the court. Receipt %(number)s.", number=receipt), "good")
    return redirect(url_for("confirmations.page", ref=ref))


@confirmations.post("/answers")
def answers(ref: str) -> Answer:
    """My side answers what the court asked for, item by item."""
    actor = current_actor()
    application = _application(confirmation_page(actor, ref))
    items = [item.id for asked in application.requests if not asked.answered_at for item in asked.items]
    try:
        answer_request(actor, application.id, answers=AnswerForm().answers(items, request.form))
    except InvalidInput:
        flash(gettext("Nothing was kept: write an answer in plain signs, up to 4,000 of them."), "bad")
    else:
        flash(gettext("Your answers are kept. The court and the other side read them."), "good")
    return redirect(url_for("confirmations.page", ref=ref))


@confirmations.route("/objection", methods=["GET", "POST"])
def objection(ref: str) -> Answer | str | tuple[str, int]:
    """My side objects to the ruling."""
    actor = current_actor()
    view = confirmation_page(actor, ref)
    if not view.may_object:
        raise NotAllowed(permission="confirmation:object")
    form = PartyObjectionForm()
    if form.validate_on_submit():
        try:
            object_to_ruling(actor, _application(view).id, grounds=form.grounds.data or "")
        except InvalidInput as refused:
            put_errors(form, refused)
        else:
            flash(gettext("Your objection is with the court."), "good")
            return redirect(url_for("confirmations.page", ref=ref))
    shown = render_template("confirmations/objection.html", view=view, form=form, short=short)
    return shown, 422 if form.errors else 200


@confirmations.get("/withdraw")
def confirm_withdrawal(ref: str) -> str:
    """What withdrawing means, before the button that does it."""
    view = confirmation_page(current_actor(), ref)
    if not view.may_withdraw:
        raise NotAllowed(permission="confirmation:withdraw")
    return render_template("confirmations/withdraw.html", view=view)


@confirmations.post("/withdraw")
def withdraw(ref: str) -> Answer:
    """Take the application back."""
    actor = current_actor()
    withdraw_application(actor, _application(confirmation_page(actor, ref)).id)
    flash(gettext("The application is withdrawn."), "info")
    return redirect(url_for("confirmations.page", ref=ref))


@confirmations.get("/ruling.pdf")
def ruling(ref: str) -> Response:
    """The ruling; opening it the first time is kept as proof of service."""
    actor = current_actor()
    _, document = open_ruling(actor, _application(confirmation_page(actor, ref)).id)
    answer = Response(document, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{ref}-ruling.pdf")
    return answer


@confirmations.get("/deadline.ics")
def calendar(ref: str) -> Response:
    """The last safe day to apply, for a calendar; it names the case number and nothing else."""
    view = confirmation_page(current_actor(), ref)
    if view.term is None:
        raise NotFound(kind="deadline")
    day = view.term.deadline.safe
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Heqi//Deadlines//EN",
        "BEGIN:VEVENT",
        f"UID:confirmation-{view.case_ref}@heqi",
        f"DTSTAMP:{now():%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{gettext('Last day to apply: %(ref)s', ref=view.case_ref)}",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    )
    answer = Response("\r\n".join(lines), mimetype="text/calendar")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{view.case_ref}.ics")
    return answer


def _page(view: ConfirmationPage, form: CourtForm) -> str:
    return render_template("confirmations/page.html", view=view, form=form, meaning=MEANING, short=short)


def _court_form(view: ConfirmationPage) -> CourtForm:
    form = CourtForm()
    form.offer(view.options)
    return form


def _application(view: ConfirmationPage) -> ConfirmationView:
    if view.application is None:
        raise NotFound(kind="confirmation")
    return view.application
