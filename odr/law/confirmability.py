"""The check before an agreement is frozen and before it is filed: every rule asked, every answer cited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from odr.law.draft import Among, DraftAgreement, DraftClause, DraftFiling
from odr.law.findings import Finding, in_order
from odr.law.grounds import (
    conflicts,
    filing,
    languages,
    mandatory,
    others,
    ownership,
    people,
    performance,
    setting,
    sham,
    sums,
    waivers,
)

ClauseRule = Callable[[DraftClause, Among], Iterator[Finding]]
WholeRule = Callable[[DraftAgreement], Iterator[Finding]]
CLAUSE_RULES: tuple[ClauseRule, ...] = (
    *setting.CLAUSE_RULES,
    *ownership.CLAUSE_RULES,
    *performance.CLAUSE_RULES,
    *sums.CLAUSE_RULES,
    *languages.CLAUSE_RULES,
    *waivers.CLAUSE_RULES,
    *mandatory.CLAUSE_RULES,
    *others.CLAUSE_RULES,
)
"""Asked of one clause at a time, which is why their answers can be kept."""
WHOLE_RULES: tuple[WholeRule, ...] = (
    *setting.WHOLE_RULES,
    *people.WHOLE_RULES,
    *sums.WHOLE_RULES,
    *conflicts.WHOLE_RULES,
    *languages.WHOLE_RULES,
    *others.WHOLE_RULES,
    *sham.WHOLE_RULES,
)
"""Asked of the agreement as a whole, at any time before it is frozen."""
FILING_RULES = filing.RULES
"""Asked in addition once the signatures are there, before the bundle is built and filed."""


@lru_cache(maxsize=2048)
def _on_words(clause: DraftClause, among: Among) -> tuple[Finding, ...]:
    """What the rules find in the words of one clause, whatever its number; kept, for most clauses stay as they are."""
    return tuple(finding for rule in CLAUSE_RULES for finding in rule(clause, among))


def check_clause(clause: DraftClause, among: Among) -> tuple[Finding, ...]:
    """The findings on one clause by itself."""
    return tuple(finding.at(clause.number) for finding in _on_words(replace(clause, number=0), among))


def check_draft(draft: DraftAgreement) -> tuple[Finding, ...]:
    """All findings on a draft; the agreement may be frozen when none of them blocks."""
    among = draft.among
    on_clauses = (finding for clause in draft.clauses for finding in check_clause(clause, among))
    on_the_whole = (finding for rule in WHOLE_RULES for finding in rule(draft))
    return in_order((*on_clauses, *on_the_whole))


def check_filing(draft: DraftAgreement, facts: DraftFiling) -> tuple[Finding, ...]:
    """All findings on an application for judicial confirmation: those of the draft and those of the filing."""
    on_filing = (finding for rule in FILING_RULES for finding in rule(draft, facts))
    return in_order((*check_draft(draft), *on_filing))


def obstacles(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that forbid going on."""
    return tuple(finding for finding in findings if finding.blocks)


def doubts(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that want a written reason before the text is frozen."""
    return tuple(finding for finding in findings if not finding.blocks)
