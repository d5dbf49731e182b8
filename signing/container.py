"""The ZIP container of a bundle: one byte form for one content, and nothing that two readers could read differently.

ASiC-E (EN 319 162-1 Annex A) asks for a stored `mimetype` first. We store every entry, fix every header field
and refuse whatever is not written so: overlaps, duplicates, compression bombs and hidden bytes cannot occur.
"""

import re
import struct
import zlib
from collections.abc import Mapping

from signing.errors import BundleError

MIMETYPE_NAME = "mimetype"
MIMETYPE = b"application/vnd.etsi.asic-e+zip"
LARGEST_BUNDLE = 512 * 1024 * 1024
MOST_ENTRIES = 1_000
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION, _MADE_ON_UNIX, _MODE = 20, (3 << 8) | 20, 0o100644 << 16
_DAY = (2026 - 1980) << 9 | 1 << 5 | 1  # one date for all: the bundle's time is in its time-stamp
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*){0,3}")


def write_container(files: Mapping[str, bytes]) -> bytes:
    """The container of `files` in canonical order; the mimetype is added. Raises BundleError for a bad name."""
    body, directory = bytearray(), bytearray()
    for name, data in _ordered(files):
        if _NAME.fullmatch(name) is None:
            raise BundleError("container.name", file=name)
        encoded, size, offset = name.encode("ascii"), len(data), len(body)
        common = (_VERSION, 0, 0, 0, _DAY, zlib.crc32(data), size, size, len(encoded), 0)
        body += _LOCAL.pack(_LOCAL_MARK, *common) + encoded + data
        directory += _CENTRAL.pack(_CENTRAL_MARK, _MADE_ON_UNIX, *common, 0, 0, 0, _MODE, offset) + encoded
    count = len(files) + 1
    end = _END.pack(_END_MARK, 0, 0, count, count, len(directory), len(body), 0)
    whole = bytes(body + directory + end)
    if len(whole) > LARGEST_BUNDLE or count > MOST_ENTRIES:
        raise BundleError("container.too_large")
    return whole


def _ordered(files: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    """Mimetype, the agreement, the rest by name, the signatures last."""
    first = [(MIMETYPE_NAME, MIMETYPE)]
    return first + sorted(files.items(), key=lambda item: (_rank(item[0]), item[0]))


def _rank(name: str) -> int:
    if name == "agreement.pdf":
        return 0
    return 2 if name.startswith("META-INF/") else 1


def read_container(data: bytes) -> dict[str, bytes]:
    """Every file by name, the mimetype left out; raises BundleError for any container we would not have written.

    The code "container.unreadable" means that it is no container at all.
    """
    if len(data) > LARGEST_BUNDLE:
        raise BundleError("container.too_large")
    if not data.startswith(_LOCAL_MARK):
        raise BundleError("container.unreadable")
    count, start, end = _end_record(data)
    entries = _directory(data[start:end], count)
    files = _contents(data, entries, start)
    if next(iter(files)) != MIMETYPE_NAME or files.pop(MIMETYPE_NAME) != MIMETYPE:
        raise BundleError("container.mimetype")
    if write_container(files) != data:
        raise BundleError("container.not_canonical")
    return files


def _end_record(data: bytes) -> tuple[int, int, int]:
    """Number of entries, and where the directory starts and ends."""
    position = data.rfind(_END_MARK)
    if position < 0 or len(data) - position < _END.size:
        raise BundleError("container.unreadable")
    if position + _END.size != len(data):
        raise BundleError("container.trailing")
    _, disk, first_disk, here, count, size, start, comment = _END.unpack_from(data, position)
    if disk or first_disk or comment or here != count:
        raise BundleError("container.not_canonical")
    if not 0 < count <= MOST_ENTRIES:
        raise BundleError("container.too_large")
    if start + size != position:
        raise BundleError("container.overlap")
    return count, start, position


def _directory(directory: bytes, count: int) -> list[tuple[str, int, int]]:
    """Name, offset and size of each entry, in the order of the directory."""
    entries: list[tuple[str, int, int]] = []
    seen: set[str] = set()
    position = 0
    for _ in range(count):
        if position + _CENTRAL.size > len(directory):
            raise BundleError("container.not_canonical")
        fields = _CENTRAL.unpack_from(directory, position)
        name_size, size, offset = fields[10], fields[9], fields[16]
        raw = directory[position + _CENTRAL.size : position + _CENTRAL.size + name_size]
        position += _CENTRAL.size + name_size
        _check_entry(fields)
        name = raw.decode("ascii", "replace")
        if _NAME.fullmatch(name) is None:
            raise BundleError("container.name", file=ascii(name))
        if name.casefold() in seen:
            raise BundleError("container.duplicate", file=name)
        seen.add(name.casefold())
        entries.append((name, offset, size))
    if position != len(directory):
        raise BundleError("container.not_canonical")
    return entries


def _check_entry(fields: tuple[int, ...]) -> None:
    flags, method, packed, size, extra, comment = (fields[index] for index in (3, 4, 8, 9, 11, 12))
    if flags & 1:
        raise BundleError("container.encrypted")
    if method or packed != size:
        raise BundleError("container.compressed")
    if extra or comment or flags:
        raise BundleError("container.not_canonical")


def _contents(data: bytes, entries: list[tuple[str, int, int]], end: int) -> dict[str, bytes]:
    """Cut out every file; the entries must lie back to back and fill the space before the directory."""
    files: dict[str, bytes] = {}
    expected = 0
    for name, offset, size in entries:
        begin = offset + _LOCAL.size + len(name)
        if offset != expected or begin + size > end:
            raise BundleError("container.overlap")
        files[name] = data[begin : begin + size]
        expected = begin + size
    if expected != end:
        raise BundleError("container.overlap")
    return files
