"""The Merkle tree of RFC 9162: known values, and proofs that prove and nothing else."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.errors import SigningError
from signing.tree import (
    Node,
    act_leaf,
    consistency_path,
    consistency_ranges,
    grown,
    inclusion_path,
    inclusion_ranges,
    joined,
    leaf_hash,
    node_hash,
    nodes_of,
    root_hash,
    verify_consistency,
    verify_inclusion,
)

REFERENCE = [
    b"",
    b"\0",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    bytes(range(0x60, 0x70)),
]
leaf_lists = st.lists(st.binary(max_size=8), min_size=1, max_size=40).map(lambda data: [leaf_hash(one) for one in data])


def test_the_reference_tree_of_certificate_transparency() -> None:
    leaves = [leaf_hash(one) for one in REFERENCE]
    assert root_hash(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert root_hash([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Heads of the reference tree at each size, as the reference implementation of Certificate Transparency has them."""


@pytest.mark.parametrize("size", range(1, 9))
def test_every_head_of_the_reference_tree(size: int) -> None:
    assert root_hash([leaf_hash(one) for one in REFERENCE[:size]]).hex() == ROOTS[size - 1]


REFERENCE_PATHS = {
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
REFERENCE_PROOFS = {
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}


@pytest.mark.parametrize(("index", "size"), REFERENCE_PATHS)
def test_the_audit_paths_of_the_reference_tree(index: int, size: int) -> None:
    leaves = [leaf_hash(one) for one in REFERENCE[:size]]
    assert [step.hex() for step in inclusion_path(leaves, index)] == REFERENCE_PATHS[index, size]


@pytest.mark.parametrize(("old", "size"), REFERENCE_PROOFS)
def test_the_consistency_proofs_of_the_reference_tree(old: int, size: int) -> None:
    leaves = [leaf_hash(one) for one in REFERENCE[:size]]
    assert [step.hex() for step in consistency_path(leaves, old)] == REFERENCE_PROOFS[old, size]


def test_the_example_of_the_standard() -> None:
    """RFC 9162 §2.1.5: the paths and proofs of the tree of seven leaves, hash by hash."""
    a, b, c, d, e, f, j = leaves = [leaf_hash(bytes([n])) for n in range(7)]
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l = node_hash(g, h), node_hash(i, j)  # noqa: E741 - the letters of the standard
    assert inclusion_path(leaves, 0) == (b, h, l)
    assert inclusion_path(leaves, 3) == (c, g, l)
    assert inclusion_path(leaves, 4) == (f, j, k)
    assert inclusion_path(leaves, 6) == (i, k)
    assert consistency_path(leaves, 3) == (c, d, g, l)
    assert consistency_path(leaves, 4) == (l,)
    assert consistency_path(leaves, 6) == (i, j, k)


def kept(leaves: list[bytes], cuts: list[int]) -> dict[Node, bytes]:
    """The tree as it is stored when the leaves come in parts: from each part only the edge before it is known."""
    stored: dict[Node, bytes] = {}
    bounds = [0, *sorted(cut % (len(leaves) + 1) for cut in cuts), len(leaves)]
    for start, end in zip(bounds, bounds[1:], strict=False):
        edge = {node: stored[node] for node in nodes_of(range(start))}
        new = grown(start, edge, leaves[start:end])
        assert not new.keys() & stored.keys()
        stored |= new
    return stored


@given(leaf_lists, st.lists(st.integers(0, 100), max_size=5), st.data())
def test_what_is_stored_of_a_tree_proves_the_same_as_all_its_leaves(
    leaves: list[bytes], cuts: list[int], data: st.DataObject
) -> None:
    size, stored = len(leaves), kept(leaves, cuts)

    def over(ranges: tuple[range, ...]) -> tuple[bytes, ...]:
        return tuple(joined([stored[node] for node in nodes_of(one)]) for one in ranges)

    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert len(stored) <= 2 * size
    assert over((range(size),)) == (root_hash(leaves),)
    assert over((range(old),)) == (root_hash(leaves[:old]),)
    assert over(inclusion_ranges(index, size)) == inclusion_path(leaves, index)
    assert over(consistency_ranges(old, size)) == consistency_path(leaves, old)
    assert sum(len(nodes_of(one)) for one in inclusion_ranges(index, size)) <= 2 * size.bit_length()


def test_the_empty_tree_is_the_digest_of_nothing() -> None:
    assert joined([]) == hashlib.sha256(b"").digest() == root_hash([])


@given(leaf_lists, st.data())
def test_one_wrong_bit_anywhere_in_a_proof_is_refused(leaves: list[bytes], data: st.DataObject) -> None:
    size = len(leaves)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    for path, check in (
        (inclusion_path(leaves, index), lambda p: verify_inclusion(leaves[index], index, size, p, root_hash(leaves))),
        (
            consistency_path(leaves, old),
            lambda p: verify_consistency(old, size, root_hash(leaves[:old]), root_hash(leaves), p),
        ),
    ):
        if path:
            step, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
            wrong = (int.from_bytes(path[step], "big") ^ 1 << bit).to_bytes(32, "big")
            assert not check((*path[:step], wrong, *path[step + 1 :]))
            assert not check((*path[:step], *path[step + 1 :]))


@given(leaf_lists, st.data())
def test_a_tree_with_one_leaf_rewritten_extends_no_head_that_held_it(leaves: list[bytes], data: st.DataObject) -> None:
    old = data.draw(st.integers(1, len(leaves)))
    index = data.draw(st.integers(0, old - 1))
    forged = [*leaves[:index], leaf_hash(b"rewritten, longer than any"), *leaves[index + 1 :]]
    path = consistency_path(forged, old)
    assert not verify_consistency(old, len(leaves), root_hash(leaves[:old]), root_hash(forged), path)


@given(leaf_lists, st.data())
def test_a_leaf_is_proved_in_its_place_and_no_other(leaves: list[bytes], data: st.DataObject) -> None:
    size, root = len(leaves), root_hash(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_path(leaves, index)
    assert verify_inclusion(leaves[index], index, size, path, root)
    assert not verify_inclusion(leaf_hash(b"another, longer than any"), index, size, path, root)
    assert not verify_inclusion(leaves[index], index, size, (*path, b"x" * 32), root)
    assert not verify_inclusion(leaves[index], index, size, path, b"x" * 32)
    assert not verify_inclusion(leaves[index], size, size, path, root)
    if path:
        assert not verify_inclusion(leaves[index], index, size, path[:-1], root)


@given(leaf_lists, st.data())
def test_an_older_head_is_proved_part_of_a_newer_one(leaves: list[bytes], data: st.DataObject) -> None:
    size = len(leaves)
    old = data.draw(st.integers(1, size))
    path = consistency_path(leaves, old)
    before, after = root_hash(leaves[:old]), root_hash(leaves)
    assert verify_consistency(old, size, before, after, path)
    assert not verify_consistency(old, size, b"x" * 32, after, path)
    assert not verify_consistency(old, size, before, b"x" * 32, path)
    assert not verify_consistency(size + 1, size, before, after, path)
    if path:
        assert not verify_consistency(old, size, before, after, path[:-1])


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_of_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(SigningError):
        inclusion_path([b"a" * 32] * 3, index)
    with pytest.raises(SigningError):
        consistency_path([b"a" * 32] * 3, index + 1 if index > 0 else 0)


def test_a_leaf_needs_salt_against_guessing() -> None:
    with pytest.raises(SigningError):
        act_leaf("agreement.sealed", salt=b"short", sha256="0")
