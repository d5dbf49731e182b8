"""The tree over everything the platform recorded: where an act stands in it, and proofs for a bundle (RFC 9162)."""

from __future__ import annotations

from sqlalchemy import select

from odr.audit.models import AuditEntry, AuditLeaf
from odr.audit.trail import leaves
from odr.db import query, session
from signing.bundle import LeafProof, LogProof
from signing.keys import SigningIdentity
from signing.tree import Checkpoint, inclusion_path, leaf_hash, root_hash, sign_checkpoint

ORIGIN = "heqi/trail/1"


@query
def positions(chain: str, subject: str) -> list[tuple[str, int]]:
    """(act, leaf index) of everything recorded of one subject in one chain, in order."""
    rows = session().execute(
        select(AuditEntry.act, AuditLeaf.position)
        .join(AuditLeaf, AuditLeaf.entry_id == AuditEntry.id)
        .where(AuditEntry.chain == chain, AuditEntry.subject == subject)
        .order_by(AuditLeaf.position)
    )
    return [(act, position - 1) for act, position in rows]


@query
def tree_leaves() -> list[bytes]:
    """Every leaf's data, in order: what `prove` works on outside the unit of work."""
    return list(leaves())


def prove(data: list[bytes], indexes: list[int], identity: SigningIdentity) -> LogProof:
    """Inclusion proofs of some leaves under one signed head. Slow for a large tree: run it in a worker."""
    hashes = [leaf_hash(leaf) for leaf in data]
    checkpoint = sign_checkpoint(Checkpoint(ORIGIN, len(hashes), root_hash(hashes)), identity)
    proofs = tuple(LeafProof(index, data[index], inclusion_path(hashes, index)) for index in indexes)
    return LogProof(checkpoint, proofs)
