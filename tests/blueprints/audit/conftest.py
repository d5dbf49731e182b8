"""The platform with one sealed agreement, and a visitor nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from odr.settings import Settings
from odr.signatures.queries import current_document, signing_version
from tests.factories.agreements import BeforeCourt
from tests.factories.stages import signed
from wsgi import create_app


@dataclass
class Site:
    """A visitor, the sealed file, and the case it came from."""

    app: Flask
    browser: FlaskClient
    agreement: bytes
    stage: BeforeCourt
    settings: Settings


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with signed(tmp_path) as (settings, stage):
        actor = stage.case.clerk.actor
        agreement = current_document(actor, signing_version(actor, stage.case.id))
        app = create_app(settings)
        app.testing = True
        app.config["WTF_CSRF_ENABLED"] = False
        browser = app.test_client()
        browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        yield Site(app, browser, agreement, stage, settings)
