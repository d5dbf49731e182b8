"""Breaking Chinese and English text into justified lines by the rules of Chinese typesetting (避头尾、标点挤压).

A line never begins with a closing mark and never ends with an opening one; a number stays with its unit; two marks
in a row share one em; a mark at the edge of the line gives up its blank half. Lengths are in points.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

Measure = Callable[[str, str, float], float]
"""The width in points of a text in a named font at a size."""

CLOSING = frozenset("，。、；：！？）》〉」』】〕”’…—·％%‰℃°,.;:!?)]}")
"""Marks that must not begin a line."""
OPENING = frozenset("（《〈「『【〔“‘￥¥$€([{")
"""Marks that must not end a line."""
_TRAILING_BLANK = frozenset("，。、；：！？）》〉」』】〕”’")
_LEADING_BLANK = frozenset("（《〈「『【〔“‘")
_UNITS = frozenset("年月日元角分万亿号条款项份名天时％%个")
_LATIN_TRIM = {
    "“": (0.5, 0.0), "”": (0.0, 0.5), "‘": (0.7, 0.0), "’": (0.0, 0.7), "—": (0.0, 0.0), "…": (0.0, 0.0),
    "·": (0.0, 0.0),
}  # fmt: skip
"""Marks that English shares with Chinese, with the blank on their left and right to take off, in ems."""
_LONG_WORD = 24
_AFTER_SIGN = re.compile(r"(?<=[/?&=_.@-])(?![/?&=_.@-])")
_AUTOSPACE = 0.08
"""Air between Chinese and Latin letters, in ems; small enough for text extraction not to see a blank."""
_MOST_STRETCH = 0.25
"""How far, in ems, one gap may be stretched before a line is left ragged instead."""


class Kind(Enum):
    """How a box behaves at the edges of a line."""

    IDEOGRAPH = "ideograph"
    OPEN = "open"
    CLOSE = "close"
    LATIN = "latin"
    SPACE = "space"


_MARKS = (Kind.OPEN, Kind.CLOSE)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one font."""

    text: str
    font: str
    size: float
    grey: float = 0.0


class Box(NamedTuple):
    """A piece that is never divided; `before` is taken off its left side and `advance` is what it then takes up."""

    text: str
    span: Span
    kind: Kind
    advance: float
    before: float = 0.0
    divides: bool = False
    """The first parts of an address of a page: a line may end after them."""


class Placed(NamedTuple):
    """A piece of text and where it starts on its line."""

    text: str
    span: Span
    x: float


@dataclass(frozen=True, slots=True)
class Line:
    """One finished line."""

    pieces: tuple[Placed, ...]
    width: float
    text: str


def is_wide(sign: str) -> bool:
    """Whether a character belongs to Chinese typesetting and takes up a whole em."""
    return unicodedata.east_asian_width(sign) in "WF" or sign in "“”‘’…—·"


@lru_cache(maxsize=8192)
def _kind(sign: str, *, chinese: bool) -> Kind:
    if sign in " \u3000":
        return Kind.SPACE
    if not is_wide(sign) or (not chinese and sign in _LATIN_TRIM):
        return Kind.LATIN
    if sign in OPENING:
        return Kind.OPEN
    return Kind.CLOSE if sign in CLOSING else Kind.IDEOGRAPH


def boxes_of(spans: Sequence[Span], measure: Measure, *, chinese: bool) -> list[Box]:
    """Cut text into boxes: single Chinese signs, whole Latin words, blanks."""
    boxes: list[Box] = []
    for span in spans:
        word, text = "", span.text.replace("\n", " ")
        kinds = {sign: _kind(sign, chinese=chinese) for sign in set(text)}
        single: dict[str, Box] = {}
        for index, sign in enumerate(text):
            kind = kinds[sign]
            if sign == " " and word.replace(" ", "").isdigit() and text[index + 1 : index + 2].isdigit():
                word += sign
                continue
            if kind is Kind.LATIN and not (sign in _LATIN_TRIM and not chinese):
                word += sign
                continue
            if word:
                boxes += _word(word, span, measure)
                word = ""
            if sign not in single:
                single[sign] = _box(sign, span, kind, measure)
            boxes.append(single[sign])
        boxes += _word(word, span, measure)
    return boxes


def _word(word: str, span: Span, measure: Measure) -> list[Box]:
    """A word is one box; an address of a page, or a name as long as one, divides after its signs."""
    if len(word) < _LONG_WORD:
        return [_box(word, span, Kind.LATIN, measure)] if word else []
    parts = [part for part in _AFTER_SIGN.split(word) if part]
    last = len(parts) - 1
    return [_box(part, span, Kind.LATIN, measure)._replace(divides=at < last) for at, part in enumerate(parts)]


def _box(text: str, span: Span, kind: Kind, measure: Measure) -> Box:
    advance = measure(text, span.font, span.size)
    if kind is Kind.LATIN and text in _LATIN_TRIM and advance > 0.9 * span.size:
        left, right = _LATIN_TRIM[text]
        return Box(text, span, kind, advance - (left + right) * span.size, left * span.size)
    return Box(text, span, kind, advance)


def _may_break(left: Box, right: Box) -> bool:
    """Whether a line may end after `left` and the next begin with `right`."""
    if Kind.SPACE in (left.kind, right.kind):
        return right.kind is not Kind.SPACE
    if left.divides:
        return True
    if right.text[0] in CLOSING or left.text[-1] in OPENING:
        return False
    if left.kind is Kind.LATIN and right.kind is Kind.LATIN:
        return False
    if left.text[-1].isdigit() and right.text[0] in _UNITS:
        return False
    return not (left.text == "第" and right.text[0].isdigit())


def _squeezed(box: Box, before: Box | None, after: Box | None) -> Box:
    """Take the blank half from a mark that stands beside another mark or at an edge of the line."""
    if box.kind is Kind.CLOSE:
        if box.text not in _TRAILING_BLANK or box.advance <= 0.9 * box.span.size:
            return box
        if after is None or after.text in _TRAILING_BLANK or after.text in _LEADING_BLANK:
            return box._replace(advance=box.advance - box.span.size / 2)
    elif box.kind is Kind.OPEN:
        if box.text not in _LEADING_BLANK or box.advance <= 0.9 * box.span.size:
            return box
        if before is None or before.text in _LEADING_BLANK:
            half = box.span.size / 2
            return box._replace(advance=box.advance - half, before=half)
    return box


def _gap(left: Box, right: Box) -> float:
    one, other = left.kind, right.kind
    mixed = (one is Kind.LATIN and other is Kind.IDEOGRAPH) or (one is Kind.IDEOGRAPH and other is Kind.LATIN)
    return _AUTOSPACE * left.span.size if mixed else 0.0


class _Paragraph:
    """The boxes of one paragraph, with all that is the same in whichever line a box comes to stand.

    A mark is squeezed by its neighbours, and differently only where it begins or ends a line: so everything is worked
    out once for the paragraph, and for each line only its two edges.
    """

    def __init__(self, boxes: list[Box]) -> None:
        self.boxes = boxes
        around = [None, *boxes, None]
        self.squeezed = [_squeezed(*three) for three in zip(boxes, around, around[2:], strict=False)]
        self.advances = [box.advance for box in self.squeezed]
        self.gaps = [_gap(left, right) for left, right in itertools.pairwise(boxes)]

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """The same stretch without blanks at its edges."""
        boxes = self.boxes
        while start < end and boxes[start].kind is Kind.SPACE:
            start += 1
        while end > start and boxes[end - 1].kind is Kind.SPACE:
            end -= 1
        return start, end

    def line(self, start: int, end: int) -> list[Box]:
        """The boxes of one line, squeezed as they stand there."""
        found = self.squeezed[start:end]
        if found:
            found[0] = _squeezed(self.boxes[start], None, self.boxes[start + 1] if start + 1 < end else None)
            found[-1] = _squeezed(self.boxes[end - 1], self.boxes[end - 2] if end - start > 1 else None, None)
        return found

    def width(self, start: int, end: int) -> float:
        """How wide that line is when nothing is stretched."""
        start, end = self.trimmed(start, end)
        if start == end:
            return 0.0
        advances = self.advances[start:end]
        first, last = self.boxes[start], self.boxes[end - 1]
        if first.kind in _MARKS:
            advances[0] = _squeezed(first, None, self.boxes[start + 1] if start + 1 < end else None).advance
        if last.kind in _MARKS:
            advances[-1] = _squeezed(last, self.boxes[end - 2] if end - start > 1 else None, None).advance
        return sum(advances) + sum(self.gaps[start : end - 1])


def _divided(boxes: list[Box], width: float, measure: Measure) -> list[Box]:
    """Words longer than a whole line, such as addresses of pages, are cut where the line ends."""
    out: list[Box] = []
    for box in boxes:
        if box.kind is not Kind.LATIN or box.advance <= width:
            out.append(box)
            continue
        # A zero-width blank between the parts is not needed: each part counts as an ideograph for breaking.
        out += [_box(sign, box.span, Kind.IDEOGRAPH, measure) for sign in box.text]
    return out


def break_lines(
    spans: Sequence[Span],
    measure: Measure,
    width: float,
    *,
    indent: float = 0.0,
    chinese: bool = True,
    justify: bool = True,
) -> list[Line]:
    """The lines of one paragraph, `width` points wide, the first one `indent` points in."""
    boxes = _divided(boxes_of(spans, measure, chinese=chinese), width - indent, measure)
    paragraph = _Paragraph(boxes)
    start, end = paragraph.trimmed(0, len(boxes))
    lines: list[Line] = []
    while start < end:
        offset = indent if not lines else 0.0
        room = width - offset
        stop = _fitting(paragraph, start, end, room)
        first, last = paragraph.trimmed(start, stop)
        start, _ = paragraph.trimmed(stop, end)
        lines.append(_set_line(paragraph, (first, last), room, offset, justify=justify and start < end))
    return lines


def _fitting(paragraph: _Paragraph, start: int, end: int, room: float) -> int:
    """Where the next line ends: after as many boxes as fit, back to the last lawful break."""
    boxes, rough, fitting = paragraph.boxes, 0.0, end
    for index in range(start, end):
        box = boxes[index]
        rough += box.advance
        if rough > room + 2 * box.span.size and paragraph.width(start, index + 1) > room:
            fitting = index
            break
    while fitting > start + 1 and paragraph.width(start, fitting) > room:
        fitting -= 1
    if fitting >= end:
        return end
    for stop in range(fitting, start, -1):
        if _may_break(boxes[stop - 1], boxes[stop]):
            return stop
    return max(fitting, start + 1)


def _set_line(paragraph: _Paragraph, taken: tuple[int, int], room: float, offset: float, *, justify: bool) -> Line:
    """Place the boxes and stretch the gaps between them until the line is full."""
    start, end = taken
    squeezed = paragraph.line(start, end)
    slack = room - paragraph.width(start, end)
    stretch = _stretch(squeezed, slack) if justify and slack > 0 else {}
    x, pieces = offset, list[Placed]()
    for index, (box, gap) in enumerate(zip(squeezed, [*paragraph.gaps[start : end - 1], 0.0], strict=True)):
        pieces.append(Placed(box.text, box.span, x - box.before))
        x += box.advance + stretch.get(index, 0.0)
        x += gap
    return Line(tuple(pieces), x, "".join([box.text for box in squeezed]))


def _stretch(boxes: list[Box], slack: float) -> dict[int, float]:
    """How much each gap grows: blanks between words first, and all gaps of a Chinese line alike."""
    last = len(boxes) - 1
    blanks = [index for index, box in enumerate(boxes[:-1]) if box.kind is Kind.SPACE]
    gaps = [
        index
        for index in range(last)
        if Kind.LATIN not in (boxes[index].kind, boxes[index + 1].kind) or boxes[index].kind != boxes[index + 1].kind
    ]
    wide = sum(box.kind is not Kind.LATIN and box.kind is not Kind.SPACE for box in boxes)
    chosen = gaps if wide > len(boxes) / 3 else blanks
    if not chosen:
        return {}
    share = slack / len(chosen)
    limit = _MOST_STRETCH * boxes[0].span.size * (1 if chosen is gaps else 3)
    return dict.fromkeys(chosen, share) if share <= limit else {}
