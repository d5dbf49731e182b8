"""Statements that travel together: answered as if one by one, kept as a whole or not at all."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError

from odr import clock
from odr.accounts.models import Account
from odr.db import Database, Transaction, commit_apart, reading, transaction
from odr.together import Asked, NotCommitted, ask
from tests.factories.postgresql import fresh_postgresql

ACCOUNT = Account.__table__
NAMED = sa.select(ACCOUNT.c.email, ACCOUNT.c.created_at).where(ACCOUNT.c.email == sa.bindparam("email"))
LOCKED = sa.select(sa.func.pg_advisory_xact_lock(1))
RENAME = sa.update(ACCOUNT).where(ACCOUNT.c.email == sa.bindparam("mail")).values(name=sa.bindparam("new"))


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Each kind of database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("database")
        return
    with fresh_postgresql("together") as connected:
        yield connected


@pytest.fixture
def postgresql() -> Iterator[Database]:
    with fresh_postgresql("together") as connected:
        yield connected


def add(*mails: str) -> None:
    with transaction() as tx:
        for mail in mails:
            tx.add(Account(email=mail, name="某人", created_at=clock.now()))


def names() -> dict[str, str]:
    with reading() as session:
        return {row.email: row.name for row in session.execute(sa.select(ACCOUNT.c.email, ACCOUNT.c.name))}


def test_questions_are_answered_in_their_order_with_values_as_they_were_kept(anywhere: Database) -> None:
    add("a@x", "b@x")
    with reading() as session:
        connection = session.connection()
        found = ask(
            connection,
            Asked(NAMED, {"email": "b@x"}),
            Asked(LOCKED, {}, locking=True),
            Asked(NAMED, {"email": "nobody"}),
            Asked(NAMED, {"email": "a@x"}),
        )
        one_by_one = [connection.execute(NAMED, {"email": mail}).all() for mail in ("b@x", "nobody", "a@x")]
    assert [found[0], found[2], found[3]] == one_by_one
    assert found[0][0].email == "b@x"
    assert found[0][0].created_at.tzinfo is not None


def test_what_is_left_for_the_commit_is_kept_with_it_in_its_order(anywhere: Database) -> None:
    add("a@x")

    def work(tx: Transaction) -> None:
        tx.closing.execute(RENAME, {"mail": "a@x", "new": "first"})
        tx.closing.execute(RENAME, {"mail": "a@x", "new": "second"})

    commit_apart(work)
    assert names() == {"a@x": "second"}


def test_a_unit_that_fails_before_its_commit_leaves_nothing_of_what_waited_for_it(anywhere: Database) -> None:
    add("a@x")

    def work(tx: Transaction) -> None:
        tx.closing.execute(RENAME, {"mail": "a@x", "new": "never"})
        raise OSError("elsewhere")

    with pytest.raises(OSError, match="elsewhere"):
        commit_apart(work)
    assert names() == {"a@x": "某人"}


def test_one_statement_that_fails_at_the_commit_undoes_the_unit_and_is_told(postgresql: Database) -> None:
    add("a@x", "b@x")
    taken = "UPDATE account SET email = 'b@x' WHERE email = %(mail)s"

    def work(tx: Transaction) -> None:
        tx.session.execute(RENAME, {"mail": "b@x", "new": "never"})
        tx.closing.execute(taken, {"mail": "a@x"})
        tx.closing.execute(RENAME, {"mail": "a@x", "new": "never"})

    with pytest.raises(IntegrityError):
        commit_apart(work)
    assert names() == {"a@x": "某人", "b@x": "某人"}
    commit_apart(lambda tx: tx.closing.execute(RENAME, {"mail": "a@x", "new": "later"}))
    assert names()["a@x"] == "later"


def test_a_unit_that_had_failed_unseen_is_never_called_committed(postgresql: Database) -> None:
    """PostgreSQL answers the commit of a failed transaction with a rollback, and calls that no error."""
    add("a@x")

    def work(tx: Transaction) -> None:
        raw = tx.session.connection().connection.driver_connection
        with pytest.raises(Exception, match="nowhere"):
            raw.execute("BEGIN; SELECT * FROM nowhere")

    with pytest.raises((NotCommitted, DBAPIError)):
        commit_apart(lambda tx: (work(tx), tx.closing.execute(RENAME, {"mail": "a@x", "new": "never"})))
    assert names() == {"a@x": "某人"}


def test_a_statement_that_travels_alone_belongs_to_the_same_unit(postgresql: Database) -> None:
    add("a@x")

    def work(tx: Transaction) -> None:
        tx.session.execute(RENAME, {"mail": "a@x", "new": "never"})
        raise OSError("elsewhere")

    with pytest.raises(OSError, match="elsewhere"):
        commit_apart(work)
    assert names() == {"a@x": "某人"}


def test_what_one_question_locks_is_locked_for_those_after_it(postgresql: Database) -> None:
    """The second question waits with the first: it sees what whoever held the lock has committed."""
    add("a@x")
    held, asked, seen = threading.Event(), threading.Event(), []

    def holds() -> None:
        with transaction() as tx:
            tx.session.execute(LOCKED)
            tx.session.execute(RENAME, {"mail": "a@x", "new": "seen"})
            held.set()
            asked.wait(10)

    def asks() -> None:
        held.wait(10)
        threading.Timer(0.2, asked.set).start()
        name = sa.select(ACCOUNT.c.name)
        seen.extend(commit_apart(lambda tx: ask(tx.session.connection(), Asked(LOCKED, {}, True), Asked(name, {})))[0])

    both = [threading.Thread(target=act) for act in (holds, asks)]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert [row.name for row in seen[1]] == ["seen"]


def test_whoever_is_called_away_on_the_journey_leaves_no_half_answer_to_the_next(postgresql: Database) -> None:
    """In a process of its own, whose loop waits for the sockets."""
    add("a@x")
    code = """
import gevent.monkey
gevent.monkey.patch_all()
import sys
import gevent, sqlalchemy as sa
from blueprints.loop import socket_wait
from odr import db
from odr.together import Asked, ask
db.connect(sys.argv[1])
db.use_loop(None, socket_wait())
number = lambda n: Asked(sa.select(sa.literal(n), sa.func.pg_sleep(0.3)), {})
def unit():
    return db.commit_apart(lambda tx: ask(tx.session.connection(), number(1)))
away = gevent.spawn(unit)
gevent.sleep(0.1)
away.kill()
ticks = gevent.spawn(lambda: [gevent.sleep(0.01) for _ in range(5)])
found = db.commit_apart(lambda tx: ask(tx.session.connection(), number(2), number(3)))[0]
print([row[0] for answer in found for row in answer], ticks.ready())
"""
    url = postgresql.engine.url.render_as_string(hide_password=False)
    said = subprocess.run([sys.executable, "-c", code, url], capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout.strip() == "[2, 3] True"
