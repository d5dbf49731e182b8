"""What time does to obligations: schedules kept, days that pass, reminders, signs of bad faith (for the worker)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.models import Agreement, Version
from odr.agreements.states import AgreementState
from odr.audit.trail import record
from odr.cases.models import Case
from odr.cases.steps import PLATFORM, tell
from odr.db import Transaction, reading, session, transaction
from odr.law.time_limits import Deadline, beijing_date
from odr.lifecycle import advance
from odr.performance.bad_faith import Conduct, serious_bad_faith
from odr.performance.keeping import accounts_of_party, lay_out, limits_of, rows_of
from odr.performance.models import BadFaithFlag, Obligation, PerformanceReminder
from odr.performance.reminders import Listener, reminders_for
from odr.performance.schedule import Schedule
from odr.performance.states import OBLIGATION, OPEN, ObligationState, StatementState, is_late


def keep_performance(actor: Actor) -> int:
    """Bring every case with something to perform up to today; returns how many were looked at. As the platform.

    One unit for each case: what fails in one is tried again without the others.

    Raises:
        NotFound: the actor is not the platform.
    """
    today = beijing_date(clock.now())
    cases = _concerned()
    for case_id in cases:
        with transaction() as tx:
            case = load(actor, Permission.PERFORMANCE_CLOCK, Case, case_id)
            schedule = lay_out(tx, case)
            if schedule is not None:
                _look_at(tx, case, schedule, today)
    return len(cases)


def _concerned() -> list[str]:
    """Cases with something open, and those whose text in effect has no schedule yet."""
    with reading():
        opened = session().scalars(select(Obligation.case_id).where(Obligation.state.in_(OPEN)).distinct())
        kept = select(Obligation.id).where(Obligation.version_id == Version.id).exists()
        fresh = session().scalars(
            select(Agreement.case_id)
            .join(Version, Version.agreement_id == Agreement.id)
            .where(
                Agreement.state.in_((AgreementState.SIGNED, AgreementState.SEALED)),
                Agreement.effective_at.is_not(None),
                Version.completed_at.is_not(None),
                Version.void_at.is_(None),
                ~kept,
            )
        )
        return sorted({*opened, *fresh})


def _look_at(tx: Transaction, case: Case, schedule: Schedule, today: date) -> None:
    rows = list(rows_of(schedule.version_id).values())
    for row in rows:
        if row.state == ObligationState.DUE and is_late(row.due, today):
            advance(tx, OBLIGATION, row, "day_passed")
            record(tx, account_id=PLATFORM, chain=f"case:{case.id}", act="performance.overdue", subject=row.id)
    limits = limits_of(schedule.version_id, rows)
    for row in rows:
        _remind(tx, case, row, today, limits.get(row.clause))
    _flag(tx, case, rows, today)


def _remind(tx: Transaction, case: Case, row: Obligation, today: date, limit: Deadline | None) -> None:
    wanted = reminders_for(row.state, row.due, today, limit=limit)
    if not wanted:
        return
    sent = set(tx.session.scalars(select(PerformanceReminder.code).where(PerformanceReminder.obligation_id == row.id)))
    for one in wanted:
        if one.code in sent:
            continue
        party = row.obligor_id if one.to == Listener.OBLIGOR else row.obligee_id
        tx.add(PerformanceReminder(obligation_id=row.id, code=one.code, at=clock.now()))
        tell(tx, case, one.notice, accounts_of_party(case.id, party), day=one.day)


def _flag(tx: Transaction, case: Case, rows: Iterable[Obligation], today: date) -> None:
    conduct: dict[str, list[Conduct]] = defaultdict(list)
    for row in rows:
        denied = sum(one.state == StatementState.DISPUTED for one in row.statements)
        conduct[row.obligor_id].append(Conduct(row.state, row.due, len(row.statements), denied))
    for party_id, acts in conduct.items():
        if found := serious_bad_faith(acts, today):
            _raise(tx, case, party_id, {str(reason) for reason in found})


def _raise(tx: Transaction, case: Case, party_id: str, reasons: set[str]) -> None:
    """Once for each party; what a clerk has dismissed comes back only with a reason they have not seen."""
    flag = tx.session.scalar(
        select(BadFaithFlag).where(BadFaithFlag.case_id == case.id, BadFaithFlag.party_id == party_id)
    )
    seen = set(json.loads(flag.reasons)) if flag else set()
    if reasons <= seen:
        return
    every = json.dumps(sorted(seen | reasons))
    if flag is None:
        flag = tx.add(BadFaithFlag(case_id=case.id, party_id=party_id, reasons=every, raised_at=clock.now()))
    else:
        flag.reasons, flag.raised_at = every, clock.now()
        flag.dismissed_at, flag.dismissed_by_id, flag.sealed_why = None, None, b""
    record(
        tx,
        account_id=PLATFORM,
        chain=f"bad-faith:{case.id}",
        act="bad_faith.flagged",
        subject=flag.id,
        content=every.encode(),
    )
