"""Pages on which a mediator is proposed, discloses, and is accepted or challenged."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from blueprints.cases.forms import AnswerForm, DisclosureForm, ProposeForm
from blueprints.cases.part import cases, either
from blueprints.forms import offer, put_errors
from blueprints.guard import current_actor
from odr.cases.appointment_page import appointment_page, challenges, mediators_to_propose
from odr.cases.appointments import (
    answer_appointment,
    decline_appointment,
    disclose,
    propose_mediator,
    release_co_mediator,
    replace_mediator,
)
from odr.cases.queries import case_page
from odr.errors import InvalidInput

__all__ = ["replace_mediator"]


@cases.route("/cases/<ref>/mediator/propose", methods=["GET", "POST"])
def propose(ref: str) -> Response | str | tuple[str, int]:
    """The clerk chooses among the organisation's mediators."""
    actor, form = current_actor(), ProposeForm()
    case_id, mediators = mediators_to_propose(actor, ref)
    offer(form.account_id, {person.account_id: either(person.name, person.name_en) for person in mediators})
    if form.validate_on_submit():
        propose_mediator(actor, case_id, account_id=str(form.account_id.data))
        flash(gettext("The mediator has been asked to make the disclosure."), "good")
        return redirect(url_for("cases.page", ref=ref))
    hints = {
        person.account_id: "  ".join(filter(None, [either(person.profile, person.profile_en), _busy(person.cases)]))
        for person in mediators
    }
    page = render_template(
        "cases/propose.html",
        form=form,
        ref=ref,
        hints=hints,
        challenges=challenges(actor, ref),
        beside="propose_co_mediator" in case_page(actor, ref).powers,
    )
    return page, 422 if form.errors else 200


@cases.get("/cases/<ref>/mediator")
def mediator(ref: str) -> str:
    """The appointment: for the mediator to disclose, for the sides to answer, for the clerk to follow."""
    return _appointment_page(ref, DisclosureForm(), AnswerForm())[0]


@cases.post("/cases/<ref>/mediator/disclosure")
def disclosure(ref: str) -> Response | tuple[str, int]:
    """The mediator's disclosure."""
    actor, form = current_actor(), DisclosureForm()
    view = appointment_page(actor, ref)
    if form.validate_on_submit():
        try:
            disclose(
                actor,
                view.appointment_id,
                has_interest=form.has_interest.data == "yes",
                statement=form.statement.data or "",
            )
        except InvalidInput as refused:
            put_errors(form, refused)
        else:
            flash(gettext("Your disclosure is recorded. Both sides have been told."), "good")
            return redirect(url_for("cases.mediator", ref=ref))
    return _appointment_page(ref, form, AnswerForm())


@cases.post("/cases/<ref>/mediator/decline")
def decline(ref: str) -> Response:
    """The mediator does not take the case."""
    actor = current_actor()
    decline_appointment(actor, appointment_page(actor, ref).appointment_id)
    flash(gettext("You have declined. The organisation has been told."), "good")
    return redirect(url_for("cases.index"))


@cases.post("/cases/<ref>/mediator/answer")
def answer(ref: str) -> Response | tuple[str, int]:
    """A side accepts or challenges."""
    actor, form = current_actor(), AnswerForm()
    view = appointment_page(actor, ref)
    if form.validate_on_submit():
        try:
            answer_appointment(
                actor,
                view.appointment_id,
                accepted=form.accepted.data == "yes",
                reason=form.reason.data or "",
            )
        except InvalidInput as refused:
            put_errors(form, refused)
        else:
            flash(gettext("Your answer is recorded."), "good")
            return redirect(url_for("cases.page", ref=ref))
    return _appointment_page(ref, DisclosureForm(), form)


@cases.post("/cases/<ref>/mediators/<participant_id>/release")
def release(ref: str, participant_id: str) -> Response:
    """The clerk takes a co-mediator out of the case."""
    release_co_mediator(current_actor(), participant_id)
    flash(gettext("The co-mediator has left the case."), "good")
    return redirect(url_for("cases.page", ref=ref))


def _appointment_page(ref: str, disclosing: DisclosureForm, answering: AnswerForm) -> tuple[str, int]:
    view = appointment_page(current_actor(), ref)
    wrong = bool(disclosing.errors or answering.errors)
    page = render_template("cases/mediator.html", view=view, disclosing=disclosing, answering=answering)
    return page, 422 if wrong else 200


def _busy(count: int) -> str:
    if not count:
        return gettext("No case in hand")
    return ngettext("%(num)s case in hand", "%(num)s cases in hand", count)
