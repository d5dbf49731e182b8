"""The pieces a page is built from: paragraphs that divide, and boxes to sign in that never leave their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from odr.papers.fonts import HEI, HEI_BOLD, SONG, SONG_BOLD, width_of
from odr.papers.ink import text_object
from odr.papers.linebreak import Line, Span, break_lines
from odr.papers.paper import BoxKind, Field, SignatureBox

PAGE_WIDTH, PAGE_HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 28 * mm, 25 * mm, 25 * mm, 31 * mm
"""Room on the left for the holes of a court's file; at the foot for the mark."""
MEASURE = PAGE_WIDTH - LEFT - RIGHT
INK, GREY = 0.0, 0.32
Lines = tuple[Line, ...]


@dataclass(frozen=True)
class Style:
    """How one paragraph looks; lengths in points."""

    font: str = SONG
    size: float = 11.0
    leading: float = 19.0
    grey: float = INK
    indent: float = 0.0
    left: float = 0.0
    before: float = 0.0
    after: float = 0.0
    align: str = "justify"
    chinese: bool = True


BODY = Style(indent=22.0)
PLAIN = Style()
PARALLEL = Style(size=9.2, leading=13.2, grey=GREY, left=22.0, before=1.5, after=7.0, chinese=False)
PARALLEL_FLUSH = Style(size=9.2, leading=13.2, grey=GREY, before=1.0, after=4.0, chinese=False)
TITLE = Style(font=SONG_BOLD, size=23.0, leading=34.0, align="centre")
SUBTITLE = Style(size=11.0, leading=16.0, grey=GREY, align="centre", chinese=False, after=12.0)
SECTION = Style(font=HEI_BOLD, size=12.5, leading=20.0, before=13.0, after=3.0, align="left")
LABEL = Style(font=HEI, size=9.6, leading=15.5, align="left")
LABEL_EN = Style(size=8.4, leading=11.5, grey=GREY, align="left", chinese=False)
VALUE = Style(size=10.2, leading=15.5, align="left")
VALUE_EN = Style(size=8.8, leading=12.2, grey=GREY, align="left", chinese=False)
HEAD_CELL = Style(font=HEI_BOLD, size=9.6, leading=14.5, align="left")
HEAD_CELL_EN = Style(size=8.4, leading=11.5, grey=GREY, align="left", chinese=False)
CENTRED = Style(align="centre")
CENTRED_EN = Style(size=9.2, leading=13.2, grey=GREY, align="centre", chinese=False, after=6.0)
RIGHT_ALIGNED = Style(align="right", leading=22.0)
RIGHT_EN = Style(size=9.2, leading=13.2, grey=GREY, align="right", chinese=False)


def draw_lines(canvas: Canvas, lines: Lines, style: Style, x: float, top: float, width: float) -> None:
    """Draw set lines downwards from `top`; the baseline sits where the characters are optically centred."""
    for number, line in enumerate(lines):
        shift = {"centre": (width - line.width) / 2, "right": width - line.width}.get(style.align, 0.0)
        baseline = top - number * style.leading - (style.leading + style.size * 0.76) / 2
        # Readers of the file get the line as it was written, whatever air stands between its signs.
        shown = text_object(canvas, line.pieces, x + shift, baseline)
        canvas.addLiteral(f"/Span <</ActualText <{_utf16(line.text)}>>> BDC {shown} EMC")


def _utf16(text: str) -> str:
    return (b"\xfe\xff" + text.encode("utf-16-be")).hex()


@lru_cache(maxsize=2048)
def set_text(text: str, style: Style, width: float) -> Lines:
    """The lines of a text in a style; line breaks in the text are kept."""
    lines: list[Line] = []
    for part in text.split("\n"):
        span = Span(part, style.font, style.size, style.grey)
        lines += break_lines(
            [span], width_of, width, indent=style.indent, chinese=style.chinese, justify=style.align == "justify"
        ) or ([Line((), 0.0, "")] if part == "" and text.strip() else [])
    return tuple(lines)


class Passage(Flowable):
    """A paragraph that divides between pages, leaving at least two lines on each side."""

    def __init__(self, lines: Lines, style: Style, *, keep: bool = False) -> None:
        super().__init__()
        self.lines, self.style, self.keepWithNext = lines, style, int(keep)

    def getSpaceBefore(self) -> float:
        return self.style.before

    def getSpaceAfter(self) -> float:
        return self.style.after

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width, self.height = aW, len(self.lines) * self.style.leading
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        room = int(availHeight // self.style.leading)
        if len(self.lines) - room == 1:
            room -= 1
        if room < 2 or len(self.lines) - room < 2:
            return []
        return [Passage(self.lines[:room], self.style), Passage(self.lines[room:], self.style)]

    def draw(self) -> None:
        style = self.style
        draw_lines(self.canv, self.lines, style, style.left, self.height, self.width - style.left)


def draw_rule(canvas: Canvas, x: float, y: float, width: float, thickness: float, grey: float) -> None:
    canvas.setLineWidth(thickness)
    canvas.setStrokeGray(grey)
    canvas.line(x, y, x + width, y)


class Boxes(Flowable):
    """Two boxes to sign in, side by side, each under its label; tells where they came to stand."""

    WIDTH, HEIGHT, GUTTER = 73 * mm, 33 * mm, 8 * mm
    SEAL_SIDE = 46 * mm

    def __init__(self, pair: tuple[SignatureBox, ...], placed: Callable[[Field], None]) -> None:
        super().__init__()
        self.pair, self.placed = pair, placed
        width = self.WIDTH
        self.texts = [
            [
                (set_text(words.zh, LABEL if first else VALUE, width), LABEL if first else VALUE)
                for first, words in ((True, box.label), *((False, line) for line in box.lines))
            ]
            + [(set_text(_english(box), LABEL_EN, width), LABEL_EN)]
            for box in pair
        ]

    def _label_height(self) -> float:
        return max(sum(len(lines) * style.leading for lines, style in column) for column in self.texts)

    def _box_size(self, box: SignatureBox) -> tuple[float, float]:
        return (self.SEAL_SIDE, self.SEAL_SIDE) if box.kind is BoxKind.SEAL else (self.WIDTH, self.HEIGHT)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width = aW
        self.height = self._label_height() + max(self._box_size(box)[1] for box in self.pair) + 9 * mm
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        for index, box in enumerate(self.pair):
            x, top = index * (self.WIDTH + self.GUTTER), self.height
            for lines, style in self.texts[index]:
                draw_lines(canvas, lines, style, x, top, self.WIDTH)
                top -= len(lines) * style.leading
            width, height = self._box_size(box)
            bottom = self.height - self._label_height() - 2 * mm - height
            _frame(canvas, x, bottom, width, height)
            left, low = canvas.absolutePosition(x, bottom)
            page = canvas.getPageNumber() - 1
            self.placed(Field(box.name, page, (left, low, left + width, low + height), box.kind))


def _english(box: SignatureBox) -> str:
    return " · ".join(words.en for words in (box.label, *box.lines) if words.en)


def _frame(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """A thin frame with four heavier corners, so that the place to sign is plain without a hint inside it."""
    canvas.setLineWidth(0.35)
    canvas.setStrokeGray(0.6)
    canvas.rect(x, y, width, height)
    canvas.setLineWidth(1.1)
    canvas.setStrokeGray(0.1)
    arm = 9.0
    for cx, dx in ((x, arm), (x + width, -arm)):
        for cy, dy in ((y, arm), (y + height, -arm)):
            canvas.line(cx, cy, cx + dx, cy)
            canvas.line(cx, cy, cx, cy + dy)
