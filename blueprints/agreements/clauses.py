"""Writing a clause: choose a model or free words, answer its questions; two people's texts are never mixed up."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from blueprints.agreements.checking import form_with_offer, typed
from blueprints.agreements.forms import FreeForm, model_form, put_reasons
from blueprints.agreements.views import agreements
from blueprints.agreements.wordings import kind_of, typed_wording
from blueprints.guard import current_actor
from odr.access.actor import Actor
from odr.agreements.clause_library import LIBRARY, title_of
from odr.agreements.commands import add_clause, begin_agreement, edit_clause
from odr.agreements.differences import difference
from odr.agreements.queries import ClauseView, DraftView, clause_page, draft_page, names_in_case
from odr.errors import InvalidInput, StaleVersion
from odr.law.draft import ClauseKind
from odr.law.findings import Finding


@agreements.get("/cases/<ref>/agreement/clauses/new")
def choose(ref: str) -> str:
    """The library of model clauses, and free words."""
    view = draft_page(current_actor(), ref)
    return render_template("agreements/choose.html", draft=view, models=list(LIBRARY.values()))


@agreements.route("/cases/<ref>/agreement/clauses/new/<kind>", methods=["GET", "POST"])
def new_clause(ref: str, kind: str) -> Response | str | tuple[str, int]:
    """A new clause of one kind."""
    actor = current_actor()
    view, chosen = draft_page(actor, ref), kind_of(kind)
    free = chosen is ClauseKind.OTHER or bool(request.form.get("free"))
    form = _form(actor, ref, chosen, {}, 0, free=free)
    if request.method == "GET":
        return _page(view, chosen, form, free=free)
    if offered := form_with_offer(actor, ref, "", "0"):
        return _page(view, chosen, offered, free=True, offered=True)
    if request.form.get("check"):
        return _looked_at(actor, ref, view, chosen, form, free=free)
    try:
        agreement_id = view.agreement_id or begin_agreement(actor, view.case_id)
        clause_id = add_clause(actor, agreement_id, typed_wording(chosen, free=free))
    except InvalidInput as refused:
        put_reasons(form, refused)
        return _page(view, chosen, form, free=free), 422
    return redirect(url_for("agreements.page", ref=ref, _anchor=f"clause-{clause_id}"))


@agreements.route("/cases/<ref>/agreement/clauses/<clause_id>", methods=["GET", "POST"])
def edit(ref: str, clause_id: str) -> Response | str | tuple[str, int]:
    """A clause that exists: its questions again, or its words; `free` turns a model clause into free words."""
    actor = current_actor()
    view, clause = clause_page(actor, clause_id)
    free = not clause.answers or bool(request.values.get("free"))
    form = _form(actor, ref, clause.kind, clause.answers, clause.revision, free=free, clause=clause)
    if offered := form_with_offer(actor, ref, clause_id, request.form.get("revision", str(clause.revision))):
        return _page(view, clause.kind, offered, clause=clause, free=True, offered=True)
    if request.method == "GET":
        return _page(view, clause.kind, form, clause=clause, free=free)
    if request.form.get("check"):
        return _looked_at(actor, ref, view, clause.kind, form, clause=clause, free=free)
    wording = typed_wording(clause.kind, free=free)
    try:
        edit_clause(actor, clause_id, revision=_revision(), wording=wording)
    except InvalidInput as refused:
        put_reasons(form, refused)
        return _page(view, clause.kind, form, clause=clause, free=free), 422
    except StaleVersion:
        form["revision"].data = str(clause.revision)
        mine = wording.zh if free else ""
        return _page(view, clause.kind, form, clause=clause, free=free, stale=True, mine=mine), 409
    return redirect(url_for("agreements.page", ref=ref, _anchor=f"clause-{clause_id}"))


def _looked_at(
    actor: Actor,
    ref: str,
    view: DraftView,
    kind: ClauseKind,
    form: FlaskForm,
    *,
    clause: ClauseView | None = None,
    free: bool = False,
) -> str | tuple[str, int]:
    """The form as it was typed with what the rules say to it, for a browser without scripts; nothing is kept."""
    try:
        found = typed(actor, ref).findings
    except InvalidInput as refused:
        put_reasons(form, refused)
        return _page(view, kind, form, clause=clause, free=free), 422
    return _page(view, kind, form, clause=clause, free=free, found=found)


def _page(
    view: DraftView,
    kind: ClauseKind,
    form: FlaskForm,
    *,
    clause: ClauseView | None = None,
    free: bool = False,
    stale: bool = False,
    mine: str = "",
    found: tuple[Finding, ...] | None = None,
    offered: bool = False,
) -> str:
    return render_template(
        "agreements/clause.html",
        draft=view,
        clause=clause,
        kind=kind,
        title=title_of(kind),
        model=None if free or kind not in LIBRARY else LIBRARY[kind],
        form=form,
        stale=stale,
        free=free or kind not in LIBRARY,
        found=found,
        offered=offered,
        compared=difference(clause.text.zh, mine) if clause and mine else (),
    )


def _form(
    actor: Actor,
    ref: str,
    kind: ClauseKind,
    answers: dict[str, str],
    revision: int,
    *,
    free: bool,
    clause: ClauseView | None = None,
) -> FlaskForm:
    if free or kind not in LIBRARY:
        text = clause.text if clause else None
        return FreeForm(
            data={"revision": str(revision), "text": text.zh if text else "", "text_en": text.en if text else ""}
        )
    return model_form(kind, names_in_case(actor, ref), answers, revision)


def _revision() -> int:
    value = request.form.get("revision", "")
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise InvalidInput(revision="not_a_number")
    return int(value)
