"""The only reader of the clock."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present instant, aware and in UTC, to the microsecond."""
    return datetime.now(UTC)
