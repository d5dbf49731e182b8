"""Several writers at once, on a database that lets them: PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from odr import db, schema
from odr.access import vault
from odr.audit.trail import record, verify_all

POSTGRES = os.environ.get("HEQI_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1/postgres")
NAME = f"heqi_writers_{os.getpid()}"


@pytest.fixture
def postgresql() -> Iterator[None]:
    server = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {NAME}")
    except (OperationalError, ModuleNotFoundError):
        pytest.skip("no PostgreSQL server answers (HEQI_TEST_POSTGRES)")
    db.connect(sa.make_url(POSTGRES).set(database=NAME).render_as_string(hide_password=False))
    vault.use_master_key(bytes(range(32)))
    schema.bring_up_to_date()
    yield
    db.disconnect()
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {NAME} WITH (FORCE)")
    server.dispose()


def test_acts_of_one_chain_at_the_same_moment_are_all_recorded(postgresql: None) -> None:
    """Everybody's sign-ins share one chain: two at once must not refuse each other."""

    def act(number: int) -> None:
        with db.transaction() as tx:
            record(tx, account_id="x", chain="platform", act="login.opened", subject=str(number))

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(act, range(60)))
    with db.reading() as session:
        assert session.scalar(sa.text("SELECT max(seq) FROM audit_entry WHERE chain = 'platform'")) == 60
        assert verify_all() == {}
