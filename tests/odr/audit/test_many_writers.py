"""Several writers at once, on a database that lets them: PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
import sqlalchemy as sa

from odr import db
from odr.audit.checkpoints import issue, recheck
from odr.audit.models import LogLeaf
from odr.audit.trail import record, verify_all
from odr.audit.tree import leaf_at, root_at
from signing.tree import leaf_hash, root_hash
from tests.factories.postgresql import fresh_postgresql
from tests.odr.audit.conftest import Keys, act


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


def test_leaves_of_the_log_have_no_gap_though_many_write_and_some_fail(postgresql: None, keys: Keys) -> None:
    """Real transactions at once, a third rolled back after their leaves were flushed, heads signed in between."""

    def act_or_fail(number: int) -> None:
        fails = number % 3 == 0
        with pytest.raises(ZeroDivisionError) if fails else nullcontext():
            act(number, fails=fails)
        if number % 7 == 0:
            issue(*keys)

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(act_or_fail, range(90)))
    assert issue(*keys) == 60
    with db.reading() as session:
        places = list(session.scalars(sa.select(LogLeaf.position).order_by(LogLeaf.position)))
        assert places == list(range(60))
        assert root_at(60) == root_hash([leaf_hash(leaf_at(place)) for place in places])
        assert verify_all() == {}
    assert recheck(keys[2]) == []


def test_a_place_is_given_again_when_its_unit_was_rolled_back_at_the_very_end(postgresql: None, keys: Keys) -> None:
    """The worst moment: the leaf has its place and its rows, and the commit does not come."""
    act(1)
    late = db.database().session(write=True)
    unit = db.Transaction(late)
    token = db._current.set(unit)
    try:
        record(unit, account_id="x", chain="case:9", act="a.thing", subject="s", leaf=b'{"act":"never"}')
        for step in list(unit._last):
            step(unit)
        assert late.scalar(sa.select(sa.func.max(LogLeaf.position))) == 1
    finally:
        late.rollback()
        db._current.reset(token)
        late.close()
    act(2)
    with db.reading() as session:
        assert list(session.scalars(sa.select(LogLeaf.position).order_by(LogLeaf.position))) == [0, 1]
    assert recheck(keys[2]) == []
