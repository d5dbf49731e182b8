"""My list, the page of a case, its receipt, and the acts that end it."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.cases import agents, application, appointments, calendar, desk  # noqa: F401 - they mount their own pages
from blueprints.cases.forms import EndForm, PartyForm
from blueprints.cases.next_step import next_step
from blueprints.cases.part import cases
from blueprints.forms import put_errors
from blueprints.guard import current_actor
from odr.agreements.particulars import correct_own_particulars
from odr.cases import commands
from odr.cases.facts import party_facts
from odr.cases.queries import CasePage, case_page, my_cases, own_particulars
from odr.cases.states import EndGround
from odr.errors import InvalidInput, NotAllowed

__all__ = ["cases"]
FINAL = {"withdraw", "refuse", "end", "close", "unreachable", "replace_mediator", "discard"}


@cases.get("/cases")
def index() -> str:
    """The cases I am in, those that wait for me first."""
    return render_template("cases/index.html", lines=my_cases(current_actor()))


@cases.get("/cases/<ref>")
def page(ref: str) -> str:
    """One case: what waits for me, until when, who is in it, what happened."""
    actor = current_actor()
    view = case_page(actor, ref)
    return render_template("cases/page.html", case=view, step=next_step(actor, view))


@cases.get("/cases/<ref>/receipt")
def receipt(ref: str) -> str:
    """The receipt of the application, to keep or print."""
    view = case_page(current_actor(), ref)
    if view.filed_at is None or view.who not in ("applicant", "clerk"):
        raise NotAllowed(permission="receipt")
    return render_template("cases/receipt.html", case=view)


@cases.route("/cases/<ref>/party", methods=["GET", "POST"])
def particulars(ref: str) -> Response | str | tuple[str, int]:
    """What is written about my own side, for me to correct."""
    actor = current_actor()
    case_id, facts = own_particulars(actor, ref)
    form = PartyForm(obj=facts)
    if form.validate_on_submit():
        try:
            correct_own_particulars(actor, case_id, party_facts(form.data))
        except InvalidInput as refused:
            put_errors(form, refused)
        else:
            flash(gettext("Your particulars are saved."), "good")
            return redirect(url_for("cases.page", ref=ref))
    page = render_template("cases/particulars.html", form=form, case=case_page(actor, ref), email=facts.email)
    return page, 422 if form.errors else 200


@cases.get("/cases/<ref>/end/<act>")
def confirm_end(ref: str, act: str) -> str:
    """Before anything final: what it means, and a second button."""
    view = case_page(current_actor(), ref)
    if act not in FINAL or act not in view.powers:
        raise NotAllowed(permission=act)
    return render_template("cases/end.html", case=view, act=act, form=EndForm())


@cases.post("/cases/<ref>/end/<act>")
def end(ref: str, act: str) -> Response | tuple[str, int]:
    """Do the final act that was confirmed."""
    actor = current_actor()
    view = case_page(actor, ref)
    if act == "end":
        form = EndForm()
        if not form.validate_on_submit():
            return render_template("cases/end.html", case=view, act=act, form=form), 422
        commands.end_mediation(actor, view.id, ground=EndGround(form.ground.data))
    else:
        _finish(act, view)
    flash(gettext("Done. Everybody concerned has been told."), "good")
    return redirect(url_for("cases.page", ref=ref))


def _finish(act: str, view: CasePage) -> None:
    acts = {
        "withdraw": commands.withdraw,
        "refuse": commands.refuse_to_continue,
        "close": commands.close_case,
        "unreachable": commands.mark_unreachable,
        "discard": application.discard_draft,
        "replace_mediator": appointments.replace_mediator,
    }
    if act not in acts:
        raise NotAllowed(permission=act)
    acts[act](current_actor(), view.id)
