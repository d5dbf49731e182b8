"""Writing a clause: choose a model or free words, answer its questions; two people's texts are never mixed up."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from blueprints.agreements.forms import FreeForm, model_form, put_reasons
from blueprints.agreements.views import agreements
from blueprints.guard import current_actor
from odr.access.actor import Actor
from odr.agreements.clause_library import LIBRARY, title_of
from odr.agreements.commands import Wording, add_clause, begin_agreement, edit_clause
from odr.agreements.conflicts import conflict_of
from odr.agreements.queries import ClauseView, DraftView, clause_page, draft_page, names_in_case
from odr.errors import InvalidInput, NotFound, StaleVersion, TextFinal
from odr.law.draft import ClauseKind


@agreements.get("/cases/<ref>/agreement/clauses/new")
def choose(ref: str) -> str:
    """The library of model clauses, and free words."""
    view = draft_page(current_actor(), ref)
    return render_template("agreements/choose.html", draft=view, models=list(LIBRARY.values()))


@agreements.route("/cases/<ref>/agreement/clauses/new/<kind>", methods=["GET", "POST"])
def new_clause(ref: str, kind: str) -> Response | str | tuple[str, int]:
    """A new clause of one kind."""
    actor = current_actor()
    view, chosen = draft_page(actor, ref), _kind(kind)
    form = _form(actor, ref, chosen, {}, 0, free=chosen is ClauseKind.OTHER)
    if request.method == "GET":
        return _page(view, chosen, form)
    try:
        agreement_id = view.agreement_id or begin_agreement(actor, view.case_id)
        clause_id = add_clause(actor, agreement_id, _wording(chosen, free=chosen is ClauseKind.OTHER))
    except InvalidInput as refused:
        put_reasons(form, refused)
        return _page(view, chosen, form), 422
    return _saved(ref, clause_id, kept=f"new-{kind}")


@agreements.route("/cases/<ref>/agreement/clauses/<clause_id>", methods=["GET", "POST"])
def edit(ref: str, clause_id: str) -> Response | str | tuple[str, int]:
    """A clause that exists: its questions again, or its words; `free` turns a model clause into free words."""
    if request.method == "POST":
        return _save(current_actor(), ref, clause_id)
    actor = current_actor()
    view, clause = clause_page(actor, clause_id)
    free = not clause.answers or bool(request.args.get("free"))
    form = _form(actor, ref, clause.kind, clause.answers, clause.revision, free=free, clause=clause)
    return _page(view, clause.kind, form, clause=clause, free=free)


def _save(actor: Actor, ref: str, clause_id: str) -> Response | tuple[str, int]:
    """Save what was typed, in the shape it was typed in, whatever the clause has become meanwhile."""
    revision, free = _revision(), "text" in request.form
    try:
        view, clause = clause_page(actor, clause_id)
    except NotFound:
        return _conflict(actor, ref, clause_id, revision=revision, free=free, kind=_posted_kind())
    wording = _wording(clause.kind, free=free)
    form = _form(actor, ref, clause.kind, clause.answers, clause.revision, free=free, clause=clause)
    try:
        edit_clause(actor, clause_id, revision=revision, wording=wording)
    except InvalidInput as refused:
        put_reasons(form, refused)
        return _page(view, clause.kind, form, clause=clause, free=free), 422
    except TextFinal:
        form.form_errors.append(gettext("The text was made final while you wrote. Your words are below, not saved."))
        return _page(view, clause.kind, form, clause=clause, free=free), 409
    except StaleVersion:
        return _conflict(actor, ref, clause_id, revision=revision, free=free, kind=clause.kind)
    if clause.accepted_by:
        flash(gettext("Saved. Whoever had accepted the earlier words is asked again."), "info")
    return _saved(ref, clause_id, kept=f"clause-{clause_id}")


def _conflict(
    actor: Actor, ref: str, clause_id: str, *, revision: int, free: bool, kind: ClauseKind
) -> tuple[str, int]:
    """Both texts with what each changed, and the three ways on; the form holds every letter that was typed."""
    wording = _wording(kind, free=free)
    found = conflict_of(actor, clause_id, revision=revision, wording=wording)
    form = _form(actor, ref, kind, {}, found.revision, free=free)
    form["revision"].data = str(found.revision)
    target = url_for("agreements.edit", ref=ref, clause_id=clause_id)
    if found.removed:
        target = url_for("agreements.new_clause", ref=ref, kind=(ClauseKind.OTHER if free else kind).value)
    return render_template(
        "agreements/conflict.html",
        draft=draft_page(actor, ref),
        conflict=found,
        kind=kind,
        title=title_of(kind),
        model=None if free or kind not in LIBRARY else LIBRARY[kind],
        form=form,
        target=target,
    ), 409


def _page(
    view: DraftView, kind: ClauseKind, form: FlaskForm, *, clause: ClauseView | None = None, free: bool = False
) -> str:
    return render_template(
        "agreements/clause.html",
        draft=view,
        clause=clause,
        kind=kind,
        title=title_of(kind),
        model=None if free or kind not in LIBRARY else LIBRARY[kind],
        form=form,
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


def _wording(kind: ClauseKind, *, free: bool) -> Wording:
    if free or kind not in LIBRARY:
        return Wording(kind=kind, zh=request.form.get("text", ""), en=request.form.get("text_en", ""))
    names = [slot.name for slot in LIBRARY[kind].slots]
    answers = {name: request.form.get(name, "") for part in names for name in (part, f"{part}_en")}
    return Wording(kind=kind, answers=answers)


def _saved(ref: str, clause_id: str, *, kept: str) -> Response:
    """Back to the clause; `saved` names what the browser need not keep for the writer any more."""
    return redirect(url_for("agreements.page", ref=ref, saved=kept, _anchor=f"clause-{clause_id}"))


def _posted_kind() -> ClauseKind:
    return _kind(request.form.get("kind", ClauseKind.OTHER.value))


def _kind(name: str) -> ClauseKind:
    try:
        return ClauseKind(name)
    except ValueError:
        raise NotFound(kind="clause") from None


def _revision() -> int:
    value = request.form.get("revision", "")
    if not value.isascii() or not value.isdigit() or len(value) > 9:
        raise InvalidInput(revision="not_a_number")
    return int(value)
