"""The platform itself, for tests about its code."""

from tests.blueprints.conftest import app

__all__ = ["app"]
