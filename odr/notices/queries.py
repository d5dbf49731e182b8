"""How the outbox is doing: for the state of the service, never for a person's page."""

from __future__ import annotations

from sqlalchemy import func, select

from odr import clock
from odr.db import query, session
from odr.notices.models import Notice


@query
def outbox_age() -> float:
    """Seconds since the oldest letter that has not left was queued; 0 when none waits."""
    waiting = select(func.min(Notice.queued_at)).where(Notice.sent_at.is_(None), Notice.given_up_at.is_(None))
    oldest = session().scalar(waiting)
    return (clock.now() - oldest).total_seconds() if oldest else 0.0
