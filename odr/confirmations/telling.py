"""Who hears of a step of an application: the people of the case and, once it was filed, the clerks of its court."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from odr.access.actor import Duty
from odr.accounts.models import Account, Membership
from odr.cases.participants import active_participants
from odr.confirmations.models import Confirmation
from odr.db import Transaction, session
from odr.events import ConfirmationChanged
from odr.notices.commands import queue

MOVED = "case_moved"
YOUR_TURN = "your_turn"
FILING_WAITING = "filing_waiting"


def clerks_of(court_id: str) -> list[str]:
    """The accounts of a court's clerks today."""
    rows = select(Membership.account_id).where(
        Membership.body_id == court_id, Membership.duty == Duty.COURT_CLERK, Membership.ended_at.is_(None)
    )
    return list(session().scalars(rows))


def tell_parties(tx: Transaction, row: Confirmation, *, but: str = "", turn: bool = False) -> None:
    """Write to both sides that something happened, or that it is their turn; never to whoever did it."""
    of_a_side = {person.account_id for person in active_participants(row.case_id) if person.party_id}
    _queue(tx, YOUR_TURN if turn else MOVED, of_a_side - {but}, row.case.ref)


def tell_court(tx: Transaction, row: Confirmation) -> None:
    """Write to the court's clerks that a filing waits at their desk."""
    _queue(tx, FILING_WAITING, clerks_of(row.court_id), row.case.ref)


def announce(tx: Transaction, row: Confirmation) -> None:
    """Have the open pages of everybody concerned read the application anew."""
    audience = {person.account_id for person in active_participants(row.case_id)}
    if row.filed_at is not None:
        audience |= set(clerks_of(row.court_id))
    tx.announce(
        ConfirmationChanged(audience=tuple(sorted(audience)), confirmation_id=row.id, state=str(row.state))
    )


def _queue(tx: Transaction, kind: str, account_ids: Iterable[str], case_ref: str) -> None:
    for account in tx.session.scalars(select(Account).where(Account.id.in_(account_ids))):
        queue(
            tx, kind, email=account.email, account_id=account.id, locale=account.locale, case_ref=case_ref
        )
