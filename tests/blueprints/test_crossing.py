"""What crosses between the processes of a site: to whom, sealed, and what happens while Redis is away."""

from __future__ import annotations

import base64
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from blueprints import bus, crossing
from blueprints.bus import Envelope
from blueprints.crossing import Crossing, Hands
from odr.rooms import presence
from tests.factories.redis import RedisServer, own_redis

KEY = bytes(range(32))
WORDS = "our ceiling is 400,000"
SECONDS = 15


class Process:
    """One process of the site, seen from its sockets."""

    def __init__(self, url: str, *accounts: str, key: bytes = KEY) -> None:
        self.accounts = set(accounts)
        self.told: list[tuple[list[str], str, Any]] = []
        self.closed: list[str] = []
        self.gaps = 0
        self.crossing = Crossing(url, key, Hands(self._tell, self.closed.extend, self._gap, lambda: self.accounts))
        self.crossing.start()

    def open(self, account: str) -> None:
        self.accounts.add(account)
        self.crossing.arrived(account)

    def _tell(self, accounts: Iterable[str], name: str, payload: Any) -> None:
        self.told.append((list(accounts), name, payload))

    def _gap(self) -> None:
        self.gaps += 1


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    for module in (bus, crossing):
        monkeypatch.setattr(module, "BEAT_SECONDS", 0.1)
        monkeypatch.setattr(module, "SILENCE_SECONDS", 1.0)
    monkeypatch.setattr(bus, "NEXT_TRY_SECONDS", 0.1)
    monkeypatch.setattr(bus, "PATIENCE_SECONDS", 0.5)
    with own_redis(tmp_path) as running:
        yield running


@pytest.fixture
def start(server: RedisServer) -> Iterator[Callable[..., Process]]:
    started: list[Process] = []

    def begin(*accounts: str, key: bytes = KEY) -> Process:
        started.append(Process(server.url, *accounts, key=key))
        return started[-1]

    yield begin
    for process in started:
        process.crossing.stop()


def soon(happened: Callable[[], object]) -> bool:
    end = time.monotonic() + SECONDS
    while not happened() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(happened())


def test_a_fact_reaches_the_processes_where_its_hearers_sit_and_no_other(start: Callable[..., Process]) -> None:
    here, there, elsewhere = start("a"), start("b"), start("c")
    here.crossing.pass_on(["a", "b"], "message:posted", {"text": "hello"})
    assert soon(lambda: there.told)
    assert there.told == [(["b"], "message:posted", {"text": "hello"})]
    here.crossing.pass_on(["c"], "message:posted", {})
    assert soon(lambda: elsewhere.told)
    assert (here.told, len(there.told), len(elsewhere.told)) == ([], 1, 1)


def test_whoever_has_connected_misses_nothing_from_then_on(start: Callable[..., Process]) -> None:
    here, there = start(), start()
    for number in range(20):
        there.open(f"account-{number}")
        here.crossing.pass_on([f"account-{number}"], "message:posted", {})
    assert soon(lambda: len(there.told) == 20)


def test_whoever_left_is_not_written_to(start: Callable[..., Process]) -> None:
    here, there = start(), start("a")
    assert soon(lambda: here.crossing.is_elsewhere("a"))
    there.accounts.discard("a")
    there.crossing.left("a")
    assert soon(lambda: not here.crossing.is_elsewhere("a"))


def test_sockets_are_closed_in_every_process_even_where_nobody_knows_of_one(start: Callable[..., Process]) -> None:
    here, there, elsewhere = start(), start("a"), start()
    here.crossing.close(["a"])
    assert soon(lambda: there.closed == ["a"] and elsewhere.closed == ["a"])


def test_a_process_that_ends_or_falls_silent_is_forgotten_with_who_was_there(
    start: Callable[..., Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(crossing, "tell_of_presence", lambda *place: told.append(place))
    here, there = start(), start("a")
    presence.mirror(there.crossing._bus.name, [("case", "person")])
    there.crossing._stopped.set()
    there.crossing._bus.stop()
    assert soon(lambda: not here.crossing.is_elsewhere("a"))
    assert soon(lambda: told == [("case", "person")])
    assert presence.present("case") == frozenset()


def test_a_site_with_another_key_on_the_same_redis_is_another_site(start: Callable[..., Process]) -> None:
    here, stranger = start("a"), start("a", key=secrets.token_bytes(32))
    assert not here.crossing.is_elsewhere("a")
    stranger.crossing.close(["a"])
    assert here.closed == []


def test_no_word_can_be_read_in_redis(start: Callable[..., Process], server: RedisServer) -> None:
    here, there = start(), start("account-of-somebody")
    seen: list[bytes] = []
    listening, enough = threading.Event(), threading.Event()

    def listen() -> None:
        with redis.Redis.from_url(server.url) as client, client.monitor() as monitor:
            listening.set()
            while not enough.is_set():
                seen.append(str(monitor.next_command()).encode())

    ear = threading.Thread(target=listen)
    ear.start()
    listening.wait(SECONDS)
    here.crossing.pass_on(["account-of-somebody"], "message:posted", {"text": WORDS})
    assert soon(lambda: there.told and any(b"PUBLISH" in line.upper() for line in seen))
    enough.set()
    ear.join(SECONDS)
    everything = b"".join(seen)
    for secret in (WORDS, "account-of-somebody", "message:posted", "ceiling"):
        assert secret.encode() not in everything
        assert base64.b64encode(secret.encode())[:-3] not in everything


def test_letters_do_not_tell_by_their_length_what_they_say() -> None:
    envelope = Envelope(KEY)
    lengths = {len(envelope.seal("c", b'["event",' + b"1" * length + b"]")) for length in range(1, 200)}
    assert len(lengths) == 1


def test_a_letter_that_was_altered_replayed_misdirected_or_forged_is_nothing() -> None:
    writer, reader = Envelope(KEY), Envelope(KEY)
    sealed = writer.seal("here", b'["close",["a"]]')
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        assert reader.open("here", bytes(altered)) is None
    assert reader.open("there", sealed) is None
    assert Envelope(secrets.token_bytes(32)).open("here", sealed) is None
    assert reader.open("here", b"\x80\x04K\x01.") is None
    assert reader.open("here", sealed) == (writer.name.hex(), ["close", ["a"]])
    assert reader.open("here", sealed) is None
    later = writer.seal("here", b"[]")
    reader.forget(writer.name.hex())
    assert reader.open("here", later) is None


@pytest.mark.parametrize("fault", ["killed", "paused"])
def test_while_redis_is_away_nobody_waits_and_afterwards_everybody_catches_up(
    start: Callable[..., Process], server: RedisServer, fault: str
) -> None:
    here, there = start("a"), start("b")
    server.kill() if fault == "killed" else server.pause()
    assert soon(lambda: not here.crossing.up and not there.crossing.up)
    here.open("c")
    here.crossing.pass_on(["b"], "message:posted", {"text": "lost on the way"})
    assert there.told == []
    server.start() if fault == "killed" else server.resume()
    assert soon(lambda: here.crossing.up and there.crossing.up)
    assert soon(lambda: here.gaps and there.gaps)
    assert soon(lambda: there.crossing.is_elsewhere("c") and here.crossing.is_elsewhere("b"))
    here.crossing.pass_on(["b"], "message:posted", {"text": "again"})
    assert soon(lambda: [payload for _, _, payload in there.told][-1:] == [{"text": "again"}])


def test_everything_is_forgotten_by_redis_and_the_site_goes_on(
    start: Callable[..., Process], server: RedisServer
) -> None:
    here, there = start("a"), start("b")
    with redis.Redis.from_url(server.url) as client:
        assert client.keys("*") == []
        client.flushall()
    here.crossing.pass_on(["b"], "message:posted", {})
    assert soon(lambda: there.told)
