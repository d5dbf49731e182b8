"""Performance of one case, and what is overdue in the cases of an organisation."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from blueprints.forms import put_errors
from blueprints.guard import current_actor
from blueprints.headers import safe_headers
from blueprints.limits import limiter
from blueprints.performance.forms import DoneForm, PaidForm, ReasonForm
from odr.access.actor import Actor
from odr.clock import now
from odr.errors import InvalidInput, NotAllowed, NotFound
from odr.law.abbreviations import short
from odr.law.numerals import figures
from odr.law.time_limits import beijing_date
from odr.performance.bad_faith import POLICY
from odr.performance.commands import (
    Said,
    Upload,
    claim_performed,
    confirm_received,
    dismiss_flag,
    dispute,
    record_receipt,
    waive,
)
from odr.performance.papers import paper_file, paper_json
from odr.performance.proofs import open_proof
from odr.performance.queries import overdue_list, performance_page
from odr.performance.shown import STATES, ObligationView, PerformancePage

performance = Blueprint("performance", __name__)
performance.add_app_template_filter(figures, "figures")


@performance.get("/cases/<ref>/performance")
def page(ref: str) -> str:
    """What I owe, what I am owed, and what comes next."""
    view = performance_page(current_actor(), ref)
    return render_template("performance/page.html", view=view, short=short, policy=POLICY, reason=ReasonForm())


@performance.route("/cases/<ref>/performance/<obligation_id>/report", methods=["GET", "POST"])
@limiter.limit("40 per minute", methods=["POST"])
def report(ref: str, obligation_id: str) -> Answer | str | tuple[str, int]:
    """I have paid it, I have done it: when, how much, with the proof."""
    return _said(ref, obligation_id, "report")


@performance.route("/cases/<ref>/performance/<obligation_id>/receipt", methods=["GET", "POST"])
@limiter.limit("40 per minute", methods=["POST"])
def receipt(ref: str, obligation_id: str) -> Answer | str | tuple[str, int]:
    """I received something that nobody reported."""
    return _said(ref, obligation_id, "receipt")


@performance.route("/cases/<ref>/performance/<obligation_id>/release", methods=["GET", "POST"])
def let_go(ref: str, obligation_id: str) -> Answer | str:
    """I release what is still owed, after reading what that means."""
    actor = current_actor()
    view = performance_page(actor, ref)
    line = _line(view, obligation_id)
    if request.method == "POST":
        waive(actor, view.case_id, obligation_id)
        flash(gettext("You have released it. The other side was told."), "info")
        return redirect(url_for("performance.page", ref=ref))
    if not line.may_answer:
        raise NotAllowed(permission="obligation:answer")
    return render_template("performance/release.html", view=view, line=line)


@performance.post("/cases/<ref>/statements/<statement_id>/confirm")
def confirm(ref: str, statement_id: str) -> Answer:
    """I received it."""
    confirm_received(current_actor(), statement_id)
    flash(gettext("Confirmed. The other side was told."), "good")
    return redirect(url_for("performance.page", ref=ref))


@performance.route("/cases/<ref>/statements/<statement_id>/dispute", methods=["GET", "POST"])
def deny(ref: str, statement_id: str) -> Answer | str | tuple[str, int]:
    """I did not receive it, and why I say so."""
    actor = current_actor()
    view = performance_page(actor, ref)
    found = [(line, one) for line in view.lines for one in line.statements if one.id == statement_id]
    if not found:
        raise NotFound(kind="statement")
    (line, statement), form = found[0], ReasonForm()
    if form.validate_on_submit():
        dispute(actor, statement_id, reason=form.reason.data or "")
        flash(gettext("Your objection is recorded. The other side was told."), "info")
        return redirect(url_for("performance.page", ref=ref))
    if not line.may_answer:
        raise NotAllowed(permission="obligation:answer")
    shown = render_template("performance/dispute.html", view=view, line=line, statement=statement, form=form)
    return shown, 422 if form.errors else 200


@performance.get("/cases/<ref>/statements/<statement_id>/proof")
def proof(ref: str, statement_id: str) -> Response:
    """The proof, as a download that no browser opens in our name."""
    opened = open_proof(current_actor(), statement_id)
    headers = safe_headers(opened.proof.name, inline=False)
    headers["Content-Length"] = str(opened.proof.size)
    answer = Response(opened.pieces(), 200, headers, mimetype=opened.proof.media_type)
    answer.call_on_close(opened.file.close)
    return answer


@performance.get("/cases/<ref>/performance/papers/<kind>.pdf")
def paper(ref: str, kind: str) -> Response:
    """The record of performance, or the creditor's application for enforcement, as PDF/A."""
    name, data = paper_file(current_actor(), ref, kind)
    answer = Response(data, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@performance.get("/cases/<ref>/performance/papers/<kind>.json")
def paper_data(ref: str, kind: str) -> Response:
    """The same content for programs."""
    name, data = paper_json(current_actor(), ref, kind)
    answer = Response(data, mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@performance.get("/desk/overdue")
def overdue() -> str:
    """What is overdue in the cases of my organisation."""
    return render_template("performance/overdue.html", lines=overdue_list(current_actor()), states=STATES)


@performance.post("/cases/<ref>/performance/flags/<flag_id>/dismiss")
def dismiss(ref: str, flag_id: str) -> Answer | tuple[str, int]:
    """A clerk sets a sign of bad faith aside, with a reason."""
    actor = current_actor()
    form = ReasonForm()
    if not form.validate_on_submit():
        view = performance_page(actor, ref)
        if flag_id not in {flag.id for flag in view.flags}:
            raise NotFound(kind="badfaithflag")
        shown = render_template("performance/page.html", view=view, short=short, policy=POLICY, reason=form)
        return shown, 422
    dismiss_flag(actor, flag_id, reason=form.reason.data or "")
    flash(gettext("Set aside, with your reason."), "info")
    return redirect(url_for("performance.page", ref=ref))


def _said(ref: str, obligation_id: str, act: str) -> Answer | str | tuple[str, int]:
    """The form of a statement, for either side."""
    actor = current_actor()
    view = performance_page(actor, ref)
    line = _line(view, obligation_id)
    form = _form(line)
    if not (line.may_claim if act == "report" else line.may_answer) and not form.is_submitted():
        raise NotAllowed(permission="obligation:claim" if act == "report" else "obligation:answer")
    if form.validate_on_submit():
        try:
            _do(actor, view, line, form, act)
        except InvalidInput as refused:
            _explain(form, line, refused)
        else:
            flash(gettext("Recorded. The other side was told."), "good")
            return redirect(url_for("performance.page", ref=ref))
    limit = current_app.config["SETTINGS"].max_form_bytes
    shown = render_template("performance/say.html", view=view, line=line, form=form, act=act, limit=limit)
    return shown, 422 if form.errors else 200


def _do(actor: Actor, view: PerformancePage, line: ObligationView, form: DoneForm, act: str) -> None:
    said = Said(on=form.on.data, fen=form.fen, words=form.words.data or "")  # type: ignore[arg-type]
    ref = form.client_ref.data or ""
    if act == "receipt":
        record_receipt(actor, view.case_id, line.id, said=said, client_ref=ref)
        return
    file = form.proof.data
    limit = current_app.config["SETTINGS"].max_form_bytes
    sent = Upload(file.stream, file.filename or "", limit) if file and file.filename else None
    claim_performed(actor, view.case_id, line.id, said=said, client_ref=ref, proof=sent)


def _form(line: ObligationView) -> DoneForm:
    given = {"on": beijing_date(now()), "client_ref": secrets.token_urlsafe(16)}
    if line.remaining is None:
        return DoneForm(data=given)
    return PaidForm(data={**given, "sum": figures(line.remaining)})


def _explain(form: DoneForm, line: ObligationView, refused: InvalidInput) -> None:
    """What the domain found wrong, where a plainer sentence than the usual one can be said."""
    fields = refused.details.get("fields")
    reasons = dict(fields) if isinstance(fields, dict) else {}
    if reasons.pop("on", "") == "in_future":
        form.on.errors = [gettext("This day has not come yet.")]
    if "fen" in reasons and "sum" in form:
        del reasons["fen"]
        left = figures(line.remaining or 0)
        form["sum"].errors = [gettext("That is more than is still open (%(sum)s yuan at most).", sum=left)]
    if reasons:
        put_errors(form, InvalidInput(**reasons))


def _line(view: PerformancePage, obligation_id: str) -> ObligationView:
    for line in view.lines:
        if line.id == obligation_id:
            return line
    raise NotFound(kind="obligation")
