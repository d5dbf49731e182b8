"""Sound and film: their frame of boxes or chunks is followed from beginning to end, and nothing is decoded."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from odr.errors import FileRefused
from odr.evidence.findings import Findings

MOST_BOXES = 100_000
MOOV_READ = 16 * 1024 * 1024
_BOX = struct.Struct(">I4s")
_PLACE = b"\xa9xyz"
_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
FRAMES_LOOKED_AT = 4


def check_film(file: BinaryIO, size: int) -> Findings:
    """MP4, MOV or M4A: boxes that follow each other to the end, with a list of contents and the contents.

    Raises:
        FileRefused: the frame is broken.
    """
    found, seen = Findings(), set()
    for kind, start, length in _boxes(file, size):
        seen.add(kind)
        if kind == b"moov":
            file.seek(start)
            _tell_place(file.read(min(length, MOOV_READ)), found)
    if not {b"ftyp", b"moov"} <= seen or not seen & {b"mdat", b"moof"}:
        raise FileRefused(reason="broken")
    return found


def check_wave(file: BinaryIO, size: int) -> Findings:
    """WAV: a description of the sound and the sound.

    Raises:
        FileRefused: one of them is missing.
    """
    file.seek(12)
    place, seen = 12, set()
    while place + 8 <= size and len(seen) < 100:
        file.seek(place)
        kind, length = struct.unpack("<4sI", file.read(8))
        seen.add(kind)
        place += 8 + length + length % 2
        if kind == b"data":
            break
    if not {b"fmt ", b"data"} <= seen:
        raise FileRefused(reason="broken")
    return Findings()


def check_mp3(file: BinaryIO, size: int) -> Findings:
    """MP3: after the tag, frames that lead one to the next.

    Raises:
        FileRefused: they do not.
    """
    place = _after_tag(file)
    for _ in range(FRAMES_LOOKED_AT):
        file.seek(place)
        length = _frame_length(file.read(4))
        if not length:
            raise FileRefused(reason="broken")
        place += length
        if place >= size:
            break
    return Findings()


def _boxes(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int]]:
    place = 0
    for _ in range(MOST_BOXES):
        if place == size:
            return
        file.seek(place)
        header = file.read(16)
        if len(header) < 8:
            raise FileRefused(reason="broken")
        length, kind = _BOX.unpack(header[:8])
        head = 8
        if length == 1 and len(header) == 16:
            length, head = int.from_bytes(header[8:], "big"), 16
        elif length == 0:
            length = size - place
        if length < head or place + length > size or not all(32 <= byte < 255 for byte in kind):
            raise FileRefused(reason="broken")
        yield kind, place + head, length - head
        place += length
    raise FileRefused(reason="broken")


def _tell_place(moov: bytes, found: Findings) -> None:
    at = moov.find(_PLACE)
    if at >= 0 and len(moov) >= at + 8:
        length = int.from_bytes(moov[at + 4 : at + 6], "big")
        found.tell("gps", moov[at + 8 : at + 8 + length].decode("ascii", "replace"))
    elif b"com.apple.quicktime.location" in moov:
        found.tell("gps", "")


def _after_tag(file: BinaryIO) -> int:
    file.seek(0)
    head = file.read(10)
    if head[:3] != b"ID3":
        return 0
    if len(head) < 10 or any(byte & 0x80 for byte in head[6:10]):
        raise FileRefused(reason="broken")
    length = (head[6] << 21) | (head[7] << 14) | (head[8] << 7) | head[9]
    place = 10 + length
    file.seek(place)
    padding = file.read(4096)
    return place + len(padding) - len(padding.lstrip(b"\0"))


def _frame_length(header: bytes) -> int:
    """Bytes of an MPEG layer III frame, or 0 when this is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate, bits, padding = header[2] >> 2 & 3, header[2] >> 4, header[2] >> 1 & 1
    if version == 1 or layer != 1 or rate == 3 or bits in (0, 15):
        return 0
    first = version == 3
    speed = (_BITRATES if first else _BITRATES_2)[bits] * 1000
    return (144 if first else 72) * speed // _RATES[version][rate] + padding
