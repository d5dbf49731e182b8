"""Many keys and many rows in one statement: on every database the same as one by one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import cast

import pytest
import sqlalchemy as sa

from odr import clock
from odr.accounts.models import Account
from odr.audit.models import AuditEntry
from odr.db import Database, reading, transaction
from odr.many import as_list, insert_rows, nth_text, one_of, rows_of
from tests.factories.postgresql import fresh_postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(request: pytest.FixtureRequest) -> Iterator[Database]:
    """Each kind of database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("database")
        return
    with fresh_postgresql("units") as connected:
        yield connected


def test_many_rows_are_inserted_as_one_by_one(anywhere: Database) -> None:
    at = datetime(2026, 11, 2, 1, 30, 0, 1, tzinfo=UTC)
    facts = {"chain": "case:\"'\\", "at": at, "account_id": "谁", "act": "x", "subject": "", "digest": "d"}
    rows = [
        facts | {"id": f"r{n}", "seq": n, "salt": bytes([0, n, 255]), "previous": b"", "hash": b"\\x"} for n in (1, 2)
    ]
    with transaction() as tx:
        insert_rows(tx.session.connection(), cast(sa.Table, AuditEntry.__table__), rows)
    with reading() as session:
        found = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq)).all()
        assert [{name: getattr(row, name) for name in rows[0]} for row in found] == rows


def test_rows_of_strings_are_joined_whole_and_never_across(anywhere: Database) -> None:
    """Two rows ask for (a, 1) and (b, 2): that (a, 2) exists as well is no answer."""
    with transaction() as tx:
        for mail in ("a1", "a2", "b2"):
            tx.add(Account(email=mail, name="某人", created_at=clock.now()))
    asked = rows_of("asked")
    letters = [nth_text(asked.c.value, sa.literal_column(str(place))) for place in (0, 1)]
    found = sa.select(Account.email).join_from(asked, Account, Account.email == letters[0] + letters[1])
    with reading() as session:
        rows = session.scalars(found.order_by(Account.email), {"asked": '[["a","1"],["b","2"],["c","9"]]'})
        assert list(rows) == ["a1", "b2"]


def test_one_of_many_keys_is_found_and_no_other(anywhere: Database) -> None:
    with transaction() as tx:
        for mail in ("a'b", 'c"d', "e"):
            tx.add(Account(email=mail, name="某人", created_at=clock.now()))
    found = sa.select(Account.email).where(Account.email.in_(one_of("mails"))).order_by(Account.email)
    with reading() as session:
        assert list(session.scalars(found, {"mails": as_list(['c"d', "a'b", "z", "z"])})) == ["a'b", 'c"d']
        assert list(session.scalars(found, {"mails": as_list([])})) == []
