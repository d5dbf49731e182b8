"""What stands on every page: title and case above; page number, content code and the way to the check below."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from odr.papers.flowables import LEFT, MEASURE, PAGE_HEIGHT, Style, draw_lines, draw_rule, set_text
from odr.papers.fonts import HEI, HEI_BOLD, width_of
from odr.papers.mark import Mark, modules_of
from odr.papers.paper import Paper
from signing.wording import Words

DEVELOPMENT_NOTICE = Words(
    zh="仅供开发演示　签名证书与时间戳由开发用机构签发",
    en="Demonstration only: certificates and time-stamps of a development authority",
)
SMALL = Style(font=HEI, size=8.0, leading=11.0, grey=0.25, align="left")
SMALL_RIGHT = Style(font=HEI, size=8.0, leading=11.0, grey=0.25, align="right")
TINY = Style(font=HEI, size=7.2, leading=9.6, grey=0.25, align="left")
NOTICE = Style(font=HEI_BOLD, size=7.0, leading=11.0, align="centre")
HEAD = PAGE_HEIGHT - 15 * mm
FOOT = 26.5 * mm
CODE_SIDE, QUIET = 17 * mm, 4
"""The side of the code with its quiet zone of four modules (ISO/IEC 18004, 5.3.8): half a millimetre a module."""
_CHECK = Words(zh="扫码或输入网址核验电子文件", en="Scan, or type the address, to check the file")


def draw_furniture(canvas: Canvas, paper: Paper, page: int, pages: int) -> None:
    """Draw what stands on this page beside its text, when the number of all pages is known."""
    canvas.saveState()
    if page > 1:
        draw_lines(canvas, set_text(paper.title.zh, SMALL, MEASURE * 0.6)[:1], SMALL, LEFT, HEAD + 11, MEASURE)
        draw_lines(canvas, set_text(paper.reference, SMALL_RIGHT, MEASURE), SMALL_RIGHT, LEFT, HEAD + 11, MEASURE)
        draw_rule(canvas, LEFT, HEAD - 3, MEASURE, 0.3, 0.55)
    if paper.development:
        _notice(canvas)
    draw_rule(canvas, LEFT, FOOT, MEASURE, 0.3, 0.55)
    room = MEASURE - (CODE_SIDE + 3 * mm if paper.mark else 0)
    top = FOOT - 3
    for text, style in _foot(paper, page, pages):
        lines = set_text(text, style, room)
        draw_lines(canvas, lines, style, LEFT, top, room)
        top -= len(lines) * style.leading
    if paper.mark:
        _code(canvas, paper.mark, LEFT + MEASURE - CODE_SIDE, FOOT - CODE_SIDE - 1)
    canvas.restoreState()


def _foot(paper: Paper, page: int, pages: int) -> list[tuple[str, Style]]:
    code = " ".join(paper.code[i : i + 4] for i in range(0, len(paper.code), 4))
    lines = [
        (f"第 {page} 页　共 {pages} 页　·　Page {page} of {pages}", SMALL),
        (paper.reference + (f"　　内容码 Content code {code}" if code else ""), TINY),
    ]
    if paper.mark:
        lines += [
            (f"文件编号 No. {paper.mark.shown}　　{_CHECK.zh} {_CHECK.en}", TINY),
            (paper.mark.address, TINY),
        ]
    return lines


def _code(canvas: Canvas, mark: Mark, x: float, y: float) -> None:
    """The QR code, as one drawing that all pages share."""
    name = f"mark{mark.number}"
    if not canvas.hasForm(name):
        modules = modules_of(mark.address)
        side = CODE_SIDE / (len(modules) + 2 * QUIET)
        canvas.beginForm(name, 0, 0, CODE_SIDE, CODE_SIDE)
        canvas.setFillGray(0)
        path = canvas.beginPath()
        for number, row in enumerate(modules):
            for start, length in _runs(row):
                low = CODE_SIDE - (number + 1 + QUIET) * side
                path.rect((start + QUIET) * side, low, length * side, side)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.endForm()
    canvas.saveState()
    canvas.translate(x, y)
    canvas.doForm(name)
    canvas.restoreState()


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Where dark modules stand side by side, as start and length."""
    runs: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((place, 1))
    return runs


def _notice(canvas: Canvas) -> None:
    """Said in a frame, in black: it must be read on a copy of a copy too."""
    text = f"{DEVELOPMENT_NOTICE.zh}　{DEVELOPMENT_NOTICE.en}"
    top = PAGE_HEIGHT - 5.2 * mm
    canvas.setStrokeGray(0)
    canvas.setLineWidth(0.6)
    width = min(width_of(text, NOTICE.font, NOTICE.size) + 14, MEASURE)
    canvas.roundRect(LEFT + (MEASURE - width) / 2, top - 13, width, 13, 2)
    draw_lines(canvas, set_text(text, NOTICE, MEASURE), NOTICE, LEFT, top - 0.6, MEASURE)
