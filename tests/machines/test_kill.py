"""The server is killed in the middle of a conversation, again and again: what it acknowledged is there, once.

`HEQI_KILLS` sets how often, on each kind of site. A page keeps what was not acknowledged and sends it again after it
reconnected; so do the speakers here.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from odr.audit.trail import verify_all
from odr.db import reading
from odr.rooms.queries import MessageView, messages_after
from tests.factories.mediation import Mediation, begin_mediation
from tests.factories.postgres import fresh_postgres
from tests.machines.line import Line, LineLost
from tests.machines.site import Browser, Site, redis_or_skip, running_site

KILLS = int(os.environ.get("HEQI_KILLS", "3"))
AT_ONCE = 8
PAUSE_SECONDS = 0.02
PROGRESS = 15
DONE_SECONDS = 60


@dataclass
class Speaker:
    """A person who goes on speaking, whatever happens to the line."""

    name: str
    browser: Browser
    channels: list[str]
    site: Site
    waiting: dict[str, tuple[str, str]] = field(default_factory=dict)
    receipts: dict[str, tuple[str, int]] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    heard: list[list[dict]] = field(default_factory=list)
    number: int = 0

    def talk(self, quiet: threading.Event, done: threading.Event) -> None:
        """Speak until told to be quiet, then until everything is acknowledged."""
        while not (quiet.is_set() and not self.waiting) and not done.is_set():
            worker = random.choice(self.site.workers)
            try:
                line = Line(worker.address, self.site.address, self.browser.cookie)
            except LineLost:
                time.sleep(0.1)
                continue
            with suppress(LineLost):
                self._over(line, quiet, done)
            self.heard.append(line.messages())
            line.cut()

    def _over(self, line: Line, quiet: threading.Event, done: threading.Event) -> None:
        again = list(self.waiting)
        while not done.is_set():
            asked = {ref: self._send(line, ref) for ref in (again or self._new_words(quiet))}
            again = []
            for ref, number in asked.items():
                answer = line.answer(number)
                assert answer["ok"], answer
                self._keep(ref, answer["result"]["seq"])
            if quiet.is_set() and not self.waiting:
                return
            time.sleep(PAUSE_SECONDS)

    def _new_words(self, quiet: threading.Event) -> list[str]:
        refs = []
        for _ in range(0 if quiet.is_set() else random.randint(1, AT_ONCE)):
            self.number += 1
            ref = f"{self.name}-{self.number}"
            self.waiting[ref] = (random.choice(self.channels), f"{ref} said")
            refs.append(ref)
        return refs

    def _send(self, line: Line, ref: str) -> int:
        channel, text = self.waiting[ref]
        return line.send("message:post", {"channel_id": channel, "text": text, "client_ref": ref})

    def _keep(self, ref: str, seq: int) -> None:
        channel, _ = self.waiting.pop(ref)
        self.receipts[ref] = (channel, seq)


@pytest.fixture(params=["one process, SQLite", "two processes, PostgreSQL and Redis"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    if request.param.startswith("one"):
        with running_site(tmp_path, f"sqlite:///{tmp_path / 'heqi.db'}") as running:
            yield running
        return
    with (
        fresh_postgres() as url,
        running_site(tmp_path, url, workers=2, redis_url=redis_or_skip()) as running,
    ):
        yield running


def test_what_was_acknowledged_survives_every_kill_once_and_in_order(site: Site) -> None:
    mediation = begin_mediation()
    speakers = _speakers(site, mediation)
    quiet, done = threading.Event(), threading.Event()
    threads = [threading.Thread(target=speaker.talk, args=(quiet, done)) for speaker in speakers]
    for thread in threads:
        thread.start()
    try:
        for number in range(KILLS):
            _wait_for_progress(speakers)
            _kill(site, number)
        _wait_for_progress(speakers)
        quiet.set()
        for thread in threads:
            thread.join(DONE_SECONDS)
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert not any(speaker.waiting for speaker in speakers), "something was never acknowledged"
    _check(mediation, speakers)


def _speakers(site: Site, mediation: Mediation) -> list[Speaker]:
    joint, caucus = mediation.joint, {str(side): ident for side, ident in mediation.caucus.items()}
    places = {
        "applicant": [joint, caucus["applicant"]],
        "respondent": [joint, caucus["respondent"]],
        "agent": [joint, caucus["respondent"]],
        "mediator": [joint, *caucus.values()],
    }
    return [
        Speaker(name, site.browser_of(mediation.accounts[name]), channels, site) for name, channels in places.items()
    ]


def _wait_for_progress(speakers: list[Speaker]) -> None:
    """Everybody has been acknowledged something new since: the site works and is busy."""
    before = [len(speaker.receipts) for speaker in speakers]
    end = time.monotonic() + DONE_SECONDS
    while any(len(s.receipts) < was + PROGRESS for s, was in zip(speakers, before, strict=True)):
        assert time.monotonic() < end, "the site does not come back"
        time.sleep(0.02)


def _kill(site: Site, number: int) -> None:
    """One worker after the other; every third time all of them at once."""
    hit = site.workers if number % 3 == 2 else [site.workers[number % len(site.workers)]]
    time.sleep(random.random() * 0.2)
    for worker in hit:
        worker.kill()
    for worker in hit:
        worker.start()


def _check(mediation: Mediation, speakers: list[Speaker]) -> None:
    mediator = mediation.who("mediator")
    for channel in (mediation.joint, *mediation.caucus.values()):
        history = _all_messages(mediator, channel)
        assert [m.seq for m in history] == list(range(1, len(history) + 1)), "a hole in the order"
        said = {ref: seq for s in speakers for ref, (where, seq) in s.receipts.items() if where == channel}
        assert {m.text: m.seq for m in history} == {f"{ref} said": seq for ref, seq in said.items()}
        assert len({m.text for m in history}) == len(history), "something was said twice"
        for speaker in speakers:
            for told in speaker.heard:
                heard = [m for m in told if m["channel_id"] == channel]
                assert channel in speaker.channels or not heard
                assert [m["text"] for m in heard] == [history[m["seq"] - 1].text for m in heard]
    with reading():
        assert verify_all() == {}


def _all_messages(mediator, channel: str) -> list[MessageView]:
    found: list[MessageView] = []
    while page := messages_after(mediator, channel, len(found)):
        found += page
    return found
