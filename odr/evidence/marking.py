"""The reader's name and the time across every picture and page of a trade secret; done by a child process."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import pikepdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from odr.errors import FileRefused, Unavailable
from odr.evidence.pictures import watermarked
from odr.evidence.storage import FileBlobStore

MOST_PAGES = 400
MOST_BYTES = 80 * 1024 * 1024
FACE = "NotoSansSC-Regular"
_VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"


def marked_picture(store: FileBlobStore, blob_id: str, key: bytes, size: int, words: str) -> dict[str, Any]:
    """A drawing of a secret picture with `words` across it, as base64 of WebP."""
    with store.open(blob_id, key, size) as file:
        return {"data": base64.b64encode(watermarked(file.read(), words, _font_file())).decode()}


def marked_pdf(store: FileBlobStore, blob_id: str, key: bytes, size: int, words: str) -> dict[str, Any]:
    """A secret PDF with `words` across every page, as base64.

    Raises:
        FileRefused: too large to be marked on the spot.
    """
    if size > MOST_BYTES:
        raise FileRefused(reason="size", max_bytes=MOST_BYTES)
    out = io.BytesIO()
    with store.open(blob_id, key, size) as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise FileRefused(reason="pages")
        for page in pdf.pages:
            box = page.mediabox
            width, height = float(box[2]) - float(box[0]), float(box[3]) - float(box[1])
            with pikepdf.open(io.BytesIO(_sheet(width, height, words))) as mark:
                page.add_overlay(mark.pages[0], None)
        pdf.save(out)
    return {"data": base64.b64encode(out.getvalue()).decode()}


def _sheet(width: float, height: float, words: str) -> bytes:
    """A clear page full of the words, slanted."""
    if FACE not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FACE, _font_file()))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, height))
    size = max(9.0, min(width, height) / 30)
    canvas.setFont(FACE, size)
    canvas.setFillColorRGB(0.55, 0.1, 0.1, alpha=0.32)
    step = pdfmetrics.stringWidth(words, FACE, size) + size * 4
    canvas.translate(width / 2, height / 2)
    canvas.rotate(28)
    reach = (width**2 + height**2) ** 0.5 / 2
    row, top = 0, -reach
    while top < reach:
        left = -reach - (row % 2) * step / 2
        while left < reach:
            canvas.drawString(left, top, words)
            left += step
        row, top = row + 1, top + size * 6
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _font_file() -> str:
    found = sorted(_VENDOR.glob(f"fonts-*/{FACE}.ttf"))
    if not found:
        raise Unavailable(service="fonts")
    return str(found[-1])
