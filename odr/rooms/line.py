"""A line of those who act at the same moment, so that one unit of work serves all of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy.exc import DBAPIError

from odr import events
from odr.db import Transaction, commit_apart
from odr.errors import Unavailable

Q = TypeVar("Q")
A = TypeVar("A")

MOST_AT_ONCE = 512
# PostgreSQL: cannot have the lock in time, deadlock, serialisation failure. The very same act works a moment later.
PASSING = frozenset({"55P03", "40P01", "40001"})


@dataclass
class _Waiting(Generic[Q, A]):
    request: Q
    outcome: A | Exception | None = None
    called: threading.Event = field(default_factory=threading.Event)


class Line(Generic[Q, A]):
    """The first in the line leads: it does what everybody asks in one unit, answers after the commit, calls the next.

    What became true is told in the order in which it did, while the next unit is already under way. `work` returns an
    outcome for each request, in order; a refusal is an outcome, an exception it raises is the failure of the unit,
    which is then tried again request by request.
    """

    def __init__(self, work: Callable[[Transaction, Sequence[Q]], Iterable[A | Exception]]) -> None:
        self._work = work
        self._waiting: list[_Waiting[Q, A]] = []
        self._led = False
        self._turn = threading.Lock()
        self._telling = threading.Lock()

    def stand(self, request: Q) -> A:
        """Wait until it is done, and return the outcome or raise the refusal.

        Raises:
            Unavailable: the database was busy, or the unit was cut off; the same request may be sent again.
        """
        me: _Waiting[Q, A] = _Waiting(request)
        with self._turn:
            self._waiting.append(me)
            lead = not self._led
            self._led = True
        if not lead:
            me.called.wait()
        if me.outcome is None:
            self._lead()
        if me.outcome is None or isinstance(me.outcome, Exception):
            raise me.outcome or Unavailable(service="database")
        return me.outcome

    def together(self, requests: Sequence[Q]) -> list[A | Exception]:
        """Do several as if they had stood in the line at this moment; an outcome or a refusal for each."""
        outcomes, facts = self.commit(requests)
        for fact in facts:
            events.publish(fact)
        return outcomes

    def commit(self, requests: Sequence[Q]) -> tuple[list[A | Exception], list[events.Event]]:
        """One unit for all; when it fails as a whole, one for each. What became true is for the caller to publish."""
        try:
            return commit_apart(lambda tx: list(self._work(tx, requests)))
        except Exception as failure:
            if len(requests) == 1:
                return [_passing(failure)], []
        outcomes: list[A | Exception] = []
        facts: list[events.Event] = []
        for request in requests:
            answered, told = self.commit([request])
            outcomes += answered
            facts += told
        return outcomes, facts

    def _lead(self) -> None:
        with self._turn:
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
        facts: list[events.Event] = []
        try:
            outcomes, facts = self.commit([one.request for one in batch])
            for one, outcome in zip(batch, outcomes, strict=True):
                one.outcome = outcome
        finally:
            with self._telling:
                self._answer(batch)
                for fact in facts:
                    events.publish(fact)

    def _answer(self, batch: list[_Waiting[Q, A]]) -> None:
        """Answer everybody of this batch and call the next leader, whatever happened to this one."""
        for one in batch:
            if one.outcome is None:
                one.outcome = Unavailable(service="database")
            one.called.set()
        with self._turn:
            if self._waiting:
                self._waiting[0].called.set()
            else:
                self._led = False


def _passing(failure: Exception) -> Exception:
    state = getattr(failure.orig, "sqlstate", None) if isinstance(failure, DBAPIError) else None
    return Unavailable(service="database") if state in PASSING else failure
