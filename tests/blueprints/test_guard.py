"""The door: closed unless listed, and no act without a token of our own page."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from blueprints.guard import OPEN_ENDPOINTS
from tests.factories.browsers import browser_of
from tests.factories.mediation import Mediation

PLACE = re.compile(r"<(?:(?P<kind>\w+)(?:\((?P<first>\w+)[^)]*\))?:)?\w+>")
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
# No cookie counts there, so no token is asked for: a witness's line carries its own signature. Here no head has it.
REFUSED_OTHERWISE = {"audit.cosign": 404}


def address(rule: Rule) -> str:
    """The rule with something plausible in every place."""
    return PLACE.sub(lambda place: place["first"] or ("7" if place["kind"] == "int" else "A" * 22), str(rule.rule))


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def test_a_stranger_is_sent_to_sign_in_from_every_page_that_is_not_open(app: Flask) -> None:
    stranger = app.test_client()
    for rule in rules(app):
        if rule.endpoint in OPEN_ENDPOINTS or "GET" not in (rule.methods or set()):
            continue
        page = stranger.get(address(rule), headers={"Accept": "text/html"})
        assert page.status_code in {302, 404, 401}, rule
        data = stranger.get(address(rule), headers={"Accept": "application/json"})
        assert data.status_code == 401, rule


def test_everything_that_is_open_exists(app: Flask) -> None:
    known = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert OPEN_ENDPOINTS <= known


def test_no_act_is_done_without_a_token_of_our_own_page(app: Flask, mediation: Mediation) -> None:
    browser = browser_of(app, mediation.accounts["mediator"])
    for rule in rules(app):
        for method in sorted(UNSAFE & (rule.methods or set())):
            answer = browser.open(address(rule), method=method, data={"a": "b"})
            assert answer.status_code == REFUSED_OTHERWISE.get(rule.endpoint, 400), (rule, answer.status_code)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_an_act_sent_from_another_site_is_refused(app: Flask, mediation: Mediation, site: str) -> None:
    browser: FlaskClient = browser_of(app, mediation.accounts["mediator"])
    answer = browser.post("/language", data={"locale": "en"}, headers={"Sec-Fetch-Site": site})
    assert answer.status_code in {400, 401}


def test_a_cookie_that_was_tampered_with_signs_nobody_in(app: Flask, mediation: Mediation) -> None:
    browser = browser_of(app, mediation.accounts["mediator"])
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = browser.get_cookie(name)
    assert cookie is not None
    browser.set_cookie(name, cookie.value[:-2] + "xx")
    assert browser.get("/cases", headers={"Accept": "application/json"}).status_code == 401


def test_cookies_stay_with_the_browser(app: Flask) -> None:
    answer = app.test_client().get("/sign-in")
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
