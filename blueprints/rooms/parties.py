"""More than two sides: the mediator or the clerk asks another party to join."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import EmailField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from blueprints.forms import _l, put_errors
from blueprints.guard import current_actor
from blueprints.limits import limiter
from odr.access.actor import Side
from odr.cases.facts import party_kind
from odr.errors import Conflict, InvalidInput
from odr.rooms import parties

parties_pages = Blueprint("parties", __name__)


class PartyForm(FlaskForm):
    """Who is asked to join, and as what."""

    side = RadioField(
        _l("Joins as"),
        choices=[("respondent", _l("Another respondent")), ("third", _l("Interested third person"))],
        default="respondent",
    )
    kind = RadioField(
        _l("Kind of party"),
        choices=[("organisation", _l("A company or other organisation")), ("person", _l("A person"))],
        default="organisation",
    )
    name = StringField(_l("Name"), [InputRequired(_l("Write the name")), Length(max=120)])
    email = EmailField(_l("E-mail address"), [InputRequired(_l("Write the e-mail address")), Length(max=254)])


@parties_pages.route("/cases/<ref>/parties", methods=["GET", "POST"])
@limiter.limit("20/minute", methods=["POST"])
def page(ref: str) -> Response | tuple[str, int]:
    """The parties, those asked, and the form that asks another one."""
    actor, form = current_actor(), PartyForm()
    view = parties.parties_page(actor, ref)
    if form.validate_on_submit():
        try:
            parties.add_party(
                actor,
                view.case_id,
                side=Side(form.side.data),
                kind=party_kind(str(form.kind.data)),
                name=form.name.data or "",
                email=form.email.data or "",
            )
        except InvalidInput as refused:
            put_errors(form, refused)
        except Conflict:
            form.email.errors = [gettext("This person is in the case already")]
        else:
            flash(gettext("The letter is on its way. The party is in the case once it accepts."), "good")
            return redirect(url_for("parties.page", ref=ref))
    return render_template("rooms/parties.html", view=view, form=form, ref=ref), 422 if form.errors else 200


@parties_pages.post("/cases/<ref>/parties/asked/<invitation_id>/cancel")
def cancel(ref: str, invitation_id: str) -> Response:
    """Take the request back before it was answered."""
    parties.cancel_party(current_actor(), invitation_id)
    flash(gettext("The request is taken back. Its link no longer works."), "good")
    return redirect(url_for("parties.page", ref=ref))
