"""One set line as the operators of a PDF page: as few as show every sign at its place (ISO 32000-2 §9.4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from odr.papers.fonts import width_of
from odr.papers.linebreak import Placed, Span

SAME_AIR = 0.01
"""Distances that differ by less than this many points are one."""


@dataclass(slots=True)
class Run:
    """Signs of one font set at one distance, written in one go. `ends` is where the last of them ends."""

    text: str
    span: Span
    x: float
    air: float
    ends: float

    def joins(self, piece: Placed) -> bool:
        """Whether the piece stands where it would if it belonged to this run; the first two signs set the distance."""
        text, span, x = piece
        if self.span is not span:
            return False
        air = x - self.ends
        if len(text) > 1:  # within a word there is no air, so there is none in its run
            if abs(air) >= SAME_AIR or (len(self.text) > 1 and self.air):
                return False
            self.air = 0.0
            return True
        if len(self.text) == 1:
            self.air = air if abs(air) >= SAME_AIR else 0.0
        return abs(self.air - air) < SAME_AIR


def runs_of(pieces: Sequence[Placed]) -> list[Run]:
    """The pieces of a line, joined wherever the air between them is the same."""
    runs: list[Run] = []
    last: Run | None = None
    for piece in pieces:
        text, span, x = piece
        ends = x + width_of(text, span.font, span.size)
        if last and last.joins(piece):
            last.text += text
            last.ends = ends
        else:
            last = Run(text, span, x, 0.0, ends)
            runs.append(last)
    return runs


def text_object(canvas: Canvas, pieces: Sequence[Placed], x: float, y: float) -> str:
    """The text object that shows the pieces of a line from `x` on, on the baseline `y`."""
    runs = runs_of(pieces)
    code, span, air, start = ["BT"], None, 0.0, 0
    for index, run in enumerate(runs):
        after = runs[index + 1] if index + 1 < len(runs) else None
        if after and after.span is run.span and after.air == run.air:
            continue
        first = runs[start]
        if span is None or first.span.grey != span.grey:
            code.append(f"{_number(first.span.grey)} g")
        if first.air != air:
            code.append(f"{_number(first.air)} Tc")
        code.append(f"1 0 0 1 {_number(x + first.x)} {_number(y)} Tm")
        code.extend(_shown(canvas, runs[start : index + 1]))
        span, air, start = first.span, first.air, index + 1
    return " ".join([*code, "0 Tc ET" if air else "ET"])


def _shown(canvas: Canvas, runs: list[Run]) -> Iterator[str]:
    """Runs of one font at one distance, as one operator for each subset of the font that they need."""
    span, air = runs[0].span, runs[0].air
    document: Any = canvas._doc  # type: ignore[attr-defined]
    font: Any = pdfmetrics.getFont(span.font)
    strings: list[str] = []
    current, pen = -1, runs[0].x
    for run in runs:
        moved = (pen - run.x) * 1000 / span.size
        if abs(moved) >= SAME_AIR:
            strings.append(_number(moved))
        for subset, signs in font.splitString(run.text, document):
            if subset != current:
                if current >= 0:
                    yield f"[{''.join(strings)}] TJ"
                    strings = []
                yield f"{font.getSubsetInternalName(subset, document)} {_number(span.size)} Tf"
                current = subset
            strings.append(f"<{signs.hex()}>")
        pen = run.ends + air
    yield f"[{''.join(strings)}] TJ"


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")
