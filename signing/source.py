"""Bytes to be read piece by piece: a file, an open stream or bytes in memory, never more than a piece of it at once."""

from __future__ import annotations

import hashlib
import io
import queue
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

PIECE = 256 * 1024
_WORTH_THREADS = 32 * PIECE
_AHEAD = 8


class Content(Protocol):
    """What enters a bundle without ever being in memory as a whole; `pieces` may be asked for more than once."""

    @property
    def size(self) -> int:
        """Number of bytes."""
        ...

    def pieces(self) -> Iterator[bytes]:
        """The bytes in order."""
        ...


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file on disk."""

    path: Path

    @property
    def size(self) -> int:
        """As long as the file is now."""
        return self.path.stat().st_size

    def pieces(self) -> Iterator[bytes]:
        """The file in order."""
        with self.path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


@dataclass(frozen=True, slots=True)
class Measured:
    """A file that was read once: its length, its digest, and the check value of the container."""

    size: int
    sha256: bytes
    crc32: int


def measured(data: bytes) -> Measured:
    """Bytes in memory, measured."""
    return Measured(len(data), hashlib.sha256(data).digest(), zlib.crc32(data))


class Crc32:
    """CRC-32 in the manner of `hashlib`."""

    def __init__(self) -> None:
        self.value = 0

    def update(self, piece: bytes) -> None:
        """Take more bytes."""
        self.value = zlib.crc32(piece, self.value)


Update = Callable[[bytes], object]


class Readers(AbstractContextManager["Readers"]):
    """Lets several readers see each piece once, each in a thread of its own when there is much to read.

    Digests let go of the interpreter while they work, so that one pass costs hardly more than its slowest reader.
    """

    def __init__(self, expected: int) -> None:
        self._lines: list[queue.Queue[tuple[Update, bytes] | None]] = []
        self._threads: list[threading.Thread] = []
        self._broken: list[Exception] = []
        self._threaded = expected >= _WORTH_THREADS

    def line(self) -> Callable[[Update, bytes], None]:
        """A further reader: what is put into it is read in order, beside all others."""
        if not self._threaded:
            return lambda update, piece: (update(piece), None)[1]
        line: queue.Queue[tuple[Update, bytes] | None] = queue.Queue(_AHEAD)
        thread = threading.Thread(target=self._work, args=(line,), daemon=True)
        self._lines.append(line)
        self._threads.append(thread)
        thread.start()
        return lambda update, piece: line.put((update, piece))

    def _work(self, line: queue.Queue[tuple[Update, bytes] | None]) -> None:
        while (task := line.get()) is not None:
            try:
                if not self._broken:
                    task[0](task[1])
            except Exception as error:
                self._broken.append(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """All pieces have been read when it returns; raises what a reader raised."""
        for line in self._lines:
            line.put(None)
        for thread in self._threads:
            thread.join()
        if self._broken and error is None:
            raise self._broken[0]


def measure(pieces: Iterable[bytes], expected: int, also: Update | None = None) -> Measured:
    """Read all pieces once for length, digest and check value; `also` sees each piece beside them."""
    digest, check, size = hashlib.sha256(), Crc32(), 0
    with Readers(expected) as readers:
        hashing, checking = readers.line(), readers.line()
        for piece in pieces:
            hashing(digest.update, piece)
            checking(check.update, piece)
            if also is not None:
                also(piece)
            size += len(piece)
    return Measured(size, digest.digest(), check.value)


class Source:
    """A file under examination, read where it is asked for. Raises OSError when it cannot be read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = stream.seek(0, io.SEEK_END)

    @classmethod
    def of(cls, given: bytes | Path | BinaryIO) -> Self:
        """From bytes in memory, a file, or an open stream that can be read from any place."""
        if isinstance(given, bytes):
            return cls(io.BytesIO(given))
        return cls(given.open("rb", buffering=0) if isinstance(given, Path) else given)

    def read(self, start: int, length: int) -> bytes:
        """`length` bytes from `start`, fewer at the end."""
        return b"".join(self.pieces(start, length))

    def pieces(self, start: int, length: int) -> Iterator[bytes]:
        """The same, piece by piece."""
        self._stream.seek(start)
        while length > 0 and (piece := self._stream.read(min(PIECE, length))):
            length -= len(piece)
            yield piece

    def crc32(self, start: int, length: int) -> int:
        """The check value of a part of it."""
        value = Crc32()
        for piece in self.pieces(start, length):
            value.update(piece)
        return value.value

    def digest(self, name: str, start: int = 0, length: int | None = None) -> str:
        """A digest over a part of it, or over the whole, in hexadecimal."""
        value = hashlib.new(name)
        for piece in self.pieces(start, self.size if length is None else length):
            value.update(piece)
        return value.hexdigest()
