"""How far the sides are apart by the sums they last offered: pure arithmetic over what was noted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """The distance in yuan between two sides now, and before the last step that changed it (None: no step did)."""

    now: int
    before: int | None


def gap(offers: Iterable[tuple[str | None, int | None]]) -> Gap | None:
    """The gap between exactly two sides that have each named a sum; None for fewer or more.

    `offers` are (party, yuan) in the order in which they were made; the mediator's own (no party) do not count.
    """
    latest: dict[str, int] = {}
    distances: list[int] = []
    for party, yuan in offers:
        if party is None or yuan is None:
            continue
        latest[party] = yuan
        if len(latest) == 2:
            one, other = latest.values()
            distances.append(abs(one - other))
        elif len(latest) > 2:
            return None
    if not distances:
        return None
    earlier = [distance for distance in distances if distance != distances[-1]]
    return Gap(distances[-1], earlier[-1] if earlier else None)
