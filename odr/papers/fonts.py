"""The fonts embedded in every document, and the check that each character has a glyph in them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from odr.errors import InvalidInput, Unavailable

SONG, SONG_BOLD, HEI, HEI_BOLD = "NotoSerifSC-Regular", "NotoSerifSC-Bold", "NotoSansSC-Regular", "NotoSansSC-Bold"
FACES = (SONG, SONG_BOLD, HEI, HEI_BOLD)
_VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
_LINE_BREAKS = "\n"


def _font_file(face: str) -> Path:
    found = sorted(_VENDOR.glob(f"fonts-*/{face}.ttf"))
    if not found:
        raise Unavailable(service="fonts")
    return found[-1]


@lru_cache(maxsize=1)
def register_fonts() -> None:
    """Make the four faces known to the PDF writer; raises Unavailable while they are still being fetched."""
    files = {face: _font_file(face) for face in FACES}
    for face, path in files.items():
        pdfmetrics.registerFont(TTFont(face, str(path)))
    pdfmetrics.registerFontFamily(SONG, normal=SONG, bold=SONG_BOLD, italic=SONG, boldItalic=SONG_BOLD)


def width_of(text: str, font: str, size: float) -> float:
    """The width of a text in points."""
    return _width_in_ems(text, font) * size


@lru_cache(maxsize=65536)
def _width_in_ems(text: str, font: str) -> float:
    return pdfmetrics.stringWidth(text, font, 1.0)


@lru_cache(maxsize=len(FACES))
def _covered(face: str) -> frozenset[int]:
    register_fonts()
    return frozenset(pdfmetrics.getFont(face).face.charToGlyph)  # type: ignore[attr-defined]


@lru_cache(maxsize=1)
def _printable() -> frozenset[int]:
    return frozenset.intersection(*(_covered(face) for face in FACES))


def unprintable(text: str) -> list[str]:
    """The characters of a text that no document can show, as `U+XXXX`: no glyph, invisible, or reordering.

    Controls, zero-width signs and bidirectional marks are refused whether or not a font has them: what is signed
    must be what is seen.
    """
    bad = {
        sign
        for sign in set(text)
        if sign not in _LINE_BREAKS
        and (unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") or ord(sign) not in _printable())
    }
    return [f"U+{ord(sign):04X}" for sign in sorted(bad)]


def refuse_unprintable(**texts: str) -> None:
    """Raise InvalidInput naming the first field whose text holds a character that cannot be printed."""
    for field, text in texts.items():
        bad = unprintable(text)
        if bad:
            raise InvalidInput(**{field: f"unprintable_character {' '.join(bad[:5])}"})
