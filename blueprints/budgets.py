"""Budgets of one person over all processes of a site.

A person with sockets in one process is counted there. Whoever has some elsewhere too is counted in Redis as well, so
that a second process gives no second budget; the many who have not cost no question to Redis.
"""

from __future__ import annotations

import hmac
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import NamedTuple

from limits import RateLimitItemPerSecond
from limits.storage import Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from blueprints import crossing

log = logging.getLogger(__name__)
LONGEST_SCOPE = 32
PATIENCE_SECONDS = 1
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
        return self.hit_each((rate, key))

    def hit_each(self, *budgets: tuple[Rate, tuple[Hashable, ...]]) -> bool:
        """Take one from each budget in turn; False at the first that is spent."""
        now = self._now()
        with self._lock:
            for budget in budgets:
                rate, taken = budget[0], self._taken.get(budget)
                if taken is None:
                    self._forget(now)
                    taken = self._taken[budget] = deque(maxlen=rate.amount)
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


class Budgets:
    """The counts of this process, and those shared by all while Redis answers."""

    def __init__(self, redis_url: str = "", key: bytes = b"") -> None:
        self._key = key
        self._here = Budget()
        self._shared = MovingWindowRateLimiter(_storage(redis_url)) if redis_url else None

    def allow(self, account_id: str, event: str, channel_id: str, *, burst: Rate, in_all: Rate) -> bool:
        """Count one event in its channel and in all; False when it is one too many."""
        counts = ((in_all, (account_id, event)), (burst, (account_id, event, channel_id[:LONGEST_SCOPE])))
        if not self._here.hit_each(*counts):
            return False
        site = crossing.site()
        if self._shared is None or site is None or not site.up or not site.is_elsewhere(account_id):
            return True
        return all(self._hit_shared(self._shared, rate, parts) for rate, parts in counts)

    def _hit_shared(self, shared: MovingWindowRateLimiter, rate: Rate, parts: tuple[str, ...]) -> bool:
        """Redis sees a digest: neither who it is nor what is sent where."""
        name = hmac.new(self._key, "|".join(parts).encode(), sha256).hexdigest()
        try:
            return shared.hit(RateLimitItemPerSecond(rate.amount, rate.seconds), name)
        except Exception:
            log.warning("budgets are counted in this process alone while Redis does not answer")
            return True


def _storage(redis_url: str) -> Storage:
    patience = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS}
    return storage_from_string(redis_url, **patience)  # type: ignore[arg-type]
