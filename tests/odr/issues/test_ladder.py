"""How far the sides are apart by what they last offered."""

from __future__ import annotations

import pytest

from odr.issues.ladder import Gap, gap
from odr.issues.queries import sum_named


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ((), None),
        ((("a", 80),), None),
        ((("a", 80), ("b", 15)), Gap(65, None)),
        ((("a", 80), ("b", 15), ("a", 60)), Gap(45, 65)),
        ((("a", 80), ("b", 15), ("a", 60), ("b", 15)), Gap(45, 65)),
        ((("a", 80), ("b", None), (None, 40)), None),
        ((("a", 80), ("b", 15), ("c", 20)), None),
        ((("a", 10), ("b", 10)), Gap(0, None)),
    ],
)
def test_the_gap_is_between_the_last_sums_of_two_sides(steps, expected) -> None:
    assert gap(steps) == expected


@pytest.mark.parametrize(
    ("text", "yuan"),
    [("愿付 20 万元，分两次", 200_000), ("¥380,000 in all", 380_000), ("六月底前停止", None), ("让 5% 的利润", None)],
)
def test_the_sum_is_the_first_that_is_named(text: str, yuan: int | None) -> None:
    assert sum_named(text) == yuan
