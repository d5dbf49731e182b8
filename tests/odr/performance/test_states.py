"""The table of an obligation: what is over stays over, and everything open can still be performed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odr.errors import IllegalTransition
from odr.lifecycle import next_state
from odr.performance.states import OBLIGATION, OPEN, OVER, ObligationState, answered, is_late

S = ObligationState
EVENTS = sorted({event for _, event in OBLIGATION})
TODAY = date(2026, 6, 1)


def test_every_state_is_open_or_over_and_none_is_both() -> None:
    assert set(OPEN) | set(OVER) == set(S)
    assert not set(OPEN) & set(OVER)


@pytest.mark.parametrize("state", OVER)
@pytest.mark.parametrize("event", EVENTS)
def test_nothing_moves_what_is_over(state: S, event: str) -> None:
    with pytest.raises(IllegalTransition):
        next_state(OBLIGATION, state, event)


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize(("event", "end"), [("all_in_time", S.PERFORMED), ("all_late", S.PERFORMED_LATE)])
def test_whatever_is_open_can_be_performed(state: S, event: str, end: S) -> None:
    assert next_state(OBLIGATION, state, event) == end


@given(st.lists(st.sampled_from(EVENTS), max_size=30))
def test_no_sequence_of_events_leaves_the_table_or_comes_back_from_the_end(events: list[str]) -> None:
    state, over = S.DUE, False
    for event in events:
        try:
            state = next_state(OBLIGATION, state, event)
        except IllegalTransition:
            continue
        assert not over, "something moved after the end"
        over = state in OVER


@given(
    remaining=st.integers(-5, 500),
    waiting=st.integers(0, 3),
    due=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    paid=st.dates(date(2026, 1, 1), TODAY),
)
def test_an_answer_ends_an_obligation_exactly_if_nothing_remains(
    remaining: int, waiting: int, due: date | None, paid: date
) -> None:
    event = answered(remaining=remaining, waiting=waiting, due=due, last_paid=paid, today=TODAY)
    assert (S.CLAIMED, event) in OBLIGATION
    assert event.startswith("all_") == (remaining <= 0)
    if event.startswith("all_"):
        assert event.endswith("late") == is_late(due, paid)


def test_the_last_day_itself_is_not_late() -> None:
    assert not is_late(TODAY, TODAY)
    assert is_late(TODAY, TODAY + timedelta(days=1))
    assert not is_late(None, TODAY)
