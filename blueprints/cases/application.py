"""The application, one thing per page and kept at every step; then the answers to check, then the receipt."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.cases.forms import DisputeForm, FileForm, PartyForm
from blueprints.cases.part import cases, either
from blueprints.forms import offer, put_errors
from blueprints.guard import current_actor
from odr.cases.application import discard_draft, file_application, save_draft, start_draft
from odr.cases.consents import ONLINE, SEPARATE_TIMES, SERVICE
from odr.cases.facts import Application, application_from, check_complete, party_facts
from odr.cases.queries import draft_page, organisations
from odr.errors import InvalidInput

__all__ = ["discard_draft"]
SIDES = ("applicant", "respondent")
AFTER = {"applicant": "respondent", "respondent": ""}


@cases.route("/cases/new", methods=["GET", "POST"])
def new() -> Response | str | tuple[str, int]:
    """Begin an application: the dispute first, the sides after."""
    form = _dispute_form()
    if form.validate_on_submit():
        try:
            ref = start_draft(current_actor(), application_from(form.data))
        except InvalidInput as refused:
            put_errors(form, refused)
        else:
            return redirect(url_for("cases.side", ref=ref, side="applicant"))
    return _dispute_page(form, "")


@cases.route("/cases/<ref>/application/dispute", methods=["GET", "POST"])
def dispute(ref: str) -> Response | str | tuple[str, int]:
    """What the dispute is about, for changing."""
    actor = current_actor()
    case_id, written = draft_page(actor, ref)
    form = _dispute_form(written)
    if form.validate_on_submit():
        try:
            save_draft(actor, case_id, application_from(form.data, written))
        except InvalidInput as refused:
            put_errors(form, refused)
        else:
            return redirect(url_for("cases.check", ref=ref))
    return _dispute_page(form, ref)


@cases.route("/cases/<ref>/application/<any(applicant, respondent):side>", methods=["GET", "POST"])
def side(ref: str, side: str) -> Response | str | tuple[str, int]:
    """One side of the dispute."""
    actor = current_actor()
    case_id, written = draft_page(actor, ref)
    form = PartyForm(obj=getattr(written, side))
    if form.validate_on_submit():
        try:
            save_draft(actor, case_id, replace(written, **{side: party_facts(form.data)}))
        except InvalidInput as refused:
            put_errors(form, refused, prefix=f"{side}-")
        else:
            onward = AFTER[side] if not getattr(written, AFTER[side] or side).name else ""
            address = url_for("cases.side", ref=ref, side=onward) if onward else url_for("cases.check", ref=ref)
            return redirect(address)
    return render_template("cases/side.html", form=form, ref=ref, side=side), 422 if form.errors else 200


@cases.get("/cases/<ref>/application")
def check(ref: str) -> str:
    """Every answer on one page, before anything is sent."""
    return _check_page(ref, FileForm())


@cases.post("/cases/<ref>/application")
def file(ref: str) -> Response | tuple[str, int]:
    """File the application; the answer is the receipt."""
    form = FileForm()
    actor = current_actor()
    case_id, _ = draft_page(actor, ref)
    if form.validate_on_submit():
        ticked = ((ONLINE, form.mediate.data), (SERVICE, form.service.data), (SEPARATE_TIMES, form.separate.data))
        try:
            file_application(actor, case_id, consents=frozenset(subject for subject, given in ticked if given))
        except InvalidInput:
            form.form_errors.append(gettext("Something is still missing. It is marked below."))
        else:
            flash(gettext("Your application is filed. This is your receipt."), "good")
            return redirect(url_for("cases.receipt", ref=ref))
    return _check_page(ref, form), 422


def _check_page(ref: str, form: FileForm) -> str:
    _, written = draft_page(current_actor(), ref)
    missing: dict[str, str] = {}
    try:
        check_complete(written)
    except InvalidInput as refused:
        fields = refused.details["fields"]
        missing = dict(fields) if isinstance(fields, dict) else {}
    names = {body.id: body for body in organisations(current_actor())}
    return render_template(
        "cases/check.html",
        form=form,
        ref=ref,
        written_application=written,
        missing=missing,
        organisation=names[written.organisation_id],
    )


def _dispute_form(written: Application | None = None) -> DisputeForm:
    form = DisputeForm(obj=written)
    bodies = organisations(current_actor())
    offer(form.organisation_id, {body.id: either(body.name, body.name_en) for body in bodies})
    if len(bodies) == 1 and not form.organisation_id.data:
        form.organisation_id.data = bodies[0].id
    return form


def _dispute_page(form: DisputeForm, ref: str) -> str | tuple[str, int]:
    page = render_template("cases/dispute.html", form=form, ref=ref, bodies=organisations(current_actor()))
    return page, 422 if form.errors else 200
