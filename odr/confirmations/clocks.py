"""The clocks of a court's desk: what is due next, until when, and under which article."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from odr.confirmations.models import Confirmation, CourtRequest, Extension, Objection
from odr.confirmations.states import ConfirmationState, ObjectionState
from odr.db import session
from odr.law.articles import cite
from odr.law.time_limits import Deadline, acceptance_term, beijing_date, ruling_term

S = ConfirmationState


def due_of(row: Confirmation) -> Deadline | None:
    """The next step's last day: acceptance (SC11 4), ruling (CPL 187), or the day the court set (INT 357).

    An objection has to be decided but the law names no day for it, so it has none.
    """
    if row.state == S.FILED and row.arrived_at:
        return acceptance_term(beijing_date(row.arrived_at))
    if row.state == S.ACCEPTED and row.accepted_at:
        more = _extended(row.id)
        term = ruling_term(beijing_date(row.accepted_at))
        return set_by_court(term.start, more, "CPL 187") if more else term
    if row.state == S.SUPPLEMENT:
        asked = newest_request(row.id)
        return set_by_court(beijing_date(asked.at), asked.due, "INT 357") if asked else None
    return None


def keep_due(row: Confirmation) -> None:
    """Write down where the application now stands in the inbox; every act that moves its clock calls this."""
    due = due_of(row)
    row.due_on = due.last if due else _objected_on(row.id)


def set_by_court(start: date, end: date, article: str) -> Deadline:
    """A day the court named itself: no day of rest moves it."""
    return Deadline(start, end, end, True, cite(article))


def newest_request(confirmation_id: str) -> CourtRequest | None:
    """What the court asked for last. Inside a unit of work."""
    asked = select(CourtRequest).where(CourtRequest.confirmation_id == confirmation_id)
    return session().scalars(asked.order_by(CourtRequest.at.desc())).first()


def _extended(confirmation_id: str) -> date | None:
    more = select(Extension.until).where(Extension.confirmation_id == confirmation_id)
    return session().scalars(more.order_by(Extension.at.desc())).first()


def _objected_on(confirmation_id: str) -> date | None:
    lodged = select(Objection.lodged_at).where(
        Objection.confirmation_id == confirmation_id, Objection.state == ObjectionState.OPEN
    )
    first = session().scalars(lodged.order_by(Objection.lodged_at)).first()
    return beijing_date(first) if first else None
