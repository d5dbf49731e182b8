"""Two people changed one clause: what it said when both began, what each made of it, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.accounts.models import Account
from odr.agreements.commands import Wording, worded
from odr.agreements.differences import Piece, difference
from odr.agreements.facts import live_clauses
from odr.agreements.models import Agreement, Clause, ClauseEdit
from odr.db import query, session
from odr.errors import InvalidInput, NotFound
from signing.wording import Words

NOTHING = Words(zh="", en="")


@dataclass(frozen=True)
class Side:
    """One of the two texts and what it changed against the words that both began from."""

    text: Words
    zh: tuple[Piece, ...]
    en: tuple[Piece, ...]


@dataclass(frozen=True)
class ConflictView:
    """A clause as somebody else left it, and as I would have it. `mine` is None while my particulars make no text."""

    clause_id: str
    number: int
    revision: int
    removed: bool
    by: Words
    at: datetime
    theirs: Side
    mine: Side | None
    between_zh: tuple[Piece, ...]
    between_en: tuple[Piece, ...]
    """From their words to mine."""


@query
def conflict_of(actor: Actor, clause_id: str, *, revision: int, wording: Wording) -> ConflictView:
    """What stands against saving `wording`, written on the `revision` of the clause that its writer had read.

    Raises:
        NotFound: the clause is not the actor's to write.
    """
    row = session().get(Clause, clause_id)
    if row is None:
        raise NotFound(kind="clause")
    agreement = load(actor, Permission.AGREEMENT_EDIT, Agreement, row.agreement_id)
    base, (last, by) = _words_at(row.id, revision), _last(row)
    theirs = NOTHING if row.removed_at is not None else Words(zh=row.text, en=row.text_en)
    try:
        mine: Words | None = worded(agreement, wording)[1]
    except InvalidInput:
        mine = None
    numbers = {clause.id: number for number, clause in enumerate(live_clauses(agreement.id), 1)}
    return ConflictView(
        clause_id=row.id,
        number=numbers.get(row.id, 0),
        revision=row.revision,
        removed=row.removed_at is not None,
        by=by,
        at=row.removed_at or last.at,
        theirs=_side(base, theirs),
        mine=_side(base, mine) if mine is not None else None,
        between_zh=difference(theirs.zh, mine.zh) if mine is not None else (),
        between_en=difference(theirs.en, mine.en) if mine is not None else (),
    )


def _side(base: Words, text: Words) -> Side:
    return Side(text, difference(base.zh, text.zh), difference(base.en, text.en))


def _words_at(clause_id: str, revision: int) -> Words:
    found = session().scalar(
        select(ClauseEdit).where(ClauseEdit.clause_id == clause_id, ClauseEdit.revision == revision)
    )
    return Words(zh=found.text, en=found.text_en) if found is not None else NOTHING


def _last(row: Clause) -> tuple[ClauseEdit, Words]:
    rows = (
        select(ClauseEdit, Account)
        .join(Account, Account.id == ClauseEdit.by_account_id)
        .where(ClauseEdit.clause_id == row.id, ClauseEdit.revision == row.revision)
    )
    edit, account = session().execute(rows).one()
    return edit, Words(zh=account.name, en=account.name_en or account.name)
