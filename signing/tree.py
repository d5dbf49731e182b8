"""The Merkle tree of RFC 9162 §2.1 (hashes, proofs) and its signed head, written as a text checkpoint."""

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from signing.canonical import canonical_bytes
from signing.errors import SigningError, VerificationError
from signing.keys import SigningIdentity, verify_signature

HASH_SIZE = 32
SMALLEST_SALT = 16


def leaf_hash(data: bytes) -> bytes:
    """Hash of one entry (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of two subtrees (RFC 9162 §2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_hash(leaf_hashes: Sequence[bytes]) -> bytes:
    """Head of the tree over `leaf_hashes` in order; the empty tree is SHA-256 of nothing."""
    if not leaf_hashes:
        return hashlib.sha256(b"").digest()
    if len(leaf_hashes) == 1:
        return leaf_hashes[0]
    split = _split(len(leaf_hashes))
    return node_hash(root_hash(leaf_hashes[:split]), root_hash(leaf_hashes[split:]))


def inclusion_path(leaf_hashes: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Audit path of leaf `index` in the tree over `leaf_hashes` (RFC 9162 §2.1.3.1)."""
    size = len(leaf_hashes)
    if not 0 <= index < size:
        raise SigningError("tree.index", index=index, size=size)
    if size == 1:
        return ()
    split = _split(size)
    if index < split:
        return (*inclusion_path(leaf_hashes[:split], index), root_hash(leaf_hashes[split:]))
    return (*inclusion_path(leaf_hashes[split:], index - split), root_hash(leaf_hashes[:split]))


def consistency_path(leaf_hashes: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """Proof that the tree of `old_size` leaves is a prefix of this one (RFC 9162 §2.1.4.1)."""
    if not 0 < old_size <= len(leaf_hashes):
        raise SigningError("tree.index", index=old_size, size=len(leaf_hashes))
    return _subproof(leaf_hashes, old_size, whole=True)


def _subproof(leaf_hashes: Sequence[bytes], old_size: int, *, whole: bool) -> tuple[bytes, ...]:
    size = len(leaf_hashes)
    if old_size == size:
        return () if whole else (root_hash(leaf_hashes),)
    split = _split(size)
    if old_size <= split:
        return (*_subproof(leaf_hashes[:split], old_size, whole=whole), root_hash(leaf_hashes[split:]))
    rest = _subproof(leaf_hashes[split:], old_size - split, whole=False)
    return (*rest, root_hash(leaf_hashes[:split]))


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Does `path` lead from leaf hash `leaf` at `index` to `root` of a tree of `size`? (RFC 9162 §2.1.3.2)"""
    if not 0 <= index < size:
        return False
    position, last, result = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            result = node_hash(sibling, result)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and result == root


def verify_consistency(old_size: int, new_size: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Does `path` show that the new tree only adds leaves to the old one? (RFC 9162 §2.1.4.2)"""
    if old_size == new_size:
        return old_root == new_root and not path
    if not 0 < old_size < new_size or not path:
        return False
    steps = list(path) if old_size & (old_size - 1) else [old_root, *path]
    position, last = old_size - 1, new_size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old, new = steps[0], steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


def act_leaf(act: str, *, salt: bytes, **facts: str) -> bytes:
    """Bytes of the leaf that records an act on an agreement.

    The salt (at least 16 random bytes) keeps anybody from testing guesses against the published tree.
    """
    if len(salt) < SMALLEST_SALT:
        raise SigningError("tree.salt", size=len(salt))
    return canonical_bytes({"act": act, "salt": base64.b64encode(salt).decode(), **facts})


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Head of a tree at one size: `origin` names the log, `root` is its 32-byte hash."""

    origin: str
    size: int
    root: bytes

    def body(self) -> bytes:
        """The signed lines: origin, size in decimal, root hash in base64."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()


def sign_checkpoint(checkpoint: Checkpoint, identity: SigningIdentity) -> str:
    """The checkpoint as text: three lines, an empty line, the signature (ECDSA P-256, DER, base64)."""
    if "\n" in checkpoint.origin or not checkpoint.origin:
        raise SigningError("tree.origin")
    signature = base64.b64encode(identity.key.sign(checkpoint.body())).decode()
    return f"{checkpoint.body().decode()}\n{signature}\n"


def read_checkpoint(text: str) -> tuple[Checkpoint, bytes]:
    """Parse a signed checkpoint; only the exact form `sign_checkpoint` writes is read."""
    lines = text.split("\n")
    try:
        origin, size, root, empty, signature, end = lines
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
        value = base64.b64decode(signature, validate=True)
    except (ValueError, binascii.Error) as error:
        raise VerificationError("log.checkpoint_form") from error
    written = f"{checkpoint.body().decode()}\n{base64.b64encode(value).decode()}\n"
    if empty or end or len(checkpoint.root) != HASH_SIZE or written != text:
        raise VerificationError("log.checkpoint_form")
    return checkpoint, value


def verify_checkpoint(text: str, certificate: bytes) -> Checkpoint:
    """Check the signature of a checkpoint with the log's certificate; whether that is trusted is asked elsewhere."""
    checkpoint, signature = read_checkpoint(text)
    try:
        verify_signature(certificate, signature, checkpoint.body())
    except SigningError as error:
        raise VerificationError("log.checkpoint_signature") from error
    return checkpoint
