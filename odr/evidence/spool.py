"""A file that a form brings, held while it is looked at: sealed on disk under a key that nobody keeps."""

from __future__ import annotations

import io
import tempfile

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from odr.evidence.storage import CHUNK, RECORD, open_chunk, seal_chunk


class Spool(io.RawIOBase):
    """Written once from beginning to end, then read from any place; nothing of it remains when it is closed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()
        self._aead = AESGCM(AESGCM.generate_key(256))
        self._sealed, self._tail, self._place = 0, bytearray(), 0

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        self._tail += data
        while len(self._tail) >= CHUNK:
            self._file.seek(self._sealed * RECORD)
            chunk = bytes(self._tail[:CHUNK])
            self._file.write(seal_chunk(self._aead, "spool", self._sealed, chunk, last=False))
            del self._tail[:CHUNK]
            self._sealed += 1
        self._place = self._size()
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size()}[whence]
        self._place = max(0, base + offset)
        return self._place

    def tell(self) -> int:
        return self._place

    def read(self, size: int = -1, /) -> bytes:
        """As many bytes as were asked for, unless the file ends first: a form's reader does not ask twice."""
        if size < 0:
            return self.readall()
        pieces: list[bytes] = []
        while size > 0 and (piece := super().read(min(size, CHUNK))):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        number, within = divmod(self._place, CHUNK)
        chunk = self._chunk(number) if number < self._sealed else bytes(self._tail)
        if number > self._sealed:
            return 0
        piece = chunk[within : within + len(buffer)]
        buffer[: len(piece)] = piece
        self._place += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _size(self) -> int:
        return self._sealed * CHUNK + len(self._tail)

    def _chunk(self, number: int) -> bytes:
        self._file.seek(number * RECORD)
        return open_chunk(self._aead, "spool", number, self._file.read(RECORD), last=False)
