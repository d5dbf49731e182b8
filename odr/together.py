"""Several statements on one journey to the database and back, where each statement would else be a journey."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.result import result_tuple
from sqlalchemy.exc import DBAPIError

_IDLE = 0


class NotCommitted(Exception):
    """The database ended a unit of work in another way than by a commit: nothing of it is kept."""


@dataclass(frozen=True)
class Asked:
    """A question that needs no answer of those it is sent with; `locking` where a database has many writers only."""

    statement: sa.Executable
    parameters: Mapping[str, Any]
    locking: bool = False


def ask(connection: sa.Connection, *asked: Asked) -> list[Sequence[sa.Row[Any]]]:
    """The rows each question is answered with. PostgreSQL is asked all of them at once.

    They are answered one after the other: what a question locks is locked for those after it, and under READ COMMITTED
    each sees what was committed when its turn came.

    Raises:
        DBAPIError: as executing them one by one would; no answer is had then.
    """
    if not _travels(connection):
        return [[] if one.locking else connection.execute(one.statement, one.parameters).all() for one in asked]
    sent = []
    with _journey(connection) as raw:
        for one in asked:
            compiled = _compiled(one.statement, connection.dialect)
            sent.append((compiled, raw.execute(compiled.sql, compiled.bound(one.parameters), prepare=True)))
    return [compiled.rows(cursor.fetchall()) for compiled, cursor in sent]


class Closing:
    """Statements whose answer nobody needs: on PostgreSQL they leave together with the commit, elsewhere at once."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._waiting: list[tuple[str, Mapping[str, Any]]] = []

    @property
    def waits(self) -> bool:
        """Do statements wait here for the commit?"""
        return _travels(self._connection)

    def execute(self, statement: sa.Executable | str, parameters: Mapping[str, Any]) -> None:
        """Send `statement` last, in the order in which this is called."""
        if isinstance(statement, str):
            self._waiting.append((statement, parameters))
        elif self.waits:
            compiled = _compiled(statement, self._connection.dialect)
            self._waiting.append((compiled.sql, compiled.bound(parameters)))
        else:
            self._connection.execute(statement, parameters)

    def commit(self) -> None:
        """Send what waits, and the commit with it. Without anything that waits, the caller's own commit is enough.

        Raises:
            DBAPIError: a statement failed, and so there was no commit.
            NotCommitted: the unit of work had failed before.
        """
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        with _journey(self._connection) as raw:
            for sql, parameters in waiting:
                raw.execute(sql, parameters, prepare=True)
            end = raw.execute("COMMIT")
        # A failed transaction answers a commit with "ROLLBACK", and calls it no error.
        if end.statusmessage != "COMMIT":
            raise NotCommitted


def _travels(connection: sa.Connection) -> bool:
    return connection.dialect.name == "postgresql"


@contextmanager
def _journey(connection: sa.Connection) -> Iterator[Any]:
    """psycopg's pipeline, with its errors told as SQLAlchemy tells them."""
    raw: Any = connection.connection.driver_connection
    errors = connection.dialect.loaded_dbapi.Error
    try:
        with raw.pipeline():
            if raw.autocommit and raw.info.transaction_status == _IDLE:
                raw.execute("BEGIN")
            yield raw
    except errors as failure:
        if raw.closed:
            connection.invalidate(failure)
        raise DBAPIError.instance(
            "several statements",
            None,
            failure,
            errors,
            hide_parameters=True,
            connection_invalidated=raw.closed,
            dialect=connection.dialect,
        ) from failure
    except BaseException as called_away:
        # Half a journey: what is still to be read belongs to nobody.
        connection.invalidate(called_away)
        raise


@dataclass(frozen=True)
class _Compiled:
    """A statement as one database takes it, with what its values go through on both ways."""

    sql: str
    bound: Callable[[Mapping[str, Any]], dict[str, Any]]
    rows: Callable[[Sequence[Sequence[Any]]], list[sa.Row[Any]]]


@lru_cache(maxsize=64)
def _compiled(statement: Any, dialect: sa.Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect)
    incoming = [(name, _processor(bind.type, dialect, "bind")) for bind, name in compiled.bind_names.items()]
    columns = compiled._result_columns  # noqa: SLF001 - SQLAlchemy tells it nowhere else before executing
    row = result_tuple([column.keyname for column in columns])
    outgoing = [_processor(column.type, dialect, "result") for column in columns]

    def bound(parameters: Mapping[str, Any]) -> dict[str, Any]:
        values = compiled.construct_params(dict(parameters))
        return {name: act(values[name]) if act else values[name] for name, act in incoming}

    def rows(found: Sequence[Sequence[Any]]) -> list[sa.Row[Any]]:
        return [row([act(v) if act else v for act, v in zip(outgoing, one, strict=True)]) for one in found]

    return _Compiled(str(compiled), bound, rows)


def _processor(kind: Any, dialect: sa.Dialect, way: str) -> Callable[[Any], Any] | None:
    impl = kind.dialect_impl(dialect)
    found: Callable[[Any], Any] | None = (
        impl.bind_processor(dialect) if way == "bind" else impl.result_processor(dialect, None)
    )
    return found
