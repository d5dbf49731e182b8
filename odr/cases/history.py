"""What happened in a case, as everybody in it may know: its own steps, and those of the later stages in its trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.accounts.models import Account
from odr.audit.models import AuditEntry
from odr.cases.models import CaseStep
from odr.db import session

TOLD = (
    "document.frozen",
    "document.signed",
    "agreement.reopen",
    "agreement.refuse",
    "agreement.abandoned",
    "agreement.amendment_begun",
    "agreement.sealed",
    "confirmation.opened",
    "confirmation.filed",
    "confirmation.withdrawn",
    "confirmation.lapsed",
    "filing.accepted",
    "filing.supplement_requested",
    "ruling.confirmed",
    "ruling.dismissed",
    "ruling.refused",
)
"""Acts of later stages that no side does in private; whatever is not listed stays in the trail."""


@dataclass(frozen=True)
class StepView:
    """One public step."""

    act: str
    by: str
    by_en: str
    at: datetime


def history_of(case_id: str) -> list[StepView]:
    """The public steps, the latest first, for use inside a unit of work that has authorised the case."""
    own = select(CaseStep.act, CaseStep.at, Account).outerjoin(Account, Account.id == CaseStep.by_account_id)
    later = select(AuditEntry.act, AuditEntry.at, Account).outerjoin(Account, Account.id == AuditEntry.account_id)
    rows = [
        *session().execute(own.where(CaseStep.case_id == case_id)),
        *session().execute(later.where(AuditEntry.chain == f"case:{case_id}", AuditEntry.act.in_(TOLD))),
    ]
    steps = [StepView(act, by.name if by else "", (by.name_en or by.name) if by else "", at) for act, at, by in rows]
    return sorted(steps, key=lambda step: step.at, reverse=True)
