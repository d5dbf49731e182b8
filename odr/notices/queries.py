"""How the outbox is doing: for the state of the service, never for a person's page."""

from __future__ import annotations

from datetime import timedelta

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


@query
def queued_today(kind: str, email: str) -> int:
    """How many letters of a kind were queued to an address within a day, so that nobody's mailbox is flooded."""
    since = clock.now() - timedelta(days=1)
    same = (Notice.kind == kind, Notice.email == email, Notice.queued_at > since)
    return session().scalar(select(func.count(Notice.id)).where(*same)) or 0
