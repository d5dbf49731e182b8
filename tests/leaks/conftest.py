"""The platform with a case under way, and the people who must not learn what is not theirs."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from odr import clock, db, events, schema
from odr.settings import Settings
from tests.factories.postgres import lasting_url
from tests.leaks.town import Town, build
from wsgi import create_app

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


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the town keeps everything."""
    return tmp_path_factory.mktemp("town")


@pytest.fixture(scope="module")
def town(data: Path) -> Iterator[Town]:
    """The town, built once for all tests of a module: they look and are refused, but change nothing."""
    settings = Settings(
        data_dir=data,
        database_url=lasting_url(data),
        public_url="http://127.0.0.1:8000",
        session_key=secrets.token_bytes(32),
        master_key=secrets.token_bytes(32),
        offload="inline",
        rate_limits=False,
        background=False,
    )
    events.unsubscribe_all()
    app = create_app(settings)
    app.testing = True
    schema.metadata.create_all(db.database().engine)
    yield build(app)
    db.disconnect()
