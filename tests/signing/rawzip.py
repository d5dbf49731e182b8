"""Containers written by hand, with every field free: what the writer of bundles never writes."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

LOCAL, CENTRAL, END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
DAY = (2026 - 1980) << 9 | 1 << 5 | 1


@dataclass(frozen=True)
class Raw:
    """One entry: what its headers say need not be what it holds, nor what the other header says."""

    name: bytes
    data: bytes
    size: int | None = None
    packed: int | None = None
    crc: int | None = None
    method: int = 0
    flags: int = 0
    time: int = 0
    day: int = DAY
    mode: int = 0o100644 << 16
    extra: bytes = b""
    comment: bytes = b""
    descriptor: bytes = b""
    local_name: bytes | None = None
    offset: int | None = None
    listed: bool = True

    def common(self, extra: bytes, name: bytes) -> tuple[int, ...]:
        """The fields both headers share."""
        size = len(self.data) if self.size is None else self.size
        packed = size if self.packed is None else self.packed
        crc = zlib.crc32(self.data) if self.crc is None else self.crc
        return (20, self.flags, self.method, self.time, self.day, crc, packed, size, len(name), len(extra))


def entries_of(bundle: bytes) -> list[Raw]:
    """The entries of an honest bundle in their order."""
    found, at = [], 0
    while bundle[at : at + 4] == b"PK\x03\x04":
        fields = LOCAL.unpack_from(bundle, at)
        begin = at + LOCAL.size + fields[9]
        at = begin + fields[8]
        found.append(Raw(bundle[begin - fields[9] : begin], bundle[begin:at]))
    return found


def raw_zip(entries: Sequence[Raw], *, before: bytes = b"", after: bytes = b"", comment: bytes = b"") -> bytes:
    """The container of these entries, well formed where they are."""
    body, directory, count = bytearray(before), bytearray(), 0
    for one in entries:
        offset = len(body) if one.offset is None else one.offset
        local = one.name if one.local_name is None else one.local_name
        body += LOCAL.pack(b"PK\x03\x04", *one.common(one.extra, local)) + local + one.extra + one.data + one.descriptor
        if one.listed:
            count += 1
            shared = one.common(one.extra, one.name)
            directory += CENTRAL.pack(
                b"PK\x01\x02", (3 << 8) | 20, *shared, len(one.comment), 0, 0, one.mode, min(offset, 0xFFFFFFFF)
            )
            directory += one.name + one.extra + one.comment
    end = END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), len(comment))
    return bytes(body + directory + end) + comment + after
