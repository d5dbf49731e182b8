"""What a legal paper consists of, before it is set on pages: headings, paragraphs, tables, boxes to sign in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from odr.papers.mark import Mark
from signing.wording import Words

NOTHING = Words(zh="", en="")


class BoxKind(StrEnum):
    """Who fills a box on the signature page."""

    SIGNATORY = "signatory"
    SEAL = "seal"


@dataclass(frozen=True)
class Heading:
    """A section heading; level 1 stands alone, level 2 opens a clause and stays with it."""

    words: Words
    level: int = 1
    number: Words = NOTHING


@dataclass(frozen=True)
class Text:
    """A paragraph in Chinese with its English parallel beneath; either may be empty."""

    words: Words
    indent: bool = True
    centred: bool = False


@dataclass(frozen=True)
class Row:
    """One line of a table of particulars: a label and one or more paragraphs."""

    label: Words
    values: tuple[Words, ...]


@dataclass(frozen=True)
class Particulars:
    """A table of particulars between two rules, as books set it: no vertical lines."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """A table with a head that stands again on each page it runs over; `shares` are the widths of its columns."""

    head: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    shares: tuple[float, ...]


@dataclass(frozen=True)
class SignatureBox:
    """A place for one signature or seal; `name` becomes the name of the field."""

    name: str
    label: Words
    lines: tuple[Words, ...]
    kind: BoxKind = BoxKind.SIGNATORY


@dataclass(frozen=True)
class SignaturePage:
    """The last page: who signs, in two columns, with an introduction."""

    title: Words
    introduction: Words
    boxes: tuple[SignatureBox, ...]


@dataclass(frozen=True)
class Closing:
    """Right-aligned lines at the end of a paper that is not signed in boxes: who, and on which day. Never divided."""

    lines: tuple[Words, ...]


@dataclass(frozen=True)
class NewPage:
    """Start the next block on a new page."""


Block = Heading | Text | Particulars | Table | SignaturePage | Closing | NewPage


@dataclass(frozen=True)
class Paper:
    """A paper ready to be set: its title, what stands on every page, and its blocks in order."""

    title: Words
    reference: str
    """The case number, printed on every page."""
    code: str
    """Sixteen hexadecimal digits of the digest of the attached content, printed on every page; made when empty."""
    author: str
    blocks: tuple[Block, ...]
    development: bool = False
    """Print on every page that the signatures come from a development authority."""
    attachment: bytes = b""
    """The machine-readable content, embedded under `attachment_name`; made from the blocks when empty."""
    subtitle: Words = field(default=NOTHING)
    attachment_name: str = "agreement.json"
    mark: Mark | None = None
    """The number and address printed on every page, which lead to the check of the file."""
    made_at: datetime | None = None
    """The instant written into the file; with it, the same paper gives the same bytes whenever it is set."""


@dataclass(frozen=True)
class Field:
    """Where a signature or seal goes: page from 0, box in points from the lower left."""

    name: str
    page: int
    box: tuple[float, float, float, float]
    kind: BoxKind


@dataclass(frozen=True)
class Rendered:
    """A finished PDF/A-3b document and the places left in it for signatures."""

    pdf: bytes
    fields: tuple[Field, ...]
    pages: int
