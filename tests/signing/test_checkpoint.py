"""The signed head of the log: one form on paper, one key behind it, and only the same log grown longer after it."""

from __future__ import annotations

import base64
import dataclasses
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from signing.checkpoint import (
    Checkpoint,
    Extension,
    NoteSignature,
    Witness,
    check_extension,
    key_id,
    read_checkpoint,
    read_extension,
    sign_checkpoint,
    verify_checkpoint,
    verify_cosignature,
    witness_from,
)
from signing.errors import SigningError, VerificationError
from signing.tree import consistency_path, leaf_hash, root_hash
from tests.signing.ceremony import Platform

HEAD = Checkpoint("heqi.example/log", 3, b"r" * 32)


def test_a_signed_head_is_read_in_its_one_form_only(platform: Platform) -> None:
    identity = platform.authority.log_identity()
    text = sign_checkpoint(HEAD, identity)
    assert verify_checkpoint(text, identity.certificate) == HEAD
    spoilt = [
        text.replace("\n3\n", "\n4\n"),
        text.replace("\n3\n", "\n03\n"),
        text.replace("\n3\n", "\n 3\n"),
        text.replace("\n3\n", "\n３\n"),
        text + "\n",
        text.rstrip("\n"),
        text.replace("heqi.example/log\n", "other.example/log\n"),
        text.replace("\n\n", "\n \n"),
        text.replace("\n\n", "\nextension\n\n"),
        text.replace("— ", "- "),
        "",
        "a\nb\nc\n\nd\n",
    ]
    for one in spoilt:
        with pytest.raises(VerificationError):
            verify_checkpoint(one, identity.certificate)
    other = platform.authority.timestamp_identity()
    with pytest.raises(VerificationError):
        verify_checkpoint(text, other.certificate)


def test_the_note_names_origin_size_root_and_key(platform: Platform) -> None:
    """C2SP tlog-checkpoint and signed-note: an ECDSA key is named by four bytes of SHA-256 over its SPKI."""
    identity = platform.authority.log_identity()
    origin, size, root, empty, line, end = sign_checkpoint(HEAD, identity).split("\n")
    assert (origin, size, root, empty, end) == ("heqi.example/log", "3", base64.b64encode(HEAD.root).decode(), "", "")
    dash, name, value = line.split(" ")
    assert (dash, name) == ("\u2014", "heqi.example/log")
    assert base64.b64decode(value)[:4] == key_id(identity.certificate)


@pytest.mark.parametrize("origin", ["", "two\nlines", "a space", "a+plus"])
def test_no_head_is_signed_under_an_impossible_name(platform: Platform, origin: str) -> None:
    with pytest.raises(SigningError):
        sign_checkpoint(dataclasses.replace(HEAD, origin=origin), platform.authority.log_identity())


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_and_nothing_else(text: str) -> None:
    for read in (read_checkpoint, read_extension):
        with pytest.raises(VerificationError):
            read(text)


def test_a_signature_by_somebody_unknown_changes_nothing(platform: Platform) -> None:
    identity = platform.authority.log_identity()
    text = sign_checkpoint(HEAD, identity) + NoteSignature("witness.example/w", b"abcd", b"anything").line()
    assert verify_checkpoint(text, identity.certificate) == HEAD
    assert [one.name for one in read_checkpoint(text)[1]] == ["heqi.example/log", "witness.example/w"]


def cosigned(text: str, key: Ed25519PrivateKey, witness: Witness, at: int) -> str:
    body = read_checkpoint(text)[0].body()
    value = at.to_bytes(8, "big") + key.sign(f"cosignature/v1\ntime {at}\n".encode() + body)
    return NoteSignature(witness.name, witness.key_id, value).line()


def test_a_witness_says_when_it_saw_a_head(platform: Platform) -> None:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    ident = Witness("w.example/1", public).key_id.hex()
    published = f"w.example/1+{ident}+{base64.b64encode(bytes([4]) + public).decode()}"
    witness = witness_from(published)
    text = sign_checkpoint(HEAD, platform.authority.log_identity())
    line = cosigned(text, key, witness, 1_790_000_000)
    assert verify_cosignature(text, line, witness) == datetime.fromtimestamp(1_790_000_000, UTC)
    assert verify_cosignature(text + line, line, witness)
    other = sign_checkpoint(dataclasses.replace(HEAD, size=4), platform.authority.log_identity())
    for wrong, said in ((other, line), (text, line[:-10] + "\n"), (text, "nothing"), (text, line.replace("/1", "/2"))):
        with pytest.raises(VerificationError):
            verify_cosignature(wrong, said, witness)
    for spoilt in ("", published[:-4], published.replace("+", " "), published.replace(ident, "00000000")):
        with pytest.raises(VerificationError):
            witness_from(spoilt)


@given(st.integers(1, 20), st.integers(0, 20))
def test_a_later_head_extends_an_earlier_one_of_the_same_log_only(old_size: int, more: int) -> None:
    leaves = [leaf_hash(bytes([n])) for n in range(old_size + more)]
    old, new = (Checkpoint("a/log", size, root_hash(leaves[:size])) for size in (old_size, old_size + more))
    path = consistency_path(leaves, old_size)
    check_extension(old, new, path)
    for wrong in (dataclasses.replace(old, root=b"x" * 32), dataclasses.replace(old, origin="b/log")):
        with pytest.raises(VerificationError):
            check_extension(wrong, new, path)


def test_the_file_of_a_later_head_is_read_in_its_one_form_only(platform: Platform) -> None:
    note = sign_checkpoint(HEAD, platform.authority.log_identity())
    extension = Extension(2, (b"s" * 32, b"t" * 32), note)
    assert read_extension(extension.text()) == extension
    assert read_extension(note) == Extension(3, (), note)
    text = extension.text()
    for spoilt in (text.replace("old 2", "old 02"), text.replace("old 2", "older 2"), text.replace("\n\n", "\n", 1)):
        with pytest.raises(VerificationError):
            extended = read_extension(spoilt)
            verify_checkpoint(extended.checkpoint, platform.authority.log_identity().certificate)
