"""Where one loop serves everybody: what waits for the disk waits in a thread, and nobody is called away meanwhile."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import gevent
import pytest

from blueprints.loop import real_thread, socket_wait

READ, WRITE = 1, 2


def test_the_loop_goes_on_while_a_thread_waits() -> None:
    call, ticks = real_thread(), []

    def waits() -> int:
        time.sleep(0.2)
        return threading.get_ident()

    waiting = gevent.spawn(call, waits)
    while not waiting.ready():
        ticks.append(1)
        gevent.sleep(0.01)
    assert waiting.get() != threading.get_ident()
    assert len(ticks) > 3


def test_what_fails_in_the_thread_fails_here() -> None:
    def fails() -> None:
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        real_thread()(fails)


def test_whoever_is_called_away_leaves_only_when_the_commit_has_ended() -> None:
    call, done = real_thread(), []

    def commits() -> None:
        time.sleep(0.2)
        done.append("committed")

    def writes() -> None:
        try:
            call(commits)
        finally:
            done.append("left")

    writer = gevent.spawn(writes)
    gevent.sleep(0.05)
    writer.kill(block=True, timeout=5)
    assert done == ["committed", "left"]


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Two ends of one connection."""
    here, there = socket.socketpair()
    with here, there:
        yield here, there


def test_a_socket_that_is_ready_costs_no_turn_of_the_loop(pair: tuple[socket.socket, socket.socket]) -> None:
    here, there = pair
    turns: list[int] = []
    other = gevent.spawn(turns.append, 1)
    wait = socket_wait()
    there.send(b"word")
    assert wait(here.fileno(), READ) == READ
    assert wait(here.fileno(), WRITE) == WRITE
    assert wait(here.fileno(), READ | WRITE) == READ | WRITE
    assert turns == []
    other.join()


def test_the_loop_goes_on_while_a_socket_has_nothing_to_say(pair: tuple[socket.socket, socket.socket]) -> None:
    here, there = pair
    turns: list[int] = []
    waiting = gevent.spawn(socket_wait(), here.fileno(), READ)
    for _ in range(5):
        gevent.sleep(0.01)
        turns.append(waiting.ready())
    there.send(b"word")
    assert waiting.get(timeout=5) == READ
    assert turns == [False] * 5


def test_whoever_waits_is_told_that_the_socket_was_closed_over_there(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    here, there = pair
    waiting = gevent.spawn(socket_wait(), here.fileno(), READ)
    gevent.sleep(0.01)
    there.close()
    assert waiting.get(timeout=5) == READ
    assert here.recv(1) == b""
