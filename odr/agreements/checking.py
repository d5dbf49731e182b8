"""The check for people at work: words that are being typed, a wording that is offered, who may read which finding."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.agreements.clause_library import LIBRARY, answers_kept, law_slots, text_of
from odr.agreements.commands import Wording, party_names
from odr.agreements.facts import draft_of, live_clauses
from odr.agreements.models import Agreement, Clause
from odr.cases.models import Case
from odr.cases.refs import case_id_of
from odr.db import query, session
from odr.errors import InvalidInput, NotFound
from odr.law.confirmability import check_draft
from odr.law.draft import DraftAgreement, DraftClause
from odr.law.findings import Finding, for_everybody
from signing.wording import Words

LONGEST_TYPED = 4_000


def readable(actor: Actor, case: Case, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings this person may read: signs of sham mediation are for whoever leads the case (INV 18)."""
    return tuple(findings) if can(actor, Permission.AGREEMENT_LEAD, case) else for_everybody(findings)


@dataclass(frozen=True)
class Typed:
    """Words that are being written, and what the rules find in them."""

    text: Words
    findings: tuple[Finding, ...]


@query
def check_words(actor: Actor, case_ref: str, wording: Wording, *, clause_id: str = "") -> Typed:
    """What the rules say to a clause that is being written, among the others as they stand; nothing is kept.

    Raises:
        NotFound: the case or the clause is not the actor's to edit.
        InvalidInput: an answer cannot be used yet, or the text is too long.
    """
    case = load(actor, Permission.AGREEMENT_EDIT, Case, case_id_of(case_ref))
    draft = draft_of(case.id)
    number = _number_of(case, draft, clause_id)
    clause = _typed(case, wording, number)
    others = tuple(clause if one.number == number else one for one in draft.clauses)
    if number > len(draft.clauses):
        others = (*draft.clauses, clause)
    found = check_draft(replace(draft, clauses=others))
    here = tuple(finding for finding in for_everybody(found) if finding.clause == number)
    return Typed(Words(zh=clause.zh, en=clause.en), here)


def _number_of(case: Case, draft: DraftAgreement, clause_id: str) -> int:
    if not clause_id:
        return len(draft.clauses) + 1
    row = session().get(Clause, clause_id)
    agreement = session().get(Agreement, row.agreement_id) if row is not None else None
    if row is None or agreement is None or agreement.case_id != case.id or row.removed_at is not None:
        raise NotFound(kind="clause")
    return live_clauses(agreement.id).index(row) + 1


def _typed(case: Case, wording: Wording, number: int) -> DraftClause:
    if wording.answers is None or wording.kind not in LIBRARY:
        if max(len(wording.zh), len(wording.en)) > LONGEST_TYPED:
            raise InvalidInput(text="too_long")
        zh, en = (text.replace("\r\n", "\n").strip() for text in (wording.zh, wording.en))
        return DraftClause(number, wording.kind, zh, en)
    names = party_names(case)
    kept = answers_kept(wording.kind, wording.answers, names, may_be_open=True)
    text = text_of(wording.kind, kept, names)
    slots = law_slots(wording.kind, json.dumps(kept), {key: name.zh for key, name in names.items()})
    return DraftClause(number, wording.kind, text.zh, text.en, slots)


@query
def offered_wording(actor: Actor, clause_id: str, key: str, *, choice: int = 0) -> Words:
    """The wording that a finding on a kept clause offers, to be looked at and completed before anybody keeps it.

    Raises:
        NotFound: the clause has no such finding any more, or it offers no such wording.
    """
    row = session().get(Clause, clause_id)
    if row is None or row.removed_at is not None:
        raise NotFound(kind="clause")
    agreement = load(actor, Permission.AGREEMENT_EDIT, Agreement, row.agreement_id)
    number = live_clauses(agreement.id).index(row) + 1
    for finding in for_everybody(check_draft(draft_of(agreement.case_id, agreement=agreement))):
        if finding.clause == number and finding.key() == key and 0 <= choice < len(finding.offers):
            return finding.offers[choice].words
    raise NotFound(kind="finding")
