"""My cases."""

from __future__ import annotations

from flask import Blueprint

cases = Blueprint("cases", __name__)


@cases.get("/cases")
def index() -> str:
    """My list."""
    return ""


@cases.get("/desk")
def desk() -> str:
    """The organisation's."""
    return ""
