"""Stages before a court, and a clock that can be set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from odr import clock
from tests.factories.agreements import BeforeCourt
from tests.factories.stages import applied, on_the_desk, signed

Set = Callable[[datetime], None]


@pytest.fixture
def signed_case(tmp_path: Path) -> Iterator[BeforeCourt]:
    """Signed and sealed; nobody has chosen a court."""
    with signed(tmp_path) as (_, stage):
        yield stage


@pytest.fixture
def ready_case(tmp_path: Path) -> Iterator[BeforeCourt]:
    """Both parties have applied; no bundle is built."""
    with applied(tmp_path) as (_, stage):
        yield stage


@pytest.fixture
def filing(tmp_path: Path) -> Iterator[BeforeCourt]:
    """Filed with the court's desk."""
    with on_the_desk(tmp_path) as (_, stage):
        yield stage


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Set:
    """From now on it is that instant."""

    def to(instant: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: instant)

    return to
