"""How a clause came to be: every wording it ever had, and what changed between any two of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.accounts.models import Account
from odr.agreements.differences import Piece, difference
from odr.agreements.models import Agreement, Clause, ClauseEdit
from odr.db import query, session
from odr.errors import NotFound
from signing.wording import Words


@dataclass(frozen=True)
class Revision:
    """One wording of a clause and what it changed."""

    revision: int
    by: str
    at: datetime
    zh: tuple[Piece, ...]
    en: tuple[Piece, ...]


@query
def clause_history(actor: Actor, clause_id: str) -> tuple[Revision, ...]:
    """Every wording the clause ever had, newest first, each with what it changed."""
    row = session().get(Clause, clause_id)
    if row is None:
        raise NotFound(kind="clause")
    load(actor, Permission.AGREEMENT_READ, Agreement, row.agreement_id)
    edits = session().execute(
        select(ClauseEdit, Account.name)
        .join(Account, Account.id == ClauseEdit.by_account_id)
        .where(ClauseEdit.clause_id == row.id)
        .order_by(ClauseEdit.revision)
    )
    revisions, before = list[Revision](), Words(zh="", en="")
    for edit, name in edits:
        zh, en = difference(before.zh, edit.text), difference(before.en, edit.text_en)
        revisions.append(Revision(edit.revision, name, edit.at, zh, en))
        before = Words(zh=edit.text, en=edit.text_en)
    return tuple(reversed(revisions))


@dataclass(frozen=True)
class Between:
    """Two wordings of one clause compared."""

    old: int
    new: int
    zh: tuple[Piece, ...]
    en: tuple[Piece, ...]


@query
def clause_between(actor: Actor, clause_id: str, *, old: int, new: int) -> Between:
    """What changed from one wording of a clause to another, by their numbers.

    Raises:
        NotFound: no such clause for this actor, or it never had such a wording.
    """
    row = session().get(Clause, clause_id)
    if row is None:
        raise NotFound(kind="clause")
    load(actor, Permission.AGREEMENT_READ, Agreement, row.agreement_id)
    rows = select(ClauseEdit).where(ClauseEdit.clause_id == row.id, ClauseEdit.revision.in_((old, new)))
    found = {edit.revision: edit for edit in session().scalars(rows)}
    if {old, new} - set(found):
        raise NotFound(kind="wording")
    before, after = found[old], found[new]
    return Between(old, new, difference(before.text, after.text), difference(before.text_en, after.text_en))
