"""A secret word hidden in every private place is searched for in everything the others can get hold of."""

from __future__ import annotations

import logging

import pytest

from tests.factories.browsers import line_of
from tests.leaks.observe import holds, wander
from tests.leaks.policy import PRINCIPALS
from tests.leaks.town import Town


def reachable(town: Town, principal: str) -> dict[str, bytes]:
    """All a person gets by following links from every address there is, their own or not."""
    starts = ["/", "/cases", "/desk", "/court", "/account", "/verify"]
    for thing in town.found:
        for rule in town.rules():
            if set(rule.arguments) == set(thing.values) and "GET" in (rule.methods or ()):
                starts.append((rule.build(dict(thing.values), append_unknown=False) or ("", "/"))[1])
    seen = wander(town.browser(principal), *starts)
    return {path: seen.body + repr(seen.headers).encode() for path, seen in seen.items()}


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_nobody_comes_across_a_secret_that_is_not_theirs(town: Town, principal: str):
    found = reachable(town, principal)
    leaked = [
        (path, secret)
        for secret, known_by in town.secrets.items()
        if principal not in known_by
        for path, data in found.items()
        if holds(data, secret)
    ]
    assert not leaked


@pytest.mark.parametrize("principal", sorted({"applicant", "agent", "mediator"}))
def test_those_who_may_know_do_come_across_them(town: Town, principal: str):
    """The search works: the same eyes find what is theirs."""
    found = reachable(town, principal).values()
    mine = [secret for secret, known_by in town.secrets.items() if principal in known_by]
    missed = [secret for secret in mine if not any(holds(data, secret) for data in found)]
    assert not missed


def test_nothing_private_can_be_read_at_rest(town: Town, settings):
    readable = [
        (path.name, secret)
        for path in settings.data_dir.rglob("*")
        if path.is_file()
        for secret in town.secrets
        if holds(path.read_bytes(), secret)
    ]
    assert not readable


def test_nothing_private_is_logged(town: Town, caplog):
    caplog.set_level(logging.DEBUG)
    for principal in PRINCIPALS:
        reachable(town, principal)
    assert not [secret for secret in town.secrets if holds(caplog.text.encode(), secret)]


@pytest.mark.parametrize("principal", [name for name in PRINCIPALS if name != "anonymous"])
def test_a_socket_tells_nobody_a_secret_that_is_not_theirs(town: Town, principal: str):
    line = line_of(town.app, town.browser(principal))
    heard = repr(line.emit("room:enter", {"case_ref": town.mediation.case_ref}, callback=True))
    for thing in town.found:
        ident = thing.values.get("channel_id", "")
        for event, payload in (
            ("room:catch_up", {"channel_id": ident, "after": 0}),
            ("message:read", {"channel_id": ident, "seq": 1}),
        ):
            heard += repr(line.emit(event, payload, callback=True))
    heard += repr(line.get_received())
    assert not [s for s, known_by in town.secrets.items() if principal not in known_by and holds(heard.encode(), s)]
