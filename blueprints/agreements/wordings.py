"""What a clause form says: after which model or in free words, and the words or answers typed into it."""

from __future__ import annotations

from flask import request

from blueprints.agreements.forms import answers_in
from odr.agreements.clause_library import LIBRARY, MODEL
from odr.agreements.commands import Wording
from odr.agreements.library.catalogue import MODELS
from odr.agreements.library.model import Model
from odr.agreements.queries import ClauseView
from odr.errors import NotFound
from odr.law.draft import ClauseKind

FREE = ClauseKind.OTHER.value


def typed_wording(model: Model | None, kind: ClauseKind) -> Wording:
    """The answers to the questions of a model, or the words in the form, which are of this kind."""
    if model is None:
        return Wording(kind=kind, zh=request.form.get("text", ""), en=request.form.get("text_en", ""))
    return Wording(kind=model.kind, answers=answers_in(model, request.form))


def model_of(clause: ClauseView) -> Model | None:
    """What a clause was written after; None for free words, and where they are asked for."""
    if not clause.answers or request.args.get("free"):
        return None
    return MODELS.get(clause.answers.get(MODEL, "")) or LIBRARY.get(clause.kind)


def posted_model(clause: ClauseView | None) -> Model | None:
    """What the words that were sent are after, whatever the clause has become meanwhile."""
    if "text" in request.form:
        return None
    named = request.form.get("model", "")
    return model_named(named) if named or clause is None else model_of(clause)


def model_named(name: str) -> Model | None:
    """The model of this name; None for free words. Raises NotFound."""
    if name != FREE and name not in MODELS:
        raise NotFound(kind="clause")
    return MODELS.get(name)


def kind_of(name: str) -> ClauseKind:
    """A kind of clause by its name. Raises NotFound."""
    try:
        return ClauseKind(name)
    except ValueError:
        raise NotFound(kind="clause") from None
