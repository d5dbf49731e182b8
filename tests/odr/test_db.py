"""Units of work: all or nothing, announced only when safely written, and safe against a power cut."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from odr import clock, db, events
from odr.accounts.models import Account
from odr.db import Database, UnsafeDatabase, commit_apart, reading, transaction
from odr.events import AccessRevoked


def account(email: str) -> Account:
    return Account(email=email, name="某人", created_at=clock.now())


def emails() -> list[str]:
    with reading() as session:
        return sorted(a.email for a in session.query(Account))


def test_a_unit_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), transaction() as tx:
        tx.add(account("a@x.example"))
        raise RuntimeError
    assert emails() == []


def test_facts_go_out_after_the_commit_and_never_before(database: Database) -> None:
    seen: list[list[str]] = []
    events.subscribe(AccessRevoked, lambda fact: seen.append(emails()))
    with transaction() as tx:
        tx.add(account("a@x.example"))
        tx.announce(AccessRevoked(audience=()))
        assert seen == []
    assert seen == [["a@x.example"]]


def test_a_unit_inside_a_unit_joins_it(database: Database) -> None:
    with pytest.raises(RuntimeError), transaction() as outer:
        with transaction() as inner:
            assert inner is outer
            inner.add(account("a@x.example"))
        raise RuntimeError
    assert emails() == []


def test_a_command_cannot_hide_inside_a_query(database: Database) -> None:
    with reading(), pytest.raises(RuntimeError, match="inside a query"), transaction():
        pass


def test_a_failing_listener_does_not_undo_what_is_written(database: Database) -> None:
    def fail(fact: object) -> None:
        raise ValueError

    events.subscribe(AccessRevoked, fail)
    with transaction() as tx:
        tx.add(account("a@x.example"))
        tx.announce(AccessRevoked(audience=()))
    assert emails() == ["a@x.example"]


def test_writers_take_turns_and_none_is_turned_away(database: Database) -> None:
    failures: list[BaseException] = []

    def write(index: int) -> None:
        try:
            for number in range(20):
                with transaction() as tx:
                    tx.add(account(f"{index}.{number}@x.example"))
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=write, args=(index,)) for index in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(emails()) == 120


def test_a_database_that_may_forget_what_it_acknowledged_is_refused(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(connection: object, record: object) -> None:
        connection.isolation_level = None  # type: ignore[attr-defined]
        connection.execute("PRAGMA synchronous=NORMAL")  # type: ignore[attr-defined]
        connection.execute("PRAGMA foreign_keys=ON")  # type: ignore[attr-defined]

    url = str(database.engine.url)
    monkeypatch.setattr(db, "_prepare_sqlite", careless)
    with pytest.raises(UnsafeDatabase, match="synchronous"):
        db.connect(url)


def test_ids_say_nothing_about_how_many_there_are() -> None:
    ids = {db.new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert {len(i) for i in ids} == {db.ID_LENGTH}


def test_only_the_wait_for_the_disk_goes_to_a_thread(database: Database) -> None:
    apart: list[int] = []
    worked: list[int] = []

    def thread(act: Callable[[], Any]) -> Any:
        apart.append(len(worked))
        return act()

    def work(tx: db.Transaction) -> None:
        worked.append(len(apart))
        tx.add(account("a@x.example"))

    db.use_loop(thread, None)
    try:
        commit_apart(work)
    finally:
        db.use_loop(None, None)
    assert (worked, apart, emails()) == ([0], [1], ["a@x.example"])
