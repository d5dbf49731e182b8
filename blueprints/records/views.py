"""The pad of undisputed facts: proposed, changed, confirmed by each party itself, and handed over when all agree."""

from __future__ import annotations

from flask import current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.forms import put_errors
from blueprints.guard import current_actor
from blueprints.limits import limiter
from blueprints.records.forms import FactForm, ReasonForm
from blueprints.records.part import records
from odr.errors import Conflict, InvalidInput, NotFound, StaleVersion
from odr.records.commands import confirm_fact, edit_fact, object_to_fact, propose_fact, withdraw_fact
from odr.records.consents import keep_facts_from_court, let_facts_go_to_court
from odr.records.queries import fact_page, facts_document, facts_pad
from odr.records.states import FactState
from signing.wording import Words


@records.get("/cases/<ref>/facts")
def facts(ref: str) -> str:
    """Every fact of the case with where each party stands."""
    return _pad(ref, FactForm())


@records.post("/cases/<ref>/facts")
@limiter.limit("60 per minute")
def propose(ref: str) -> Response | tuple[str, int]:
    """A new fact, to be confirmed by each party."""
    actor, form = current_actor(), FactForm()
    pad = facts_pad(actor, ref)
    if not pad.channel_id:
        raise Conflict(state="no_room")
    try:
        propose_fact(actor, pad.channel_id, _written(form))
    except InvalidInput as refused:
        put_errors(form, refused)
        return _pad(ref, form), 422
    flash(gettext("The fact is on the pad. Each party confirms it itself."), "good")
    return _back(ref)


@records.route("/cases/<ref>/facts/<fact_id>", methods=["GET", "POST"])
def fact(ref: str, fact_id: str) -> Response | str | tuple[str, int]:
    """One fact with every wording it had; whoever may, writes a new one."""
    actor = current_actor()
    pad, view, wordings = fact_page(actor, fact_id)
    form = FactForm(data={"revision": str(view.revision), "text": view.words.zh, "text_en": view.words.en})
    if request.method == "GET":
        return render_template("records/fact.html", pad=pad, fact=view, wordings=wordings, form=form, stale=False)
    try:
        edit_fact(actor, fact_id, revision=number_in_form("revision"), words=_written(form))
    except InvalidInput as refused:
        put_errors(form, refused)
        return render_template("records/fact.html", pad=pad, fact=view, wordings=wordings, form=form, stale=False), 422
    except StaleVersion:
        form.revision.data = str(view.revision)
        return render_template("records/fact.html", pad=pad, fact=view, wordings=wordings, form=form, stale=True), 409
    flash(gettext("The new wording is kept. Whoever confirmed the earlier one is asked again."), "info")
    return _back(ref, fact_id)


@records.post("/cases/<ref>/facts/<fact_id>/<act>")
def act_on_fact(ref: str, fact_id: str, act: str) -> Response | tuple[str, int]:
    """One press: confirm these exact words, say what is not right, or take the fact back."""
    actor = current_actor()
    pad, view, wordings = fact_page(actor, fact_id)
    try:
        if act == "confirm":
            fixed = confirm_fact(actor, fact_id, revision=number_in_form("revision")) == FactState.FIXED
            flash(
                gettext("Every party has confirmed it: the fact is fixed.") if fixed else gettext("Confirmed."), "good"
            )
        elif act == "object":
            form = ReasonForm()
            object_to_fact(actor, fact_id, revision=number_in_form("revision"), reason=form.reason.data or "")
        elif act == "withdraw":
            withdraw_fact(actor, fact_id, revision=number_in_form("revision"))
        else:
            raise NotFound(kind="act")
    except StaleVersion:
        flash(gettext("Somebody changed this sentence in the meantime. Read it again before you decide."), "warn")
    except InvalidInput as refused:
        form = ReasonForm()
        put_errors(form, refused)
        return render_template("records/object.html", pad=pad, fact=view, form=form), 422
    return _back(ref, None if act == "withdraw" else fact_id)


@records.post("/cases/<ref>/facts-for-court")
def facts_for_court(ref: str) -> Response:
    """My side lets the fixed facts, exactly as they are, go to a court; or keeps them back."""
    actor = current_actor()
    pad = facts_pad(actor, ref)
    try:
        if request.form.get("act") == "keep":
            keep_facts_from_court(actor, pad.case_id)
        else:
            let_facts_go_to_court(actor, pad.case_id, digest=request.form.get("digest", ""))
    except StaleVersion:
        flash(gettext("Another fact was fixed in the meantime. Read the list again before you agree."), "warn")
    return _back(ref, "leaving")


@records.get("/cases/<ref>/facts.pdf")
@limiter.limit("20 per minute")
def facts_pdf(ref: str) -> Response:
    """The record of undisputed facts as a document."""
    settings = current_app.config["SETTINGS"]
    return as_pdf(facts_document(current_actor(), ref, development=settings.development_authority), f"{ref}-facts.pdf")


def _pad(ref: str, form: FactForm) -> str:
    return render_template("records/facts.html", pad=facts_pad(current_actor(), ref), form=form, reason=ReasonForm())


def _written(form: FactForm) -> Words:
    return Words(zh=form.text.data or "", en=form.text_en.data or "")


def number_in_form(name: str) -> int:
    """A whole number out of the form; raises InvalidInput."""
    value = request.form.get(name, "")
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise InvalidInput(**{name: "not_a_number"})
    return int(value)


def as_pdf(data: bytes, name: str) -> Response:
    answer = make_response(data)
    answer.headers["Content-Type"] = "application/pdf"
    kind = "attachment" if request.args.get("save") else "inline"
    answer.headers["Content-Disposition"] = f'{kind}; filename="{name}"'
    return answer


def _back(ref: str, fact_id: str | None = None) -> Response:
    if request.form.get("back") == "room":
        return redirect(url_for("rooms.room", ref=ref))
    anchor = fact_id if fact_id in (None, "leaving") else f"fact-{fact_id}"
    return redirect(url_for("records.facts", ref=ref, _anchor=anchor))
