"""A file on its way in: read once, measured while it passes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from odr.errors import FileRefused
from odr.evidence.kinds import HEAD_BYTES
from odr.evidence.storage import CHUNK


class Measured:
    """Reads a stream once, measuring what passes; refuses what is too large."""

    def __init__(self, source: BinaryIO, max_bytes: int) -> None:
        self._source, self._max, self._head, self.size = source, max_bytes, b"", 0

    def head(self) -> bytes:
        """The first bytes, which show what kind of file it is."""
        self._head = self._source.read(HEAD_BYTES)
        return self._head

    def __iter__(self) -> Iterator[bytes]:
        piece = self._head
        while piece:
            self.size += len(piece)
            if self.size > self._max:
                raise FileRefused(reason="size", max_bytes=self._max)
            yield piece
            piece = self._source.read(CHUNK)
