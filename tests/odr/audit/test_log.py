"""The public log: leaves in places without a gap, heads that never contradict each other, and edits that show."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from odr import clock
from odr.access.actor import Side
from odr.audit.anchors import anchor
from odr.audit.checkpoints import alarm, alarmed, issue, recheck
from odr.audit.models import AuditEntry, AuditLeaf, LogCheckpoint, LogLeaf, LogNode
from odr.audit.queries import checkpoint_note, extension_text, inclusion_of_hash, log_state, seal_proof
from odr.audit.trail import verify_all
from odr.audit.tree import consistency, inclusion, leaf_at, log_size, root_at
from odr.db import Database, reading, transaction
from odr.errors import LogRewritten, NotFound
from odr.rooms.posting import post_message
from signing.authority.embedded import EmbeddedAuthority
from signing.checkpoint import (
    Checkpoint,
    check_extension,
    read_checkpoint,
    read_extension,
    sign_checkpoint,
    verify_checkpoint,
)
from signing.timestamps import check_token
from signing.tree import leaf_hash, root_hash, verify_consistency, verify_inclusion
from tests.factories.mediation import Mediation
from tests.odr.audit.conftest import Keys, act

ByHand = Callable[[str], None]


def all_leaves() -> list[bytes]:
    return [leaf_hash(leaf_at(index)) for index in range(log_size())]


def test_every_proof_from_the_stored_tree_holds(database: Database) -> None:
    for number in range(11):
        act(number)
    with reading():
        hashes = all_leaves()
        for size in range(1, 12):
            assert root_at(size) == root_hash(hashes[:size])
            for index in range(size):
                assert verify_inclusion(hashes[index], index, size, inclusion(index, size), root_at(size))
            for old in range(1, size + 1):
                assert verify_consistency(old, size, root_at(old), root_at(size), consistency(old, size))


def test_a_unit_that_fails_leaves_neither_leaf_nor_gap(database: Database, keys: Keys) -> None:
    act(1)
    with pytest.raises(ZeroDivisionError):
        act(2, fails=True)
    act(3)
    with reading() as session:
        assert list(session.scalars(sa.select(LogLeaf.about).order_by(LogLeaf.position))) == [f"{1:064x}", f"{3:064x}"]
        assert recheck(keys[2]) == []


def test_adding_and_proving_read_one_row_a_level_at_most(database: Database) -> None:
    for number in range(70):
        act(number)
    with reading() as session:
        total = session.scalar(sa.select(sa.func.count()).select_from(LogNode))
    assert total is not None and total <= 2 * 70
    asked: list[int] = []
    plans: list[str] = []

    def see(connection: object, cursor: sqlite3.Cursor, statement: str, parameters: object, *rest: object) -> None:
        if "JOIN log_node" in statement:
            asked.append(len(json.loads(parameters[0])))  # type: ignore[index]
            plans.append(" ".join(str(row) for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)))

    sa.event.listen(database.engine, "before_cursor_execute", see)
    try:
        act(70)
        with reading():
            inclusion(17, 71)
            consistency(40, 71)
    finally:
        sa.event.remove(database.engine, "before_cursor_execute", see)
    assert len(asked) == 3
    assert not any("SCAN log_node" in plan for plan in plans), "the index is used"
    assert max(asked) <= 2 * (71).bit_length()


def test_words_in_a_room_are_no_leaves_of_it(mediation: Mediation) -> None:
    with reading():
        before = log_size()
    for number in range(3):
        post_message(
            mediation.who("applicant"), mediation.caucus[Side.APPLICANT], text="quietly", client_ref=f"{number}"
        )
        post_message(mediation.who("applicant"), mediation.joint, text="aloud", client_ref=f"j{number}")
    with reading():
        assert log_size() == before


def test_a_head_is_signed_once_stamped_and_kept(database: Database, keys: Keys) -> None:
    assert issue(*keys) == 0
    act(1)
    assert issue(*keys) == issue(*keys) == 1
    act(2)
    act(3)
    assert issue(*keys) == 3
    with reading() as session:
        rows = session.scalars(sa.select(LogCheckpoint).order_by(LogCheckpoint.size)).all()
        assert [row.size for row in rows] == [1, 3]
        for row in rows:
            head = verify_checkpoint(row.note, keys[0].certificate)
            assert (head.size, head.root) == (row.size, root_at(row.size))
            assert check_token(row.stamp, hashlib.sha256(row.note.encode()).digest()).at
    assert {read_checkpoint(checkpoint_note(size))[0].origin for size in (1, 3)} == {log_state().heads[0].origin}


def test_any_two_heads_are_proved_consistent(database: Database, keys: Keys) -> None:
    for number in range(7):
        act(number)
        issue(*keys)
    for old in range(1, 8):
        for new in range(old, 8):
            extension = read_extension(extension_text(old, new))
            before = verify_checkpoint(checkpoint_note(old), keys[0].certificate)
            check_extension(before, verify_checkpoint(extension.checkpoint, keys[0].certificate), extension.path)
    for old, new in ((0, 3), (4, 3), (1, 99), (-1, 3)):
        with pytest.raises(NotFound):
            extension_text(old, new)


def test_a_leaf_is_proved_to_whoever_has_its_hash(database: Database, keys: Keys) -> None:
    for number in range(5):
        act(number)
    issue(*keys)
    with reading():
        value = leaf_hash(leaf_at(3))
    index, path, note = inclusion_of_hash(value, 5)
    head = verify_checkpoint(note, keys[0].certificate)
    assert index == 3
    assert verify_inclusion(value, 3, 5, path, head.root)
    with pytest.raises(NotFound):
        inclusion_of_hash(b"x" * 32, 5)


def test_a_sealed_file_is_found_by_its_digest_and_by_nothing_else(database: Database, keys: Keys) -> None:
    act(1)
    act(2)
    with pytest.raises(NotFound):
        seal_proof(f"{2:064x}", keys[2])
    issue(*keys)
    act(3)
    issue(*keys)
    proof = seal_proof(f"{2:064x}", keys[2])
    assert (proof.index, proof.head.size, proof.newest.size, proof.findings) == (1, 2, 3, ())
    for unknown in (f"{4:064x}", "", "x"):
        with pytest.raises(NotFound):
            seal_proof(unknown, keys[2])


EDITS = {
    "a leaf rewritten": "UPDATE log_leaf SET data = x'7b7d' WHERE position = 1",
    "a leaf taken away": "DELETE FROM log_leaf WHERE position = 1",
    "the last leaf taken away": "DELETE FROM log_leaf WHERE position = 3",
    "its hash rewritten": "UPDATE log_node SET hash = zeroblob(32) WHERE level = 0 AND place = 1",
    "a subtree rewritten": "UPDATE log_node SET hash = zeroblob(32) WHERE level = 1 AND place = 0",
    "two exchanged": "UPDATE log_leaf SET data = (SELECT data FROM log_leaf WHERE position = 0) WHERE position = 1",
    "a head rewritten": "UPDATE log_checkpoint SET note = replace(note, 'heqi', 'hequ')",
    "the order of the trail rewritten": "UPDATE audit_leaf SET leaf = x'00' WHERE position = 2",
    "the trail's last acts taken away": "DELETE FROM audit_leaf WHERE position >= 2",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS.keys())
def test_an_edit_by_somebody_with_the_database_shows(
    database: Database, keys: Keys, by_hand: ByHand, edit: str
) -> None:
    for number in range(3):
        act(number)
    with transaction() as tx:
        assert anchor(tx)
    issue(*keys)
    assert recheck(keys[2]) == []
    by_hand(edit)
    assert recheck(keys[2]) != []


def forge_everything_but_the_signed_head(by_hand: ByHand) -> None:
    """What a careful forger does: the leaf, every hash above it, and the trail's own copy."""
    forged = b'{"act":"agreement.sealed","salt":"AAAAAAAAAAAAAAAAAAAAAA==","sha256":"' + b"f" * 64 + b'"}'
    by_hand(f"UPDATE log_leaf SET data = x'{forged.hex()}', about = '{'f' * 64}' WHERE position = 0")
    with reading():
        hashes = all_leaves()
        nodes = [(level, place) for level, place in reading_nodes()]
    for level, place in nodes:
        value = root_hash(hashes[place << level : (place + 1) << level])
        by_hand(f"UPDATE log_node SET hash = x'{value.hex()}' WHERE level = {level} AND place = {place}")
    by_hand(f"UPDATE audit_leaf SET leaf = x'{forged.hex()}' WHERE position = 1")


def reading_nodes() -> list[tuple[int, int]]:
    with reading() as session:
        return [(row.level, row.place) for row in session.scalars(sa.select(LogNode))]


def test_no_head_is_signed_over_a_rewritten_log(database: Database, keys: Keys, by_hand: ByHand) -> None:
    for number in range(4):
        act(number)
    issue(*keys)
    forge_everything_but_the_signed_head(by_hand)
    act(4)
    with pytest.raises(LogRewritten):
        issue(*keys)
    with pytest.raises(LogRewritten):
        issue(*keys, rechecked=True)
    assert "log:head:4" in recheck(keys[2])
    assert set(seal_proof("f" * 64, keys[2]).findings) == {"inclusion"}
    with reading() as session:
        assert session.scalar(sa.select(sa.func.max(LogCheckpoint.size))) == 4


def test_heads_forged_with_another_key_show(
    database: Database, keys: Keys, by_hand: ByHand, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whoever can write every row can also write a certificate of their own: it is not the log's."""
    act(1)
    issue(*keys)
    directory = tmp_path_factory.mktemp("forger") / "authority"
    forger = EmbeddedAuthority(directory)
    forger.create()
    with reading():
        head = Checkpoint(log_state().heads[0].origin, 1, root_at(1))
    note = sign_checkpoint(head, forger.log_identity())
    by_hand(f"UPDATE log_checkpoint SET note = '{note}', certificate = x'{forger.log_identity().certificate.hex()}'")
    assert recheck(keys[2]) == ["log:head:1"]
    assert "signature" in seal_proof(f"{1:064x}", keys[2]).findings
    act(2)
    with pytest.raises(LogRewritten):
        issue(*keys)


def test_a_log_cut_back_to_an_older_state_is_not_signed(database: Database, keys: Keys, by_hand: ByHand) -> None:
    for number in range(4):
        act(number)
    issue(*keys)
    by_hand("DELETE FROM log_leaf WHERE position = 3")
    by_hand("DELETE FROM log_node WHERE (level, place) IN ((0, 3), (1, 1), (2, 0))")
    with pytest.raises(LogRewritten):
        issue(*keys)


def test_after_an_alarm_nothing_is_signed_until_the_whole_log_was_checked(database: Database, keys: Keys) -> None:
    act(1)
    issue(*keys)
    alarm(["log:leaf:0"])
    act(2)
    with pytest.raises(LogRewritten):
        issue(*keys)
    assert log_state().alarmed
    assert issue(*keys, rechecked=True) == 2
    with reading():
        assert not alarmed()


def test_an_anchor_is_one_leaf_whatever_happened(
    mediation: Mediation, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    def anchored() -> int:
        with transaction() as tx:
            anchor(tx)
        with reading():
            return log_size()

    first = anchored()
    assert anchored() == first, "another process did it just now"
    for number in range(5):
        post_message(
            mediation.who("applicant"), mediation.caucus[Side.APPLICANT], text="quietly", client_ref=f"{number}"
        )
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(hours=1))
    assert anchored() == first + 1
    with reading() as session:
        said = session.scalars(sa.select(LogLeaf.data).order_by(LogLeaf.position.desc()).limit(1)).one()
        sizes = {len(data) for data in session.scalars(sa.select(LogLeaf.data)) if b"trail.anchored" in data}
        assert b"channel" not in said and len(sizes) == 1
        assert session.scalar(sa.select(sa.func.count(AuditEntry.id)))
        assert verify_all() == {}
        covered = session.scalars(sa.select(AuditEntry.subject).where(AuditEntry.act == "trail.anchored")).all()
        newest = session.scalars(sa.select(sa.func.max(AuditLeaf.position))).one()
        assert max(int(one.split("-")[1]) for one in covered) + 1 == newest, "all but the anchor itself"
    assert recheck(keys[2]) == []
