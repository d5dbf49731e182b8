"""Encrypted files on disk, named at random: written whole or not at all, opened only with the key that sealed them.

Chunked AES-256-GCM: each chunk's nonce is a random prefix and a counter, and its associated data name the blob, the
chunk's number and whether it is the last, so that chunks cannot be moved, dropped or cut off.
"""

from __future__ import annotations

import os
import secrets
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from odr.access.vault import CannotOpen
from odr.db import new_id

CHUNK = 64 * 1024
TAG = 16
PREFIX = 8
_COUNTER = struct.Struct(">I")


class BlobStore(Protocol):
    """A port: where sealed bytes are kept."""

    def put(self, blob_id: str, source: Iterator[bytes], key: bytes) -> None:
        """Encrypt and keep; durable when it returns."""
        ...

    def read(self, blob_id: str, key: bytes) -> Iterator[bytes]:
        """Decrypt, chunk by chunk."""
        ...

    def delete(self, blob_id: str) -> None:
        """Forget the bytes; absent is fine."""
        ...


@dataclass(frozen=True)
class FileBlobStore:
    """Blobs as files under one directory."""

    directory: Path

    def put(self, blob_id: str, source: Iterator[bytes], key: bytes) -> None:
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = self.directory / f".{blob_id}.{secrets.token_hex(4)}"
        try:
            with temporary.open("xb") as out:
                _encrypt(blob_id, source, key, out)
                out.flush()
                os.fsync(out.fileno())
            temporary.rename(self.directory / blob_id)
            _sync_directory(self.directory)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def read(self, blob_id: str, key: bytes) -> Iterator[bytes]:
        with (self.directory / blob_id).open("rb") as sealed:
            yield from _decrypt(blob_id, sealed, key)

    def delete(self, blob_id: str) -> None:
        (self.directory / blob_id).unlink(missing_ok=True)


@dataclass
class _Current:
    store: BlobStore | None = None


_current = _Current()


def use_store(store: BlobStore) -> None:
    """Keep blobs there from now on."""
    _current.store = store


def store() -> BlobStore:
    """The store in use."""
    if _current.store is None:
        raise RuntimeError("no blob store is in use")
    return _current.store


def new_blob_id() -> str:
    """A random name that says nothing."""
    return new_id()


def _encrypt(blob_id: str, source: Iterator[bytes], key: bytes, out: BinaryIO) -> None:
    aead, prefix = AESGCM(key), secrets.token_bytes(PREFIX)
    out.write(prefix)
    number, buffer = 0, b""
    for piece in source:
        buffer += piece
        while len(buffer) > CHUNK:
            out.write(_seal_chunk(aead, prefix, blob_id, number, buffer[:CHUNK], last=False))
            buffer, number = buffer[CHUNK:], number + 1
    out.write(_seal_chunk(aead, prefix, blob_id, number, buffer, last=True))


def _decrypt(blob_id: str, sealed: BinaryIO, key: bytes) -> Iterator[bytes]:
    aead, prefix = AESGCM(key), sealed.read(PREFIX)
    number, chunk = 0, sealed.read(CHUNK + TAG)
    while True:
        following = sealed.read(CHUNK + TAG)
        try:
            yield aead.decrypt(prefix + _COUNTER.pack(number), chunk, _place(blob_id, number, last=not following))
        except (InvalidTag, ValueError) as refused:
            raise CannotOpen from refused
        if not following:
            return
        number, chunk = number + 1, following


def _seal_chunk(aead: AESGCM, prefix: bytes, blob_id: str, number: int, chunk: bytes, *, last: bool) -> bytes:
    return aead.encrypt(prefix + _COUNTER.pack(number), chunk, _place(blob_id, number, last=last))


def _place(blob_id: str, number: int, *, last: bool) -> bytes:
    return f"{blob_id}|{number}|{'last' if last else 'more'}".encode()


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
