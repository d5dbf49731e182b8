"""Encrypted files on disk, named at random: they grow chunk by chunk, are whole or not there, and open with their key.

Chunked AES-256-GCM: every chunk has a random nonce of its own, so that one written again after a crash repeats none,
and its associated data name the blob, the chunk's number and whether it is the last, so that chunks cannot be moved,
dropped or cut off. The bytes that lie on disk while a file arrives are those that stay: nothing is encrypted twice.
"""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from odr.access.vault import CannotOpen
from odr.db import new_id

CHUNK = 64 * 1024
NONCE = 12
TAG = 16
RECORD = NONCE + CHUNK + TAG

Read = Callable[[int], bytes]


class Busy(Exception):
    """Another request is writing this very blob."""


@dataclass(frozen=True)
class Arriving:
    """A blob on its way in: what lies in its file is already as it will stay."""

    blob_id: str
    file: BinaryIO

    def append(self, key: bytes, read: Read, *, start: int, stop: int, size: int) -> None:
        """Add bytes `start` to `stop` of a blob of `size` bytes; durable when it returns. What lay beyond is dropped.

        Raises:
            EOFError: `read` ended early; nothing of the piece is kept.
        """
        aead = AESGCM(key)
        self.cut(start)
        self.file.seek(start // CHUNK * RECORD)
        try:
            for begin in range(start, stop, CHUNK):
                chunk = _exactly(read, min(CHUNK, stop - begin))
                last = begin + len(chunk) == size
                self.file.write(seal_chunk(aead, self.blob_id, begin // CHUNK, chunk, last=last))
        except BaseException:
            self.cut(start)
            raise
        self.file.flush()
        os.fsync(self.file.fileno())

    def cut(self, stop: int) -> None:
        """Drop what lies beyond `stop`, a multiple of the chunk."""
        self.file.truncate(stop // CHUNK * RECORD)


class BlobStore(Protocol):
    """A port: where sealed bytes are kept."""

    def put(self, blob_id: str, source: Iterator[bytes], key: bytes) -> None:
        """Encrypt and keep; durable when it returns."""
        ...

    def writing(self, blob_id: str, key: bytes) -> AbstractContextManager[BinaryIO]:
        """Encrypt what is written, piece by piece; kept and durable when the context ends well, else nothing is."""
        ...

    def arriving(self, blob_id: str) -> AbstractContextManager[Arriving]:
        """A blob that grows, for one writer at a time.

        Raises:
            Busy: another request writes it.
        """
        ...

    def complete(self, blob_id: str, size: int) -> None:
        """An arriving blob is whole with `size` bytes: from now on it is one like any other, with nothing behind it."""
        ...

    def open(self, blob_id: str, key: bytes, size: int) -> BinaryIO:
        """The decrypted bytes of a blob, arrived or still arriving, to read from any place."""
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
        with self.writing(blob_id, key) as out:
            for piece in source:
                out.write(piece)

    @contextmanager
    def writing(self, blob_id: str, key: bytes) -> Iterator[BinaryIO]:
        self._make_directory()
        temporary = self.directory / f".{blob_id}.{secrets.token_hex(4)}"
        try:
            with temporary.open("xb") as out:
                sealing = SealingFile(out, blob_id, key)
                yield cast(BinaryIO, sealing)
                sealing.finish()
                out.flush()
                os.fsync(out.fileno())
            temporary.rename(self.directory / blob_id)
            _sync_directory(self.directory)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    @contextmanager
    def arriving(self, blob_id: str) -> Iterator[Arriving]:
        self._make_directory()
        path = self._arriving(blob_id)
        fresh = not path.exists()
        with _alone(path) as out:
            if fresh:
                _sync_directory(self.directory)
            yield Arriving(blob_id, out)

    def complete(self, blob_id: str, size: int) -> None:
        if (self.directory / blob_id).exists():
            return
        with self._arriving(blob_id).open("r+b") as arrived:
            arrived.truncate(sealed_length(size))
            os.fsync(arrived.fileno())
        self._arriving(blob_id).rename(self.directory / blob_id)
        _sync_directory(self.directory)

    def open(self, blob_id: str, key: bytes, size: int) -> BinaryIO:
        whole = self.directory / blob_id
        return io.BufferedReader(
            SealedFile(whole if whole.exists() else self._arriving(blob_id), blob_id, key, size), CHUNK
        )

    def read(self, blob_id: str, key: bytes) -> Iterator[bytes]:
        with (self.directory / blob_id).open("rb") as sealed:
            yield from _decrypt(blob_id, sealed, key)

    def delete(self, blob_id: str) -> None:
        (self.directory / blob_id).unlink(missing_ok=True)
        self._arriving(blob_id).unlink(missing_ok=True)

    def _arriving(self, blob_id: str) -> Path:
        return self.directory / f"{blob_id}.part"

    def _make_directory(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)


class SealingFile(io.RawIOBase):
    """Encrypts what is written to it, chunk by chunk, from the first byte to the last."""

    def __init__(self, out: BinaryIO, blob_id: str, key: bytes) -> None:
        self._out, self._aead, self._blob_id = out, AESGCM(key), blob_id
        self._number, self._held = 0, bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._held += data
        whole = max(0, len(self._held) - 1) // CHUNK * CHUNK  # the last chunk is known only when all is written
        for begin in range(0, whole, CHUNK):
            self._seal(bytes(self._held[begin : begin + CHUNK]), last=False)
        del self._held[:whole]
        return len(data)

    def finish(self) -> None:
        """What is held is the last chunk."""
        self._seal(bytes(self._held), last=True)
        self._held.clear()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._out.write(seal_chunk(self._aead, self._blob_id, self._number, chunk, last=last))
        self._number += 1


class SealedFile(io.RawIOBase):
    """A sealed file of a known size as a plain one: a chunk is decrypted when something of it is asked for."""

    def __init__(self, path: Path, blob_id: str, key: bytes, size: int) -> None:
        self._file, self._aead, self._blob_id = path.open("rb"), AESGCM(key), blob_id
        self._size, self._place = size, 0
        self._number, self._chunk = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        if self._place >= self._size:
            return 0
        number, within = divmod(self._place, CHUNK)
        piece = self._at(number)[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _at(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(number * RECORD)
            end = min((number + 1) * CHUNK, self._size)
            record = self._file.read(NONCE + end - number * CHUNK + TAG)
            self._chunk = open_chunk(self._aead, self._blob_id, number, record, last=end == self._size)
            self._number = number
        return self._chunk


@dataclass(frozen=True)
class StoredContent:
    """The bytes of a blob, decrypted while they are read; a worker process can read them too."""

    store: BlobStore
    blob_id: str
    key: bytes = field(repr=False)
    size: int

    def pieces(self) -> Iterator[bytes]:
        """From the first to the last."""
        return self.store.read(self.blob_id, self.key)

    def open(self) -> BinaryIO:
        """To read from any place."""
        return self.store.open(self.blob_id, self.key, self.size)


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


def pieces_of(file: BinaryIO, start: int, stop: int) -> Iterator[bytes]:
    """The bytes from `start` up to `stop`, a chunk at a time; the file is closed at the end."""
    with file:
        file.seek(start)
        while start < stop and (piece := file.read(min(CHUNK, stop - start))):
            start += len(piece)
            yield piece


def sealed_length(size: int) -> int:
    """How long the sealed form of so many bytes is."""
    return size + max(1, -(-size // CHUNK)) * (NONCE + TAG)


def _decrypt(blob_id: str, sealed: BinaryIO, key: bytes) -> Iterator[bytes]:
    aead, number, record = AESGCM(key), 0, sealed.read(RECORD)
    while True:
        following = sealed.read(RECORD)
        yield open_chunk(aead, blob_id, number, record, last=not following)
        if not following:
            return
        number, record = number + 1, following


def seal_chunk(aead: AESGCM, blob_id: str, number: int, chunk: bytes, *, last: bool) -> bytes:
    """One chunk for its place in a blob, with a nonce of its own in front."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + aead.encrypt(nonce, chunk, _place(blob_id, number, last=last))


def open_chunk(aead: AESGCM, blob_id: str, number: int, record: bytes, *, last: bool) -> bytes:
    """The chunk again.

    Raises:
        CannotOpen: altered, or of another place.
    """
    try:
        return aead.decrypt(record[:NONCE], record[NONCE:], _place(blob_id, number, last=last))
    except (InvalidTag, ValueError) as refused:
        raise CannotOpen from refused


def _place(blob_id: str, number: int, *, last: bool) -> bytes:
    return f"{blob_id}|{number}|{'last' if last else 'more'}".encode()


def _exactly(read: Read, length: int) -> bytes:
    pieces = []
    while length:
        piece = read(length)
        if not piece:
            raise EOFError
        pieces.append(piece)
        length -= len(piece)
    return b"".join(pieces)


@contextmanager
def _alone(path: Path) -> Iterator[BinaryIO]:
    """The file, for one writer at a time."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "r+b") as out:
        try:
            flock(out.fileno(), LOCK_EX | LOCK_NB)
        except BlockingIOError as taken:
            raise Busy from taken
        yield out


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
