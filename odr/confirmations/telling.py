"""Who hears of a step of an application: the people of the case and, once it was filed, the clerks of its court."""

from __future__ import annotations

from sqlalchemy import select

from odr.access.actor import Actor, Duty
from odr.accounts.models import Membership
from odr.audit.trail import record
from odr.cases.steps import both_sides, everybody, tell
from odr.cases.steps import clerks_of as clerks_of_organisation
from odr.confirmations.models import Confirmation
from odr.db import Transaction, session
from odr.events import ConfirmationChanged

MOVED = "case_moved"
YOUR_TURN = "your_turn"
FILING_WAITING = "filing_waiting"


def clerks_of(court_id: str) -> list[str]:
    """The accounts of a court's clerks today."""
    rows = select(Membership.account_id).where(
        Membership.body_id == court_id, Membership.duty == Duty.COURT_CLERK, Membership.ended_at.is_(None)
    )
    return list(session().scalars(rows))


def note(tx: Transaction, actor: Actor, row: Confirmation, act: str, content: str = "") -> None:
    """Write the act into the trail of its case, and have the open pages of everybody concerned read it anew."""
    record(
        tx,
        account_id=actor.account_id,
        chain=f"case:{row.case_id}",
        act=act,
        subject=row.id,
        content=content.encode(),
    )
    audience = set(everybody(row.case))
    if row.filed_at is not None:
        audience |= set(clerks_of(row.court_id))
    tx.announce(ConfirmationChanged(audience=tuple(sorted(audience)), confirmation_id=row.id, state=str(row.state)))


def tell_parties(tx: Transaction, row: Confirmation, *, but: str = "", turn: bool = False) -> None:
    """Write to both sides that something happened, or that it is their turn; never to whoever did it."""
    tell(tx, row.case, YOUR_TURN if turn else MOVED, set(both_sides(row.case)) - {but})


def tell_organisation(tx: Transaction, row: Confirmation) -> None:
    """Write to the clerks of the organisation that the next step is theirs."""
    tell(tx, row.case, YOUR_TURN, clerks_of_organisation(row.case.organisation_id))


def tell_court(tx: Transaction, row: Confirmation) -> None:
    """Write to the court's clerks that a filing waits at their desk."""
    tell(tx, row.case, FILING_WAITING, clerks_of(row.court_id))
