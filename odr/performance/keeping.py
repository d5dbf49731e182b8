"""The rows of a schedule: kept from the sealed text, replaced with it, and what is still owed on each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from odr import clock
from odr.agreements.models import Agreement, Version
from odr.agreements.states import AgreementState
from odr.audit.trail import record
from odr.cases.models import Case
from odr.cases.participants import active_participants
from odr.cases.steps import PLATFORM
from odr.confirmations.models import Confirmation, Ruling
from odr.confirmations.states import ConfirmationState
from odr.db import Transaction, session
from odr.law.enforcement import limit_of_enforcement
from odr.law.time_limits import Deadline, beijing_date
from odr.lifecycle import advance
from odr.performance.models import Obligation, Statement
from odr.performance.schedule import Drawn, Schedule, schedule_of
from odr.performance.states import OBLIGATION, OPEN, StatementState


@dataclass(frozen=True)
class Ruled:
    """The ruling that lets an agreement be enforced."""

    ruling: Ruling
    confirmation: Confirmation


def version_in_effect(case_id: str) -> Version | None:
    """The completely signed text that binds the parties now. Inside a unit that has authorised the case."""
    rows = (
        select(Version)
        .join(Agreement, Agreement.id == Version.agreement_id)
        .where(
            Agreement.case_id == case_id,
            Agreement.state.in_((AgreementState.SIGNED, AgreementState.SEALED)),
            Agreement.effective_at.is_not(None),
            Version.completed_at.is_not(None),
            Version.void_at.is_(None),
        )
    )
    return session().scalars(rows.order_by(Version.frozen_at.desc())).first()


def ruling_on(version_id: str) -> Ruled | None:
    """The ruling that confirmed this very text, unless it was revoked since."""
    found = (
        session()
        .execute(
            select(Ruling, Confirmation)
            .join(Confirmation, Confirmation.id == Ruling.confirmation_id)
            .where(Confirmation.version_id == version_id, Confirmation.state == ConfirmationState.CONFIRMED)
        )
        .first()
    )
    return Ruled(found[0], found[1]) if found else None


def rows_of(version_id: str) -> dict[str, Obligation]:
    """The obligations of a text that are kept, by id."""
    return {row.id: row for row in session().scalars(select(Obligation).where(Obligation.version_id == version_id))}


def lay_out(tx: Transaction, case: Case) -> Schedule | None:
    """Keep the schedule of the text in effect, once; what an earlier text still asked for is replaced by it.

    For use inside a unit that has authorised the case or acts as the platform. None before there is such a text.
    """
    version = version_in_effect(case.id)
    if version is None:
        return None
    schedule = schedule_of(version)
    kept = rows_of(version.id)
    fresh = [drawn for drawn in schedule.drawn if drawn.id not in kept]
    for drawn in fresh:
        tx.add(
            Obligation(
                id=drawn.id,
                case_id=case.id,
                version_id=version.id,
                clause=drawn.clause,
                part=drawn.part,
                obligor_id=drawn.obligor_id,
                obligee_id=drawn.obligee_id,
                fen=drawn.fen,
                due=drawn.due,
                kept_at=clock.now(),
            )
        )
    if fresh:
        record(tx, account_id=PLATFORM, chain=f"case:{case.id}", act="performance.laid_out", subject=version.id)
        _replace_earlier(tx, case, version.id)
    return schedule


def _replace_earlier(tx: Transaction, case: Case, version_id: str) -> None:
    earlier = select(Obligation).where(
        Obligation.case_id == case.id, Obligation.version_id != version_id, Obligation.state.in_(OPEN)
    )
    for row in tx.session.scalars(earlier):
        advance(tx, OBLIGATION, row, "replace")
        record(tx, account_id=PLATFORM, chain=f"case:{case.id}", act="performance.replaced", subject=row.id)


def received(statements: Iterable[Statement]) -> int:
    """What the creditor has confirmed, in fen."""
    return sum(one.fen or 0 for one in statements if one.state == StatementState.CONFIRMED)


def remaining(row: Obligation) -> int:
    """What is still owed in fen; for an act 1 until it is confirmed, then 0."""
    if row.fen is None:
        return 0 if any(one.state == StatementState.CONFIRMED for one in row.statements) else 1
    return row.fen - received(row.statements)


def waiting(row: Obligation) -> list[Statement]:
    """What nobody has answered."""
    return [one for one in row.statements if one.state == StatementState.OPEN]


def accounts_of_party(case_id: str, party_id: str) -> list[str]:
    """The accounts admitted on that side now."""
    return [person.account_id for person in active_participants(case_id) if person.party_id == party_id]


def limits_of(version_id: str, rows: Iterable[Obligation | Drawn]) -> dict[int, Deadline]:
    """Clause → the last day to apply for enforcement of it; nothing where no ruling lets it be enforced (CPL 250)."""
    ruled = ruling_on(version_id)
    if ruled is None:
        return {}
    dues: dict[int, list[date | None]] = defaultdict(list)
    for row in rows:
        dues[row.clause].append(row.due)
    return {clause: limit_of_enforcement(days, beijing_date(ruled.ruling.at)) for clause, days in dues.items()}
