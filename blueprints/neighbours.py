"""Which accounts have a socket at which other process of the site, as far as this process has heard."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Neighbour:
    """Another process: the accounts with a socket there, and the number of its last change that was heard."""

    accounts: set[str] = field(default_factory=set)
    version: int = 0
    heard_at: float = 0.0


class Neighbours:
    """All other processes. Whoever falls silent is forgotten."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, Neighbour] = {}
        self._by_account: dict[str, set[str]] = defaultdict(set)

    def names(self) -> list[str]:
        """The processes known now."""
        with self._lock:
            return sorted(self._known)

    def holding(self, accounts: Iterable[str]) -> dict[str, list[str]]:
        """Process → those of the accounts that have a socket there. Other processes need not be told."""
        found: dict[str, list[str]] = {}
        with self._lock:
            for account in accounts:
                for name in self._by_account.get(account, ()):
                    found.setdefault(name, []).append(account)
        return found

    def heard(self, name: str) -> None:
        """A process gave a sign of life."""
        with self._lock:
            if name in self._known:
                self._known[name].heard_at = time.monotonic()

    def replace(self, name: str, version: int, accounts: Iterable[str]) -> None:
        """A process told everything about itself."""
        with self._lock:
            self._drop(name)
            self._known[name] = Neighbour(set(accounts), version, time.monotonic())
            for account in accounts:
                self._by_account[account].add(name)

    def follows(self, name: str, version: int, *, change: bool) -> bool:
        """Is this the change after the last one heard, or, without a change, the same state?"""
        with self._lock:
            known = self._known.get(name)
            if known is None or version != known.version + change:
                return False
            known.version = version
            return True

    def put(self, name: str, account: str, *, here: bool) -> None:
        """An account has a socket there now, or has none any more."""
        with self._lock:
            known = self._known[name]
            if here:
                known.accounts.add(account)
                self._by_account[account].add(name)
            else:
                known.accounts.discard(account)
                self._forget_account(account, name)

    def forget(self, name: str) -> None:
        """A process is gone."""
        with self._lock:
            self._drop(name)

    def silent_for(self, seconds: float) -> list[str]:
        """Processes that gave no sign of life for so long."""
        limit = time.monotonic() - seconds
        with self._lock:
            return [name for name, known in self._known.items() if known.heard_at < limit]

    def _drop(self, name: str) -> None:
        gone = self._known.pop(name, None)
        for account in gone.accounts if gone else ():
            self._forget_account(account, name)

    def _forget_account(self, account: str, name: str) -> None:
        self._by_account[account].discard(name)
        if not self._by_account[account]:
            del self._by_account[account]
