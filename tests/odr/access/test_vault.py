"""What is sealed opens only in its own place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odr.access import vault
from odr.access.vault import CannotOpen, channel_cipher, new_channel_key, open_field, seal_field

vault.use_master_key(bytes(range(32)))
places = st.sampled_from(["message:1", "message:2", "exhibit:x"])


@given(st.binary(max_size=200), places, places, st.sampled_from(["a", "b"]), st.sampled_from(["a", "b"]))
def test_a_ciphertext_opens_in_its_channel_and_place_and_nowhere_else(
    data: bytes, sealed_at: str, opened_at: str, channel: str, other: str
) -> None:
    vault.use_master_key(bytes(range(32)))
    ciphers = {name: channel_cipher(name, new_channel_key(name)) for name in ("a", "b")}
    sealed = ciphers[channel].seal(sealed_at, data)
    if (sealed_at, channel) == (opened_at, other):
        assert ciphers[other].open(opened_at, sealed) == data
    else:
        with pytest.raises(CannotOpen):
            ciphers[other].open(opened_at, sealed)


@given(st.binary(min_size=1, max_size=60), st.data())
def test_no_altered_byte_is_opened(data: bytes, draw: st.DataObject) -> None:
    vault.use_master_key(bytes(range(32)))
    cipher = channel_cipher("a", new_channel_key("a"))
    sealed = bytearray(cipher.seal("message:1", data))
    sealed[draw.draw(st.integers(0, len(sealed) - 1))] ^= draw.draw(st.integers(1, 255))
    with pytest.raises(CannotOpen):
        cipher.open("message:1", bytes(sealed))


def test_a_wrapped_key_of_one_channel_is_useless_in_another() -> None:
    vault.use_master_key(bytes(range(32)))
    with pytest.raises(CannotOpen):
        channel_cipher("b", new_channel_key("a"))


def test_a_copy_of_the_database_without_the_master_key_opens_nothing() -> None:
    vault.use_master_key(bytes(range(32)))
    wrapped, number = new_channel_key("a"), seal_field("party.id_number", "p", "110105199001011234")
    vault.use_master_key(bytes(range(1, 33)))
    with pytest.raises(CannotOpen):
        channel_cipher("a", wrapped)
    with pytest.raises(CannotOpen):
        open_field("party.id_number", "p", number)


def test_a_field_belongs_to_its_row_and_its_purpose() -> None:
    vault.use_master_key(bytes(range(32)))
    sealed = seal_field("party.id_number", "p", "123")
    assert open_field("party.id_number", "p", sealed) == "123"
    for purpose, row in (("party.id_number", "q"), ("account.id_number", "p")):
        with pytest.raises(CannotOpen):
            open_field(purpose, row, sealed)


def test_equal_files_have_different_marks_in_two_channels() -> None:
    vault.use_master_key(bytes(range(32)))
    a, b = (channel_cipher(name, new_channel_key(name)) for name in "ab")
    assert a.keyed_digest(b"x" * 32) == a.keyed_digest(b"x" * 32)
    assert a.keyed_digest(b"x" * 32) != b.keyed_digest(b"x" * 32)
