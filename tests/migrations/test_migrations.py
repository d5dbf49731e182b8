"""The migrations lead to exactly the tables the code knows, there and back, with data kept."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError, OperationalError

from odr import db, schema
from odr.access import vault
from odr.accounts.models import Account
from odr.audit.checkpoints import recheck
from odr.audit.trail import record, verify_all
from odr.audit.tree import leaf_at, log_size, root_at
from odr.cases import standing
from odr.rooms.posting import post_message
from odr.rooms.queries import messages_after
from signing.tree import act_leaf, leaf_hash, root_hash
from tests.factories.mediation import begin_mediation

POSTGRES = os.environ.get("HEQI_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1/postgres")
NAME = f"heqi_migrations_{os.getpid()}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'heqi.db'}"
        return
    server = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {NAME}")
    except (OperationalError, ModuleNotFoundError):
        pytest.skip("no PostgreSQL server answers (HEQI_TEST_POSTGRES)")
    yield sa.make_url(POSTGRES).set(database=NAME).render_as_string(hide_password=False)
    db.disconnect()
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {NAME} WITH (FORCE)")
    server.dispose()


@pytest.fixture
def database(url: str) -> Iterator[db.Database]:
    connected = db.connect(url)
    vault.use_master_key(bytes(range(32)))
    schema.bring_up_to_date()
    yield connected
    db.disconnect()


def down(engine: sa.Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()


def test_the_newest_migration_is_what_the_code_expects(database: db.Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []


def test_the_database_moves_the_standing_of_cases_by_itself(database: db.Database) -> None:
    with database.engine.connect() as connection:
        assert standing.is_watched(connection)


def test_running_them_again_changes_nothing_and_loses_nothing(database: db.Database) -> None:
    mediation = begin_mediation()
    post_message(mediation.who("applicant"), mediation.joint, text="kept", client_ref="r")
    schema.bring_up_to_date()
    assert [m.text for m in messages_after(mediation.who("mediator"), mediation.joint, 0)] == ["kept"]


def test_the_platform_works_on_it_and_its_trail_cannot_be_rewritten(database: db.Database) -> None:
    mediation = begin_mediation()
    for number in range(3):
        post_message(mediation.who("applicant"), mediation.joint, text=f"{number}", client_ref=f"r{number}")
    with db.reading():
        assert verify_all() == {}
    with pytest.raises(DBAPIError, match="append-only"), db.transaction() as tx:
        tx.session.execute(sa.text("UPDATE audit_entry SET act = 'x'"))


def test_the_way_back_leaves_nothing_and_the_way_up_works_again(database: db.Database) -> None:
    down(database.engine)
    assert set(sa.inspect(database.engine).get_table_names()) <= {"alembic_version"}
    schema.bring_up_to_date()
    with db.reading() as session:
        assert session.scalars(sa.select(Account)).all() == []


def test_what_was_proved_before_there_was_a_log_is_in_it(database: db.Database) -> None:
    """Acts on agreements are older than the log: it begins with them, in their order, as if it were as old as they."""
    leaves = [act_leaf("agreement.sealed", salt=bytes(16), sha256=f"{number:064x}") for number in range(5)]
    for leaf in leaves:
        with db.transaction() as tx:
            record(tx, account_id="x", chain="case:1", act="agreement.sealed", subject="v", leaf=leaf)
            record(tx, account_id="x", chain="case:1", act="a.thing", subject="v")
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    before = ScriptDirectory.from_config(config).get_revision("0013").down_revision
    with database.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, before)
        connection.commit()
    schema.bring_up_to_date()
    with db.reading():
        assert [leaf_at(index) for index in range(log_size())] == leaves
        assert root_at(5) == root_hash([leaf_hash(leaf) for leaf in leaves])
    assert recheck(bool) == []
    with pytest.raises(DBAPIError, match="append-only"), db.transaction() as tx:
        tx.session.execute(sa.text("DELETE FROM log_leaf"))


def at(revision: str, engine: sa.Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
        connection.commit()


def test_a_case_of_a_newer_kind_survives_the_way_back_as_another_kind(database: db.Database) -> None:
    mediation = begin_mediation()
    change = sa.text('UPDATE "case" SET dispute_type = :kind')
    with db.transaction() as tx:
        tx.session.execute(change, {"kind": "olympic_symbol"})
    at("0016", database.engine)
    with pytest.raises(DBAPIError, match="disputetype"), db.transaction() as tx:
        tx.session.execute(change, {"kind": "event"})
    with database.engine.connect() as connection:
        assert connection.execute(sa.text('SELECT dispute_type FROM "case"')).scalar_one() == "other"
        assert standing.is_watched(connection)
    schema.bring_up_to_date()
    with db.transaction() as tx:
        tx.session.execute(change, {"kind": "event"})
    with pytest.raises(DBAPIError, match="disputetype"), db.transaction() as tx:
        tx.session.execute(change, {"kind": "nonsense"})
    post_message(mediation.who("applicant"), mediation.joint, text="kept", client_ref="r")
    with database.engine.connect() as connection:
        assert standing.is_watched(connection)
