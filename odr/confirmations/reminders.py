"""Reminders of the terms: the joint application, the court's supplement, and the court's own clocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.in_hand import IN_EFFECT
from odr.agreements.models import Agreement, Version
from odr.cases.models import Case, Origin
from odr.cases.participants import active_participants
from odr.cases.steps import tell
from odr.confirmations.clocks import newest_request
from odr.confirmations.models import Application, Confirmation, TermReminder
from odr.confirmations.states import ConfirmationState
from odr.confirmations.telling import clerks_of
from odr.db import reading, session, transaction
from odr.law.time_limits import CONFIRMATION_DAYS, beijing_date, confirmation_reminders, confirmation_window

S = ConfirmationState
APPLICATION, SUPPLEMENT, COURT = "application_term", "supplement_term", "court_term"
DAYS_BEFORE = (3, 1, 0)
"""How long before the last day of a supplement the parties, and of its own step the court, are reminded."""


@dataclass(frozen=True)
class _Due:
    """One reminder: of which term, in which case, the day that reminds, and the last day it names."""

    kind: str
    subject: str
    case_id: str
    day: date
    last: date
    confirmation_id: str = ""


def remind_of_terms(actor: Actor) -> int:
    """Remind everybody whose term ends soon and who has not acted; returns how many terms. Acts as the platform.

    Each day of each term reminds once, whatever happens to this process.

    Raises:
        NotFound: the actor is not the platform.
    """
    today = beijing_date(clock.now())
    with reading():
        due = [*_applications(today), *_at_court(today)]
    return sum(_remind(actor, one) for one in due)


def _applications(today: date) -> Iterator[_Due]:
    """Agreements in effect for which no application is complete, also where nobody has chosen a court (CL-6).

    A case a court entrusted ends before that court with a mediation statement, not with confirmation (JC-17).
    """
    since = clock.now() - timedelta(days=CONFIRMATION_DAYS + 2)
    past = exists().where(Confirmation.version_id == Version.id, Confirmation.state != S.PREPARING)
    rows = session().execute(
        select(Agreement.case_id, Version.id, Agreement.effective_at)
        .join(Version, Version.agreement_id == Agreement.id)
        .join(Case, Case.id == Agreement.case_id)
        .where(
            Case.origin != Origin.ENTRUSTED,
            Agreement.state.in_(IN_EFFECT),
            Agreement.effective_at >= since,
            Version.completed_at.is_not(None),
            Version.void_at.is_(None),
            ~past,
        )
    )
    for case_id, version_id, effective_at in rows:
        if effective_at is None:
            continue
        effective_on = beijing_date(effective_at)
        passed = [day for day in confirmation_reminders(effective_on) if day <= today]
        last = confirmation_window(effective_on).safe
        if passed and today <= last:
            yield _Due(APPLICATION, f"a:{version_id}", case_id, passed[-1], last)


def _at_court(today: date) -> Iterator[_Due]:
    soon = Confirmation.due_on.between(today, today + timedelta(days=max(DAYS_BEFORE)))
    states = (S.FILED, S.ACCEPTED, S.SUPPLEMENT)
    for row in session().scalars(select(Confirmation).where(soon, Confirmation.state.in_(states))):
        last = row.due_on or today
        day = last - timedelta(days=min(n for n in DAYS_BEFORE if n >= (last - today).days))
        if row.state == S.SUPPLEMENT:
            request = newest_request(row.id)
            yield _Due(SUPPLEMENT, f"s:{request.id if request else row.id}", row.case_id, day, last, row.id)
        elif row.state == S.ACCEPTED or day >= last - timedelta(days=1):
            yield _Due(COURT, f"c:{row.id}:{row.state}", row.case_id, day, last, row.id)


def _remind(actor: Actor, due: _Due) -> bool:
    """In one unit with its mark: a second worker at the same moment fails on the mark and sends nothing."""
    try:
        with transaction() as tx:
            seen = select(TermReminder.id).where(TermReminder.subject == due.subject, TermReminder.day == due.day)
            if tx.session.scalar(seen) is not None:
                return False
            case = load(actor, Permission.CONFIRMATION_LAPSE, Case, due.case_id)
            tx.add(TermReminder(subject=due.subject, day=due.day, at=clock.now()))
            tell(tx, case, due.kind, _whom(due), day=due.last)
    except IntegrityError:
        return False
    return True


def _whom(due: _Due) -> set[str]:
    if due.kind == COURT:
        return set(clerks_of(session().get_one(Confirmation, due.confirmation_id).court_id))
    people = [person for person in active_participants(due.case_id) if person.party_id]
    if due.kind == SUPPLEMENT:
        return {person.account_id for person in people}
    version_id = due.subject.removeprefix("a:")
    applied = set(
        session().scalars(
            select(Application.party_id)
            .join(Confirmation, Confirmation.id == Application.confirmation_id)
            .where(Confirmation.version_id == version_id)
        )
    )
    return {person.account_id for person in people if person.party_id not in applied}
