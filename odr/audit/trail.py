"""Writing the trail and checking it.

Each audience has a chain of its own: a shared one would let one side count what the other did. Every entry's salted
hash also has a place in one order over the platform, so that none can be cut off a chain unseen. Acts that a court must
be able to prove are leaves of the public log besides (`odr.audit.tree`), which also anchors that order.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple, cast

import orjson
from sqlalchemy import DDL, ScalarSelect, Table, bindparam, event, func, select, text

from odr import clock
from odr.access.vault import purpose_subkey
from odr.audit.models import AuditEntry, AuditLeaf, LogCheckpoint, LogCosignature, LogLeaf, LogNode
from odr.audit.tree import add_at_the_end
from odr.db import Transaction, new_id, session
from odr.many import as_list, insert_rows, one_of
from odr.together import Asked, ask

GENESIS = b"\0" * 32
Heads = dict[str, tuple[int, bytes]]
FACTS = ("chain", "seq", "at", "account_id", "act", "subject", "digest")

_UNPLACED = "heqi.unplaced_leaves"
_ENTRIES, _LEAVES = cast(Table, AuditEntry.__table__), cast(Table, AuditLeaf.__table__)
_LAST = select(func.max(AuditLeaf.__table__.c.position))
_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name"), 0)))
_named = one_of("chains").order_by(text("value")).subquery("named")
_LOCK_CHAINS = select(func.pg_advisory_xact_lock(func.hashtextextended(_named.c.value, 0)))
_newest = AuditEntry.__table__.alias("newest")


def _of_the_newest(column: str) -> ScalarSelect[Any]:
    """A column of the last entry of the chain named; the index of a chain's places finds it in one step."""
    last = select(_newest.c[column]).where(_newest.c.chain == _named.c.value)
    return last.order_by(_newest.c.seq.desc()).limit(1).scalar_subquery()


_HEADS = select(_named.c.value.label("chain"), _of_the_newest("seq").label("seq"), _of_the_newest("hash").label("hash"))


class Act(NamedTuple):
    """One act to be recorded.

    `chain` is "case:<id>", "channel:<id>", "notes:<case id>" or "platform"; `subject` an id; `content` goes in as a
    keyed digest only.
    `leaf` is given for the few acts a bundle proves to a court (`signing.tree.act_leaf`), and is a leaf of the public
    log; every other act only has its salted hash in the platform's order.
    """

    account_id: str
    chain: str
    act: str
    subject: str
    content: bytes = b""
    leaf: bytes = b""


class Recorded(NamedTuple):
    """What was kept of an act; it takes its place in the order when the unit of work commits."""

    entry_id: str
    leaf_data: bytes


def record(
    tx: Transaction,
    *,
    account_id: str,
    chain: str,
    act: str,
    subject: str,
    content: bytes = b"",
    leaf: bytes = b"",
) -> Recorded:
    """Add an act to the chain of its audience and its leaf to the tree, in the act's own unit of work; see `Act`."""
    return record_many(tx, [Act(account_id, chain, act, subject, content, leaf)])[0]


def record_many(tx: Transaction, acts: Sequence[Act], heads: Heads | None = None) -> list[Recorded]:
    """Add several acts, in this order, as `record` would one by one.

    `heads` are those of every chain named, if they were asked for before (`heads_asked`): then the acts are written
    with the commit, and nobody reads them earlier.
    """
    closing = tx.closing if heads is not None else None
    if heads is None:
        heads = heads_in(ask(session().connection(), *heads_asked({act.chain for act in acts}))[-1])
    entries = []
    for act in acts:
        seq, previous = heads.get(act.chain, (0, GENESIS))
        entry = {
            "id": new_id(),
            "chain": act.chain,
            "seq": seq + 1,
            "at": clock.now(),
            "account_id": act.account_id,
            "act": act.act,
            "subject": act.subject,
            "digest": _keyed(act.leaf or act.content),
            "salt": secrets.token_bytes(16),
            "previous": previous,
        }
        entry["hash"] = sha256(canonical(entry)).digest()
        heads[act.chain] = (seq + 1, entry["hash"])
        entries.append(entry)
    if not entries:
        return []
    insert_rows(tx.session.connection(), _ENTRIES, entries, closing=closing)
    recorded = [Recorded(entry["id"], act.leaf or entry["hash"]) for entry, act in zip(entries, acts, strict=True)]
    tx.session.info.setdefault(_UNPLACED, []).extend(recorded)
    tx.at_the_end(_place_leaves)
    add_at_the_end(tx, [(one.entry_id, act.leaf) for one, act in zip(recorded, acts, strict=True) if act.leaf])
    return recorded


def heads_asked(chains: Iterable[str]) -> tuple[Asked, Asked]:
    """What to ask (`odr.together.ask`) for the last entry of each chain; the second answer is for `heads_in`.

    Two who add to one chain at once would both follow the same entry, so the chains are taken in one order and kept
    until the commit; SQLite has one writer at a time anyhow.
    """
    named = {"chains": as_list(chains)}
    return Asked(_LOCK_CHAINS, named, locking=True), Asked(_HEADS, named)


def heads_in(rows: Iterable[Any]) -> Heads:
    """The place and the hash of the last entry of each chain that has one."""
    return {row.chain: (row.seq, row.hash) for row in rows if row.seq is not None}


def _place_leaves(tx: Transaction) -> None:
    """Give the leaves of this unit the next places in the tree.

    The places have no gap, for a gap is what shows that leaves were taken away: so a unit takes them when nothing can
    fail any more, and the next one waits for the commit.
    """
    waiting: list[Recorded] = tx.session.info.pop(_UNPLACED)
    connection = tx.session.connection()
    last = 0
    if tx.closing.waits:
        tx.closing.execute(_LOCK, {"name": "tree"})
    else:
        last = connection.scalar(_LAST) or 0
    leaves = [
        {"position": last + place, "entry_id": recorded.entry_id, "leaf": recorded.leaf_data}
        for place, recorded in enumerate(waiting, start=1)
    ]
    insert_rows(connection, _LEAVES, leaves, closing=tx.closing, after="position")


def canonical(entry: Mapping[str, Any]) -> bytes:
    """The bytes whose SHA-256 is the entry's hash: its fields, its salt and the hash before it."""
    facts = [entry[name] if name != "at" else entry["at"].isoformat() for name in FACTS]
    return entry["previous"] + entry["salt"] + orjson.dumps(facts)


def verify_chain(chain: str) -> list[str]:
    """Ids of the entries of a chain that do not fit: altered, out of order, or with one missing before them."""
    broken, previous, expected = [], GENESIS, 1
    for entry in session().scalars(select(AuditEntry).where(AuditEntry.chain == chain).order_by(AuditEntry.seq)):
        leaf = session().scalar(select(AuditLeaf.leaf).where(AuditLeaf.entry_id == entry.id))
        fits = leaf is not None and (leaf == entry.hash or _keyed(leaf) == entry.digest)
        sound = fits and entry.seq == expected and entry.previous == previous
        if not sound or sha256(canonical(vars(entry))).digest() != entry.hash:
            broken.append(entry.id)
        previous, expected = entry.hash, entry.seq + 1
    return broken


def verify_all() -> dict[str, list[str]]:
    """Every chain that is broken, with the entries that do not fit; and "tree" when leaves are missing."""
    result = {}
    for chain in session().scalars(select(AuditEntry.chain).distinct()).all():
        if broken := verify_chain(chain):
            result[chain] = broken
    count, last = session().execute(select(func.count(AuditLeaf.position), func.max(AuditLeaf.position))).one()
    entries = session().scalar(select(func.count(AuditEntry.id)))
    if count != entries or (last or 0) != count:
        result["tree"] = [f"{count} leaves, {entries} entries, last position {last or 0}"]
    return result


def _keyed(content: bytes) -> str:
    return hmac.digest(purpose_subkey("trail"), content, "sha256").hex() if content else ""


def append_only_ddl(dialect: str, *tables: str) -> list[str]:
    """Triggers that refuse to change or delete what was recorded, for databases made from the metadata."""
    statements = []
    for table in tables:
        if dialect == "sqlite":
            statements += [
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                for verb in ("UPDATE", "DELETE")
            ]
        else:
            statements += [
                f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()",
            ]
    return statements


for _kept in (AuditEntry, AuditLeaf, LogLeaf, LogNode, LogCheckpoint, LogCosignature):
    for _dialect in ("sqlite", "postgresql"):
        for _statement in append_only_ddl(_dialect, _kept.__tablename__):
            _ddl = DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect)
            event.listen(_kept.__table__, "after_create", _ddl)
