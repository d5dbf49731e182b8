"""A secret word hidden in every private place is searched for in everything the others can get hold of."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.factories.browsers import line_of
from tests.leaks.observe import wander, words_in
from tests.leaks.policy import PRINCIPALS
from tests.leaks.town import Town


class Notes(logging.Handler):
    """Keeps every line the platform logs."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@dataclass(frozen=True)
class Reached:
    """What everybody got by following links from every address there is, and what was logged meanwhile."""

    pages: dict[str, dict[str, bytes]]
    log: str


@pytest.fixture(scope="module")
def reached(town: Town) -> Iterator[Reached]:
    notes, root = Notes(), logging.getLogger()
    level = root.level
    root.addHandler(notes)
    root.setLevel(logging.DEBUG)
    pages = {principal: reachable(town, principal) for principal in PRINCIPALS}
    root.removeHandler(notes)
    root.setLevel(level)
    yield Reached(pages, "\n".join(notes.lines))


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
def test_nobody_comes_across_a_secret_that_is_not_theirs(town: Town, reached: Reached, principal: str):
    foreign = {secret for secret, known_by in town.secrets.items() if principal not in known_by}
    found = {path: words_in(data, tuple(town.secrets)) & foreign for path, data in reached.pages[principal].items()}
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("principal", ["applicant", "agent", "mediator"])
def test_those_who_may_know_do_come_across_them(town: Town, reached: Reached, principal: str):
    """The search works: the same eyes find what is theirs."""
    mine = {secret for secret, known_by in town.secrets.items() if principal in known_by}
    found = set().union(*(words_in(data, tuple(town.secrets)) for data in reached.pages[principal].values()))
    assert mine
    assert mine <= found


def test_nothing_private_can_be_read_at_rest(town: Town, data: Path):
    files = [path for path in data.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in files)
    private = tuple(word for word in town.secrets if word not in town.names)
    assert {path.name: words for path in files if (words := words_in(path.read_bytes(), private))} == {}


def test_nothing_private_is_logged(town: Town, reached: Reached):
    assert not words_in(reached.log.encode(), tuple(town.secrets))


@pytest.mark.parametrize("principal", [name for name in PRINCIPALS if name != "anonymous"])
def test_a_socket_tells_nobody_a_secret_that_is_not_theirs(town: Town, principal: str):
    line = line_of(town.app, town.browser(principal))
    heard = repr(line.emit("room:enter", {"case_ref": town.case.ref}, callback=True))
    for thing in town.found:
        ident = thing.values.get("channel_id", "")
        for event, payload in (
            ("room:catch_up", {"channel_id": ident, "after": 0}),
            ("message:read", {"channel_id": ident, "seq": 1}),
            ("message:recall", {"channel_id": ident, "seq": 2}),
            ("message:translate", {"channel_id": ident, "seq": 1}),
            ("typing:start", {"channel_id": ident}),
            ("clause:hold", {"clause_id": thing.values.get("clause_id", "")}),
            ("clause:let_go", {"clause_id": thing.values.get("clause_id", "")}),
        ):
            heard += repr(line.emit(event, payload, callback=True))
    heard += repr(line.get_received())
    heard_words = words_in(heard.encode(), tuple(town.secrets))
    assert not [word for word in heard_words if principal not in town.secrets[word]]


@pytest.mark.parametrize("principal", [name for name in PRINCIPALS if name != "anonymous"])
def test_looking_for_a_secret_finds_it_for_those_only_who_may_know_it(town: Town, principal: str):
    browser = town.browser(principal)
    for thing in town.things(frozenset({"channel_id"})):
        channel = thing.values["channel_id"]
        answer = browser.post(f"/channels/{channel}/search", json={"words": "canary"})
        # What was looked for is marked, so a word may arrive in pieces.
        whole = ["".join(text for text, _ in hit["pieces"]) for hit in answer.json.get("hits", [])]
        found = words_in(answer.get_data() + "\n".join(whole).encode(), tuple(town.secrets))
        assert not [word for word in found if principal not in town.secrets[word]]
        assert bool(found) == (principal in thing.known_by), thing.name
