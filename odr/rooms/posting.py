"""How a message is kept: one rule for one message and for many, in one unit of work.

Whoever speaks waits in a line. The first takes everybody who waits into one unit of work, and each is answered after
the commit: so the disk is asked once for all of them, and nothing is acknowledged that could be lost. One message that
is refused spoils no other; a failure of the unit itself is tried again message by message.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import DBAPIError

from odr import events
from odr.access.actor import Actor
from odr.db import Transaction, commit_apart, in_unit, transaction
from odr.errors import InvalidInput, Unavailable
from odr.rooms.batch import Batch, Posting, Receipt
from odr.rooms.content import Content, checked_content

MAX_CLIENT_REF = 64
MOST_AT_ONCE = 512
# PostgreSQL: cannot have the lock in time, deadlock, serialisation failure. The very same act works a moment later.
PASSING = frozenset({"55P03", "40P01", "40001"})

Outcome = Receipt | Exception


def post_message(
    actor: Actor,
    channel_id: str,
    *,
    text: str,
    client_ref: str,
    audience: str = "",
    exhibit_id: str | None = None,
    knowingly: bool = False,
    quotes: int | None = None,
    corrects: int | None = None,
    translates: int | None = None,
    translation: str = "",
    engine: str = "",
) -> Receipt:
    """Say something in a channel. It is in the database before this returns.

    Repeating a `client_ref` in a channel returns the first receipt and says nothing twice. `audience` is the mark of
    the people the writer was shown; when it is given and others hear the channel now, nothing is stored. Nor is a
    figure that its writer has so far named in a caucus only, unless it is said `knowingly`. What the words may be
    about (`quotes`, `corrects`, `translates`, …) is explained at `odr.rooms.content.Content`.

    Raises:
        NotFound, NotAllowed: the actor does not hear the channel, or may not speak in it.
        AudienceChanged: look at who hears it now, then send again.
        PrivateFigure: the figure was private until now; say it knowingly or leave it out.
        InvalidInput: empty, too long, or with control characters; or about a message that is not in this channel.
        NotAllowed: a correction of what somebody else said.
        Unavailable: the database was busy; send again with the same `client_ref`.
    """
    content = Content(
        text, quotes=quotes, corrects=corrects, translates=translates, translation=translation, engine=engine
    )
    return post(
        posting(
            actor.account_id,
            channel_id,
            content,
            client_ref=client_ref,
            audience=audience,
            exhibit_id=exhibit_id,
            knowingly=knowingly,
        )
    )


def posting(account_id: str, channel_id: str, content: Content, *, client_ref: str, **rest: Any) -> Posting:
    """A message as it may be kept, if its writer may say it.

    Raises:
        InvalidInput: empty, too long, or with control characters.
    """
    if not 1 <= len(client_ref) <= MAX_CLIENT_REF:
        raise InvalidInput(client_ref="length")
    return Posting(account_id, channel_id, checked_content(content), client_ref, **rest)


def post(message: Posting) -> Receipt:
    """Keep one message, together with those of others who speak at the same moment; raises as `post_message`."""
    outcome = _alone(message) if in_unit() else _line.stand(message)
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


def post_messages(messages: Sequence[Posting]) -> list[Outcome]:
    """Keep several messages as if they were said one after the other; a receipt or a refusal for each."""
    outcomes, facts = _commit(messages)
    for fact in facts:
        events.publish(fact)
    return outcomes


def _alone(message: Posting) -> Outcome:
    with transaction() as tx:
        (outcome,) = Batch(tx, [message], own_unit=False).keep()
        return outcome


def _commit(messages: Sequence[Posting]) -> tuple[list[Outcome], list[events.Event]]:
    """One unit for all; when it fails as a whole, one for each."""

    def work(tx: Transaction) -> list[Outcome]:
        return list(Batch(tx, messages, own_unit=True).keep())

    try:
        return commit_apart(work)
    except Exception as failure:
        if len(messages) == 1:
            return [_passing(failure)], []
    outcomes: list[Outcome] = []
    facts: list[events.Event] = []
    for message in messages:
        (outcome,), told = _commit([message])
        outcomes.append(outcome)
        facts += told
    return outcomes, facts


def _passing(failure: Exception) -> Exception:
    state = getattr(failure.orig, "sqlstate", None) if isinstance(failure, DBAPIError) else None
    return Unavailable(service="database") if state in PASSING else failure


@dataclass
class _Waiting:
    message: Posting
    outcome: Outcome | None = None
    called: threading.Event = field(default_factory=threading.Event)


class _Line:
    """Those who speak at this moment. The first in the line leads: it keeps what everybody says, then calls the next.

    What was kept is told in the order in which it was kept, while the next unit is already under way.
    """

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._led = False
        self._turn = threading.Lock()
        self._telling = threading.Lock()

    def stand(self, message: Posting) -> Outcome:
        """Wait until the message is kept or refused."""
        me = _Waiting(message)
        with self._turn:
            self._waiting.append(me)
            lead = not self._led
            self._led = True
        if not lead:
            me.called.wait()
        if me.outcome is None:
            self._lead()
        if me.outcome is None:
            raise Unavailable(service="database")
        return me.outcome

    def _lead(self) -> None:
        with self._turn:
            batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
        facts: list[events.Event] = []
        try:
            outcomes, facts = _commit([one.message for one in batch])
            for one, outcome in zip(batch, outcomes, strict=True):
                one.outcome = outcome
        finally:
            with self._telling:
                self._answer(batch)
                for fact in facts:
                    events.publish(fact)

    def _answer(self, batch: list[_Waiting]) -> None:
        """Answer everybody of this batch and call the next leader, whatever happened to this one."""
        for one in batch:
            one.outcome = one.outcome or Unavailable(service="database")
            one.called.set()
        with self._turn:
            if self._waiting:
                self._waiting[0].called.set()
            else:
                self._led = False


_line = _Line()
