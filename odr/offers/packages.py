"""Packages that are good for every side, out of priorities no side shows: exact enumeration, nothing guessed.

Of all packages that no side rules out and that reach every side's limit, those are suggested for which the least
gain of any side is greatest; then the next least, and so on (leximin). A package worse for somebody and better for
nobody than another can therefore never come before that other, which is why every suggestion is Pareto-optimal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

MOST_SUGGESTIONS = 3
Package = tuple[int, ...]


@dataclass(frozen=True)
class Priorities:
    """What each option of each issue is worth to one side, None where it is ruled out.

    `limit` is how much of its own ideal package, in percent, the side needs at least.
    """

    limit: int
    worth: tuple[tuple[int | None, ...], ...]

    @property
    def ideal(self) -> int:
        """The worth of the best package this side can imagine."""
        return sum(max((mark for mark in issue if mark is not None), default=0) for issue in self.worth)


def suggest(sides: Sequence[Priorities], *, most: int = MOST_SUGGESTIONS) -> tuple[Package, ...]:
    """At most `most` packages, each the index of one option per issue, best first; the order of the sides is no matter.

    Every issue has the same options for all sides; every side's ideal is above zero.
    """
    ranked = sorted(_possible(sides), key=lambda found: (tuple(-gain for gain in sorted(found[1])), found[0]))
    best: list[tuple[Package, tuple[int, ...]]] = []
    for package, gains in ranked:
        if not any(_dominates(other, gains) for _, other in best):
            best.append((package, gains))
        if len(best) == most:
            break
    return tuple(package for package, _ in best)


def gains_of(sides: Sequence[Priorities], package: Package) -> tuple[int, ...] | None:
    """How far the package lies above each side's limit, all on one scale; None when a side rules it out."""
    scale = prod(side.ideal for side in sides)
    gains = []
    for side in sides:
        marks = [issue[choice] for issue, choice in zip(side.worth, package, strict=True)]
        if any(mark is None for mark in marks):
            return None
        reached = sum(mark for mark in marks if mark is not None)
        gains.append((100 * reached - side.limit * side.ideal) * (scale // side.ideal))
    return tuple(gains)


def _possible(sides: Sequence[Priorities]) -> Iterator[tuple[Package, tuple[int, ...]]]:
    for package in product(*(range(len(issue)) for issue in sides[0].worth)):
        gains = gains_of(sides, package)
        if gains is not None and min(gains) >= 0:
            yield package, gains


def _dominates(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))
