"""Many people at once in one room, against real servers: everybody hears what they may, once, and nothing else.

`HEQI_ROUNDS` sets how many random scripts are played on each kind of site.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.factories.postgres import fresh_postgres
from tests.machines.room_machine import CHANNELS, KINDS, PEOPLE, Act, Room
from tests.machines.site import Site, redis_or_skip, running_site

ROUNDS = int(os.environ.get("HEQI_ROUNDS", "3"))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One process over SQLite: what `make run` gives."""
    data: Path = tmp_path_factory.mktemp("alone")
    with running_site(data, f"sqlite:///{data / 'heqi.db'}") as site:
        yield site


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two processes over PostgreSQL, joined by Redis; nobody keeps to one of them."""
    with (
        fresh_postgres() as url,
        running_site(tmp_path_factory.mktemp("together"), url, workers=2, redis_url=redis_or_skip()) as site,
    ):
        yield site


def scripts(workers: int) -> st.SearchStrategy[list[list[Act]]]:
    """Batches of acts; everybody comes in first, so that there is somebody to hear."""
    act = st.builds(
        Act,
        kind=st.sampled_from(KINDS),
        who=st.sampled_from(PEOPLE),
        worker=st.integers(0, workers - 1),
        channel=st.sampled_from(CHANNELS),
    )
    entry = st.tuples(*(st.integers(0, workers - 1) for _ in PEOPLE)).map(
        lambda where: [Act("join", who, worker, "joint") for who, worker in zip(PEOPLE, where, strict=True)]
    )
    batches = st.lists(st.lists(act, min_size=2, max_size=6), min_size=10, max_size=14)
    return st.tuples(entry, batches).map(lambda parts: [parts[0], *parts[1]])


def played(workers: int):
    """Bounded and without shrinking: time on a real server does not repeat itself."""
    bounded = settings(
        max_examples=ROUNDS,
        deadline=None,
        database=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    return lambda test: bounded(given(script=scripts(workers))(test))


@played(workers=1)
def test_in_one_process_everybody_hears_what_they_may_once_and_in_order(alone: Site, script: list[list[Act]]) -> None:
    Room(alone, one_writer=True).play(script)


@played(workers=2)
def test_over_two_processes_it_makes_no_difference_where_anybody_sits(together: Site, script: list[list[Act]]) -> None:
    Room(together, one_writer=False).play(script)
