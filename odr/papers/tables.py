"""Rows of particulars and tables: cells divide between pages only when they must, and the head stands again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.flowables import Flowable

from odr.papers.flowables import (
    BOTTOM,
    HEAD_CELL,
    HEAD_CELL_EN,
    LABEL,
    LABEL_EN,
    MEASURE,
    PAGE_HEIGHT,
    TOP,
    VALUE,
    VALUE_EN,
    Lines,
    Style,
    draw_lines,
    draw_rule,
    set_text,
)
from odr.papers.paper import Particulars, Table
from signing.wording import Words

LABEL_WIDTH = 40 * mm
PADDING = 4.0
GUTTER = 8.0
TALL = (PAGE_HEIGHT - TOP - BOTTOM) / 3
"""A row no taller than this goes to the next page whole."""
LEAST_LINES = 2
"""A row that must be divided leaves at least so many lines of its longest cell on each side."""
HEAVY, LIGHT = (0.9, 0.0), (0.3, 0.55)

Cell = tuple[tuple[Lines, Style], ...]
"""Stretches of lines, each in its style, under one another."""


@dataclass(frozen=True)
class _Row:
    cells: tuple[Cell, ...]
    divided: bool = False
    """Its end stands on the next page, so no rule closes it here."""

    @property
    def height(self) -> float:
        return max(_height(cell) for cell in self.cells) + 2 * PADDING


def _height(cell: Cell) -> float:
    return sum(len(lines) * style.leading for lines, style in cell)


class Grid(Flowable):
    """Rows between two heavy rules, thin rules between them, no vertical lines; `head` stands on top of each part."""

    def __init__(self, rows: list[_Row], columns: tuple[float, ...], head: _Row | None = None) -> None:
        super().__init__()
        self.rows, self.columns, self.head = rows, columns, head
        self.spaceBefore = self.spaceAfter = 7.0

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width = aW
        self.height = sum(row.height for row in self._all())
        return self.width, self.height

    def least_height(self) -> float:
        """The height of the head and the first two rows."""
        return sum(min(row.height, TALL) for row in self._all()[: 3 if self.head else 2])

    def _all(self) -> list[_Row]:
        return ([self.head] if self.head else []) + self.rows

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        room = availHeight - (self.head.height if self.head else 0.0)
        kept: list[_Row] = []
        for index, row in enumerate(self.rows):
            if row.height <= room:
                kept.append(row)
                room -= row.height
                continue
            parts = _divide(row, room) if row.height > TALL else None
            rest = self.rows[index:] if parts is None else [parts[1], *self.rows[index + 1 :]]
            kept += [] if parts is None else [parts[0]]
            return [Grid(part, self.columns, self.head) for part in (kept, rest)] if kept else []
        return [self]

    def draw(self) -> None:
        canvas, top, rows = self.canv, self.height, self._all()
        draw_rule(canvas, 0, top, self.width, *HEAVY)
        for index, row in enumerate(rows):
            self._draw_row(canvas, row, top)
            top -= row.height
            last = index == len(rows) - 1
            under_head = self.head is not None and index == 0
            if not row.divided or last:
                draw_rule(canvas, 0, top, self.width, *(HEAVY if last and not row.divided else (
                    (0.6, 0.0) if under_head else LIGHT)))  # fmt: skip

    def _draw_row(self, canvas: Canvas, row: _Row, top: float) -> None:
        for x, cell in zip(self.columns, row.cells, strict=True):
            low = top - PADDING
            for lines, style in cell:
                draw_lines(canvas, lines, style, x, low, self.width - x)
                low -= len(lines) * style.leading


def _divide(row: _Row, room: float) -> tuple[_Row, _Row] | None:
    """The row as far as it fits and what is left of it, or nothing when too little of it would stand on one side."""
    cells = [_cut(cell, room - 2 * PADDING) for cell in row.cells]
    longest = max(range(len(row.cells)), key=lambda index: _height(row.cells[index]))
    first, rest = cells[longest]
    if min(sum(len(lines) for lines, _ in part) for part in (first, rest)) < LEAST_LINES:
        return None
    # The label of a row stands beside what is left of it, too.
    again = (rest or cell for rest, cell in zip((b for _, b in cells), row.cells, strict=True))
    left = tuple(cell if index == 0 else cells[index][1] for index, cell in enumerate(again))
    return _Row(tuple(a for a, _ in cells), divided=True), replace(row, cells=left)


def _cut(cell: Cell, room: float) -> tuple[Cell, Cell]:
    first: list[tuple[Lines, Style]] = []
    for index, (lines, style) in enumerate(cell):
        count = min(len(lines), max(0, int(room // style.leading)))
        if count < len(lines):
            first += [(lines[:count], style)] if count else []
            return tuple(first), ((lines[count:], style), *cell[index + 1 :])
        first.append((lines, style))
        room -= count * style.leading
    return tuple(first), ()


def particulars(block: Particulars) -> Grid:
    """Labels on the left, values on the right."""
    width = MEASURE - LABEL_WIDTH
    rows = [
        _Row((
            _cell((row.label,), LABEL, LABEL_EN, LABEL_WIDTH - GUTTER),
            _cell(row.values, VALUE, VALUE_EN, width),
        ))
        for row in block.rows
    ]  # fmt: skip
    return Grid(rows, (2.0, LABEL_WIDTH))


def table(block: Table) -> Grid:
    """A table with its head."""
    whole = sum(block.shares)
    widths = [MEASURE * share / whole for share in block.shares]
    lefts = tuple(2.0 + sum(widths[:index]) for index in range(len(widths)))

    def row(texts: tuple[Words, ...], chinese: Style, english: Style) -> _Row:
        return _Row(tuple(
            _cell((words,), chinese, english, width - GUTTER) for words, width in zip(texts, widths, strict=True)
        ))  # fmt: skip

    return Grid([row(texts, VALUE, VALUE_EN) for texts in block.rows], lefts, row(block.head, HEAD_CELL, HEAD_CELL_EN))


def _cell(values: tuple[Words, ...], chinese: Style, english: Style, width: float) -> Cell:
    return tuple(
        (set_text(text, style, width), style)
        for words in values
        for text, style in ((words.zh, chinese), (words.en, english))
        if text
    )
