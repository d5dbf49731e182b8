"""The Merkle tree of RFC 9162: known values, and proofs that prove and nothing else."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.errors import SigningError, VerificationError
from signing.tree import (
    Checkpoint,
    act_leaf,
    consistency_path,
    inclusion_path,
    leaf_hash,
    read_checkpoint,
    root_hash,
    sign_checkpoint,
    verify_checkpoint,
    verify_consistency,
    verify_inclusion,
)
from tests.signing.ceremony import Platform

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


def test_a_signed_head_is_read_in_its_one_form_only(platform: Platform) -> None:
    identity = platform.authority.log_identity()
    checkpoint = Checkpoint("heqi.example/audit", 3, b"r" * 32)
    text = sign_checkpoint(checkpoint, identity)
    assert verify_checkpoint(text, identity.certificate) == checkpoint
    spoilt = [
        text.replace("\n3\n", "\n4\n"),
        text.replace("\n3\n", "\n03\n"),
        text.replace("\n3\n", "\n 3\n"),
        text + "\n",
        text.rstrip("\n"),
        text.replace("audit", "other"),
        text.replace("\n\n", "\n \n"),
        "",
        "a\nb\nc\n\nd\n",
    ]
    for one in spoilt:
        with pytest.raises(VerificationError):
            verify_checkpoint(one, identity.certificate)
    other = platform.authority.timestamp_identity()
    with pytest.raises(VerificationError):
        verify_checkpoint(text, other.certificate)
    assert read_checkpoint(text)[0] == checkpoint
    with pytest.raises(SigningError):
        sign_checkpoint(dataclasses.replace(checkpoint, origin="two\nlines"), identity)
