"""The mark on every page: a public number that tells nothing, and the address where anybody learns how to check a file.

The digest of the finished file cannot stand inside that file: printing it would change it. So a page carries a number
drawn from the random id of the text, which is fixed before the page is set. The number names no case, cannot be counted
up, and is looked up nowhere: the page it leads to reads it out of the file itself, in the visitor's own browser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 16
PATTERN = re.compile(rf"[{LETTERS}]{{{LENGTH}}}")
IN_FILE = "heqi-paper:"
"""Stands before the number in the keywords of the file, where the public page finds it."""
_PURPOSE = b"heqi paper number 1\0"


@dataclass(frozen=True)
class Mark:
    """What a page carries: the number, and the address (with the number in it) that the code leads to."""

    number: str
    address: str

    @property
    def shown(self) -> str:
        """The number in groups of four, as people read it out."""
        return "-".join(self.number[i : i + 4] for i in range(0, LENGTH, 4))


@dataclass
class _Platform:
    address: str = ""


_platform = _Platform()


def use_public_address(public_url: str) -> None:
    """The public address of the platform, which marks lead to."""
    _platform.address = public_url.rstrip("/")


def mark_of(kind: str, random_id: str) -> Mark | None:
    """The mark of one paper, or nothing where there is no public address to lead to (a tool, a test).

    `kind` names the paper, `random_id` the row it is of: a random id, never a counter.
    """
    if not _platform.address:
        return None
    rest = int.from_bytes(sha256(_PURPOSE + f"{kind}\0{random_id}".encode()).digest())
    number = ""
    for _ in range(LENGTH):
        rest, digit = divmod(rest, len(LETTERS))
        number += LETTERS[digit]
    return Mark(number, f"{_platform.address}/verify/{number}")


@lru_cache(maxsize=64)
def modules_of(text: str) -> tuple[tuple[bool, ...], ...]:
    """The dark and light modules of the QR code (ISO/IEC 18004, level M) that says `text`, without its quiet zone."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return tuple(tuple(bool(dark) for dark in row) for row in code.modules)
