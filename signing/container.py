"""The ZIP container of a bundle: one byte form for one content, and nothing that two readers could read differently.

ASiC-E (EN 319 162-1 Annex A) asks for a stored `mimetype` first. We store every entry, fix every header field
and refuse whatever is not written so: overlaps, duplicates, compression bombs and hidden bytes cannot occur. Exhibits
are written and read piece by piece; everything else is small and bounded.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from signing.errors import BundleError
from signing.source import Content, Crc32, Measured, Readers, Source, measure, measured

MIMETYPE_NAME = "mimetype"
MIMETYPE = b"application/vnd.etsi.asic-e+zip"
LARGEST_BUNDLE = 0xFFFF_0000  # what a ZIP holds whose lengths have 32 bits; there is no second, longer form
LARGEST_KEPT = 128 * 1024 * 1024
MOST_ENTRIES = 1_000
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION, _MADE_ON_UNIX, _MODE = 20, (3 << 8) | 20, 0o100644 << 16
_DAY = (2026 - 1980) << 9 | 1 << 5 | 1  # one date for all: the bundle's time is in its time-stamp
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}")
_EXHIBIT = re.compile(r"evidence/[0-9]{4}\.[a-z]{3}")
_LONGEST_TAIL = _END.size + 0xFFFF
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Member:
    """An entry of the directory: where its local header lies, its length and its check value."""

    name: str
    offset: int
    size: int
    crc32: int

    @property
    def begin(self) -> int:
        """Where its bytes begin."""
        return self.offset + _LOCAL.size + len(self.name)

    def local(self) -> bytes:
        """The only header we write in front of it."""
        return _LOCAL.pack(_LOCAL_MARK, *self._common()) + self.name.encode("ascii")

    def central(self) -> bytes:
        """The only line of the directory we write for it."""
        return (
            _CENTRAL.pack(_CENTRAL_MARK, _MADE_ON_UNIX, *self._common(), 0, 0, 0, _MODE, self.offset)
            + self.name.encode("ascii")
        )  # fmt: skip

    def _common(self) -> tuple[int, ...]:
        return (_VERSION, 0, 0, 0, _DAY, self.crc32, self.size, self.size, len(self.name), 0)


class ContainerWriter:
    """Writes a container entry by entry, in canonical order, to `target`.

    A `target` that can be written at any place receives large files in one pass; for one that cannot (`seekable()` is
    false), a large file is read once to be measured and once to be copied.
    """

    def __init__(self, target: BinaryIO) -> None:
        self._target, self._at = target, 0
        self._members: list[Member] = []
        self.add(MIMETYPE_NAME, MIMETYPE)

    def add(self, name: str, content: bytes | Content) -> Measured:
        """Write one file. Raises BundleError for a bad name, a wrong order, too much, or content that changes."""
        self._check(name, len(content) if isinstance(content, bytes) else content.size)
        if isinstance(content, bytes):
            seen = measured(content)
            self._write(Member(name, self._at, seen.size, seen.crc32), seen.size, (content,))
            return seen
        if self._target.seekable():
            return self._in_one_pass(name, content)
        seen = measure(content.pieces(), content.size)
        self._check(name, seen.size)
        again, digest = Crc32(), hashlib.sha256()
        self._write(Member(name, self._at, seen.size, seen.crc32), seen.size, _watched(content, again, digest))
        if again.value != seen.crc32 or digest.digest() != seen.sha256:
            raise BundleError("container.changing", file=name)
        return seen

    def _in_one_pass(self, name: str, content: Content) -> Measured:
        """The header is written once more when the check value is known."""
        self._target.write(Member(name, self._at, 0, 0).local())
        seen = measure(content.pieces(), content.size, also=self._target.write)
        self._check(name, seen.size)
        member = Member(name, self._at, seen.size, seen.crc32)
        self._target.seek(member.offset)
        self._target.write(member.local())
        self._at = member.begin + seen.size
        self._target.seek(self._at)
        self._members.append(member)
        return seen

    def _write(self, member: Member, size: int, pieces: Iterable[bytes]) -> None:
        self._target.write(member.local())
        for piece in pieces:
            self._target.write(piece)
        self._members.append(member)
        self._at = member.begin + size

    def _check(self, name: str, size: int) -> None:
        if _NAME.fullmatch(name) is None or len(name) > _LONGEST_NAME:
            raise BundleError("container.name", file=name)
        if self._members and _order(name) <= _order(self._members[-1].name):
            raise BundleError("container.duplicate", file=name)
        after = len(self._members) + 2
        ending = after * (_LOCAL.size + _CENTRAL.size + 2 * _LONGEST_NAME) + _END.size
        if self._at + size + ending > LARGEST_BUNDLE or after - 1 > MOST_ENTRIES:
            raise BundleError("container.too_large")

    def finish(self) -> int:
        """Write the directory; returns the length of the whole container."""
        directory = b"".join(member.central() for member in self._members)
        self._target.write(directory + _end(len(self._members), len(directory), self._at))
        return self._at + len(directory) + _END.size


def _watched(content: Content, *watchers: object) -> Iterable[bytes]:
    for piece in content.pieces():
        for watcher in watchers:
            watcher.update(piece)  # type: ignore[attr-defined]
        yield piece


def _end(count: int, length: int, start: int) -> bytes:
    return _END.pack(_END_MARK, 0, 0, count, count, length, start, 0)


def write_container(files: Mapping[str, bytes]) -> bytes:
    """The container of small `files` in canonical order; the mimetype is added. Raises BundleError for a bad name."""
    target = io.BytesIO()
    writer = ContainerWriter(target)
    for name in sorted(files, key=_order):
        writer.add(name, files[name])
    writer.finish()
    return target.getvalue()


def _order(name: str) -> tuple[int, str]:
    """Mimetype, the agreement, the rest by name, the signatures last."""
    if name in (MIMETYPE_NAME, "agreement.pdf"):
        return (0 if name == MIMETYPE_NAME else 1), name
    return (3 if name.startswith("META-INF/") else 2), name


@dataclass(frozen=True, slots=True)
class Opened:
    """A container that was read once from its first byte to its last: what each file measures, and the small ones.

    `kept` has the bytes of every file but the exhibits; `members` says where an exhibit's bytes lie.
    """

    sha256: str
    members: dict[str, Member]
    measured: dict[str, Measured]
    kept: dict[str, bytes] = field(repr=False)


def read_container(data: bytes) -> dict[str, bytes]:
    """Every file by name, exhibits too, the mimetype left out; raises BundleError as `open_container`."""
    source = Source.of(data)
    return {name: source.read(one.begin, one.size) for name, one in open_container(source).members.items()}


def open_container(source: Source, *, exhibits: bool = True) -> Opened:
    """Read a container in one pass; raises BundleError for any container we would not have written.

    Without `exhibits` their check values are not computed: for who compares them with signed ones, which says as much.

    The code "container.unreadable" means that it is no container at all.
    """
    members, start = _structure(source)
    return _contents(source, members, start, exhibits=exhibits)


def outline(source: Source) -> dict[str, bytes | None]:
    """Every file by name with its bytes, an exhibit with None: for a container that was verified before.

    Only the structure is checked, not the digests. Raises BundleError as `open_container`.
    """
    members, _ = _structure(source)
    exhibit = {member.name: _EXHIBIT.fullmatch(member.name) is not None for member in members}
    found = {one.name: None if exhibit[one.name] else source.read(one.begin, one.size) for one in members}
    del found[MIMETYPE_NAME]
    return found


def file_in(source: Source, name: str) -> bytes:
    """One file of a container verified before; only the structure is checked. Raises KeyError when there is none."""
    members, _ = _structure(source)
    found = {one.name: one for one in members}[name]
    return source.read(found.begin, found.size)


def _structure(source: Source) -> tuple[list[Member], int]:
    """The entries, and where the directory starts; everything but the contents is as we write it."""
    if source.size > LARGEST_BUNDLE:
        raise BundleError("container.too_large")
    if source.read(0, len(_LOCAL_MARK)) != _LOCAL_MARK:
        raise BundleError("container.unreadable")
    count, start, end = _end_record(source)
    if end - start > count * (_CENTRAL.size + _LONGEST_NAME):
        raise BundleError("container.not_canonical")
    members = _directory(source.read(start, end - start), count)
    _check_places(members, start)
    _check_form(source, members, start)
    return members, start


def _end_record(source: Source) -> tuple[int, int, int]:
    """Number of entries, and where the directory starts and ends."""
    before = max(0, source.size - _LONGEST_TAIL)
    tail = source.read(before, _LONGEST_TAIL)
    found = tail.rfind(_END_MARK)
    if found < 0 or len(tail) - found < _END.size:
        raise BundleError("container.unreadable")
    if found + _END.size != len(tail):
        raise BundleError("container.trailing")
    _, disk, first_disk, here, count, size, start, comment = _END.unpack_from(tail, found)
    if disk or first_disk or comment or here != count:
        raise BundleError("container.not_canonical")
    if not 0 < count <= MOST_ENTRIES:
        raise BundleError("container.too_large")
    if start + size != before + found:
        raise BundleError("container.overlap")
    return count, start, before + found


def _directory(directory: bytes, count: int) -> list[Member]:
    """The entries, in the order of the directory."""
    members: list[Member] = []
    seen: set[str] = set()
    position = 0
    for _ in range(count):
        if position + _CENTRAL.size > len(directory):
            raise BundleError("container.not_canonical")
        fields = _CENTRAL.unpack_from(directory, position)
        raw = directory[position + _CENTRAL.size : position + _CENTRAL.size + fields[10]]
        position += _CENTRAL.size + fields[10]
        _check_entry(fields)
        name = raw.decode("ascii", "replace")
        if _NAME.fullmatch(name) is None or len(name) > _LONGEST_NAME:
            raise BundleError("container.name", file=ascii(name))
        if name.casefold() in seen:
            raise BundleError("container.duplicate", file=name)
        seen.add(name.casefold())
        members.append(Member(name, fields[16], fields[9], fields[7]))
    if position != len(directory):
        raise BundleError("container.not_canonical")
    return members


def _check_entry(fields: tuple[int, ...]) -> None:
    flags, method, packed, size, extra, comment = (fields[index] for index in (3, 4, 8, 9, 11, 12))
    if flags & 1:
        raise BundleError("container.encrypted")
    if method or packed != size:
        raise BundleError("container.compressed")
    if extra or comment or flags:
        raise BundleError("container.not_canonical")


def _check_places(members: list[Member], end: int) -> None:
    """The entries lie back to back and fill the space before the directory; what is kept in memory has a bound."""
    expected = 0
    for member in members:
        if member.offset != expected or member.begin + member.size > end:
            raise BundleError("container.overlap")
        expected = member.begin + member.size
    if expected != end:
        raise BundleError("container.overlap")
    if sum(member.size for member in members if _EXHIBIT.fullmatch(member.name) is None) > LARGEST_KEPT:
        raise BundleError("container.too_large")


def _check_form(source: Source, members: list[Member], start: int) -> None:
    """The type comes first, and every header is the one we write."""
    first = members[0]
    if first.name != MIMETYPE_NAME or source.read(first.begin, first.size) != MIMETYPE:
        raise BundleError("container.mimetype")
    names = [member.name for member in members]
    directory = b"".join(member.central() for member in members)
    written = directory + _end(len(members), len(directory), start)
    if names != sorted(names, key=_order) or source.read(start, source.size) != written:
        raise BundleError("container.not_canonical")
    for member in members:
        if source.read(member.offset, member.begin - member.offset) != member.local():
            raise BundleError("container.not_canonical")


def _contents(source: Source, members: list[Member], start: int, *, exhibits: bool) -> Opened:
    """One pass over all bytes: the digest of the whole beside the digest and check value of each file."""
    whole = hashlib.sha256()
    digests = {member.name: (hashlib.sha256(), Crc32()) for member in members}
    kept: dict[str, bytes] = {}
    with Readers(source.size) as readers:
        total, checking = readers.line(), readers.line()
        for member in members:
            digest, check = digests[member.name]
            total(whole.update, member.local())
            pieces: list[bytes] | None = None if _EXHIBIT.fullmatch(member.name) else []
            checked = exhibits or pieces is not None
            if not checked:
                check.value = member.crc32
            for piece in source.pieces(member.begin, member.size):
                total(whole.update, piece)
                digest.update(piece)
                if checked:
                    checking(check.update, piece)
                if pieces is not None:
                    pieces.append(piece)
            if pieces is not None:
                kept[member.name] = b"".join(pieces)
        total(whole.update, source.read(start, source.size))
    if any(digests[member.name][1].value != member.crc32 for member in members):
        raise BundleError("container.not_canonical")
    del kept[MIMETYPE_NAME]
    files = {member.name: member for member in members[1:]}
    seen = {name: Measured(one.size, digests[name][0].digest(), one.crc32) for name, one in files.items()}
    return Opened(whole.hexdigest(), files, seen, kept)


def looks_like_container(source: Source) -> bool:
    """Is this a ZIP file at all, however damaged?"""
    before = max(0, source.size - _LONGEST_TAIL)
    return source.read(0, len(_LOCAL_MARK)) == _LOCAL_MARK and _END_MARK in source.read(before, _LONGEST_TAIL)
