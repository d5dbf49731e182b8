"""The pages of the agreement: each reads one query or calls one command."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.agreements.forms import HeadForm, put_reasons
from blueprints.guard import current_actor
from blueprints.locale import language_tag
from odr.access.actor import Actor
from odr.agreements.acceptances import accept_clause, accept_whole, take_back
from odr.agreements.amendments import succession
from odr.agreements.commands import Head, begin_agreement, move_clause, remove_clause, write_head
from odr.agreements.comparing import comparison
from odr.agreements.finality import abandon, finalise, reopen
from odr.agreements.history import clause_between, clause_history
from odr.agreements.judging import Judged, answered_before, asked_before_freeze
from odr.agreements.queries import DraftView, clause_page, document_of, draft_page
from odr.agreements.remarks import remarks_in
from odr.errors import InvalidInput, JudgementMissing, StaleVersion
from odr.law.numerals import chinese_number
from signing.wording import Words

agreements = Blueprint("agreements", __name__)


@agreements.app_template_filter("clause_number")
def clause_number(number: int) -> str:
    """The number of a clause as it is counted in the reader's language: 三 or 3."""
    return chinese_number(number) if language_tag() == "zh-CN" else str(number)


@agreements.get("/cases/<ref>/agreement")
def page(ref: str) -> str:
    """The agreement of a case: its draft with everybody's acceptances, or the text that is final."""
    actor = current_actor()
    view = draft_page(actor, ref)
    return render_template(
        "agreements/page.html",
        draft=view,
        answered=answered_before(actor, view.current.id) if view.current and view.may_lead else (),
        chain=succession(actor, ref),
        remarks=remarks_in(actor, ref),
    )


@agreements.post("/cases/<ref>/agreement")
def begin(ref: str) -> Response:
    """Somebody in the case begins the draft."""
    actor = current_actor()
    begin_agreement(actor, draft_page(actor, ref).case_id)
    return _back(ref)


@agreements.route("/cases/<ref>/agreement/head", methods=["GET", "POST"])
def head(ref: str) -> Response | str | tuple[str, int]:
    """Facts and issues at the head."""
    actor = current_actor()
    view = draft_page(actor, ref)
    form = HeadForm(
        data={
            "revision": str(view.revision),
            "facts": view.facts.zh,
            "facts_en": view.facts.en,
            "issues": view.issues.zh,
            "issues_en": view.issues.en,
            "prevailing": view.prevailing.value,
        }
    )
    if request.method == "GET":
        return render_template("agreements/head.html", draft=view, form=form, stale=False)
    written = Head(
        facts=Words(zh=form.facts.data or "", en=form.facts_en.data or ""),
        issues=Words(zh=form.issues.data or "", en=form.issues_en.data or ""),
        prevailing=form.prevailing.data or "",
    )
    try:
        write_head(actor, view.agreement_id, revision=_number("revision"), head=written)
    except InvalidInput as refused:
        put_reasons(form, refused)
        return render_template("agreements/head.html", draft=view, form=form, stale=False), 422
    except StaleVersion:
        form.revision.data = str(view.revision)
        return render_template("agreements/head.html", draft=view, form=form, stale=True), 409
    return redirect(url_for("agreements.page", ref=ref, saved="head"))


@agreements.post("/cases/<ref>/agreement/clauses/<clause_id>/<act>")
def act_on_clause(ref: str, clause_id: str, act: str) -> Response:
    """One press of a button at a clause: accept, take back, move or remove."""
    acts: dict[str, Callable[[Actor], object]] = {
        "accept": lambda actor: accept_clause(actor, clause_id, revision=_number("revision")),
        "take-back": lambda actor: take_back(actor, clause_id),
        "up": lambda actor: move_clause(actor, clause_id, up=True),
        "down": lambda actor: move_clause(actor, clause_id, up=False),
        "remove": lambda actor: remove_clause(actor, clause_id, revision=_number("revision")),
    }
    if act not in acts:
        raise InvalidInput(act="unknown")
    try:
        acts[act](current_actor())
    except StaleVersion:
        flash(gettext("Somebody changed this clause in the meantime. Read it again before you decide."), "warn")
    return _back(ref, None if act == "remove" else f"clause-{clause_id}")


@agreements.get("/cases/<ref>/agreement/clauses/<clause_id>/history")
def history(ref: str, clause_id: str) -> str:
    """Every wording a clause ever had, and any two of them compared."""
    actor = current_actor()
    view, clause = clause_page(actor, clause_id)
    old, new = (_asked_number(name) for name in ("from", "to"))
    return render_template(
        "agreements/history.html",
        draft=view,
        clause=clause,
        revisions=clause_history(actor, clause_id),
        between=clause_between(actor, clause_id, old=old, new=new) if old and new else None,
    )


@agreements.post("/cases/<ref>/agreement/accept")
def accept(ref: str) -> Response:
    """A party accepts the whole text as it was read."""
    actor = current_actor()
    view = draft_page(actor, ref)
    try:
        accept_whole(actor, view.agreement_id, revision=_number("revision"))
        flash(gettext("You have accepted the whole text. Nothing is signed yet."), "good")
    except StaleVersion:
        flash(gettext("The text changed while you were reading. Read the marked clauses, then accept again."), "warn")
    return _back(ref)


@agreements.route("/cases/<ref>/agreement/final", methods=["GET", "POST"])
def final(ref: str) -> Response | str | tuple[str, int]:
    """The mediator looks once more, answers for the whole and for each warning, then makes the text final."""
    actor = current_actor()
    view = draft_page(actor, ref)
    if request.method == "GET" or not view.agreement_id:
        return _final_page(actor, view, Judged())
    judged = Judged(
        ticks=frozenset(request.form.getlist("tick")),
        reasons={name.removeprefix("reason:"): text for name, text in request.form.items() if ":" in name},
    )
    development = current_app.config["SETTINGS"].development_authority
    try:
        finalise(actor, view.agreement_id, development=development, judged=judged)
    except JudgementMissing as refused:
        return _final_page(actor, view, judged, missing=refused.details["keys"]), 422
    except InvalidInput as refused:
        return _final_page(actor, view, judged, too_long=refused.details["fields"]), 422
    flash(gettext("The text is final. Everybody can now sign it."), "good")
    return _back(ref)


def _final_page(actor: Actor, view: DraftView, judged: Judged, *, missing: object = (), too_long: object = ()) -> str:
    asked = asked_before_freeze(actor, view.agreement_id) if view.agreement_id and view.may_lead else None
    return render_template(
        "agreements/final.html", draft=view, asked=asked, judged=judged, missing=missing, too_long=too_long
    )


@agreements.post("/cases/<ref>/agreement/reopen")
def open_again(ref: str) -> Response:
    """Back to drafting, before anybody has signed."""
    actor = current_actor()
    reopen(actor, draft_page(actor, ref).agreement_id)
    flash(gettext("The text is open again. Everybody must accept it anew."), "info")
    return _back(ref)


@agreements.post("/cases/<ref>/agreement/abandon")
def give_up(ref: str) -> Response:
    """The mediator gives this text up."""
    actor = current_actor()
    abandon(actor, draft_page(actor, ref).agreement_id)
    return _back(ref)


@agreements.get("/versions/<version_id>/document.pdf")
def document(version_id: str) -> Response:
    """The document of a version, with the signatures it bears so far."""
    found = document_of(current_actor(), version_id)
    answer = make_response(found.data)
    answer.headers["Content-Type"] = "application/pdf"
    kind = "attachment" if request.args.get("save") else "inline"
    answer.headers["Content-Disposition"] = f'{kind}; filename="{found.name}"'
    return answer


@agreements.get("/cases/<ref>/agreement/versions/<version_id>/changes")
def changes(ref: str, version_id: str) -> str:
    """What one version changed against the one before it."""
    actor = current_actor()
    compared = comparison(actor, ref, new=version_id)
    return render_template("agreements/compare.html", draft=draft_page(actor, ref), compared=compared)


@agreements.get("/cases/<ref>/agreement/compare")
def compare(ref: str) -> str:
    """Any two texts of the case side by side: frozen versions of all its agreements, and the draft."""
    actor = current_actor()
    compared = comparison(actor, ref, old=request.args.get("from", ""), new=request.args.get("to", ""))
    return render_template("agreements/compare.html", draft=draft_page(actor, ref), compared=compared)


def _asked_number(name: str) -> int:
    value = request.args.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _number(name: str) -> int:
    """A whole number out of the form; raises InvalidInput."""
    value = request.form.get(name, "")
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise InvalidInput(**{name: "not_a_number"})
    return int(value)


def _back(ref: str, anchor: str | None = None) -> Response:
    return redirect(url_for("agreements.page", ref=ref, _anchor=anchor))
