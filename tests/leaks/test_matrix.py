"""Every route and method, as every kind of person, with every kind of id.

Whoever may not know a thing gets the very answer that is given for a thing that does not exist, and changes nothing.
A route with a variable that is not declared in `policy.py` fails here.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from odr.db import Base, reading
from tests.leaks.observe import Seen, look
from tests.leaks.policy import PRINCIPALS, Thing
from tests.leaks.test_two_worlds import Trace
from tests.leaks.town import Town

REFUSALS = {302, 400, 401, 403, 404, 405, 410, 415, 422}
# What a person does to their own visit is not an act on a thing of the case.
BOOKKEEPING = {"login", "attempt"}


def fingerprint() -> dict[str, list[str]]:
    """Every row of every table but the bookkeeping of visits."""
    with reading() as session:
        return {
            table.name: sorted(repr(tuple(row)) for row in session.execute(sa.select(table)))
            for table in Base.metadata.sorted_tables
            if table.name not in BOOKKEEPING
        }


def methods_of(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})


def address(rule: Rule, values: dict[str, object]) -> str:
    """The path of a rule with its variables filled."""
    _, path = rule.build(values, append_unknown=False) or ("", "")
    return path


def combinations(town: Town, rule: Rule) -> Iterator[tuple[Thing, dict[str, object], dict[str, object]]]:
    """A thing, the values that name it in this rule, and values of the same shape that name nothing."""
    for thing in town.things(frozenset(rule.arguments)):
        nothing = {
            name: value if name in thing.shared else _nothing_like(value) for name, value in thing.values.items()
        }
        yield thing, thing.values, nothing


def _nothing_like(value: object) -> object:
    if isinstance(value, int):
        return 987654
    return secrets.token_urlsafe(16) if len(str(value)) != 14 else "HQ-2099-ZZZZZZ"


def as_told(seen: Seen, values: dict[str, object]) -> str:
    """The answer with what the asker typed taken out again, for it is no news to them."""
    trace = Trace()
    body = seen.text
    for value in values.values():
        body = body.replace(str(value), "typed")
    trace.note(f"{seen.status} {body}")
    return trace.lines[0]


def kept_for_later(browser: FlaskClient) -> str:
    """What the answer would have the next page say; taken out, so that it is not said there."""
    with browser.session_transaction() as kept:
        return repr(kept.pop("_flashes", []))


def unlike(told: str, expected: str) -> tuple[str, ...]:
    """The first lines in which two answers differ."""
    pairs = zip(told.splitlines(), expected.splitlines(), strict=False)
    return next((pair for pair in pairs if pair[0] != pair[1]), (f"{len(told)} characters", f"{len(expected)}"))


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_whoever_may_not_know_a_thing_cannot_tell_that_it_exists(town: Town, principal: str):
    browser, wrong = town.browser(principal), []
    before = fingerprint()
    for rule in town.rules():
        for thing, values, nothing in combinations(town, rule):
            if principal in thing.known_by:
                continue
            for method in methods_of(rule):
                real = look(browser, address(rule, values), method=method)
                told = as_told(real, values) + kept_for_later(browser)
                none = look(browser, address(rule, nothing), method=method)
                expected = as_told(none, nothing) + kept_for_later(browser)
                if real.status not in REFUSALS or told != expected:
                    wrong.append((rule.rule, method, thing.name, real.status, none.status, unlike(told, expected)))
    assert not wrong
    assert fingerprint() == before


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_whoever_may_know_a_thing_never_meets_broken_code_and_reading_changes_nothing(town: Town, principal: str):
    browser, broken = town.browser(principal), []
    before = fingerprint()
    for rule in town.rules():
        for thing, values, _ in combinations(town, rule):
            if principal in thing.known_by and "GET" in methods_of(rule):
                seen = look(browser, address(rule, values))
                if seen.status >= 500 or (seen.status == 302 and "/sign-in" in dict(seen.headers).get("Location", "")):
                    broken.append((rule.rule, thing.name, seen.status))
    assert not broken
    assert fingerprint() == before


def test_every_variable_of_every_route_is_declared(town: Town):
    undeclared = {rule.rule for rule in town.rules() if rule.arguments and not town.things(frozenset(rule.arguments))}
    assert not undeclared


# A witness's program has no page and no cookie: what it posts is believed for its signature, or not at all.
SIGNED_BY_ITS_SENDER = {"/log/checkpoint/<int:size>/cosignatures"}


def test_every_unsafe_request_without_the_pages_token_is_refused(town: Town):
    browser, accepted = town.browser("mediator", forged=True), []
    for rule in town.rules():
        values = next((values for _, values, _ in combinations(town, rule)), {})
        for method in set(methods_of(rule)) - {"GET"}:
            seen = look(browser, address(rule, values), method=method)
            if seen.status != 400 and rule.rule not in SIGNED_BY_ITS_SENDER:
                accepted.append((rule.rule, method, seen.status))
    assert not accepted


def test_every_unsafe_request_from_another_site_is_refused(town: Town):
    browser, accepted = town.browser("mediator"), []
    for rule in town.rules():
        values = next((values for _, values, _ in combinations(town, rule)), {})
        for method in set(methods_of(rule)) - {"GET"}:
            seen = look(browser, address(rule, values), method=method, headers={"Sec-Fetch-Site": "cross-site"})
            if seen.status not in {400, 401, 403}:
                accepted.append((rule.rule, method, seen.status))
    assert not accepted


def test_reading_what_is_of_no_case_changes_nothing(town: Town):
    before = fingerprint()
    for principal in PRINCIPALS:
        browser = town.browser(principal)
        for rule in town.rules():
            if "GET" in methods_of(rule) and not rule.arguments:
                look(browser, address(rule, {}))
    assert fingerprint() == before


@pytest.mark.parametrize("who", ["applicant", "respondent", "agent", "clerk", "court_clerk", "admin", "outsider"])
def test_nobody_else_can_tell_a_console_from_a_case_that_does_not_exist(town, who):
    browser = town.browser(who)
    for path in ("console", "console/issue", "console/issue/x", "console/pad"):
        for method in ("GET", "POST"):
            real = browser.open(f"/cases/{town.case.ref}/{path}", method=method)
            none = browser.open(f"/cases/HQ-2099-ZZZZZZ/{path}", method=method)
            assert (real.status_code, real.status_code in (404, 405)) == (none.status_code, True)
