"""A PostgreSQL database of its own, for what must hold where several write at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from odr import db, events, schema
from odr.access import vault

SERVER = os.environ.get("HEQI_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1/postgres")


@contextmanager
def fresh_postgresql(purpose: str) -> Iterator[db.Database]:
    """Connect the platform to a fresh, migrated database, dropped afterwards; skip where no server answers."""
    name = f"heqi_{purpose}_{os.getpid()}"
    server = sa.create_engine(SERVER, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    except (OperationalError, ModuleNotFoundError):
        pytest.skip("no PostgreSQL server answers (HEQI_TEST_POSTGRES)")
    events.unsubscribe_all()
    connected = db.connect(sa.make_url(SERVER).set(database=name).render_as_string(hide_password=False))
    vault.use_master_key(bytes(range(32)))
    schema.bring_up_to_date()
    try:
        yield connected
    finally:
        db.disconnect()
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        server.dispose()
