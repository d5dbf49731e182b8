"""A log with a key and a clock of its own, and the hand of somebody who has the database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from odr.audit.checkpoints import Trusted
from odr.audit.trail import record
from odr.db import Database, transaction
from signing.authority.embedded import EmbeddedAuthority
from signing.authority.embedded_timestamps import EmbeddedTimestampAuthority
from signing.authority.ports import TimestampAuthority
from signing.keys import SigningIdentity
from signing.tree import act_leaf

Keys = tuple[SigningIdentity, TimestampAuthority, Trusted]


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """The log's identity and a time-stamp authority."""
    directory: Path = tmp_path_factory.mktemp("keys") / "authority"
    authority = EmbeddedAuthority(directory)
    authority.create()
    timestamps = EmbeddedTimestampAuthority(authority)
    ours = {authority.log_identity().certificate, *timestamps.trust_material().timestamping}
    return authority.log_identity(), timestamps, ours.__contains__


def act(number: int, *, fails: bool = False) -> None:
    """One act that a court must be able to prove."""
    leaf = act_leaf("agreement.sealed", salt=bytes(16), sha256=f"{number:064x}")
    with transaction() as tx:
        record(tx, account_id="x", chain=f"case:{number % 5}", act="agreement.sealed", subject=str(number), leaf=leaf)
        tx.session.flush()
        if fails:
            raise ZeroDivisionError


@pytest.fixture
def by_hand(database: Database) -> Callable[[str], None]:
    """Change the database past the platform and past its triggers."""

    def change(statement: str) -> None:
        with database.engine.connect() as connection:
            ask = connection.connection.driver_connection
            assert ask is not None
            ask.execute("PRAGMA foreign_keys=OFF")
            named = ask.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (name,) in named:
                ask.execute(f"DROP TRIGGER {name}")
            ask.execute(statement)
            connection.commit()

    return change
