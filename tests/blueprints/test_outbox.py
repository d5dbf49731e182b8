"""What is owed to one connection: written in order and whole, in few writes, and nobody waits for a slow reader."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import gevent
import pytest
from gevent import socket as cooperative
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from blueprints.outbox import Outbox, outbox_for


class Ends:
    """Our end with its outbox, and theirs."""

    def __init__(self) -> None:
        self.ours, self.theirs = cooperative.socketpair()
        self.failures = 0
        outbox = outbox_for(self.ours, self.failed)
        assert outbox is not None
        self.outbox: Outbox = outbox

    def failed(self) -> None:
        self.failures += 1

    def read(self, size: int) -> bytes:
        self.theirs.settimeout(5)
        data = b""
        while len(data) < size:
            data += self.theirs.recv(min(65536, size - len(data)))
        return data

    def close(self) -> None:
        self.ours.close()
        self.theirs.close()


@pytest.fixture
def ends() -> Iterator[Ends]:
    made = Ends()
    yield made
    made.close()


def test_a_socket_of_the_system_has_none_for_its_writes_may_wait() -> None:
    ours, theirs = socket.socketpair()
    assert outbox_for(ours, lambda: None) is None
    ours.close()
    theirs.close()


def test_all_that_comes_in_one_turn_leaves_in_one_write(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    writes: list[bytes] = []
    raw = ends.ours._sock

    class Watched:
        def send(self, data: bytes) -> int:
            writes.append(data)
            return raw.send(data)

    monkeypatch.setattr(ends.outbox, "_socket", type("Watching", (), {"_sock": Watched()})())
    for word in (b"one ", b"two ", b"three"):
        ends.outbox.put(word)
    assert writes == []
    assert ends.read(13) == b"one two three"
    assert writes == [b"one two three"]
    assert ends.outbox.owed == 0


@how(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sizes=st.lists(st.integers(1, 300_000), min_size=1, max_size=12), turns=st.sets(st.integers(0, 11)))
def test_a_slow_reader_gets_everything_in_order_and_nobody_waited(
    ends: Ends, sizes: list[int], turns: set[int]
) -> None:
    sent = b""
    for number, size in enumerate(sizes):
        piece = bytes([number]) * size
        ends.outbox.put(piece)
        sent += piece
        if number in turns:
            gevent.sleep(0)
    assert ends.outbox.owed <= len(sent)
    assert ends.read(len(sent)) == sent
    gevent.sleep(0)
    assert ends.outbox.owed == 0


def test_what_a_reader_does_not_take_is_owed(ends: Ends) -> None:
    ends.outbox.put(b"x" * 4_000_000)
    gevent.sleep(0.01)
    assert ends.outbox.owed > 1_000_000


def test_the_last_word_waits_until_everything_before_it_is_taken(ends: Ends) -> None:
    ends.outbox.put(b"x" * 3_000_000)
    reader: Any = gevent.spawn(ends.read, 3_000_003)
    ends.outbox.finish(b"end")
    assert ends.outbox.owed == 0
    assert reader.get(timeout=5)[-4:] == b"xend"


def test_a_connection_that_is_gone_is_told_once_and_costs_nothing(ends: Ends) -> None:
    ends.theirs.close()
    for _ in range(5):
        ends.outbox.put(b"hello")
        gevent.sleep(0)
    assert ends.failures == 1


def test_a_connection_that_ends_while_a_slow_reader_is_waited_for_is_told(ends: Ends) -> None:
    ends.outbox.put(b"x" * 4_000_000)
    gevent.sleep(0.01)
    ends.theirs.close()
    ends.outbox.finish(b"end")
    assert ends.failures == 1
