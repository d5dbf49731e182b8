"""What a clause form says: its kind, and the words or answers typed into it."""

from __future__ import annotations

from flask import request

from odr.agreements.clause_library import LIBRARY
from odr.agreements.commands import Wording
from odr.errors import NotFound
from odr.law.draft import ClauseKind


def typed_wording(kind: ClauseKind, *, free: bool) -> Wording:
    """The words in the form, or the answers to the questions of a model clause."""
    if free or kind not in LIBRARY:
        return Wording(kind=kind, zh=request.form.get("text", ""), en=request.form.get("text_en", ""))
    names = [slot.name for slot in LIBRARY[kind].slots]
    answers = {name: request.form.get(name, "") for part in names for name in (part, f"{part}_en")}
    return Wording(kind=kind, answers=answers)


def kind_of(name: str) -> ClauseKind:
    """A kind of clause by its name. Raises NotFound."""
    try:
        return ClauseKind(name)
    except ValueError:
        raise NotFound(kind="clause") from None
