"""Setting a paper on A4 pages in Chinese and English, as PDF/A-3b with every font embedded."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pikepdf
import pikepdf.pdfa
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Frame, PageBreak, PageTemplate
from reportlab.platypus.flowables import Flowable

from odr.papers.flowables import (
    BODY,
    BOTTOM,
    CENTRED,
    CENTRED_EN,
    GREY,
    LABEL,
    LABEL_EN,
    LEFT,
    MEASURE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PARALLEL,
    PARALLEL_FLUSH,
    PLAIN,
    RIGHT,
    RIGHT_ALIGNED,
    RIGHT_EN,
    SUBTITLE,
    TITLE,
    TOP,
    VALUE,
    VALUE_EN,
    Boxes,
    Passage,
    Style,
    TableRow,
    draw_lines,
    draw_rule,
    set_text,
)
from odr.papers.fonts import HEI, HEI_BOLD, SONG, SONG_BOLD, refuse_unprintable, register_fonts, width_of
from odr.papers.linebreak import Line, Span, break_lines
from odr.papers.paper import (
    Block,
    Closing,
    Field,
    Heading,
    Paper,
    Particulars,
    Rendered,
    SignaturePage,
    Text,
)
from signing.wording import Words

VERMILION = (0.76, 0.19, 0.13)
DEVELOPMENT_NOTICE = Words(
    zh="仅供开发演示　签名证书与时间戳由开发用机构签发",
    en="Demonstration only: certificates and time-stamps of a development authority",
)


def _passage(text: str, style: Style, *, keep: bool = False) -> list[Flowable]:
    return [Passage(set_text(text, style, MEASURE - style.left), style, keep=keep)] if text.strip() else []


def _pair(words: Words, chinese: Style, english: Style, *, keep: bool = False) -> list[Flowable]:
    return _passage(words.zh, chinese, keep=keep) + _passage(words.en, english, keep=keep)


def _heading(block: Heading) -> list[Flowable]:
    gap = "" if not block.number.zh or block.number.zh.endswith("、") else "　"
    zh = f"{block.number.zh}{gap}{block.words.zh}"
    size = 12.5 if block.level == 1 else 11.2
    before = 13.0 if block.level == 1 else 9.0
    style = Style(font=HEI_BOLD, size=size, leading=20.0, before=before, after=2.0, align="left")
    spans = [Span(zh, style.font, style.size)]
    if block.words.en:
        spans.append(Span(f"　{block.words.en}", SONG, style.size - 2.6, GREY))
    lines = break_lines(spans, width_of, MEASURE, justify=False)
    return [CondPageBreak(60), Passage(lines, style, keep=True)]


def _table(block: Particulars) -> list[Flowable]:
    rows: list[Flowable] = []
    value_width = MEASURE - TableRow.LABEL_WIDTH
    for index, row in enumerate(block.rows):
        cells: list[tuple[list[Line], Style]] = []
        for words in row.values:
            cells += [(set_text(words.zh, VALUE, value_width), VALUE)] if words.zh else []
            cells += [(set_text(words.en, VALUE_EN, value_width), VALUE_EN)] if words.en else []
        width = TableRow.LABEL_WIDTH - 8
        labels = [(set_text(row.label.zh, LABEL, width), LABEL), (set_text(row.label.en, LABEL_EN, width), LABEL_EN)]
        ends = ("top " if index == 0 else "") + ("bottom" if index == len(block.rows) - 1 else "")
        rows.append(TableRow(cells, labels, ends=ends))
    return rows


def _signature_page(block: SignaturePage, placed: Callable[[Field], None]) -> list[Flowable]:
    flow: list[Flowable] = [PageBreak()]
    flow += _pair(block.title, Style(font=SONG_BOLD, size=17, leading=26, align="centre"), SUBTITLE)
    flow += _pair(block.introduction, BODY, PARALLEL)
    flow += [Boxes(block.boxes[start : start + 2], placed) for start in range(0, len(block.boxes), 2)]
    return flow


def _flow(block: Block, placed: Callable[[Field], None]) -> list[Flowable]:
    if isinstance(block, Heading):
        return _heading(block)
    if isinstance(block, Text):
        if block.centred:
            return _pair(block.words, CENTRED, CENTRED_EN)
        return _pair(block.words, *((BODY, PARALLEL) if block.indent else (PLAIN, PARALLEL_FLUSH)))
    if isinstance(block, Particulars):
        return _table(block)
    if isinstance(block, SignaturePage):
        return _signature_page(block, placed)
    if isinstance(block, Closing):
        return [part for words in block.lines for part in _pair(words, RIGHT_ALIGNED, RIGHT_EN)]
    return [PageBreak()]


def _furniture(canvas: Canvas, paper: Paper, page: int, pages: int) -> None:
    """What stands on every page: title and case number above, page number and digest code below, the notice."""
    canvas.saveState()
    small = Style(font=HEI, size=8.0, leading=10.0, grey=0.35, align="left")
    head = PAGE_HEIGHT - 15 * mm
    if page > 1:
        draw_lines(canvas, set_text(paper.title.zh, small, MEASURE), small, LEFT, head + 10, MEASURE)
        right = Style(font=HEI, size=8.0, leading=10.0, grey=0.35, align="right")
        draw_lines(canvas, set_text(paper.reference, right, MEASURE), right, LEFT, head + 10, MEASURE)
        draw_rule(canvas, LEFT, head - 3, MEASURE, 0.3, 0.7)
    if paper.development:
        _notice(canvas)
    draw_rule(canvas, LEFT, 19 * mm, MEASURE, 0.3, 0.7)
    centre = Style(font=HEI, size=8.0, leading=10.0, grey=0.35, align="centre")
    label = f"第 {page} 页　共 {pages} 页　·　Page {page} of {pages}"
    draw_lines(canvas, set_text(label, centre, MEASURE), centre, LEFT, 17.6 * mm, MEASURE)
    code = " ".join(paper.code[i : i + 4] for i in range(0, len(paper.code), 4))
    line = paper.reference + (f"　　内容码 Content code {code}" if code else "")
    draw_lines(canvas, set_text(line, centre, MEASURE), centre, LEFT, 17.6 * mm - 11, MEASURE)
    canvas.restoreState()


def _notice(canvas: Canvas) -> None:
    text = f"{DEVELOPMENT_NOTICE.zh}　{DEVELOPMENT_NOTICE.en}"
    style = Style(font=HEI_BOLD, size=7.6, leading=11.0, align="centre")
    canvas.setStrokeColorRGB(*VERMILION)
    canvas.setLineWidth(0.6)
    top = PAGE_HEIGHT - 5.2 * mm
    width = 176 * mm
    canvas.roundRect((PAGE_WIDTH - width) / 2, top - 13, width, 13, 2)
    line = set_text(text, style, width)[0]
    canvas.setFont(style.font, style.size)
    canvas.setFillColorRGB(*VERMILION)
    shift = (PAGE_WIDTH - line.width) / 2
    for piece in line.pieces:
        canvas.drawString(shift + piece.x, top - 9.3, piece.text)


class _Canvas(Canvas):
    """A canvas that starts in an embedded font, so that no standard font slips into the file."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **{**options, "initialFontName": SONG, "pdfVersion": (1, 7)})  # type: ignore[arg-type]


def _write(paper: Paper, pages: int) -> tuple[bytes, tuple[Field, ...], int]:
    out, placed = io.BytesIO(), list[Field]()
    template = BaseDocTemplate(
        out,
        pagesize=A4,
        leftMargin=LEFT,
        rightMargin=RIGHT,
        topMargin=TOP,
        bottomMargin=BOTTOM,
        title=f"{paper.title.zh} {paper.title.en}".strip(),
        author=paper.author,
        subject=paper.reference,
        creator="Heqi",
        lang="zh-CN",
        initialFontName=SONG,
        allowSplitting=1,
    )
    frame = Frame(LEFT, BOTTOM, MEASURE, PAGE_HEIGHT - TOP - BOTTOM, 0, 0, 0, 0)

    def on_page(canvas: Canvas, document: BaseDocTemplate) -> None:
        _furniture(canvas, paper, document.page, pages)

    template.addPageTemplates(PageTemplate("page", [frame], onPage=on_page))
    flow = _pair(paper.title, TITLE, SUBTITLE)
    if paper.subtitle.zh:
        flow += _pair(paper.subtitle, Style(size=10.2, leading=16, align="right", after=4), RIGHT_EN)
    for block in paper.blocks:
        flow += _flow(block, placed.append)
    template.build(flow, canvasmaker=_Canvas)
    return out.getvalue(), tuple(placed), template.page


def typeset(paper: Paper) -> Rendered:
    """Set a paper. Raises InvalidInput for a character no font can show, Unavailable while fonts are missing.

    The pages are set twice, because each names the number of all pages. The bytes carry the time of their making
    and are to be stored, never made again.
    """
    register_fonts()
    refuse_unprintable(document=_all_text(paper))
    _, _, pages = _write(paper, 0)
    pdf, fields, pages = _write(paper, pages)
    made = to_pdfa(pdf, paper.attachment, name=paper.attachment_name, made_at=paper.made_at)
    return Rendered(made, fields, pages)


def _all_text(paper: Paper) -> str:
    return "".join(_strings((paper.title, paper.subtitle, paper.reference, paper.author, paper.blocks)))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple | list):
        return [text for part in value for text in _strings(part)]
    names = getattr(value, "__dataclass_fields__", ())
    return [text for name in names for text in _strings(getattr(value, name))]


def to_pdfa(
    pdf: bytes, attachment: bytes = b"", *, name: str = "agreement.json", made_at: datetime | None = None
) -> bytes:
    """The same pages as PDF/A-3b, with the machine-readable content embedded when there is one."""
    document = pikepdf.open(io.BytesIO(pdf))
    for page in document.pages:
        if "/Trans" in page.obj:
            del page.obj["/Trans"]
    if made_at is not None:
        _date(document, made_at)
    if attachment:
        document.attachments[name] = pikepdf.AttachedFileSpec(
            document,
            attachment,
            filename=name,
            mime_type="application/json",
            description="The content of this document for machines",
            relationship=pikepdf.Name("/Data"),
        )
    out = io.BytesIO()
    classic = pikepdf.ObjectStreamMode.disable
    pikepdf.pdfa.save(document, out, "3b", deterministic_id=True, object_stream_mode=classic)
    return out.getvalue() if made_at is None else _date_metadata(out.getvalue(), made_at)


def _date(document: pikepdf.Pdf, made_at: datetime) -> None:
    """Write the instant the platform gives, in place of the moment the program happened to run."""
    at = f"{made_at.astimezone(UTC):D:%Y%m%d%H%M%S+00'00'}"
    document.docinfo["/CreationDate"] = document.docinfo["/ModDate"] = at
    if "/ID" in document.trailer:
        del document.trailer["/ID"]


def _date_metadata(pdf: bytes, made_at: datetime) -> bytes:
    """The library notes in the metadata when it wrote them; there too stands the instant the platform gives."""
    document, out = pikepdf.open(io.BytesIO(pdf)), io.BytesIO()
    written = document.Root.Metadata.read_bytes()
    at = made_at.astimezone(UTC).isoformat(timespec="microseconds").encode()
    document.Root.Metadata.write(re.sub(rb"(<xmp:MetadataDate>)[^<]*", rb"\g<1>" + at, written))
    if "/ID" in document.trailer:
        del document.trailer["/ID"]
    document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()
