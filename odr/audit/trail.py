"""Writing the trail and checking it.

Each audience has a chain of its own: a shared one would let one side count what the other did. Every entry's salted
hash is also a leaf in one order over the platform, so that none can be cut off a chain unseen. Of these leaves,
`odr.audit.tree` hands out in bundles those that are of no channel.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import DDL, event, func, select

from odr import clock
from odr.access.vault import purpose_subkey
from odr.audit.models import AuditEntry, AuditLeaf
from odr.db import Transaction, session

GENESIS = b"\0" * 32


@dataclass(frozen=True)
class Recorded:
    """Where an act stands: `position` is its leaf among all that the platform recorded, counted from 0."""

    entry_id: str
    position: int
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
    """Add an act to the chain of its audience and its leaf to the tree, in the act's own unit of work.

    `chain` is "case:<id>", "channel:<id>" or "platform"; `subject` an id; `content` goes in as a keyed digest only.
    `leaf` is given for the few acts a bundle proves to a court (`signing.tree.act_leaf`); every other act's leaf is
    its salted hash, which tells an outsider nothing.
    """
    _wait_for_turn(chain)
    last = session().scalar(
        select(AuditEntry).where(AuditEntry.chain == chain).order_by(AuditEntry.seq.desc()).limit(1)
    )
    entry = AuditEntry(
        chain=chain,
        seq=last.seq + 1 if last else 1,
        at=clock.now(),
        account_id=account_id,
        act=act,
        subject=subject,
        digest=_keyed(leaf or content),
        salt=secrets.token_bytes(16),
        previous=last.hash if last else GENESIS,
        hash=b"",
    )
    entry.hash = sha256(canonical(entry)).digest()
    tx.add(entry)
    added = tx.add(AuditLeaf(entry_id=entry.id, leaf=leaf or entry.hash))
    return Recorded(entry.id, added.position - 1, added.leaf)


def _wait_for_turn(chain: str) -> None:
    """Two who add to one chain at once would both follow the same entry. SQLite has one writer at a time anyhow."""
    if session().get_bind().dialect.name == "postgresql":
        session().execute(select(func.pg_advisory_xact_lock(func.hashtextextended(chain, 0))))


def canonical(entry: AuditEntry) -> bytes:
    """The bytes whose SHA-256 is the entry's hash: its fields, its salt and the hash before it."""
    facts = [
        entry.chain,
        entry.seq,
        entry.at.isoformat(),
        entry.account_id,
        entry.act,
        entry.subject,
        entry.digest,
    ]
    return entry.previous + entry.salt + json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()


def verify_chain(chain: str) -> list[str]:
    """Ids of the entries of a chain that do not fit: altered, out of order, or with one missing before them."""
    broken, previous, expected = [], GENESIS, 1
    for entry in session().scalars(select(AuditEntry).where(AuditEntry.chain == chain).order_by(AuditEntry.seq)):
        leaf = session().scalar(select(AuditLeaf.leaf).where(AuditLeaf.entry_id == entry.id))
        fits = leaf is not None and (leaf == entry.hash or _keyed(leaf) == entry.digest)
        sound = fits and entry.seq == expected and entry.previous == previous
        if not sound or sha256(canonical(entry)).digest() != entry.hash:
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
    return hmac.new(purpose_subkey("trail"), content, sha256).hexdigest() if content else ""


def append_only_ddl(dialect: str) -> list[str]:
    """Triggers that refuse to change or delete what was recorded, for databases made from the metadata."""
    statements = []
    for table in ("audit_entry", "audit_leaf"):
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


for _dialect in ("sqlite", "postgresql"):
    for _statement in append_only_ddl(_dialect):
        _table = AuditEntry if "audit_entry" in _statement else AuditLeaf
        event.listen(_table.__table__, "after_create", DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect))
