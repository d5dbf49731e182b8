"""Databases for tests: a file of SQLite, or one of its own on the PostgreSQL server that tests may use.

`HEQI_TEST_DATABASE=postgresql` runs every test that takes its database from here on PostgreSQL.
"""

from __future__ import annotations

import atexit
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from odr import schema

POSTGRES = os.environ.get("HEQI_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1/postgres")
ON_POSTGRES = os.environ.get("HEQI_TEST_DATABASE") == "postgresql"
_until_exit = ExitStack()
atexit.register(_until_exit.close)


@contextmanager
def fresh_url(folder: Path) -> Iterator[str]:
    """The address of a new database for one test, with every table where that is cheaper than making them."""
    if not ON_POSTGRES:
        yield f"sqlite:///{folder / 'heqi.db'}"
        return
    with fresh_postgres(template=_with_every_table()) as url:
        yield url


def lasting_url(folder: Path) -> str:
    """The same, kept until the tests end."""
    return _until_exit.enter_context(fresh_url(folder))


@contextmanager
def fresh_postgres(*, template: str = "") -> Iterator[str]:
    """The address of a new database, empty or a copy of `template`; skips the test where no server answers."""
    name = f"heqi_test_{secrets.token_hex(6)}"
    server = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    try:
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    except (OperationalError, ModuleNotFoundError):
        pytest.skip("no PostgreSQL server answers (HEQI_TEST_POSTGRES)")
    try:
        yield sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@cache
def _with_every_table() -> str:
    url = _until_exit.enter_context(fresh_postgres())
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    schema.metadata.create_all(engine)
    return str(engine.url.database)
