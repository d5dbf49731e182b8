"""What people see of performance: the page of a case, and the organisation's list of what is overdue."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from odr import clock
from odr.access.actor import SIDE_ROLES, Actor, Duty
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.access.vault import open_field
from odr.accounts.models import Account, Body
from odr.cases.models import Case, Party
from odr.cases.refs import case_id_of
from odr.db import query, session
from odr.errors import NotFound
from odr.law.enforcement import (
    courts_of_enforcement,
    daily_interest,
    limit_of_suit,
    ways_without_ruling,
)
from odr.law.time_limits import Deadline, beijing_date
from odr.performance.bad_faith import REASONS, Reason
from odr.performance.keeping import Ruled, limits_of, received, rows_of, ruling_on, version_in_effect
from odr.performance.models import BadFaithFlag, Obligation, Statement
from odr.performance.proofs import ANSWER, DISMISSAL, WORDS, proof_of
from odr.performance.schedule import Drawn, Schedule, schedule_of
from odr.performance.shown import (
    FlagView,
    ObligationView,
    OverdueLine,
    PerformancePage,
    ProofView,
    RulingView,
    StatementView,
)
from odr.performance.states import OPEN, ObligationState, StatementState, is_late
from signing.wording import Words

UNPAID = (ObligationState.OVERDUE, ObligationState.DISPUTED)


@query
def performance_page(actor: Actor, case_ref: str) -> PerformancePage:
    """The page of one case.

    Raises:
        NotFound: the case is not the actor's to see.
    """
    case = load(actor, Permission.PERFORMANCE_READ, Case, case_id_of(case_ref))
    return page_of(actor, case)


def page_of(actor: Actor, case: Case) -> PerformancePage:
    """The page of a case that the actor was allowed to load."""
    here = actor.in_case(case.id)
    mine = (here.party_id or "") if here is not None and here.role in SIDE_ROLES else ""
    version = version_in_effect(case.id)
    schedule = schedule_of(version) if version else None
    ruled = ruling_on(version.id) if version else None
    lines = _lines(actor, case, schedule, ruled) if schedule else ()
    late = [schedule.interest[party] for party in schedule.interest] if schedule else []
    unpaid = [line for line in lines if line.obligee_id == mine and line.late and line.state in UNPAID]
    return PerformancePage(
        case_id=case.id,
        case_ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        organisation=_body(case.organisation_id),
        in_effect=schedule.effective_on if schedule else None,
        my_party_id=mine,
        is_clerk=actor.has_duty(case.organisation_id, Duty.ORGANISATION_CLERK),
        lines=lines,
        noted=tuple(schedule.clauses[number] for number in schedule.noted) if schedule else (),
        late_clause=schedule.clauses[late[0].clause] if schedule and late else None,
        ruling=_ruling(ruled) if ruled else None,
        ways=ways_without_ruling(money=any(line.fen for line in unpaid)) if unpaid and not ruled else (),
        may_enforce=bool(unpaid and ruled),
        flags=_flags(actor, case),
    )


@query
def overdue_list(actor: Actor) -> tuple[OverdueLine, ...]:
    """Every overdue obligation in the cases of the actor's organisations, the longest overdue first.

    Raises:
        NotFound: the actor is no clerk of an organisation.
    """
    bodies = [body for body in actor.duties if actor.has_duty(body, Duty.ORGANISATION_CLERK)]
    if not bodies:
        raise NotFound(kind="desk")
    for body in bodies:
        load(actor, Permission.DESK_READ, Body, body)
    today = beijing_date(clock.now())
    found = session().execute(
        select(Obligation, Case)
        .join(Case, Case.id == Obligation.case_id)
        .where(Case.organisation_id.in_(bodies), Obligation.state.in_(UNPAID), Obligation.due < today)
        .order_by(Obligation.due, Obligation.id)
    )
    pairs = [(row, case) for row, case in found]
    flagged = {
        (flag.case_id, flag.party_id)
        for flag in session().scalars(select(BadFaithFlag).where(BadFaithFlag.dismissed_at.is_(None)))
    }
    return tuple(_overdue(row, case, today, (case.id, row.obligor_id) in flagged) for row, case in pairs)


def _overdue(row: Obligation, case: Case, today: date, flagged: bool) -> OverdueLine:
    version = version_in_effect(case.id)
    clause = schedule_of(version).clauses[row.clause] if version and version.id == row.version_id else None
    due = row.due or today
    return OverdueLine(
        case_ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        what=clause.title if clause else Words(zh=f"第{row.clause}条", en=f"Clause {row.clause}"),
        obligor=_party(row.obligor_id),
        remaining=None if row.fen is None else row.fen - received(row.statements),
        due=due,
        days_late=(today - due).days,
        state=row.state,
        flagged=flagged,
    )


def _lines(actor: Actor, case: Case, schedule: Schedule, ruled: Ruled | None) -> tuple[ObligationView, ...]:
    kept, today = rows_of(schedule.version_id), beijing_date(clock.now())
    limits = limits_of(schedule.version_id, schedule.drawn)
    lines = [_line(actor, case, one, kept.get(one.id), schedule, today) for one in schedule.drawn]
    views = [_with_limits(line, limits.get(line.clause.number), ruled=ruled is not None) for line in lines]
    return tuple(sorted(views, key=lambda line: (line.due or date.max, line.clause.number, line.part)))


def _with_limits(line: ObligationView, limit: Deadline | None, *, ruled: bool) -> ObligationView:
    if not line.open:
        return line
    suit = limit_of_suit(line.due) if not ruled and line.late and line.due else None
    return ObligationView(**{**line.__dict__, "limit": limit, "suit": suit})


def _line(
    actor: Actor, case: Case, drawn: Drawn, row: Obligation | None, schedule: Schedule, today: date
) -> ObligationView:
    """An obligation as it stands; before its row is kept it is what the sealed text says."""
    state = row.state if row else ObligationState.DUE
    if state == ObligationState.DUE and is_late(drawn.due, today):
        state = ObligationState.OVERDUE
    left = None if drawn.fen is None else drawn.fen - received(row.statements if row else ())
    late = state in OPEN and is_late(drawn.due, today)
    target = row or Obligation(case=case, obligor_id=drawn.obligor_id, obligee_id=drawn.obligee_id)
    rule = schedule.interest.get(drawn.obligor_id)
    interest = None
    if late and left and drawn.due and rule is not None and rule.daily is not None:
        interest = daily_interest(left, rule.daily, drawn.due, today)
    return ObligationView(
        id=drawn.id,
        clause=schedule.clauses[drawn.clause],
        part=drawn.part,
        parts=drawn.parts,
        obligor=_party(drawn.obligor_id),
        obligee=_party(drawn.obligee_id),
        obligor_id=drawn.obligor_id,
        obligee_id=drawn.obligee_id,
        fen=drawn.fen,
        remaining=left,
        due=drawn.due,
        days=(drawn.due - today).days if drawn.due else None,
        state=state,
        late=late,
        ended_on=row.ended_on if row else None,
        interest=interest,
        statements=tuple(_statement(one) for one in row.statements) if row else (),
        limit=None,
        suit=None,
        may_claim=state in OPEN and can(actor, Permission.OBLIGATION_CLAIM, target),
        may_answer=state in OPEN and can(actor, Permission.OBLIGATION_ANSWER, target),
    )


def _statement(row: Statement) -> StatementView:
    by = session().get_one(Account, row.by_account_id)
    proof = proof_of(row)
    return StatementView(
        id=row.id,
        by=by.name,
        by_en=by.name_en or by.name,
        fen=row.fen,
        on=row.on,
        words=open_field(WORDS, row.id, row.sealed_words),
        proof=ProofView(proof.name, proof.size, proof.sha256) if proof else None,
        state=StatementState(row.state),
        at=row.at,
        answered_at=row.answered_at,
        answer=open_field(ANSWER, row.id, row.sealed_answer),
    )


def _flags(actor: Actor, case: Case) -> tuple[FlagView, ...]:
    rows: Iterable[BadFaithFlag] = session().scalars(select(BadFaithFlag).where(BadFaithFlag.case_id == case.id))
    return tuple(
        FlagView(
            id=row.id,
            party=_party(row.party_id),
            reasons=tuple(REASONS[Reason(code)] for code in json.loads(row.reasons)),
            raised_at=row.raised_at,
            dismissed_at=row.dismissed_at,
            dismissed_why=open_field(DISMISSAL, row.id, row.sealed_why),
        )
        for row in rows
        if can(actor, Permission.BAD_FAITH_READ, row)
    )


def _ruling(ruled: Ruled) -> RulingView:
    court = _body(ruled.confirmation.court_id)
    return RulingView(ruled.ruling.number, court, beijing_date(ruled.ruling.at), courts_of_enforcement(court))


def _party(party_id: str) -> Words:
    party = session().get_one(Party, party_id)
    return Words(zh=party.name, en=party.name_en or party.name)


def _body(body_id: str) -> Words:
    body = session().get_one(Body, body_id)
    return Words(zh=body.name, en=body.name_en or body.name)
