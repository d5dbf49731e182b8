"""Writing a clause: choose a model or free words, answer its questions; two people's texts are never mixed up."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from blueprints.agreements.forms import FreeForm, answers_in, model_form, put_reasons
from blueprints.agreements.views import agreements
from blueprints.guard import current_actor
from odr.access.actor import Actor
from odr.agreements.clause_library import FREE_TITLE, LIBRARY, MODEL, text_of
from odr.agreements.commands import Wording, add_clause, begin_agreement, edit_clause
from odr.agreements.conflicts import conflict_of
from odr.agreements.library.catalogue import FAMILIES, MODELS
from odr.agreements.library.model import Model
from odr.agreements.offered import clauses_offered
from odr.agreements.queries import ClauseView, DraftView, clause_page, draft_page, names_in_case
from odr.errors import InvalidInput, NotFound, StaleVersion, TextFinal
from odr.law.draft import ClauseKind

FREE = ClauseKind.OTHER.value


@agreements.get("/cases/<ref>/agreement/clauses/new")
def choose(ref: str) -> str:
    """The library of model clauses, and free words; `q` looks for words, `about` puts another dispute first."""
    actor = current_actor()
    offered = clauses_offered(actor, ref, family=request.args.get("about", ""), asked=request.args.get("q", ""))
    return render_template("agreements/choose.html", draft=draft_page(actor, ref), offered=offered, families=FAMILIES)


@agreements.route("/cases/<ref>/agreement/clauses/new/<model>", methods=["GET", "POST"])
def new_clause(ref: str, model: str) -> Response | str | tuple[str, int]:
    """A new clause after a model, or in free words."""
    actor = current_actor()
    view, chosen = draft_page(actor, ref), _model(model)
    form = _form(actor, ref, chosen, {}, 0)
    if request.method == "GET" or _wants_rows():
        return _page(view, chosen, form)
    try:
        agreement_id = view.agreement_id or begin_agreement(actor, view.case_id)
        clause_id = add_clause(actor, agreement_id, _wording(chosen, ClauseKind.OTHER))
    except InvalidInput as refused:
        put_reasons(form, refused)
        return _page(view, chosen, form), 422
    return _saved(ref, clause_id, kept=f"new-{model}")


@agreements.route("/cases/<ref>/agreement/clauses/<clause_id>", methods=["GET", "POST"])
def edit(ref: str, clause_id: str) -> Response | str | tuple[str, int]:
    """A clause that exists: its questions again, or its words; `free` turns a model clause into free words."""
    actor = current_actor()
    if request.method == "POST" and not _wants_rows():
        return _save(actor, ref, clause_id)
    view, clause = clause_page(actor, clause_id)
    model = _posted_model(clause) if _wants_rows() else _model_of(clause)
    form = _form(actor, ref, model, clause.answers, clause.revision, clause=clause)
    return _page(view, model, form, clause=clause)


def _save(actor: Actor, ref: str, clause_id: str) -> Response | tuple[str, int]:
    """Save what was typed, in the shape it was typed in, whatever the clause has become meanwhile."""
    revision = _revision()
    try:
        view, clause = clause_page(actor, clause_id)
    except NotFound:
        return _conflict(actor, ref, clause_id, revision=revision, model=_posted_model(None), kind=ClauseKind.OTHER)
    model = _posted_model(clause)
    form = _form(actor, ref, model, clause.answers, clause.revision, clause=clause)
    try:
        edit_clause(actor, clause_id, revision=revision, wording=_wording(model, clause.kind))
    except InvalidInput as refused:
        put_reasons(form, refused)
        return _page(view, model, form, clause=clause), 422
    except TextFinal:
        form.form_errors.append(gettext("The text was made final while you wrote. Your words are below, not saved."))
        return _page(view, model, form, clause=clause), 409
    except StaleVersion:
        return _conflict(actor, ref, clause_id, revision=revision, model=model, kind=clause.kind)
    if clause.accepted_by:
        flash(gettext("Saved. Whoever had accepted the earlier words is asked again."), "info")
    return _saved(ref, clause_id, kept=f"clause-{clause_id}")


def _conflict(
    actor: Actor, ref: str, clause_id: str, *, revision: int, model: Model | None, kind: ClauseKind
) -> tuple[str, int]:
    """Both texts with what each changed, and the three ways on; the form holds every letter that was typed."""
    found = conflict_of(actor, clause_id, revision=revision, wording=_wording(model, kind))
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


def _page(view: DraftView, model: Model | None, form: FlaskForm, *, clause: ClauseView | None = None) -> str:
    title = model.title if model else clause.title if clause else FREE_TITLE
    return render_template(
        "agreements/clause.html",
        draft=view,
        clause=clause,
        title=title,
        model=model,
        reads=text_of(model.kind, {MODEL: model.key}, {}) if model else None,
        form=form,
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


def _wording(model: Model | None, kind: ClauseKind) -> Wording:
    if model is None:
        return Wording(kind=kind, zh=request.form.get("text", ""), en=request.form.get("text_en", ""))
    return Wording(kind=model.kind, answers=answers_in(model, request.form))


def _saved(ref: str, clause_id: str, *, kept: str) -> Response:
    """Back to the clause; `saved` names what the browser need not keep for the writer any more."""
    return redirect(url_for("agreements.page", ref=ref, saved=kept, _anchor=f"clause-{clause_id}"))


def _wants_rows() -> bool:
    """Whether the reader asked for more rows of a table and not to save."""
    return request.method == "POST" and "more_rows" in request.form


def _model_of(clause: ClauseView) -> Model | None:
    """What a clause was written after; None for free words, and where they are asked for."""
    if not clause.answers or request.args.get("free"):
        return None
    return MODELS.get(clause.answers.get(MODEL, "")) or LIBRARY.get(clause.kind)


def _posted_model(clause: ClauseView | None) -> Model | None:
    """What the words that were sent are after, whatever the clause has become meanwhile."""
    if "text" in request.form:
        return None
    named = request.form.get("model", "")
    return _model(named) if named or clause is None else _model_of(clause)


def _model(name: str) -> Model | None:
    """The model of this name; None for free words."""
    if name != FREE and name not in MODELS:
        raise NotFound(kind="clause")
    return MODELS.get(name)


def _revision() -> int:
    value = request.form.get("revision", "")
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise InvalidInput(revision="not_a_number")
    return int(value)
