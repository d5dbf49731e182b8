"""A clock that can be set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from odr import clock


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Put the platform's only clock to an instant."""

    def put(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    return put
