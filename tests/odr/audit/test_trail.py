"""The trail: append-only, one chain per audience, and any edit shows."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from odr.access.actor import Side
from odr.audit.models import AuditEntry
from odr.audit.trail import FACTS, canonical, record, verify_all
from odr.audit.tree import leaf_at, log_size, positions
from odr.db import Database, reading, transaction
from odr.rooms.posting import post_message
from tests.factories.mediation import Mediation


def chains() -> dict[str, int]:
    with reading() as session:
        counted = sa.select(AuditEntry.chain, sa.func.count(AuditEntry.id)).group_by(AuditEntry.chain)
        return {chain: count for chain, count in session.execute(counted)}


def test_what_one_side_does_in_its_caucus_moves_no_other_chain(mediation: Mediation) -> None:
    before = chains()
    caucus = mediation.caucus[Side.APPLICANT]
    post_message(mediation.who("applicant"), caucus, text="quietly", client_ref="r")
    after = chains()
    assert {chain for chain in after if after[chain] != before.get(chain, 0)} == {f"channel:{caucus}"}


def test_an_untouched_trail_is_whole(mediation: Mediation) -> None:
    post_message(mediation.who("applicant"), mediation.joint, text="hello", client_ref="r")
    with reading():
        assert verify_all() == {}


@pytest.mark.parametrize(
    "verb", ["UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry", "DELETE FROM audit_leaf"]
)
def test_the_database_itself_refuses_to_change_what_was_recorded(mediation: Mediation, verb: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction() as tx:
        tx.session.execute(sa.text(verb))


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(1, 2**40))
def test_what_is_hashed_of_an_entry_is_plain_json_after_salt_and_predecessor(text: str, seq: int) -> None:
    at = datetime(2026, 11, 2, tzinfo=UTC)
    facts = [text, seq, at.isoformat(), text, "act", text, "digest"]
    entry = dict(zip(FACTS, [*facts[:2], at, *facts[3:]], strict=True)) | {"previous": b"p", "salt": b"s"}
    assert canonical(entry) == b"ps" + json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


EDITS = {
    "another act": "UPDATE audit_entry SET act = 'nothing.happened' WHERE seq = 2",
    "another person": "UPDATE audit_entry SET account_id = 'somebody' WHERE seq = 2",
    "another time": "UPDATE audit_entry SET at = '2020-01-01 00:00:00' WHERE seq = 2",
    "one removed": "DELETE FROM audit_entry WHERE seq = 2",
    "the last removed with its leaf": "DELETE FROM audit_leaf WHERE position = 2",
    "two exchanged": "UPDATE audit_entry SET seq = CASE seq WHEN 1 THEN -2 WHEN 2 THEN 1 ELSE seq END WHERE seq < 3",
    "a leaf replaced": "UPDATE audit_leaf SET leaf = x'00' WHERE position = 2",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_by_somebody_with_the_database_shows(mediation: Mediation, database: Database, edit: str) -> None:
    for number in range(3):
        post_message(mediation.who("applicant"), mediation.joint, text="hello", client_ref=f"r{number}")
    with database.engine.connect() as connection:
        ask = connection.connection.driver_connection
        assert ask is not None
        ask.execute("PRAGMA foreign_keys=OFF")
        for table in ("audit_entry", "audit_leaf"):
            for act in ("update", "delete"):
                ask.execute(f"DROP TRIGGER {table}_no_{act}")
        ask.execute(edit)
        connection.commit()
    with reading():
        assert verify_all() != {}


def leaves() -> list[bytes]:
    with reading():
        return [leaf_at(index) for index in range(log_size())]


def test_the_tree_in_a_bundle_does_not_count_what_was_said_in_a_caucus(mediation: Mediation) -> None:
    """A reader of bundles sees the size of the tree and the places of acts; private words must move neither."""

    def act(number: int) -> None:
        leaf = f'{{"act":{number}}}'.encode()
        with transaction() as tx:
            record(tx, account_id="x", chain="case:1", act="document.signed", subject="v1", leaf=leaf)

    before = len(leaves())
    act(1)
    for number in range(3):
        post_message(
            mediation.who("applicant"), mediation.caucus[Side.APPLICANT], text="quietly", client_ref=f"r{number}"
        )
    act(2)
    assert positions("case:1", "v1") == [("document.signed", before), ("document.signed", before + 1)]
    assert leaves()[before:] == [b'{"act":1}', b'{"act":2}']
    with reading():
        assert verify_all() == {}


def test_a_leaf_that_a_bundle_proves_is_found_again(mediation: Mediation) -> None:
    with transaction() as tx:
        recorded = record(
            tx, account_id="x", chain="case:1", act="document.frozen", subject="v1", content=b"", leaf=b'{"act":"x"}'
        )
    ((act, place),) = positions("case:1", "v1")
    assert (act, leaves()[place]) == ("document.frozen", recorded.leaf_data)
    with reading():
        assert verify_all() == {}
        assert log_size() == place + 1
