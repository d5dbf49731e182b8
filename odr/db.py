"""The database: its base class, its types, and the only place that commits."""

from __future__ import annotations

import importlib
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import sqlalchemy as sa
from sqlalchemy import event, orm
from sqlalchemy.types import TypeDecorator

from odr import events
from odr.together import Closing

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")

ID_LENGTH = 22
_NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class UnsafeDatabase(Exception):
    """The database would lose acknowledged writes in a power cut; the sentence says which setting to change."""


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant. Stored in UTC; a naive value is a programming error and is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive date-time cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def closed_list(kind: type[StrEnum]) -> sa.Enum:
    """A column type that stores the *values* of an enum as text with a CHECK, alike on every database."""
    return sa.Enum(
        kind,
        name=kind.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [m.value for m in members],
    )


class Base(orm.DeclarativeBase):
    """Root of every table. Every id is random, so that no id counts anything."""

    metadata = sa.MetaData(naming_convention=_NAMING)
    type_annotation_map = {
        datetime: UTCDateTime(),
        int: sa.BigInteger(),
        str: sa.Text(),
        bytes: sa.LargeBinary(),
    }


def new_id() -> str:
    """A random public id of 128 bits, 22 URL-safe characters."""
    return secrets.token_urlsafe(16)


def primary_key() -> orm.Mapped[str]:
    """The random primary key of a table."""
    return orm.mapped_column(sa.String(ID_LENGTH), primary_key=True, default=new_id)


def refers_to(target: str, *, index: bool = True, nullable: bool = False, **options: Any) -> orm.MappedColumn[Any]:
    """A foreign key to `target` ("table.id")."""
    return orm.mapped_column(sa.String(ID_LENGTH), sa.ForeignKey(target), index=index, nullable=nullable, **options)


class Transaction:
    """One unit of work: rows to write, and facts to announce once they are safely written."""

    def __init__(self, session: orm.Session) -> None:
        self.session = session
        self.pending: list[events.Event] = []
        self._last: dict[Callable[[Transaction], None], None] = {}
        self._closing: Closing | None = None

    def add(self, row: T) -> T:
        """Write `row` and return it with its id."""
        self.session.add(row)
        self.session.flush()
        return row

    def announce(self, fact: events.Event) -> None:
        """Publish `fact` if and only if this unit commits."""
        self.pending.append(fact)

    @property
    def closing(self) -> Closing:
        """For statements whose answer nobody needs: they leave together with the commit."""
        if self._closing is None:
            self._closing = Closing(self.session.connection())
        return self._closing

    def at_the_end(self, step: Callable[[Transaction], None]) -> None:
        """Do `step` once, just before the commit: for what makes others wait, so that they wait as little as can be."""
        self._last[step] = None

    def commit(self, apart: Callable[[Callable[[], None]], None]) -> None:
        """Do what was left for the end, then commit; `apart` calls what waits for the disk."""
        while self._last:
            steps, self._last = self._last, {}
            for step in steps:
                step(self)
        self.session.flush()
        if self._closing is not None:
            self._closing.commit()
        apart(self.session.commit)


class Database:
    """An engine that keeps its word: what it acknowledged survives a power cut."""

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url, hide_parameters=True, **_engine_options(url))
        self.sqlite = self.engine.dialect.name == "sqlite"
        if self.sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
            self._together = self.engine
        else:
            # Connections of its own, not asked beforehand whether they live: what fails is done again by its caller.
            self._together = sa.create_engine(url, hide_parameters=True, pool_size=2, max_overflow=18)
            postgresql = importlib.import_module("odr.postgresql")
            postgresql.prepare(self.engine)
            postgresql.prepare_for_many(self._together)
        self._writers = self.engine.execution_options(heqi_write=True)
        self._one_writer = threading.Lock()
        self._kept: sa.Connection | None = None

    def write(self, work: Callable[[Transaction], R]) -> tuple[R, list[events.Event]]:
        """One unit on a connection kept for this; where there is one writer, the caller has its turn."""
        if not self.sqlite:
            writers = self._together.execution_options(heqi_write=True)
            with orm.Session(writers, expire_on_commit=False) as fresh, _unit(fresh, self.apart) as unit:
                result = work(unit)
            return result, unit.pending
        if self._kept is None:
            self._kept = self._writers.connect()
        with orm.Session(self._kept, expire_on_commit=False) as fresh, _unit(fresh, self.apart) as unit:
            result = work(unit)
        return result, unit.pending

    def apart(self, act: Callable[[], R]) -> R:
        """Call `act`, which waits for the disk, where it stops no loop.

        Only the wait goes to a thread: everything else of a unit would fight with the loop for the one interpreter.
        """
        return _in_a_thread(act) if self.sqlite else act()

    def give_way(self) -> None:
        """Let whoever is ready go on first: a question put to a database elsewhere is answered meanwhile."""
        if not self.sqlite:
            time.sleep(0)

    def close(self) -> None:
        """Close every connection."""
        if self._kept is not None:
            self._kept.close()
        self.engine.dispose()
        self._together.dispose()

    def turn_to_write(self) -> AbstractContextManager[Any]:
        """SQLite has one writer: waiting here lets others run, waiting inside SQLite would stop them all."""
        return self._one_writer if self.sqlite else nullcontext()

    def session(self, *, write: bool) -> orm.Session:
        """A new SQLAlchemy session; one that writes takes the write lock when it begins."""
        return orm.Session(self._writers if write else self.engine, expire_on_commit=False)

    def check_durability(self) -> None:
        """Refuse a database that acknowledges what it may lose.

        Raises:
            UnsafeDatabase: SQLite below synchronous=FULL or without foreign keys; PostgreSQL with fsync or
                synchronous_commit off.
        """
        with self.engine.connect() as connection:
            ask = connection.exec_driver_sql
            if self.sqlite:
                if int(ask("PRAGMA synchronous").scalar_one()) < 2:
                    raise UnsafeDatabase("SQLite must run with synchronous=FULL or EXTRA.")
                if not ask("PRAGMA foreign_keys").scalar_one():
                    raise UnsafeDatabase("SQLite must run with foreign_keys=ON.")
            elif self.engine.dialect.name == "postgresql":
                if ask("SHOW fsync").scalar_one() != "on":
                    raise UnsafeDatabase("PostgreSQL must run with fsync=on.")
                if ask("SHOW synchronous_commit").scalar_one() in {"off", "local"}:
                    raise UnsafeDatabase("PostgreSQL must run with synchronous_commit=on.")


def _at_once(act: Callable[[], Any]) -> Any:
    return act()


_database: Database | None = None
_in_a_thread: Callable[[Callable[[], Any]], Any] = _at_once
_current: ContextVar[Transaction | None] = ContextVar("heqi_unit", default=None)


def connect(url: str) -> Database:
    """Use the database at `url` from now on, after checking that it keeps what it acknowledges."""
    global _database
    database = Database(url)
    database.check_durability()
    disconnect()
    _database = database
    return database


def use_loop(thread: Callable[[Callable[[], Any]], Any] | None, wait: Callable[[int, int], int] | None) -> None:
    """How a real thread is had and a socket waited for where one loop serves everybody; None where it does not."""
    global _in_a_thread
    _in_a_thread = thread or _at_once
    if not database().sqlite:
        importlib.import_module("odr.postgresql").use_wait(wait)


def disconnect() -> None:
    """Close every connection."""
    global _database
    if _database is not None:
        _database.close()
    _database = None


def database() -> Database:
    """The database in use."""
    if _database is None:
        raise RuntimeError("no database is connected")
    return _database


def session() -> orm.Session:
    """The SQLAlchemy session of the unit of work in hand."""
    unit = _current.get()
    if unit is None:
        raise RuntimeError("no unit of work is open")
    return unit.session


@contextmanager
def transaction() -> Iterator[Transaction]:
    """A unit that commits as a whole or leaves nothing; announced facts go out after the commit.

    Inside another transaction it joins that one. Slow work does not belong inside.
    """
    outer = _current.get()
    if outer is not None:
        if not _writes(outer.session):
            raise RuntimeError("a command cannot start inside a query")
        yield outer
        return
    source = database()
    with source.turn_to_write(), source.session(write=True) as fresh, _unit(fresh, source.apart) as unit:
        yield unit
    for fact in unit.pending:
        events.publish(fact)


@contextmanager
def _unit(fresh: orm.Session, apart: Callable[[Callable[[], None]], None]) -> Iterator[Transaction]:
    unit = Transaction(fresh)
    token = _current.set(unit)
    try:
        fresh.connection()
        yield unit
        unit.commit(apart)
    except BaseException:
        fresh.rollback()
        raise
    finally:
        _current.reset(token)


def commit_apart(work: Callable[[Transaction], R]) -> tuple[R, list[events.Event]]:
    """Do `work` in a unit of its own and return its result with the facts that are now true, for the caller to publish.

    Where one loop serves everybody and the disk would stop it (SQLite), a real thread waits for the commit.
    """
    if in_unit():
        raise RuntimeError("a unit of its own cannot start inside another")
    source = database()
    with source.turn_to_write():
        return source.write(work)


@contextmanager
def reading() -> Iterator[orm.Session]:
    """A unit that only reads one consistent state; joins an open unit."""
    outer = _current.get()
    if outer is not None:
        yield outer.session
        return
    with database().session(write=False) as fresh:
        token = _current.set(Transaction(fresh))
        try:
            yield fresh
        finally:
            fresh.expunge_all()
            fresh.rollback()
            _current.reset(token)


def query(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` inside `reading()`."""

    @wraps(function)
    def read(*args: P.args, **kwargs: P.kwargs) -> R:
        with reading():
            return function(*args, **kwargs)

    return read


def in_unit() -> bool:
    """Is a unit of work open here? Slow work asks this to refuse to run inside one."""
    return _current.get() is not None


def _writes(candidate: orm.Session) -> bool:
    bind = candidate.get_bind()
    return bool(bind.get_execution_options().get("heqi_write"))


def _engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 10, "check_same_thread": False}}
    return {"pool_pre_ping": True, "pool_size": 10, "max_overflow": 20}


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "secure_delete=ON",
        # Random keys reach into every part of an index: 32 MiB keep it in memory, where the usual 2 would not.
        "cache_size=-32768",
        # A checkpoint copies what is safe in the log already; done less often it copies each page once for many.
        "wal_autocheckpoint=4000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    write = connection.get_execution_options().get("heqi_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
