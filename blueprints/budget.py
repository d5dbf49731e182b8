"""How much one person may send: at most so many in any span of so many seconds."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Hashable
from typing import NamedTuple

MOST_KEYS = 20_000


class Rate(NamedTuple):
    """`amount` in any `seconds`."""

    amount: int
    seconds: int


class Budget:
    """Moving windows in memory, one for each key; those that are over are forgotten."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._taken: dict[Hashable, deque[float]] = {}

    def hit(self, rate: Rate, *key: Hashable) -> bool:
        """Take one from the budget of `key`; False when it is spent."""
        now = self._now()
        with self._lock:
            taken = self._taken.get((rate, key))
            if taken is None:
                self._forget(now)
                taken = self._taken[rate, key] = deque(maxlen=rate.amount)
            if len(taken) == rate.amount and now - taken[0] < rate.seconds:
                return False
            taken.append(now)
            return True

    def clear(self) -> None:
        """Forget everybody."""
        with self._lock:
            self._taken.clear()

    def _forget(self, now: float) -> None:
        if len(self._taken) < MOST_KEYS:
            return
        longest = max(key[0].seconds for key in self._taken)  # type: ignore[index]
        self._taken = {key: taken for key, taken in self._taken.items() if now - taken[-1] < longest}
