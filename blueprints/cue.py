"""A mark by which one case is told from another at a glance: a shape, a colour, and the last letters of its number.

Whoever has two rooms open in two windows must not mistake one for the other. The mark is made from the case's number
alone: it is the same on every page and for every mediator, and says nothing about the case.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote

SHAPES = (
    ("●", "M12 4a8 8 0 1 0 0 16a8 8 0 1 0 0-16z"),
    ("■", "M5 5h14v14H5z"),
    ("▲", "M12 4l9 16H3z"),
    ("◆", "M12 2.500l9.500 9.500-9.500 9.500L2.500 12z"),
    (
        "★",
        "M12 2.500l2.900 6.300 6.900.800-5.100 4.700 1.400 6.800-6.100-3.400-6.100 3.400 1.400-6.800"
        "-5.100-4.700 6.900-.800z",
    ),
    ("✚", "M9 3h6v6h6v6h-6v6H9v-6H3V9h6z"),
)
COLOURS = ("#1d5fa8", "#9a4a12", "#5d6b12", "#a02c6a", "#4f5561", "#006d7d")
"""The same as --cue-1 to --cue-6 of the style sheets; a browser's tab knows no style sheet."""


@dataclass(frozen=True)
class Cue:
    """The mark of a case. `colour` counts from 1; `tail` is what people say on the phone."""

    glyph: str
    path: str
    colour: int
    tail: str

    @property
    def icon(self) -> str:
        """The mark as the picture of a browser's tab (a data address)."""
        drawn = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" '
            f'fill="{COLOURS[self.colour - 1]}"/><path d="{self.path}" fill="#fff" '
            'transform="translate(3.600 3.600) scale(.7)"/></svg>'
        )
        return f"data:image/svg+xml,{quote(drawn)}"


def cue_of(ref: str) -> Cue:
    """The mark of a case by its number."""
    number = int.from_bytes(sha256(ref.encode()).digest()[:4])
    glyph, path = SHAPES[number % len(SHAPES)]
    return Cue(glyph, path, 1 + number // len(SHAPES) % len(COLOURS), ref[-6:])
