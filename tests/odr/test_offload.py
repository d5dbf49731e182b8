"""Heavy work runs in other processes, comes back as it was, and never inside a unit of work."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from odr import offload
from odr.db import Database, reading
from odr.errors import InvalidInput, Unavailable
from tests.journeys.server import ROOT


@pytest.fixture
def workers() -> Iterator[None]:
    offload.use_processes(2)
    yield
    offload.use_processes(0)


def test_the_work_runs_elsewhere(workers: None) -> None:
    assert offload.run(os.getpid) != os.getpid()
    assert offload.run(divmod, 17, 5) == (3, 2)


def test_a_refusal_comes_back_as_it_was_raised(workers: None) -> None:
    with pytest.raises(ZeroDivisionError):
        offload.run(divmod, 1, 0)
    with pytest.raises(InvalidInput) as refused:
        offload.run(refuse, "too_long")
    assert refused.value.details == {"fields": {"text": "too_long"}}


def refuse(reason: str) -> None:
    raise InvalidInput(text=reason)


def test_more_work_than_workers_waits_its_turn(workers: None) -> None:
    results: list[int] = []
    threads = [threading.Thread(target=lambda n=n: results.append(offload.run(abs, -n))) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == list(range(12))


def test_a_worker_that_dies_is_told_of_and_replaced(workers: None) -> None:
    with pytest.raises(Unavailable):
        offload.run(os._exit, 3)
    assert offload.run(abs, -1) == 1


def test_heavy_work_is_refused_while_the_database_is_held(database: Database) -> None:
    with reading(), pytest.raises(RuntimeError, match="unit of work"):
        offload.run(abs, -1)


def test_the_loop_that_serves_everybody_goes_on_while_heavy_work_runs() -> None:
    """As under gunicorn: one loop, and a worker that computes until somebody else has had a turn."""
    served = subprocess.run([sys.executable, "-c", ONE_LOOP], capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert served.returncode == 0, served.stderr[-2000:]
    assert int(served.stdout) > 0


ONE_LOOP = """
from gevent import monkey
monkey.patch_all()
import gevent
from tests.odr.test_offload import busy
from odr import offload

turns = 0

def others():
    global turns
    while True:
        turns += 1
        gevent.sleep(0.001)

offload.use_processes(1)
offload.run(abs, -1)
gevent.spawn(others)
before = turns
assert offload.run(busy, 3_000_000) > 0
print(turns - before)
"""


def busy(rounds: int) -> int:
    """Something only a processor can be busy with."""
    total = 0
    for number in range(rounds):
        total += number * number
    return total
