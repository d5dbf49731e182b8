"""The platform with one bundle that anybody may check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from odr.confirmations.queries import filing_bundle
from signing.bundle import read_bundle
from tests.factories.stages import on_the_desk
from wsgi import create_app


@dataclass
class Public:
    """A visitor nobody knows, and the files they hold."""

    app: Flask
    browser: FlaskClient
    bundle: bytes
    agreement: bytes
    data_dir: Path


@pytest.fixture
def public(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Public]:
    """A visitor with a sound bundle; settings may be changed by `indirect` parameters."""
    with on_the_desk(tmp_path) as (settings, stage):
        bundle = filing_bundle(stage.court_clerk.actor, stage.confirmation_id)[1]
        agreement = read_bundle(bundle)["agreement.pdf"]
        app = create_app(replace(settings, **getattr(request, "param", {})))
        app.testing = True
        app.config["WTF_CSRF_ENABLED"] = False
        browser = app.test_client()
        browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        yield Public(app, browser, bundle, agreement, tmp_path)
