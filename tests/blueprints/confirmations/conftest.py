"""The platform around a case before its court."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from odr.settings import Settings
from tests.factories.agreements import BeforeCourt
from tests.factories.browsers import browser_of
from tests.factories.people import Known
from tests.factories.stages import applied, on_the_desk, signed
from wsgi import create_app


@dataclass
class Site:
    """The platform as it is served, and a case in it."""

    app: Flask
    stage: BeforeCourt

    def browser(self, person: Known, language: str = "en") -> FlaskClient:
        """A signed-in browser whose reader chose that language."""
        client = browser_of(self.app, person.account_id)
        client.set_cookie("locale", language)
        return client

    @property
    def page(self) -> str:
        return f"/cases/{self.stage.case.ref}/confirmation"

    @property
    def filing(self) -> str:
        return f"/court/filings/{self.stage.confirmation_id}"


def site(settings: Settings, stage: BeforeCourt) -> Site:
    app = create_app(settings)
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    return Site(app, stage)


@pytest.fixture
def signed_site(tmp_path: Path) -> Iterator[Site]:
    """Signed and sealed; no court chosen."""
    with signed(tmp_path) as (settings, stage):
        yield site(settings, stage)


@pytest.fixture
def applied_site(tmp_path: Path) -> Iterator[Site]:
    """Both have applied."""
    with applied(tmp_path) as (settings, stage):
        yield site(settings, stage)


@pytest.fixture
def court_site(tmp_path: Path) -> Iterator[Site]:
    """Filed with the court."""
    with on_the_desk(tmp_path) as (settings, stage):
        yield site(settings, stage)
