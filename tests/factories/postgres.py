"""Databases on the PostgreSQL server that tests may use, each made for one test and dropped after it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

POSTGRES = os.environ.get("HEQI_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1/postgres")


@contextmanager
def fresh_postgres(*, template: str = "") -> Iterator[str]:
    """The address of a new database, empty or a copy of `template`; skips the test where no server answers."""
    name = f"heqi_test_{secrets.token_hex(6)}"
    server = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
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
        server.dispose()
