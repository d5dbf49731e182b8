"""The tree that bundles prove from: where an act stands in it, and its proofs (RFC 9162).

It holds what was recorded of cases and of the platform, in order, and nothing of any channel or of what mediators note:
whoever reads a bundle learns the size of the tree and the places of its acts, and could count by them what was said in
a caucus or written by the mediator meanwhile.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select

from odr.audit.models import AuditEntry, AuditLeaf
from odr.db import query, session
from signing.bundle import LeafProof, LogProof
from signing.keys import SigningIdentity
from signing.tree import Checkpoint, inclusion_path, leaf_hash, root_hash, sign_checkpoint

ORIGIN = "heqi/trail/1"
UNCOUNTED = ("channel:", "notes:")
"""Beginnings of the chains that nobody outside their audience may count."""


@query
def positions(chain: str, subject: str) -> list[tuple[str, int]]:
    """(act, leaf index) of everything recorded of one subject in one chain, in order."""
    placed = _in_tree().subquery()
    rows = session().execute(
        select(placed.c.act, placed.c.place)
        .where(placed.c.chain == chain, placed.c.subject == subject)
        .order_by(placed.c.place)
    )
    return [(act, place - 1) for act, place in rows]


@query
def tree_leaves() -> list[bytes]:
    """Every leaf's data, in order: what `prove` works on outside the unit of work."""
    placed = _in_tree().subquery()
    return list(session().scalars(select(placed.c.leaf).order_by(placed.c.place)))


def prove(data: list[bytes], indexes: list[int], identity: SigningIdentity) -> LogProof:
    """Inclusion proofs of some leaves under one signed head. Slow for a large tree: run it in a worker."""
    hashes = [leaf_hash(leaf) for leaf in data]
    checkpoint = sign_checkpoint(Checkpoint(ORIGIN, len(hashes), root_hash(hashes)), identity)
    proofs = tuple(LeafProof(index, data[index], inclusion_path(hashes, index)) for index in indexes)
    return LogProof(checkpoint, proofs)


def _in_tree() -> Select[str, str, str, bytes, Any]:
    """The leaves of the tree with their places, counted from 1."""
    place = func.row_number().over(order_by=AuditLeaf.position).label("place")
    return (
        select(AuditEntry.chain, AuditEntry.subject, AuditEntry.act, AuditLeaf.leaf, place)
        .join(AuditLeaf, AuditLeaf.entry_id == AuditEntry.id)
        .where(*(AuditEntry.chain.not_like(f"{beginning}%") for beginning in UNCOUNTED))
    )
