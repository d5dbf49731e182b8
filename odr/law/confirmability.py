"""The check before an agreement is frozen and before it is filed: every rule asked, every answer cited."""

from __future__ import annotations

from odr.law.draft import DraftAgreement, DraftFiling
from odr.law.findings import Finding, in_order
from odr.law.grounds import filing, ownership, people, performance, setting, sums, waivers

DRAFT_RULES = (
    *setting.RULES,
    *people.RULES,
    *ownership.RULES,
    *performance.RULES,
    *sums.RULES,
    *waivers.RULES,
)
"""Asked of the text and its people, at any time before the agreement is frozen."""
FILING_RULES = filing.RULES
"""Asked in addition once the signatures are there, before the bundle is built and filed."""


def check_draft(draft: DraftAgreement) -> tuple[Finding, ...]:
    """All findings on a draft; the agreement may be frozen when none of them blocks."""
    return in_order(finding for rule in DRAFT_RULES for finding in rule(draft))


def check_filing(draft: DraftAgreement, facts: DraftFiling) -> tuple[Finding, ...]:
    """All findings on an application for judicial confirmation: those of the draft and those of the filing."""
    on_filing = (finding for rule in FILING_RULES for finding in rule(draft, facts))
    return in_order((*check_draft(draft), *on_filing))


def obstacles(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that forbid going on."""
    return tuple(finding for finding in findings if finding.blocks)
