"""The model clauses offered in one case: those for its own kind of dispute first, found by words or by family."""

from __future__ import annotations

from dataclasses import dataclass

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.library.catalogue import FAMILIES, Shelf, own_families, shelves
from odr.agreements.library.model import Family
from odr.cases.models import Case
from odr.cases.refs import case_id_of
from odr.db import query
from odr.errors import InvalidInput

LONGEST_SEARCH = 80


@dataclass(frozen=True)
class Offered:
    """What stands on the shelves; `family` is empty when they are ordered for the case itself."""

    shelves: tuple[Shelf, ...]
    own: tuple[Family, ...]
    family: str
    asked: str
    found: int


@query
def clauses_offered(actor: Actor, case_ref: str, *, family: str = "", asked: str = "") -> Offered:
    """The clauses for a case, by what they do; `family` puts another kind of dispute first, `asked` are words to find.

    Raises:
        NotFound, NotAllowed: the actor drafts nothing in this case.
        InvalidInput: the family is unknown, or the words are too long.
    """
    case = load(actor, Permission.AGREEMENT_READ, Case, case_id_of(case_ref))
    if family and family not in {one.value for one in FAMILIES}:
        raise InvalidInput(family="unknown")
    words = asked.strip()
    if len(words) > LONGEST_SEARCH:
        raise InvalidInput(asked="too_long")
    own = (Family(family),) if family else own_families(case.dispute_type)
    standing = shelves(own, words)
    return Offered(standing, own, family, words, sum(len(shelf) for shelf in standing))
