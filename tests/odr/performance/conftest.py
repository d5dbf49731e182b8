"""Agreements in effect, with and without a ruling, and a clock that can be set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from odr import clock
from odr.confirmations.court import Decision, accept_filing, record_ruling
from odr.confirmations.ruling import Outcome
from tests.factories.agreements import BeforeCourt
from tests.factories.stages import on_the_desk, signed

Days = Callable[[int], datetime]


@pytest.fixture
def agreed(tmp_path: Path) -> Iterator[BeforeCourt]:
    """Signed, sealed and in effect; no court has seen it."""
    with signed(tmp_path) as (_, stage):
        yield stage


@pytest.fixture
def ruled(tmp_path: Path) -> Iterator[BeforeCourt]:
    """A court has ruled that it is valid."""
    with on_the_desk(tmp_path) as (_, stage):
        accept_filing(stage.court_clerk.actor, stage.confirmation_id, court_ref="（2026）京示01民特17号")
        decision = Decision(Outcome.CONFIRMED, judge="赵法官")
        record_ruling(stage.court_clerk.actor, stage.confirmation_id, decision=decision)
        yield stage


@pytest.fixture
def after(monkeypatch: pytest.MonkeyPatch) -> Days:
    """From now on it is so many days later than today."""
    today = clock.now()

    def to(days: int) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: today + timedelta(days=days))
        return clock.now()

    return to
