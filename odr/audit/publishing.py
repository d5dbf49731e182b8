"""The log as files that anybody may mirror: every head with its stamp, and the hashes of all leaves in tiles.

The layout of the tiles is that of C2SP tlog-tiles: from the hashes of level 0 alone a mirror computes every root, every
path and every consistency proof by itself, and finds out when the log is rewritten. A full tile and a head are written
once and never again; only `checkpoint` and the last, partial tiles of a level change. One that finds another content in
its place stops: the mirror was made from another log.
"""

from __future__ import annotations

import os
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from sqlalchemy import select

from odr.audit.models import LogCheckpoint, LogNode
from odr.audit.queries import checkpoint_note
from odr.db import reading, session
from odr.errors import LogRewritten, NotFound

WIDTH = 256
"""Hashes in a full tile; each of its levels stands for eight of the tree."""


def publish(directory: Path) -> int:
    """Write what is new to `directory` and return the size of the newest head.

    Raises:
        NotFound: no head is signed yet.
        LogRewritten: a file there says something else than the log says now; it is left as it is.
    """
    with reading():
        heads = list(session().scalars(select(LogCheckpoint).order_by(LogCheckpoint.size)))
        if not heads:
            raise NotFound(kind="checkpoint")
        size = heads[-1].size
        for head in heads:
            _once(directory / "checkpoints" / str(head.size), head.note.encode(), size)
            _once(directory / "checkpoints" / f"{head.size}.tsr", head.stamp, size)
        _tiles(directory, size)
        keys = dict.fromkeys(head.certificate for head in heads)
        pem = b"".join(x509.load_der_x509_certificate(one).public_bytes(Encoding.PEM) for one in keys)
        _write(directory / "key.pem", pem)
        _write(directory / "checkpoint", checkpoint_note(size).encode())
    return size


def _tiles(directory: Path, size: int) -> None:
    level, count = 0, size
    while count:
        for number in range((count + WIDTH - 1) // WIDTH):
            width = min(WIDTH, count - number * WIDTH)
            path = directory / "tile" / str(level) / _name(number)
            if width < WIDTH:
                path = path.with_name(path.name + ".p") / str(width)
            if not path.exists() or number == count // WIDTH or number + 1 == count // WIDTH:
                _once(path, _hashes(level * 8, range(number * WIDTH, number * WIDTH + width)), size)
        level, count = level + 1, count // WIDTH


def _hashes(level: int, places: range) -> bytes:
    found = select(LogNode.hash).where(
        LogNode.level == level, LogNode.place >= places.start, LogNode.place < places.stop
    )
    return b"".join(session().scalars(found.order_by(LogNode.place)))


def _name(number: int) -> Path:
    """The number in groups of three digits, all but the last with an `x` before: 1234067 is x001/x234/067."""
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03d}")
    return Path(*groups)


def _once(path: Path, data: bytes, size: int) -> None:
    if path.exists():
        if path.read_bytes() != data:
            raise LogRewritten(size=size)
        return
    _write(path, data)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: somebody may be copying at this moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    os.replace(part, path)
