"""Random lives of a case under the real commands, tried by everybody in any order.

Whatever is tried, the case moves along its table or stays where it is; a refused act leaves no trace; and an act
succeeds only for those it belongs to.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odr.cases.states import CASE, CaseState
from odr.errors import OdrError
from tests.machines.case_life import ACTS, NAMES, Life, begin, settle_in

MOVES = {(before, after) for (before, _), after in CASE.items()} | {(state, state) for state in CaseState}


@pytest.fixture
def people(database):
    return settle_in()


def attempt(life: Life, who: str, act: str) -> bool:
    """Try an act; True if it was done."""
    life.tried.append(f"{who}: {act}")
    try:
        ACTS[act][1](life, life.who(who))
    except OdrError:
        return False
    return True


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(sorted(ACTS))), max_size=30))
def test_whatever_anybody_tries_the_case_stays_on_its_table(people, tries):
    life = begin(people)
    for who, act in tries:
        before, steps = life.state, life.steps
        done = attempt(life, who, act)
        assert (before, life.state) in MOVES, life.tried
        assert done or (life.state, life.steps) == (before, steps), life.tried
        assert not done or who in ACTS[act][0], life.tried


LIKELY = ["file", "invite", "accept", "propose", "disclose", "welcome"]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_from_anywhere_on_the_straight_path_a_wrong_hand_changes_nothing(people, data):
    life = begin(people)
    for act in LIKELY[: data.draw(st.integers(0, len(LIKELY)))]:
        for who in sorted(ACTS[act][0]):
            attempt(life, who, act)
    before, steps = life.state, life.steps
    act = data.draw(st.sampled_from(sorted(ACTS)))
    for who in sorted(set(NAMES) - ACTS[act][0]):
        assert not attempt(life, who, act), life.tried
    assert (life.state, life.steps) == (before, steps)


def test_the_straight_path_leads_to_mediation(people):
    life = begin(people)
    for act in LIKELY:
        for who in sorted(ACTS[act][0]):
            assert attempt(life, who, act), life.tried
    assert life.state == CaseState.MEDIATING
