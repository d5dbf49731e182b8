"""A bag for an archive (BagIt, RFC 8493): files with their digests and a description, as one ZIP or as a directory.

A bag shows that nothing was lost or altered by accident; it bears no signature. What is sealed inside keeps its seal.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from signing.errors import BundleError
from signing.source import Content

ALGORITHMS = ("sha256", "sha512")
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99})*")
_TIME = (1980, 1, 1, 0, 0, 0)
_LABEL = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class BagInfo:
    """What an archive reads first (RFC 8493 §2.2.2)."""

    organisation: str
    identifier: str
    description: str
    on: date

    def lines(self, count: int, octets: int) -> bytes:
        """bag-info.txt: labels in the order the standard names them."""
        rows = (
            ("Source-Organization", self.organisation),
            ("External-Description", self.description),
            ("Bagging-Date", self.on.isoformat()),
            ("External-Identifier", self.identifier),
            ("Payload-Oxum", f"{octets}.{count}"),
            ("Bag-Software-Agent", "Heqi"),
        )
        return "".join(f"{label}: {_LABEL.sub(' ', value)}\n" for label, value in rows).encode()


class _Place(ABC):
    """Where the files of a bag are written; each turn of `write` has written one piece more."""

    @abstractmethod
    def write(self, name: str, pieces: Iterator[bytes], size: int) -> Iterator[None]: ...


class _Zip(_Place):
    """One file with one top directory (RFC 8493 §4); every entry has the same date, so that equal bags are equal."""

    def __init__(self, archive: zipfile.ZipFile, top: str) -> None:
        self._archive, self._top = archive, top

    def write(self, name: str, pieces: Iterator[bytes], size: int) -> Iterator[None]:
        entry = zipfile.ZipInfo(f"{self._top}/{name}", _TIME)
        entry.external_attr, entry.create_system, entry.file_size = 0o100644 << 16, 3, size
        with self._archive.open(entry, "w", force_zip64=size >= zipfile.ZIP64_LIMIT) as file:
            for piece in pieces:
                file.write(piece)
                yield


class _Folder(_Place):
    """A directory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, pieces: Iterator[bytes], size: int) -> Iterator[None]:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            for piece in pieces:
                file.write(piece)
                yield


class _Drain(io.RawIOBase):
    """Takes what is written until somebody draws it off."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._held += data
        return len(data)

    def drawn(self) -> bytes:
        """What was written since the last time."""
        data = bytes(self._held)
        self._held.clear()
        return data


def bag_pieces(top: str, payload: Mapping[str, bytes | Content], info: BagInfo) -> Iterator[bytes]:
    """A bag as a ZIP whose single directory is `top`, piece by piece; the same input gives the same bytes.

    Raises BundleError for a name that some system could not store.
    """
    _check((top,))
    drain = _Drain()
    with zipfile.ZipFile(drain, "w", zipfile.ZIP_STORED) as archive:
        for _ in _write(_Zip(archive, top), payload, info):
            yield drain.drawn()
    yield drain.drawn()


def bag_zip(target: BinaryIO, top: str, payload: Mapping[str, bytes | Content], info: BagInfo) -> None:
    """The same, written to `target`."""
    for piece in bag_pieces(top, payload, info):
        target.write(piece)


def bag_folder(folder: Path, payload: Mapping[str, bytes | Content], info: BagInfo) -> None:
    """Write a bag into a directory that does not exist yet. Raises BundleError, FileExistsError."""
    _check(payload)
    folder.mkdir(parents=True)
    for _ in _write(_Folder(folder), payload, info):
        pass


def _write(place: _Place, payload: Mapping[str, bytes | Content], info: BagInfo) -> Iterator[None]:
    _check(payload)
    manifests = {name: bytearray() for name in ALGORITHMS}
    octets = 0
    for name in sorted(payload):
        digests = [hashlib.new(algorithm) for algorithm in ALGORITHMS]
        counted = _Counted(payload[name], digests)
        yield from place.write(f"data/{name}", counted.pieces(), counted.size)
        octets += counted.seen
        for algorithm, value in zip(ALGORITHMS, digests, strict=True):
            manifests[algorithm] += f"{value.hexdigest()}  data/{name}\n".encode()
    tags: dict[str, bytes] = {"bagit.txt": _DECLARATION, "bag-info.txt": info.lines(len(payload), octets)}
    tags |= {f"manifest-{name}.txt": bytes(lines) for name, lines in manifests.items()}
    for name, data in tags.items():
        yield from place.write(name, iter((data,)), len(data))
    for algorithm in ALGORITHMS:
        lines = "".join(f"{hashlib.new(algorithm, tags[name]).hexdigest()}  {name}\n" for name in sorted(tags))
        yield from place.write(f"tagmanifest-{algorithm}.txt", iter((lines.encode(),)), len(lines))


class _Counted:
    """Content that is digested while it is written."""

    def __init__(self, content: bytes | Content, digests: list[Any]) -> None:
        self._content, self._digests, self.seen = content, digests, 0
        self.size = len(content) if isinstance(content, bytes) else content.size

    def pieces(self) -> Iterator[bytes]:
        for piece in (self._content,) if isinstance(self._content, bytes) else self._content.pieces():
            for value in self._digests:
                value.update(piece)
            self.seen += len(piece)
            yield piece


def _check(names: Mapping[str, object] | tuple[str, ...]) -> None:
    for name in names:
        if _NAME.fullmatch(name) is None:
            raise BundleError("container.name", file=ascii(name))
