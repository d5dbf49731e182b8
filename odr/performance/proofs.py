"""Proofs of performance: encrypted files of one case, looked into before they are kept, cleaned where possible."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.access.vault import open_field, purpose_subkey, seal_field
from odr.db import query
from odr.errors import FileRefused, NotFound
from odr.evidence.keeping import Looked, forget, look_into, without_particulars
from odr.evidence.kinds import kind_of, safe_name
from odr.evidence.measuring import Measured
from odr.evidence.storage import new_blob_id, pieces_of, store
from odr.performance.models import Statement

FACTS, WORDS, ANSWER = "performance.proof", "performance.words", "performance.answer"
DISMISSAL = "performance.dismissal"


@dataclass(frozen=True)
class Proof:
    """A file that shows what was done; `sha256` lets its owner check that it arrived whole."""

    blob_id: str
    name: str
    media_type: str
    size: int
    sha256: str

    def sealed(self, statement_id: str) -> bytes:
        """Its particulars, sealed for the row of its statement."""
        facts = {"name": self.name, "media_type": self.media_type, "size": self.size, "sha256": self.sha256}
        return seal_field(FACTS, statement_id, json.dumps(facts, ensure_ascii=False))


@dataclass(frozen=True)
class OpenProof:
    """A proof and its decrypted bytes."""

    proof: Proof
    file: BinaryIO

    def pieces(self) -> Iterator[bytes]:
        """All its bytes, a chunk at a time; the file is closed at the end."""
        return pieces_of(self.file, 0, self.proof.size)


def keep(source: BinaryIO, name: str, max_bytes: int) -> Proof:
    """Keep a file under a key of its own; particulars of camera and author are left out where that can be done.

    Not inside a unit of work: the look into it takes a moment. Nothing remains of what is refused.

    Raises:
        FileRefused: empty, too large, of a kind not taken, or not what its name says.
    """
    shown, blob_id = safe_name(name), new_blob_id()
    left, key, stream = [blob_id], key_of(blob_id), Measured(source, max_bytes)
    try:
        kind_of(stream.head(), shown)
        store().put(blob_id, iter(stream), key)
        looked = look_into(blob_id, key, stream.size, shown)
        left = looked.blobs
        kept = _clean(looked, key, shown)
        left = sorted({*left, *kept.blobs})
    except BaseException:
        forget(left)
        raise
    # A clean copy was sealed with the key of the file it was made from: sealed anew under its own name and key.
    blob_id = kept.blob_id if kept.blob_id == looked.blob_id else _under_its_own_key(kept, key)
    forget(set(left) - {blob_id})
    return Proof(blob_id, shown, kept.media_type, kept.size, kept.sha256)


def key_of(blob_id: str) -> bytes:
    """The key of one proof."""
    return purpose_subkey(f"performance.proof:{blob_id}")


def proof_of(row: Statement) -> Proof | None:
    """The proof of a statement that somebody was allowed to load."""
    if row.blob_id is None:
        return None
    facts = json.loads(open_field(FACTS, row.id, row.sealed_proof))
    return Proof(row.blob_id, facts["name"], facts["media_type"], facts["size"], facts["sha256"])


@query
def open_proof(actor: Actor, statement_id: str) -> OpenProof:
    """The proof of one statement, for the people of the case.

    Raises:
        NotFound: not this actor's case, or there is no proof.
    """
    proof = proof_of(load(actor, Permission.OBLIGATION_READ, Statement, statement_id))
    if proof is None:
        raise NotFound(kind="proof")
    return OpenProof(proof, store().open(proof.blob_id, key_of(proof.blob_id), proof.size))


def _clean(looked: Looked, key: bytes, name: str) -> Looked:
    if not looked.telling:
        return looked
    try:
        return without_particulars(looked, key, name)
    except FileRefused:
        return looked


def _under_its_own_key(kept: Looked, key: bytes) -> str:
    fresh = new_blob_id()
    store().put(fresh, pieces_of(store().open(kept.blob_id, key, kept.size), 0, kept.size), key_of(fresh))
    return fresh
