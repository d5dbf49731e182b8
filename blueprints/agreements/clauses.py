"""Writing a clause: choose a model or free words, answer its questions; two people's texts are never mixed up."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from blueprints.agreements.checking import form_with_offer, typed
from blueprints.agreements.forms import FreeForm, model_form, put_reasons
from blueprints.agreements.views import agreements
from blueprints.agreements.wordings import FREE, model_named, model_of, posted_model, typed_wording
from blueprints.guard import current_actor
from odr.access.actor import Actor
from odr.agreements.clause_library import FREE_TITLE, MODEL, text_of
from odr.agreements.commands import add_clause, begin_agreement, edit_clause
from odr.agreements.conflicts import conflict_of
from odr.agreements.library.catalogue import FAMILIES
from odr.agreements.library.model import Model
from odr.agreements.offered import clauses_offered
from odr.agreements.queries import ClauseView, DraftView, clause_page, draft_page, names_in_case
from odr.errors import InvalidInput, NotFound, StaleVersion, TextFinal
from odr.law.draft import ClauseKind
from odr.law.findings import Finding


@agreements.get("/cases/<ref>/agreement/clauses/new")
def choose(ref: str) -> str:
    """The library of model clauses, and free words; `q` looks for words, `about` puts another dispute first."""
    actor = current_actor()
    offered = clauses_offered(actor, ref, family=request.args.get("about", ""), asked=request.args.get("q", ""))
    return render_template("agreements/choose.html", draft=draft_page(actor, ref), offered=offered, families=FAMILIES)


@agreements.route("/cases/<ref>/agreement/clauses/new/<model>", methods=["GET", "POST"])
def new_clause(ref: str, model: str) -> Response | str | tuple[str, int]:
    """A new clause after a model, or in free words; the words offered for an answer are free words too."""
    actor = current_actor()
    view, chosen = draft_page(actor, ref), model_named(model)
    kind = chosen.kind if chosen else ClauseKind.OTHER
    shape = None if "text" in request.form else chosen
    form = _form(actor, ref, shape, {}, 0)
    if request.method == "GET" or _wants_rows():
        return _page(view, shape, form, kind=kind)
    if offered := form_with_offer(actor, ref, "", "0"):
        return _page(view, None, offered, kind=kind, offered=True)
    if request.form.get("check"):
        return _looked_at(actor, ref, view, shape, form, kind=kind)
    try:
        agreement_id = view.agreement_id or begin_agreement(actor, view.case_id)
        clause_id = add_clause(actor, agreement_id, typed_wording(shape, kind))
    except InvalidInput as refused:
        put_reasons(form, refused)
        return _page(view, shape, form, kind=kind), 422
    return _saved(ref, clause_id, kept=f"new-{model}")


@agreements.route("/cases/<ref>/agreement/clauses/<clause_id>", methods=["GET", "POST"])
def edit(ref: str, clause_id: str) -> Response | str | tuple[str, int]:
    """A clause that exists: its questions again, or its words; `free` turns a model clause into free words."""
    actor = current_actor()
    pressed = bool(request.form.get("use") or request.form.get("check")) or _wants_rows()
    if request.method == "POST" and not pressed:
        return _save(actor, ref, clause_id)
    view, clause = clause_page(actor, clause_id)
    if offered := form_with_offer(actor, ref, clause_id, request.form.get("revision", str(clause.revision))):
        return _page(view, None, offered, kind=clause.kind, clause=clause, offered=True)
    model = posted_model(clause) if pressed else model_of(clause)
    form = _form(actor, ref, model, clause.answers, clause.revision, clause=clause)
    if request.form.get("check"):
        return _looked_at(actor, ref, view, model, form, kind=clause.kind, clause=clause)
    return _page(view, model, form, kind=clause.kind, clause=clause)


def _save(actor: Actor, ref: str, clause_id: str) -> Response | tuple[str, int]:
    """Save what was typed, in the shape it was typed in, whatever the clause has become meanwhile."""
    revision = _revision()
    try:
        view, clause = clause_page(actor, clause_id)
    except NotFound:
        return _conflict(actor, ref, clause_id, revision=revision, model=posted_model(None), kind=ClauseKind.OTHER)
    model = posted_model(clause)
    form = _form(actor, ref, model, clause.answers, clause.revision, clause=clause)
    try:
        edit_clause(actor, clause_id, revision=revision, wording=typed_wording(model, clause.kind))
    except InvalidInput as refused:
        put_reasons(form, refused)
        return _page(view, model, form, kind=clause.kind, clause=clause), 422
    except TextFinal:
        form.form_errors.append(gettext("The text was made final while you wrote. Your words are below, not saved."))
        return _page(view, model, form, kind=clause.kind, clause=clause), 409
    except StaleVersion:
        return _conflict(actor, ref, clause_id, revision=revision, model=model, kind=clause.kind)
    if clause.accepted_by:
        flash(gettext("Saved. Whoever had accepted the earlier words is asked again."), "info")
    return _saved(ref, clause_id, kept=f"clause-{clause_id}")


def _looked_at(
    actor: Actor,
    ref: str,
    view: DraftView,
    model: Model | None,
    form: FlaskForm,
    *,
    kind: ClauseKind,
    clause: ClauseView | None = None,
) -> str | tuple[str, int]:
    """The form as it was typed with what the rules say to it, for a browser without scripts; nothing is kept."""
    try:
        found = typed(actor, ref).findings
    except InvalidInput as refused:
        put_reasons(form, refused)
        return _page(view, model, form, kind=kind, clause=clause), 422
    return _page(view, model, form, kind=kind, clause=clause, found=found)


def _conflict(
    actor: Actor, ref: str, clause_id: str, *, revision: int, model: Model | None, kind: ClauseKind
) -> tuple[str, int]:
    """Both texts with what each changed, and the three ways on; the form holds every letter that was typed."""
    found = conflict_of(actor, clause_id, revision=revision, wording=typed_wording(model, kind))
    form = _form(actor, ref, model, {}, found.revision)
    form["revision"].data = str(found.revision)
    target = url_for("agreements.edit", ref=ref, clause_id=clause_id)
    if found.removed:
        target = url_for("agreements.new_clause", ref=ref, model=model.key if model else FREE)
    return render_template(
        "agreements/conflict.html",
        draft=draft_page(actor, ref),
        conflict=found,
        title=model.title if model else FREE_TITLE,
        model=model,
        form=form,
        target=target,
    ), 409


def _page(
    view: DraftView,
    model: Model | None,
    form: FlaskForm,
    *,
    kind: ClauseKind,
    clause: ClauseView | None = None,
    found: tuple[Finding, ...] | None = None,
    offered: bool = False,
) -> str:
    title = model.title if model else clause.title if clause else FREE_TITLE
    return render_template(
        "agreements/clause.html",
        draft=view,
        clause=clause,
        title=title,
        model=model,
        kind=kind,
        reads=text_of(model.kind, {MODEL: model.key}, {}) if model else None,
        form=form,
        found=found,
        offered=offered,
    )


def _form(
    actor: Actor,
    ref: str,
    model: Model | None,
    answers: dict[str, str],
    revision: int,
    *,
    clause: ClauseView | None = None,
) -> FlaskForm:
    if model is None:
        text = clause.text if clause else None
        return FreeForm(
            data={"revision": str(revision), "text": text.zh if text else "", "text_en": text.en if text else ""}
        )
    return model_form(model, names_in_case(actor, ref), answers, revision)


def _saved(ref: str, clause_id: str, *, kept: str) -> Response:
    """Back to the clause; `saved` names what the browser need not keep for the writer any more."""
    return redirect(url_for("agreements.page", ref=ref, saved=kept, _anchor=f"clause-{clause_id}"))


def _wants_rows() -> bool:
    """Whether the reader asked for more rows of a table and not to save."""
    return request.method == "POST" and "more_rows" in request.form


def _revision() -> int:
    value = request.form.get("revision", "")
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise InvalidInput(revision="not_a_number")
    return int(value)
