"""The Merkle tree of RFC 9162 §2.1: hashes, proofs, and what must be kept of a tree to make them from few hashes."""

import base64
import hashlib
from collections.abc import Mapping, Sequence

from signing.canonical import canonical_bytes
from signing.errors import SigningError

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
    ranges = inclusion_ranges(index, len(leaf_hashes))
    return tuple(root_hash(leaf_hashes[one.start : one.stop]) for one in ranges)


def consistency_path(leaf_hashes: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """Proof that the tree of `old_size` leaves is a prefix of this one (RFC 9162 §2.1.4.1)."""
    ranges = consistency_ranges(old_size, len(leaf_hashes))
    return tuple(root_hash(leaf_hashes[one.start : one.stop]) for one in ranges)


def inclusion_ranges(index: int, size: int) -> tuple[range, ...]:
    """The leaves under each hash of an audit path, from the leaf upwards (RFC 9162 §2.1.3.1).

    Raises:
        SigningError: there is no such leaf.
    """
    if not 0 <= index < size:
        raise SigningError("tree.index", index=index, size=size)
    beside: list[range] = []
    part = range(size)
    while len(part) > 1:
        middle = part.start + _split(len(part))
        left, right = range(part.start, middle), range(middle, part.stop)
        part, other = (left, right) if index < middle else (right, left)
        beside.append(other)
    return tuple(reversed(beside))


def consistency_ranges(old_size: int, size: int) -> tuple[range, ...]:
    """The leaves under each hash of a consistency proof, in its order (RFC 9162 §2.1.4.1).

    Raises:
        SigningError: the older tree is empty or larger than the newer.
    """
    if not 0 < old_size <= size:
        raise SigningError("tree.index", index=old_size, size=size)
    proof: list[range] = []
    part = range(size)
    while old_size < part.stop:
        middle = part.start + _split(len(part))
        left, right = range(part.start, middle), range(middle, part.stop)
        part, other = (left, right) if old_size <= middle else (right, left)
        proof.append(other)
    if part.start:
        proof.append(part)
    return tuple(reversed(proof))


Node = tuple[int, int]
"""A complete subtree: (level, index) stands for the 2^level leaves from index * 2^level on."""


def nodes_of(leaves: range) -> tuple[Node, ...]:
    """The complete subtrees, from the left, that hold exactly these leaves of a path or a whole tree.

    At most one for each bit of the number of leaves: what lets a proof be made from few stored hashes.
    """
    found: list[Node] = []
    start = leaves.start
    for level in reversed(range(len(leaves).bit_length())):
        if len(leaves) >> level & 1:
            found.append((level, start >> level))
            start += 1 << level
    return tuple(found)


def joined(hashes: Sequence[bytes]) -> bytes:
    """The hash over the complete subtrees that `nodes_of` names, given in its order."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    *before, result = hashes
    for left in reversed(before):
        result = node_hash(left, result)
    return result


def grown(size: int, edge: Mapping[Node, bytes], leaf_hashes: Sequence[bytes]) -> dict[Node, bytes]:
    """Every complete subtree that comes into being when leaves are added to a tree of `size`.

    `edge` holds the hashes of `nodes_of(range(size))`: all that must be known of the tree so far.
    """
    known, new = dict(edge), {}
    for index, leaf in enumerate(leaf_hashes, start=size):
        place, value = (0, index), leaf
        known[place] = new[place] = value
        while place[1] & 1:
            value = node_hash(known[place[0], place[1] - 1], value)
            place = (place[0] + 1, place[1] >> 1)
            known[place] = new[place] = value
    return new


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

    A leaf names no person and no case: digests only, and the kind of the act. A digest alone could still be guessed:
    whoever holds a draft, or a certificate, could hash it and ask whether it was signed, and when. So every leaf has a
    salt (at least 16 random bytes) of its own, which only the bundle discloses; without it the published hash of a leaf
    (`leaf_hash`) confirms nothing.
    """
    if len(salt) < SMALLEST_SALT:
        raise SigningError("tree.salt", size=len(salt))
    return canonical_bytes({"act": act, "salt": base64.b64encode(salt).decode(), **facts})
