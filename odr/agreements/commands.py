"""Drafting and accepting an agreement: clauses edited against the revision read, acceptances bound to exact words."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.clause_library import LIBRARY, answers_kept, text_of
from odr.agreements.drafts import changed, clause_for, draft_for, same_revision, written
from odr.agreements.facts import live_clauses, parties_of
from odr.agreements.holds import release
from odr.agreements.in_hand import agreement_in_hand
from odr.agreements.models import Agreement, Clause, ClauseEdit
from odr.agreements.slots import PartyName
from odr.cases.models import Case
from odr.cases.states import CaseState
from odr.db import Transaction, transaction
from odr.errors import Conflict, InvalidInput, StaleVersion
from odr.law.draft import ClauseKind, Prevailing
from odr.papers.fonts import refuse_unprintable
from signing.wording import Words

LONGEST_CLAUSE = 4_000
LONGEST_HEAD = 4_000
MOST_CLAUSES = 60
_QUOTES = str.maketrans({"‘": "'", "’": "'"})


@dataclass(frozen=True)
class Wording:
    """What somebody wrote for a clause: particulars of a model clause, or free words in both languages.

    `may_be_open`: particulars may be missing; the text then shows blanks, with which it cannot be made final.
    """

    kind: ClauseKind = ClauseKind.OTHER
    answers: Mapping[str, str] | None = None
    zh: str = ""
    en: str = ""
    may_be_open: bool = False


@dataclass(frozen=True)
class Head:
    """What stands at the head of the agreement (AG-1, AG-2)."""

    facts: Words
    issues: Words
    prevailing: str = ""
    """Which text prevails, `zh` or `en`; as it was where nothing is said."""


def begin_agreement(actor: Actor, case_id: str) -> str:
    """The id of the agreement of a case, made on the first call.

    Raises:
        Conflict: the case is not being mediated.
    """
    with transaction() as tx:
        case = load(actor, Permission.AGREEMENT_EDIT, Case, case_id)
        existing = agreement_in_hand(case.id)
        if existing is not None:
            return existing.id
        if case.state != CaseState.MEDIATING:
            raise Conflict(state=str(case.state))
        agreement = tx.add(Agreement(case_id=case.id, created_at=clock.now()))
        written(tx, actor, agreement, "agreement.begun", agreement.id)
        return agreement.id


def write_head(actor: Actor, agreement_id: str, *, revision: int, head: Head) -> None:
    """Write facts, issues and which text prevails.

    Raises:
        StaleVersion: the agreement changed since `revision`.
        InvalidInput: words that cannot be used, or a text that does not exist.
    """
    if head.prevailing and head.prevailing not in {one.value for one in Prevailing}:
        raise InvalidInput(prevailing="unknown")
    texts = {
        "facts": _clean(head.facts.zh, "facts", LONGEST_HEAD),
        "facts_en": _clean_english(head.facts.en, "facts_en", LONGEST_HEAD),
        "issues": _clean(head.issues.zh, "issues", LONGEST_HEAD),
        "issues_en": _clean_english(head.issues.en, "issues_en", LONGEST_HEAD),
    }
    with transaction() as tx:
        agreement = draft_for(actor, Permission.AGREEMENT_EDIT, agreement_id)
        if agreement.revision != revision:
            raise StaleVersion(agreement=agreement.id, revision=agreement.revision)
        for name, text in texts.items():
            setattr(agreement, name, text)
        agreement.prevailing = Prevailing(head.prevailing or agreement.prevailing)
        said = "\n".join((*texts.values(), agreement.prevailing))
        changed(tx, actor, agreement, "agreement.head_written", agreement.id, said)


def add_clause(actor: Actor, agreement_id: str, wording: Wording) -> str:
    """Add a clause at the end and return its id. Raises InvalidInput with the fields that cannot be used."""
    with transaction() as tx:
        return append_clause(tx, actor, draft_for(actor, Permission.AGREEMENT_EDIT, agreement_id), wording)


def append_clause(
    tx: Transaction, actor: Actor, agreement: Agreement, wording: Wording, *, origin_id: str | None = None
) -> str:
    """The new clause in the unit of work in hand, for an actor who was given the draft. Raises InvalidInput."""
    slots, text = worded(agreement, wording)
    rows = live_clauses(agreement.id)
    if len(rows) >= MOST_CLAUSES:
        raise InvalidInput(clauses="too_many")
    row = tx.add(
        Clause(
            agreement_id=agreement.id,
            position=max((row.position for row in rows), default=0) + 1,
            kind=wording.kind.value,
            slots=json.dumps(slots, ensure_ascii=False),
            text=text.zh,
            text_en=text.en,
            origin_id=origin_id,
        )
    )
    _keep_wording(tx, actor, row)
    changed(tx, actor, agreement, "clause.added", row.id, text.zh)
    return row.id


def edit_clause(actor: Actor, clause_id: str, *, revision: int, wording: Wording) -> int:
    """Put other words into a clause; the acceptances of the old words no longer count. Returns the new revision.

    Raises:
        StaleVersion: somebody changed the clause since `revision`; nothing was written.
        InvalidInput: fields that cannot be used.
    """
    with transaction() as tx:
        row, agreement = clause_for(actor, clause_id)
        same_revision(row, revision)
        slots, text = worded(agreement, wording)
        row.kind, row.slots = wording.kind.value, json.dumps(slots, ensure_ascii=False)
        release(tx, actor, row, agreement)
        if (row.text, row.text_en) == (text.zh, text.en):
            return row.revision
        row.text, row.text_en, row.revision = text.zh, text.en, row.revision + 1
        _keep_wording(tx, actor, row)
        changed(tx, actor, agreement, "clause.edited", row.id, text.zh)
        return row.revision


def remove_clause(actor: Actor, clause_id: str, *, revision: int) -> None:
    """Take a clause out; its history stays. Raises StaleVersion."""
    with transaction() as tx:
        row, agreement = clause_for(actor, clause_id)
        same_revision(row, revision)
        row.removed_at = clock.now()
        changed(tx, actor, agreement, "clause.removed", row.id, "")


def move_clause(actor: Actor, clause_id: str, *, up: bool) -> None:
    """Exchange a clause with the one before it, or after it; at the edge nothing happens."""
    with transaction() as tx:
        row, agreement = clause_for(actor, clause_id)
        rows = live_clauses(agreement.id)
        here = rows.index(row)
        there = here - 1 if up else here + 1
        if not 0 <= there < len(rows):
            return
        row.position, rows[there].position = rows[there].position, row.position
        changed(tx, actor, agreement, "clause.moved", row.id, "")


def party_names(case: Case) -> dict[str, PartyName]:
    """The parties of a case as clauses name them, by id."""
    return {party.id: PartyName(party.name, party.name_en or party.name) for party in parties_of(case)}


def worded(agreement: Agreement, wording: Wording) -> tuple[dict[str, str], Words]:
    """The particulars and the text that a wording makes in this agreement; raises InvalidInput."""
    if wording.answers is not None:
        if wording.kind not in LIBRARY:
            raise InvalidInput(kind="unknown")
        names = party_names(agreement.case)
        kept = answers_kept(wording.kind, wording.answers, names, may_be_open=wording.may_be_open)
        text = text_of(wording.kind, kept, names)
        refuse_unprintable(text=text.zh + text.en)
        return kept, text
    zh = _clean(wording.zh, "text", LONGEST_CLAUSE)
    if not zh:
        raise InvalidInput(text="missing")
    return {}, Words(zh=zh, en=_clean_english(wording.en, "text_en", LONGEST_CLAUSE))


def _clean(text: str, field: str, longest: int) -> str:
    """The text composed (NFC), without blanks at its ends and with single line ends; raises InvalidInput."""
    composed = unicodedata.normalize("NFC", text)
    clean = "\n".join(line.strip() for line in composed.strip().splitlines() if line.strip())
    if len(clean) > longest:
        raise InvalidInput(**{field: "too_long"})
    refuse_unprintable(**{field: clean})
    return clean


def _clean_english(text: str, field: str, longest: int) -> str:
    """As `_clean`; single curly quotes become straight, since Chinese fonts draw them a whole em wide."""
    return _clean(text, field, longest).translate(_QUOTES)


def _keep_wording(tx: Transaction, actor: Actor, row: Clause) -> None:
    tx.add(
        ClauseEdit(
            clause_id=row.id,
            revision=row.revision,
            text=row.text,
            text_en=row.text_en,
            by_account_id=actor.account_id,
            at=clock.now(),
        )
    )
