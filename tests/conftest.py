"""What every test may lean on: settings of its own, a fresh database, and a mediation under way."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from odr import db
from odr.settings import Settings
from tests.factories.mediation import Mediation
from tests.factories.postgres import ON_POSTGRES, fresh_url
from tests.factories.prepared import (
    compile_routes_once,
    compile_templates_once,
    connect,
    copy_mediation,
    fill_with_tables,
    settings_for,
)

compile_routes_once()
compile_templates_once()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything must be present, a test that could not run is a test that failed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("HEQI_NO_SKIP") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped although nothing may be: {report.longrepr}"
    return report


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """A deployment of its own under a temporary directory."""
    with fresh_url(tmp_path) as database_url:
        yield settings_for(tmp_path, database_url)
        db.disconnect()


@pytest.fixture
def database(settings: Settings) -> Iterator[db.Database]:
    """A fresh database with every table, and keys and a file store beside it."""
    if not ON_POSTGRES:
        fill_with_tables(settings.data_dir / "heqi.db")
    yield connect(settings)
    db.disconnect()


@pytest.fixture
def mediation(database: db.Database) -> Mediation:
    """A case being mediated, with its people and its three channels."""
    return copy_mediation(database)
