"""Every route is listed with its guard in routes.json: a new one that nobody thought about fails here."""

from __future__ import annotations

import json

from flask import Flask

from blueprints.guard import OPEN_ENDPOINTS
from odr.access.permissions import Permission
from tests.architecture.source import ROOT

LISTED: dict[str, str] = json.loads((ROOT / "tests" / "architecture" / "routes.json").read_text(encoding="utf-8"))
OPEN, OWN = "open", "signed in, own account only"
PERMISSIONS = {str(permission) for permission in Permission}


def running(app: Flask) -> dict[str, str]:
    """Method and rule → endpoint, of everything the platform answers to."""
    return {
        f"{method} {rule.rule}": rule.endpoint
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    }


def test_every_route_is_listed_and_nothing_else(app):
    assert sorted(running(app)) == sorted(LISTED)


def test_a_route_is_open_exactly_if_it_is_listed_as_open(app):
    listed_open = {route for route, guard in LISTED.items() if guard == OPEN}
    assert {route for route, endpoint in running(app).items() if endpoint in OPEN_ENDPOINTS} == listed_open


def test_every_guard_is_a_permission_of_the_one_table(app):
    assert {guard for guard in LISTED.values()} - {OPEN, OWN} <= PERMISSIONS


def test_no_open_endpoint_is_listed_that_does_not_exist(app):
    assert {*OPEN_ENDPOINTS} <= {*app.view_functions}


def test_what_changes_something_is_never_asked_by_get(app):
    writing = {"speak", "submit", "withdraw", "release", "sign_out", "file", "accept", "decline", "delete", "build"}
    by_get = [r for r, endpoint in running(app).items() if r.startswith("GET") and endpoint.split(".")[-1] in writing]
    assert not by_get


def test_every_route_answers_on_one_address(app):
    doubled = [rule.rule for rule in app.url_map.iter_rules() if rule.rule != "/" and rule.rule.endswith("/")]
    assert not doubled
