"""The platform over a fresh database, ready for test clients."""

from __future__ import annotations

import pytest
from flask import Flask

from odr import db
from odr.settings import Settings
from tests.factories.prepared import give_authority
from wsgi import create_app


@pytest.fixture
def app(settings: Settings, database: db.Database) -> Flask:
    """The platform as it is served, with refusals as pages and broken code as exceptions."""
    give_authority(settings)
    built = create_app(settings)
    built.testing = True
    return built
