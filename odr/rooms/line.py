"""A line of those who act at the same moment, so that one unit of work serves all of them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import DBAPIError

from odr import events
from odr.db import Transaction, commit_apart, database
from odr.errors import Unavailable

log = logging.getLogger(__name__)
Q = TypeVar("Q")
A = TypeVar("A")

MOST_AT_ONCE = 256
# PostgreSQL: cannot have the lock in time, deadlock, serialisation failure. The very same act works a moment later.
PASSING = frozenset({"55P03", "40P01", "40001"})


@dataclass
class _Waiting(Generic[Q, A]):
    """`answer` gets the outcome, once; `lead` is called when it is this one's turn to lead."""

    request: Q
    answer: Callable[[A | Exception], None]
    lead: Callable[[], None]


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
        outcomes: list[A | Exception] = []
        called = threading.Event()

        def answer(outcome: A | Exception) -> None:
            outcomes.append(outcome)
            called.set()

        if not self._leads(_Waiting(request, answer, called.set)):
            called.wait()
        if not outcomes:
            self._lead()
        if isinstance(outcomes[0], Exception):
            raise outcomes[0]
        return outcomes[0]

    def join(
        self, request: Q, answer: Callable[[A | Exception], None], *, apart: Callable[[Callable[[], None]], Any]
    ) -> None:
        """Take a place and go on; `answer` gets the outcome or the refusal when it is done, as `stand` would.

        `apart` starts a function in a thread of control of its own: whoever goes on cannot lead.
        """

        def lead() -> None:
            apart(self._lead)

        if self._leads(_Waiting(request, answer, lead)):
            lead()

    def together(self, requests: Sequence[Q]) -> list[A | Exception]:
        """Do several as if they had stood in the line at this moment; an outcome or a refusal for each."""
        outcomes, facts = self.commit(requests)
        for fact in facts:
            events.publish(fact)
        return outcomes

    def commit(self, requests: Sequence[Q]) -> tuple[list[A | Exception], list[events.Event]]:
        """One unit for all; when it fails as a whole, one for each. What became true is for the caller to publish."""
        try:
            return self._unit(requests)
        except Exception as failure:
            if len(requests) == 1:
                return self._alone(requests, failure)
        outcomes: list[A | Exception] = []
        facts: list[events.Event] = []
        for request in requests:
            answered, told = self.commit([request])
            outcomes += answered
            facts += told
        return outcomes, facts

    def _unit(self, requests: Sequence[Q]) -> tuple[list[A | Exception], list[events.Event]]:
        return commit_apart(lambda tx: list(self._work(tx, requests)))

    def _alone(self, requests: Sequence[Q], failure: Exception) -> tuple[list[A | Exception], list[events.Event]]:
        """The outcome of one request whose unit failed; where only the connection had broken, it is done again."""
        if not (isinstance(failure, DBAPIError) and failure.connection_invalidated):
            return [_passing(failure)], []
        try:
            return self._unit(requests)
        except Exception as again:
            return [_passing(again)], []

    def _leads(self, one: _Waiting[Q, A]) -> bool:
        with self._turn:
            self._waiting.append(one)
            first, self._led = not self._led, True
            return first

    def _lead(self) -> None:
        with self._turn:
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
        outcomes: list[A | Exception] = [Unavailable(service="database")] * len(batch)
        facts: list[events.Event] = []
        try:
            outcomes, facts = self.commit([one.request for one in batch])
        finally:
            with self._telling:
                self._call_the_next()
                try:
                    database().give_way()
                finally:
                    for one, outcome in zip(batch, outcomes, strict=True):
                        _give(one, outcome)
                    for fact in facts:
                        events.publish(fact)

    def _call_the_next(self) -> None:
        """Whatever happened to this unit, somebody leads the next one."""
        with self._turn:
            self._led = bool(self._waiting)
            following = self._waiting[0] if self._waiting else None
        if following:
            following.lead()


def _give(one: _Waiting[Q, A], outcome: A | Exception) -> None:
    """Answer one; that an answer cannot be given is no reason to leave the others waiting."""
    try:
        one.answer(outcome)
    except Exception:
        log.exception("an answer could not be given")


def _passing(failure: Exception) -> Exception:
    if isinstance(failure, DBAPIError) and failure.connection_invalidated:
        return Unavailable(service="database")
    state = getattr(failure.orig, "sqlstate", None) if isinstance(failure, DBAPIError) else None
    return Unavailable(service="database") if state in PASSING else failure
