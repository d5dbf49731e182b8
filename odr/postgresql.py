"""What PostgreSQL wants of its connections here: how they wait, give way and begin. Imported where it is used only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.pq import TransactionStatus
from sqlalchemy import event

Wait = Callable[[int, int], int]

_wait_for: Wait | None = None


def use_wait(wait: Wait | None) -> None:
    """How a connection waits for its socket where one loop serves everybody; None for psycopg's own way.

    `wait` is given the socket and what is waited for (1 to read, 2 to write, 3 for either), and returns what can be
    done, which is 0 when nothing can be done yet.
    """
    global _wait_for
    _wait_for = wait


class Connection(psycopg.Connection[Any]):
    """A connection that waits by the loop's own means.

    psycopg waits with `select.poll`; where a loop has taken its place, each of the many short waits of a journey would
    be a turn of the loop, though the socket is nearly always ready to be written.
    """

    def wait(self, gen: Any, *rest: Any, timeout: float | None = None, **options: Any) -> Any:
        """As psycopg's own; a wait with a time limit is left to it."""
        if _wait_for is None or timeout is not None:
            return super().wait(gen, *rest, timeout=timeout, **options)
        try:
            wanted = next(gen)
            while True:
                wanted = gen.send(_wait_for(self.pgconn.socket, wanted))
        except StopIteration as end:
            return end.value


def prepare(engine: sa.Engine) -> None:
    """Connections of `engine` wait as the platform does."""
    event.listen(engine, "do_connect", _connect)


def prepare_for_many(engine: sa.Engine) -> None:
    """Connections of `engine` serve units of work for many: they give way, and begin on their first journey."""
    prepare(engine)
    event.listen(engine, "connect", _give_way)
    event.listen(engine, "before_cursor_execute", _begin)


def _connect(dialect: sa.Dialect, record: object, arguments: Any, options: Any) -> Connection:
    return Connection.connect(*arguments, **options)


def _give_way(connection: Connection, record: object) -> None:
    """PostgreSQL looks for a deadlock after a second: until then a unit for many has given way, and is done again."""
    connection.execute("SET lock_timeout = '700ms'")
    connection.commit()
    # A transaction begins with the first statement of the unit, on the same journey (`odr.together`).
    connection.autocommit = True


def _begin(connection: sa.Connection, cursor: Any, *rest: Any) -> None:
    """Whatever is executed otherwise than on a journey is part of a transaction all the same."""
    if cursor.connection.info.transaction_status == TransactionStatus.IDLE:
        cursor.connection.execute("BEGIN")
