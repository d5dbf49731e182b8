"""How the text came to be: every wording of a clause, and what one version changed against the one before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.accounts.models import Account
from odr.agreements.differences import Piece, difference
from odr.agreements.models import Agreement, Clause, ClauseEdit, Version
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


@dataclass(frozen=True)
class ChangedClause:
    """A clause as it stood in two versions; one text is empty when the clause came or went."""

    number: int
    title: Words
    zh: tuple[Piece, ...]
    en: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return any(piece.change != "same" for piece in (*self.zh, *self.en))


@query
def version_changes(actor: Actor, version_id: str) -> tuple[ChangedClause, ...]:
    """What a version changed against the one frozen before it, clause by clause."""
    version = load(actor, Permission.VERSION_READ, Version, version_id)
    earlier = session().scalar(
        select(Version)
        .where(Version.agreement_id == version.agreement_id, Version.number < version.number)
        .order_by(Version.number.desc())
        .limit(1)
    )
    old = {entry["number"]: entry for entry in _clauses_in(earlier)} if earlier else {}
    new = {entry["number"]: entry for entry in _clauses_in(version)}
    empty = {"zh": "", "en": ""}
    return tuple(
        ChangedClause(
            number=number,
            title=Words(**new.get(number, old.get(number, {}))["title"]),
            zh=difference(old.get(number, empty)["zh"], new.get(number, empty)["zh"]),
            en=difference(old.get(number, empty)["en"], new.get(number, empty)["en"]),
        )
        for number in sorted({*old, *new})
    )


def _clauses_in(version: Version) -> list[dict[str, Any]]:
    return json.loads(version.content)["clauses"]
