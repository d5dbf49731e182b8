"""The public log: an append-only Merkle tree (RFC 9162 §2.1) over what a court must be able to prove of agreements.

Its leaves are the freezing of a text, every signature, the seal and what comes after, and now and then an anchor of the
whole trail (`odr.audit.anchors`); never an act of a channel or a note: the size of the log is public, and whoever reads
it could count by it what was said in a caucus meanwhile.

Beside each leaf the hashes of the complete subtrees it completes are kept, two rows a leaf over time. So a leaf is
added, and anything proved, by reading one row for each level of the tree at most, however long the log has grown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import cast

import orjson
from sqlalchemy import BigInteger, Table, and_, bindparam, func, literal_column, select, tuple_
from sqlalchemy import cast as sql_cast

from odr.audit.models import AuditEntry, LogLeaf, LogNode
from odr.db import Transaction, query, session
from odr.many import insert_rows, nth_text, rows_of
from signing.tree import Node, consistency_ranges, grown, inclusion_ranges, joined, leaf_hash, nodes_of

_WAITING = "heqi.unplaced_log_leaves"
_LEAVES, _NODES = cast(Table, LogLeaf.__table__), cast(Table, LogNode.__table__)
_LAST = select(func.max(_LEAVES.c.position))
_LOCK = select(func.pg_advisory_xact_lock(func.hashtextextended("log", 0)))
_wanted = rows_of("nodes")
# Each database has a form that it answers from the index, and one for which it may read the whole table.
_LISTED = select(_NODES.c.level, _NODES.c.place, _NODES.c.hash).where(
    tuple_(_NODES.c.level, _NODES.c.place).in_(bindparam("nodes", expanding=True))
)
_JOINED = select(_NODES.c.level, _NODES.c.place, _NODES.c.hash).join_from(
    _wanted,
    _NODES,
    and_(
        _NODES.c.level == sql_cast(nth_text(_wanted.c.value, literal_column("0")), BigInteger),
        _NODES.c.place == sql_cast(nth_text(_wanted.c.value, literal_column("1")), BigInteger),
    ),
)


class MissingNodes(Exception):
    """Rows of the tree are gone from the database, so nothing can be proved from it: somebody took them away."""


def add_at_the_end(tx: Transaction, leaves: Sequence[tuple[str, bytes]]) -> None:
    """Make (entry id, leaf data) leaves of the log when this unit commits; nothing when there are none."""
    if leaves:
        tx.session.info.setdefault(_WAITING, []).extend(leaves)
        tx.at_the_end(_add)


def _add(tx: Transaction) -> None:
    """Give the leaves of this unit the next places.

    The places have no gap, which a sequence could not promise: a unit that is rolled back would keep its numbers. So
    a unit takes them when nothing can fail any more, under a lock that ends with its transaction; the next one then
    reads what was committed. SQLite has one writer at a time anyhow.
    """
    waiting: list[tuple[str, bytes]] = tx.session.info.pop(_WAITING)
    connection = tx.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)
    size = log_size()
    edge = _hashes(nodes_of(range(size)))
    rows = [
        {"position": position, "entry_id": entry_id, "data": data, "about": _about(data)}
        for position, (entry_id, data) in enumerate(waiting, start=size)
    ]
    new = grown(size, edge, [leaf_hash(data) for _, data in waiting])
    insert_rows(connection, _LEAVES, rows)
    insert_rows(
        connection, _NODES, [{"level": level, "place": place, "hash": value} for (level, place), value in new.items()]
    )


def log_size() -> int:
    """How many leaves the log has. Inside a unit of work."""
    last = session().connection().scalar(_LAST)
    return 0 if last is None else last + 1


def root_at(size: int) -> bytes:
    """The root of the log when it had `size` leaves. Inside a unit of work.

    Raises:
        MissingNodes: the log is shorter, or rows are gone.
    """
    return _over([range(size)])[0]


def inclusion(index: int, size: int) -> tuple[bytes, ...]:
    """The audit path of a leaf in the log of `size` leaves (RFC 9162 §2.1.3.1). Inside a unit of work.

    Raises:
        SigningError: there is no such leaf in a log of that size.
        MissingNodes: the log is shorter, or rows are gone.
    """
    return _over(inclusion_ranges(index, size))


def consistency(old_size: int, size: int) -> tuple[bytes, ...]:
    """The proof that the log of `size` leaves begins with that of `old_size` (RFC 9162 §2.1.4.1). In a unit of work.

    Raises:
        SigningError: the older log is empty, or longer.
        MissingNodes: the log is shorter, or rows are gone.
    """
    return _over(consistency_ranges(old_size, size))


def leaf_at(index: int) -> bytes:
    """What a leaf says, salt and all: for whoever may prove it. Inside a unit of work; MissingNodes as above."""
    data = session().scalar(select(LogLeaf.data).where(LogLeaf.position == index))
    if data is None:
        raise MissingNodes(index)
    return data


def place_of_hash(value: bytes) -> int | None:
    """Where the leaf with this hash stands, or None. Inside a unit of work."""
    found = select(LogNode.place).where(LogNode.hash == value, LogNode.level == 0)
    return session().scalar(found)


@query
def positions(chain: str, subject: str) -> list[tuple[str, int]]:
    """(act, leaf index) of everything in the log that was recorded of one subject in one chain, in order."""
    rows = session().execute(
        select(AuditEntry.act, LogLeaf.position)
        .join(LogLeaf, LogLeaf.entry_id == AuditEntry.id)
        .where(AuditEntry.chain == chain, AuditEntry.subject == subject)
        .order_by(LogLeaf.position)
    )
    return [(act, position) for act, position in rows]


def leaf_hashes(leaves: range) -> list[bytes]:
    """The hashes of leaves next to each other, in order. Inside a unit of work."""
    found = select(LogNode.hash).where(LogNode.level == 0, LogNode.place >= leaves.start, LogNode.place < leaves.stop)
    return list(session().scalars(found.order_by(LogNode.place)))


def completed_by(leaves: range) -> dict[Node, bytes]:
    """The stored hashes of every subtree whose last leaf is one of these. Inside a unit of work."""
    found: dict[Node, bytes] = {}
    for level in range(leaves.stop.bit_length()):
        places = range(leaves.start >> level, leaves.stop >> level)
        rows = select(LogNode.place, LogNode.hash).where(
            LogNode.level == level, LogNode.place >= places.start, LogNode.place < places.stop
        )
        found |= {(level, row.place): row.hash for row in session().execute(rows)} if places else {}
    return found


def _over(ranges: Iterable[range]) -> tuple[bytes, ...]:
    """The hash over each range of leaves, from one question to the database."""
    parts = [nodes_of(one) for one in ranges]
    known = _hashes([node for part in parts for node in part])
    return tuple(joined([known[node] for node in part]) for part in parts)


def _hashes(nodes: Sequence[Node]) -> dict[Node, bytes]:
    if not nodes:
        return {}
    connection = session().connection()
    if connection.dialect.name == "postgresql":
        rows = connection.execute(_LISTED, {"nodes": list(nodes)})
    else:
        asked = orjson.dumps([[str(level), str(place)] for level, place in nodes]).decode()
        rows = connection.execute(_JOINED, {"nodes": asked})
    found = {(row.level, row.place): row.hash for row in rows}
    if len(found) != len(set(nodes)):
        raise MissingNodes(len(set(nodes)) - len(found))
    return found


def _about(data: bytes) -> str:
    """The digest of the document a leaf is about; leaves of other kinds are about none."""
    try:
        said = json.loads(data)
    except ValueError:
        return ""
    digest = said.get("sha256", "") if isinstance(said, dict) else ""
    return digest if isinstance(digest, str) and len(digest) == 64 else ""
