"""The desk of a mediation organisation: what was filed, and what its clerk does with it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.cases.forms import AddressForm, ReturnForm
from blueprints.cases.part import cases
from blueprints.forms import put_errors
from blueprints.guard import current_actor
from odr.cases import commands, queries
from odr.cases.queries import case_page
from odr.errors import InvalidInput, NotAllowed


@cases.get("/desk")
def desk() -> str:
    """Every case of my organisation, those that wait for us first."""
    return render_template("cases/desk.html", desk=queries.desk(current_actor()))


@cases.get("/cases/<ref>/intake")
def intake(ref: str) -> str:
    """Read an application and decide: take it, or return it."""
    return _intake_page(ref, ReturnForm())


@cases.post("/cases/<ref>/intake/accept")
def take(ref: str) -> Response:
    """Take the application and ask the other side."""
    actor = current_actor()
    commands.invite_respondent(actor, case_page(actor, ref).id)
    flash(gettext("The application is taken. The respondent has been asked by letter."), "good")
    return redirect(url_for("cases.page", ref=ref))


@cases.post("/cases/<ref>/intake/return")
def send_back(ref: str) -> Response | tuple[str, int]:
    """Return the application and say what is missing."""
    form, actor = ReturnForm(), current_actor()
    if form.validate_on_submit():
        try:
            commands.return_application(actor, case_page(actor, ref).id, reason=str(form.reason.data))
        except InvalidInput as refused:
            put_errors(form, refused)
        else:
            flash(gettext("The application is returned. The applicant has been told what is missing."), "good")
            return redirect(url_for("cases.desk"))
    return _intake_page(ref, form), 422


@cases.route("/cases/<ref>/invitation", methods=["GET", "POST"])
def ask_again(ref: str) -> Response | str | tuple[str, int]:
    """Ask the respondent again, perhaps at a better address."""
    actor = current_actor()
    view = case_page(actor, ref)
    if "invite_again" not in view.powers:
        raise NotAllowed(permission="case:intake")
    respondent = next(party for party in view.parties if party.side == "respondent")
    form = AddressForm(email=respondent.email)
    if form.validate_on_submit():
        try:
            commands.invite_again(actor, view.id, email=str(form.email.data))
        except InvalidInput as refused:
            put_errors(form, refused)
        else:
            flash(gettext("A new letter is on its way. The earlier link no longer works."), "good")
            return redirect(url_for("cases.page", ref=ref))
    page = render_template("cases/ask_again.html", form=form, case=view, respondent=respondent)
    return page, 422 if form.errors else 200


def _intake_page(ref: str, form: ReturnForm) -> str:
    view = case_page(current_actor(), ref)
    if "review" not in view.powers:
        raise NotAllowed(permission="case:intake")
    return render_template("cases/intake.html", case=view, form=form)
