"""Where one loop serves everybody: what waits for the disk waits in a thread, and nobody is called away meanwhile."""

from __future__ import annotations

import threading
import time

import gevent
import pytest

from wsgi import real_thread


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
