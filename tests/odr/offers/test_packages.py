"""Packages suggested out of priorities that no side shows."""

from __future__ import annotations

from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st

from odr.offers.packages import Priorities, gains_of, suggest

marks = st.one_of(st.none(), st.integers(0, 100))


@st.composite
def situations(draw: st.DrawFn) -> list[Priorities]:
    """Two or three sides with their own marks for the same few issues."""
    shape = draw(st.lists(st.integers(2, 4), min_size=1, max_size=4))
    sides = [
        Priorities(
            limit=draw(st.integers(0, 100)),
            worth=tuple(tuple(draw(marks) for _ in range(options)) for options in shape),
        )
        for _ in range(draw(st.integers(2, 3)))
    ]
    assume(all(side.ideal > 0 for side in sides))
    return sides


def possible(sides: list[Priorities]) -> dict[tuple[int, ...], tuple[int, ...]]:
    every = product(*(range(len(issue)) for issue in sides[0].worth))
    gains = {package: gains_of(sides, package) for package in every}
    return {package: gain for package, gain in gains.items() if gain is not None and min(gain) >= 0}


@given(situations())
def test_nothing_is_better_for_somebody_and_worse_for_nobody_than_a_suggestion(sides):
    everything = possible(sides)
    for package in suggest(sides):
        mine = everything[package]
        assert not any(
            gains != mine and all(a >= b for a, b in zip(gains, mine, strict=True)) for gains in everything.values()
        )


@given(situations())
def test_no_suggestion_lies_below_a_limit_or_holds_what_a_side_rules_out(sides):
    assert set(suggest(sides)) <= set(possible(sides))


@given(situations())
def test_the_first_suggestion_has_the_greatest_least_gain(sides):
    everything = possible(sides)
    found = suggest(sides)
    assert bool(found) == bool(everything)
    if found:
        assert min(everything[found[0]]) == max(min(gain) for gain in everything.values())


@given(situations())
def test_it_is_no_matter_who_is_which_side(sides):
    assert suggest(sides) == suggest(sides[::-1])


@given(situations())
def test_a_side_that_doubles_all_its_marks_gains_nothing_by_it(sides):
    first, *others = sides
    doubled = tuple(tuple(None if mark is None else 2 * mark for mark in issue) for issue in first.worth)
    assert suggest([Priorities(first.limit, doubled), *others]) == suggest(sides)


def test_two_issues_that_matter_to_different_sides_are_traded():
    one = Priorities(limit=50, worth=((90, 0), (10, 0)))
    other = Priorities(limit=50, worth=((0, 10), (0, 90)))
    assert suggest([one, other])[0] == (0, 1)
