"""Setting a paper on A4 pages in Chinese and English, as PDF/A-3b with every font embedded."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pikepdf
import pikepdf.pdfa
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Frame, PageBreak, PageTemplate
from reportlab.platypus.flowables import Flowable

from odr.papers.flowables import (
    BODY,
    BOTTOM,
    CENTRED,
    CENTRED_EN,
    GREY,
    LEFT,
    MEASURE,
    PAGE_HEIGHT,
    PARALLEL,
    PARALLEL_FLUSH,
    PLAIN,
    RIGHT,
    RIGHT_ALIGNED,
    RIGHT_EN,
    SUBTITLE,
    TITLE,
    TOP,
    Boxes,
    Passage,
    Style,
    set_text,
)
from odr.papers.fonts import HEI_BOLD, SONG, SONG_BOLD, refuse_unprintable, register_fonts, width_of
from odr.papers.furniture import draw_furniture
from odr.papers.linebreak import Span, break_lines
from odr.papers.machine import with_content
from odr.papers.mark import IN_FILE
from odr.papers.paper import (
    Block,
    Closing,
    Field,
    Heading,
    Paper,
    Particulars,
    Rendered,
    SignaturePage,
    Table,
    Text,
)
from odr.papers.tables import Grid, particulars, table
from signing.wording import Words

SHORT = 8
"""A paragraph of at most so many lines stays with the names beneath it."""


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
    return [CondPageBreak(60), Passage(tuple(lines), style, keep=True)]


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
        return [particulars(block)]
    if isinstance(block, Table):
        return [table(block)]
    if isinstance(block, SignaturePage):
        return _signature_page(block, placed)
    if isinstance(block, Closing):
        return _together([part for words in block.lines for part in _pair(words, RIGHT_ALIGNED, RIGHT_EN)])
    return [PageBreak()]


class _Canvas(Canvas):
    """A canvas that starts in an embedded font, and draws what stands on every page once all pages are counted."""

    def __init__(self, *args: object, paper: Paper, **options: object) -> None:
        super().__init__(*args, **{**options, "initialFontName": SONG, "pdfVersion": (1, 7)})  # type: ignore[arg-type]
        self._paper, self._waiting = paper, list[dict[str, object]]()

    def showPage(self) -> None:
        self._waiting.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    def save(self) -> None:
        for number, page in enumerate(self._waiting, 1):
            self.__dict__.update(page)
            draw_furniture(self, self._paper, number, len(self._waiting))
            super().showPage()
        super().save()


def _write(paper: Paper) -> tuple[bytes, tuple[Field, ...], int]:
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
        keywords=[f"{IN_FILE}{paper.mark.number}"] if paper.mark else [],
        creator="Heqi",
        lang="zh-CN",
        initialFontName=SONG,
        allowSplitting=1,
        pageCompression=0,  # everything is compressed once, when it is written as PDF/A
    )
    frame = Frame(LEFT, BOTTOM, MEASURE, PAGE_HEIGHT - TOP - BOTTOM, 0, 0, 0, 0)
    template.addPageTemplates(PageTemplate("page", [frame]))
    flow = _pair(paper.title, TITLE, SUBTITLE)
    if paper.subtitle.zh:
        flow += _pair(paper.subtitle, Style(size=10.2, leading=16, align="right", after=4), RIGHT_EN)
    for block in paper.blocks:
        made = _flow(block, placed.append)
        if isinstance(block, Closing):
            _hold(flow)
        elif flow and made and isinstance(made[0], Grid) and isinstance(flow[-1], Passage) and flow[-1].keepWithNext:
            # A heading stays with the first rows of a long table, not with all of them.
            flow[-1].keepWithNext = 0
            flow.insert(-1, CondPageBreak(made[0].least_height() + 40))
        flow += made
    template.build(flow, canvasmaker=partial(_Canvas, paper=paper))
    return out.getvalue(), tuple(placed), template.page


def _together(parts: list[Flowable]) -> list[Flowable]:
    for part in parts[:-1]:
        part.keepWithNext = 1
    return parts


def _hold(flow: list[Flowable]) -> None:
    """Keep the end of the text with the names and the day beneath it: they never stand alone on a page."""
    for part in reversed(flow[-2:]):
        if not isinstance(part, Passage) or len(part.lines) > SHORT:
            return
        part.keepWithNext = 1


def typeset(paper: Paper) -> Rendered:
    """Set a paper. Raises InvalidInput for a character no font can show, Unavailable while fonts are missing.

    The bytes carry the time of their making and are to be stored, never made again, unless `made_at` is given.
    """
    register_fonts()
    refuse_unprintable(document=_all_text(paper))
    paper = with_content(paper)
    pdf, fields, pages = _write(paper)
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
    """The same pages as PDF/A-3b, with the machine-readable content embedded when there is one.

    What is written is not read again here: the tests do so with the checker of the library, for every paper.
    """
    document, out = pikepdf.open(io.BytesIO(pdf)), io.BytesIO()
    for page in document.pages:
        if "/Trans" in page.obj:
            del page.obj["/Trans"]
    if attachment:
        document.attachments[name] = pikepdf.AttachedFileSpec(
            document,
            attachment,
            filename=name,
            mime_type="application/json",
            description="The content of this document for machines",
            relationship=pikepdf.Name("/Data"),
            **_dates(made_at),
        )
    if made_at is not None:
        document.docinfo["/CreationDate"] = document.docinfo["/ModDate"] = _pdf_date(made_at)
    settings = pikepdf.pdfa.resolve_save_kwargs(
        "3b", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable
    )
    pikepdf.pdfa.prepare(document, "3b")
    if made_at is not None:
        _date_metadata(document, made_at)
    if "/ID" in document.trailer:
        del document.trailer["/ID"]
    document.save(out, **settings)
    return out.getvalue()


def _pdf_date(at: datetime) -> str:
    return f"{at.astimezone(UTC):D:%Y%m%d%H%M%S+00'00'}"


def _dates(made_at: datetime | None) -> dict[str, Any]:
    at = _pdf_date(made_at) if made_at else None
    return {"creation_date": at, "mod_date": at} if at else {}


def _date_metadata(document: pikepdf.Pdf, made_at: datetime) -> None:
    """Where the library notes the moment the program happened to run, write the instant the platform gives."""
    written = document.Root.Metadata.read_bytes()
    at = made_at.astimezone(UTC).isoformat(timespec="microseconds").encode()
    document.Root.Metadata.write(re.sub(rb"(<xmp:MetadataDate>)[^<]*", rb"\g<1>" + at, written))
