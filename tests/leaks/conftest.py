"""The platform with a case under way, and the people who must not learn what is not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from odr import clock
from tests.blueprints.conftest import app
from tests.factories.mediation import Mediation
from tests.leaks.town import Town, build

__all__ = ["app"]
START = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)


class Hands:
    """A clock that stands where the test puts it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def at(self, minutes: float) -> None:
        """Put the clock to so many minutes after the start."""
        self.now = START + timedelta(minutes=minutes)


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    """The platform's only clock, moved by hand."""
    moved = Hands()
    monkeypatch.setattr(clock, "now", moved)
    yield moved


@pytest.fixture
def town(app: Flask, mediation: Mediation) -> Town:
    """The case under way with all its neighbours, and a secret in every private place."""
    return build(app, mediation)
