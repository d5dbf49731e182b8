"""Keys and ciphers for what is stored: a key per channel, wrapped by a master key that is never in the database.

AES-256-GCM-SIV (RFC 8452) for fields, so that a repeated nonce does not break secrecy; the associated data bind every
ciphertext to its place, so that a word moved to another channel or another place in order cannot be opened.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
KEY_BYTES = 32
KEPT_KEYS = 1024


class CannotOpen(Exception):
    """The bytes were altered, or they belong to another place."""


@dataclass
class _Master:
    key: bytes = field(default=b"", repr=False)


_master = _Master()


@dataclass(frozen=True)
class ChannelCipher:
    """The capability to read and write one channel's sealed content. Only `open_channel` hands it out."""

    channel_id: str
    _key: bytes = field(repr=False)

    def seal(self, place: str, plaintext: bytes) -> bytes:
        """Encrypt for `place` ("message:17", "exhibit:<id>")."""
        return _seal(self._key, f"{self.channel_id}|{place}", plaintext)

    def open(self, place: str, sealed: bytes) -> bytes:
        """Decrypt what was sealed for `place`.

        Raises:
            CannotOpen: altered, or sealed for another channel or place.
        """
        return _open(self._key, f"{self.channel_id}|{place}", sealed)

    def subkey(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose (an exhibit's bytes), derived from the channel's own."""
        return _derive(self._key, f"{self.channel_id}|{purpose}")

    def keyed_digest(self, data_digest: bytes) -> bytes:
        """A digest that is the same for equal files in this channel and different in every other."""
        return hmac.new(self.subkey("digest"), data_digest, sha256).digest()


@dataclass(frozen=True)
class NotesCipher:
    """The capability to read and write the mediators' notes of one case. Only `open_notes` hands it out."""

    case_id: str
    _key: bytes = field(repr=False)

    def seal(self, place: str, plaintext: bytes) -> bytes:
        """Encrypt for `place` ("interest:<id>:3", with the revision, so that an older text cannot be put back)."""
        return _seal(self._key, f"{self.case_id}|{place}", plaintext)

    def open(self, place: str, sealed: bytes) -> bytes:
        """Decrypt what was sealed for `place`.

        Raises:
            CannotOpen: altered, or sealed for another case or place.
        """
        return _open(self._key, f"{self.case_id}|{place}", sealed)


def use_master_key(key: bytes) -> None:
    """Take the master key from the settings at start; it stays in memory only."""
    if len(key) != KEY_BYTES:
        raise ValueError(f"the master key must be {KEY_BYTES} bytes")
    _master.key = key


def new_channel_key(channel_id: str) -> bytes:
    """A fresh random key for a channel, wrapped for storage."""
    return _seal(_purpose_key("channel"), channel_id, secrets.token_bytes(KEY_BYTES))


def channel_cipher(channel_id: str, wrapped_key: bytes) -> ChannelCipher:
    """Unwrap a channel's key. For `odr.access.load` alone: the permission check comes first."""
    return ChannelCipher(channel_id, _open(_purpose_key("channel"), channel_id, wrapped_key))


def new_notes_key(case_id: str) -> bytes:
    """A fresh random key for the mediators' notes of a case, wrapped for storage; its wrapping has its own purpose."""
    return _seal(_purpose_key("notes"), case_id, secrets.token_bytes(KEY_BYTES))


def notes_cipher(case_id: str, wrapped_key: bytes) -> NotesCipher:
    """Unwrap the key of a case's notes. For `odr.access.load` alone: the permission check comes first."""
    return NotesCipher(case_id, _open(_purpose_key("notes"), case_id, wrapped_key))


def seal_field(purpose: str, owner_id: str, plaintext: str) -> bytes:
    """Encrypt a field that is not of a channel (an identity number) for its owner's row."""
    return _seal(_purpose_key(purpose), owner_id, plaintext.encode()) if plaintext else b""


def open_field(purpose: str, owner_id: str, sealed: bytes) -> str:
    """Decrypt a field sealed for that row.

    Raises:
        CannotOpen: altered or moved.
    """
    return _open(_purpose_key(purpose), owner_id, sealed).decode() if sealed else ""


def purpose_subkey(purpose: str) -> bytes:
    """A 32-byte key for one purpose of the platform itself (bundle bytes, digests in the trail)."""
    return _purpose_key(purpose)


def _purpose_key(purpose: str) -> bytes:
    if not _master.key:
        raise RuntimeError("no master key is in use")
    return _derived(_master.key, f"heqi|{purpose}")


@lru_cache(maxsize=32)
def _derived(key: bytes, info: str) -> bytes:
    return _derive(key, info)


def _derive(key: bytes, info: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info.encode()).derive(key)


@lru_cache(maxsize=KEPT_KEYS)
def _aead(key: bytes) -> AESGCMSIV:
    return AESGCMSIV(key)


def _seal(key: bytes, place: str, plaintext: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _aead(key).encrypt(nonce, plaintext, place.encode())


def _open(key: bytes, place: str, sealed: bytes) -> bytes:
    try:
        return _aead(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError) as refused:
        raise CannotOpen from refused
