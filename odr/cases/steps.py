"""What every act in the life of a case leaves behind: a public step, an audit entry, an event, and notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from odr import clock
from odr.access.actor import Duty, Side
from odr.accounts.models import Account, Membership
from odr.audit.trail import record
from odr.cases.models import Appointment, Case, CaseStep
from odr.cases.participants import accounts_of, active_participants
from odr.db import Transaction, session
from odr.events import CaseChanged
from odr.notices.commands import queue

PLATFORM = "system"


def took(tx: Transaction, case: Case, act: str, *, by: str | None, content: bytes = b"") -> None:
    """Write the step every side may see, its audit entry, and tell open pages; `by` None is the platform itself."""
    tx.add(CaseStep(case_id=case.id, act=act, by_account_id=by, at=clock.now()))
    record(
        tx,
        account_id=by or PLATFORM,
        chain=f"case:{case.id}",
        act=f"case.{act}",
        subject=case.id,
        content=content,
    )
    tx.announce(CaseChanged(audience=everybody(case), case_ref=case.ref, state=str(case.state)))


def tell(tx: Transaction, case: Case, kind: str, accounts: Iterable[str], *, day: date | None = None) -> None:
    """Queue a notice of this kind to each of these accounts; `day` is the Beijing day its sentence names, if any."""
    wanted = sorted(set(accounts))
    for account in tx.session.scalars(select(Account).where(Account.id.in_(wanted))):
        queue(tx, kind, email=account.email, account_id=account.id, locale=account.locale, case_ref=case.ref, day=day)


def clerks_of(organisation_id: str) -> tuple[str, ...]:
    """The accounts of the clerks of an organisation today."""
    duty = (Membership.duty == Duty.ORGANISATION_CLERK, Membership.ended_at.is_(None))
    return tuple(session().scalars(select(Membership.account_id).where(Membership.body_id == organisation_id, *duty)))


def side_of(case: Case, side: Side) -> tuple[str, ...]:
    """The accounts admitted on one side now."""
    return tuple(person.account_id for person in active_participants(case.id) if person.side == side)


def both_sides(case: Case) -> tuple[str, ...]:
    """The accounts admitted on either side now."""
    return tuple(person.account_id for person in active_participants(case.id) if person.side is not None)


def everybody(case: Case) -> tuple[str, ...]:
    """All who may know how the case stands: those admitted, the mediator proposed, and the clerks of record."""
    proposed = session().scalars(
        select(Appointment.account_id).where(
            Appointment.case_id == case.id, Appointment.state.in_(("proposed", "disclosed"))
        )
    )
    people = {*accounts_of(active_participants(case.id)), *clerks_of(case.organisation_id), *proposed}
    return tuple(sorted(people))
