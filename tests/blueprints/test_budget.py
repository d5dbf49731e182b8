"""What one person may send: so many in any span of so many seconds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blueprints.budget import Budget, Rate

THREE = Rate(3, 5)


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
