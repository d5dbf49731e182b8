"""The number of a case moves with everything that decides who hears or speaks in its room, whatever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from odr import db, schema
from odr.access import vault
from odr.cases import standing
from odr.cases.models import Case
from odr.cases.standing import WATCHED
from odr.db import reading, transaction
from odr.rooms.posting import post_message
from odr.rooms.standing import standing_of
from tests.factories.mediation import Mediation, begin_mediation
from tests.factories.postgresql import fresh_postgresql

MOVES = {
    "a person is removed": "UPDATE participant SET removed_at = CURRENT_TIMESTAMP WHERE role = 'agent'",
    "a person is admitted again": "UPDATE participant SET removed_at = NULL WHERE role = 'agent'",
    "a person changes sides": "UPDATE participant SET party_id = (SELECT id FROM party WHERE side = 'applicant')"
    " WHERE role = 'agent'",
    "a mandate ends": "UPDATE mandate SET ended_at = CURRENT_TIMESTAMP",
    "a mandate is taken out": "DELETE FROM mandate",
    "a party is renamed": "UPDATE party SET name = 'x'",
    "a person is renamed": "UPDATE account SET name = 'x' WHERE email LIKE 'agent%'",
    "a channel closes": "UPDATE channel SET open = (1 = 0)",
    "a channel changes hands": "UPDATE channel SET party_id = NULL, kind = 'joint'",
    "a key is replaced": "UPDATE channel SET wrapped_key = wrapped_key",
    "the case moves on": "UPDATE \"case\" SET state = 'closed'",
}
STAYS = {
    "words are said": "UPDATE channel SET last_seq = last_seq + 1",
    "the title is mended": "UPDATE \"case\" SET title = 'x'",
    "a password changes": "UPDATE account SET password_hash = 'x'",
    "somebody elsewhere is renamed": "UPDATE account SET name = 'x' WHERE email LIKE 'outsider%'",
}


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def anywhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mediation]:
    """One mediation on each kind of database; every test undoes what it does."""
    if request.param == "postgresql":
        with fresh_postgresql("standing"):
            yield begin_mediation()
        return
    connected = db.connect(f"sqlite:///{tmp_path_factory.mktemp('standing') / 'heqi.db'}")
    schema.metadata.create_all(connected.engine)
    vault.use_master_key(bytes(range(32)))
    yield begin_mediation()
    db.disconnect()


def moved_by(mediation: Mediation, statement: str) -> int:
    """How far the number moves; the statement is undone afterwards."""
    number = sa.select(Case.standing).where(Case.id == mediation.case_id)
    with db.database().engine.connect() as connection:
        before = connection.scalar(number) or 0
        connection.exec_driver_sql(
            statement.replace("%", "%%") if connection.dialect.name == "postgresql" else statement
        )
        after = connection.scalar(number) or 0
        connection.rollback()
    return after - before


@pytest.mark.parametrize("statement", MOVES.values(), ids=MOVES.keys())
def test_it_moves(anywhere: Mediation, statement: str) -> None:
    assert moved_by(anywhere, statement) > 0


@pytest.mark.parametrize("statement", STAYS.values(), ids=STAYS.keys())
def test_it_stays(anywhere: Mediation, statement: str) -> None:
    assert moved_by(anywhere, statement) == 0


def test_speaking_does_not_move_it(anywhere: Mediation) -> None:
    with reading() as session:
        before = session.scalar(sa.select(Case.standing).where(Case.id == anywhere.case_id))
    post_message(anywhere.who("applicant"), anywhere.joint, text="hello", client_ref="r")
    with reading() as session:
        assert session.scalar(sa.select(Case.standing).where(Case.id == anywhere.case_id)) == before


def test_every_table_that_the_rules_read_is_watched(anywhere: Mediation) -> None:
    """A rule that looks into another table must have that table watched, or an old answer would stand."""
    read: set[str] = set()

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        read.update(re.findall(r'(?:FROM|JOIN)\s+"?(\w+)"?', statement))

    engine = db.database().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        with transaction():
            standing_of(anywhere.case_id, -1, keep=False)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    assert {"participant", "channel"} <= read
    assert read <= {watched.table for watched in WATCHED}


def test_a_row_that_comes_and_goes_moves_it_for_every_watched_table(anywhere: Mediation) -> None:
    """Whatever is watched is watched for rows that come, change and go."""
    with db.database().engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            names = connection.scalars(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        else:
            names = connection.scalars(sa.text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")).all()
    made = {name.removesuffix("_moves_standing") for name in names if name.endswith("_moves_standing")}
    wanted = {f"{w.table}_{act}" for w in WATCHED for act in ("insert", "update", "delete")}
    assert made == wanted - {"case_insert", "case_delete"}


def test_where_the_database_does_not_watch_nothing_is_kept(anywhere: Mediation) -> None:
    with db.database().engine.connect() as connection:
        assert standing.is_watched(connection)
        standing.unwatch(connection)
        assert not standing.is_watched(connection)
        connection.rollback()
