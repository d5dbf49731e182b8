"""Budgets of one person on the socket: counted here, and everywhere for those who sit in several processes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st

from blueprints import crossing
from blueprints.budgets import Budget, Budgets, Rate
from blueprints.crossing import Hands
from tests.factories.redis import RedisServer, own_redis

KEY = bytes(range(32))
BURST, IN_ALL = Rate(20, 5), Rate(60, 5)
THREE = Rate(3, 5)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    with own_redis(tmp_path) as running:
        yield running
        crossing.part()


def allow(budgets: Budgets, account: str, channel: str) -> bool:
    return budgets.allow(account, "message:post", channel, burst=BURST, in_all=IN_ALL)


def hands(*accounts: str) -> Hands:
    return Hands(lambda *told: None, lambda closed: None, lambda: None, lambda: accounts)


def test_each_channel_has_a_budget_and_all_together_have_one() -> None:
    budgets = Budgets()
    assert [allow(budgets, "a", "one") for _ in range(BURST.amount + 1)][-2:] == [True, False]
    assert allow(budgets, "a", "two")
    rest = [allow(budgets, "a", f"made-up-{number}") for number in range(IN_ALL.amount)]
    assert not rest[-1]
    assert allow(budgets, "b", "one")


def test_a_second_process_gives_no_second_budget(server: RedisServer) -> None:
    crossing.join(server.url, KEY, hands("both", "here"))
    other = crossing.Crossing(server.url, KEY, hands("both"))
    other.start()
    first, second = Budgets(server.url, KEY), Budgets(server.url, KEY)
    for account, allowed in (("both", BURST.amount), ("here", 2 * BURST.amount)):
        spent = [allow(one, account, "c") for one in (first, second) for _ in range(BURST.amount)]
        assert sum(spent) == allowed
    with redis.Redis.from_url(server.url) as client:
        assert client.keys("*")
        assert not [name for name in map(str, client.keys("*")) if "both" in name or "message" in name]
    other.stop()


def test_while_redis_is_away_each_process_counts_by_itself(server: RedisServer) -> None:
    crossing.join(server.url, KEY, hands("both"))
    other = crossing.Crossing(server.url, KEY, hands("both"))
    other.start()
    budgets = Budgets(server.url, KEY)
    server.kill()
    assert [allow(budgets, "both", "c") for _ in range(BURST.amount + 1)][-2:] == [True, False]
    other.stop()


@given(st.lists(st.floats(0, 3), max_size=60))
def test_never_more_than_so_many_in_any_span(pauses: list[float]) -> None:
    now = [0.0]
    budget = Budget(lambda: now[0])
    taken: list[float] = []
    for pause in pauses:
        now[0] += pause
        within = [moment for moment in taken if now[0] - moment < THREE.seconds]
        allowed = budget.hit(THREE, "somebody")
        assert allowed == (len(within) < THREE.amount)
        if allowed:
            taken.append(now[0])


def test_everybody_has_a_budget_of_their_own() -> None:
    budget = Budget()
    for _ in range(3):
        assert budget.hit(THREE, "one", "event")
    assert not budget.hit(THREE, "one", "event")
    assert budget.hit(THREE, "one", "another event")
    assert budget.hit(THREE, "two", "event")


def test_what_is_over_is_forgotten() -> None:
    now = [0.0]
    budget = Budget(lambda: now[0])
    for number in range(20_000):
        budget.hit(THREE, number)
    now[0] = 10
    budget.hit(THREE, "one more")
    assert len(budget._taken) == 1
