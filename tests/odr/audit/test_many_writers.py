"""Several writers at once, on a database that lets them: PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
import sqlalchemy as sa

from odr import db
from odr.audit.trail import record, verify_all
from tests.factories.postgresql import fresh_postgresql


@pytest.fixture
def postgresql() -> Iterator[None]:
    with fresh_postgresql("writers"):
        yield


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


def test_a_unit_that_fails_leaves_no_gap_in_the_tree(postgresql: None) -> None:
    def act(number: int) -> None:
        with pytest.raises(ZeroDivisionError) if number % 3 == 0 else nullcontext(), db.transaction() as tx:
            record(tx, account_id="x", chain=f"case:{number % 5}", act="a.thing", subject=str(number))
            tx.session.flush()
            if number % 3 == 0:
                raise ZeroDivisionError

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(act, range(60)))
    with db.reading() as session:
        assert session.scalar(sa.text("SELECT max(position) FROM audit_leaf")) == 40
        assert verify_all() == {}


def test_a_leaf_that_is_taken_away_with_its_entry_shows(postgresql: None) -> None:
    for number in range(5):
        with db.transaction() as tx:
            record(tx, account_id="x", chain=f"case:{number}", act="a.thing", subject=str(number))
    with db.database().engine.begin() as connection:
        for table in ("audit_leaf", "audit_entry"):
            connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        connection.exec_driver_sql("DELETE FROM audit_leaf WHERE position = 3")
        connection.exec_driver_sql("DELETE FROM audit_entry WHERE chain = 'case:2'")
    with db.reading():
        assert set(verify_all()) == {"tree"}
