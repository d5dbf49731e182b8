"""The visible appearance of a signature and of a seal: one-page PDFs drawn over the places left for them."""

from __future__ import annotations

import io
import math
from datetime import datetime
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from odr.law.time_limits import BEIJING
from odr.papers.fonts import HEI, HEI_BOLD, SONG, SONG_BOLD, refuse_unprintable, register_fonts, width_of
from signing.wording import Words

SEAL_RED = (0.80, 0.11, 0.09)
JADE = (0.05, 0.42, 0.35)


def _canvas(width: float, height: float, out: io.BytesIO) -> Canvas:
    register_fonts()
    options: dict[str, Any] = {"initialFontName": SONG}
    canvas = Canvas(out, pagesize=(width, height), invariant=1, **options)
    canvas.setAuthor("Heqi")
    return canvas


def _fitted(text: str, font: str, size: float, room: float) -> float:
    """The size at which the text fits into the room, at most `size`."""
    width = width_of(text, font, size)
    return size if width <= room else size * room / width


def signature_stamp(
    name: str,
    capacity: Words,
    signed_at: datetime,
    fingerprint: str,
    *,
    width: float,
    height: float,
    development: bool,
    assisted: bool = False,
) -> bytes:
    """What a person's signature looks like: the name large, then capacity, Beijing time, certificate digits,
    and that somebody helped on the organisation's device, if so.

    `signed_at` is the aware instant of preparing; the time that counts is the time-stamp's. Raises InvalidInput for
    a name that cannot be printed.
    """
    refuse_unprintable(name=name, capacity=capacity.zh + capacity.en)
    out = io.BytesIO()
    canvas = _canvas(width, height, out)
    _tally(canvas, width - 17, height - 17)
    size = _fitted(name, SONG_BOLD, 21.0, width - 44)
    canvas.setFillGray(0.05)
    canvas.setFont(SONG_BOLD, size)
    canvas.drawString(10, height - 31, name)
    lines = [
        f"{capacity.zh}　{capacity.en}",
        f"电子签名 Signed electronically　{signed_at.astimezone(BEIJING):%Y-%m-%d %H:%M}（北京时间）",
        f"证书 Certificate {' '.join(fingerprint[i : i + 4] for i in range(0, 16, 4)).upper()}",
    ]
    if assisted:
        lines.insert(2, "现场协助签署　Signed with help, on the organisation's device")
    if development:
        lines.append("开发用证书，仅供演示　Development certificate")
    for number, line in enumerate(lines):
        last = development and number == len(lines) - 1
        canvas.setFillColorRGB(*(SEAL_RED if last else (0.25, 0.25, 0.25)))
        canvas.setFont(HEI, _fitted(line, HEI, 6.9, width - 18))
        canvas.drawString(10, height - 45 - number * 10.2, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _tally(canvas: Canvas, x: float, y: float) -> None:
    """The mark of the platform: two halves of a tally, fitted together."""
    canvas.saveState()
    canvas.setStrokeColorRGB(*JADE)
    canvas.setLineWidth(0.8)
    canvas.roundRect(x - 7, y - 7, 14, 14, 2.2)
    path = canvas.beginPath()
    path.moveTo(x - 1, y + 7)
    for step in range(1, 8):
        path.lineTo(x + (1.2 if step % 2 else -1.2), y + 7 - step * 2)
    canvas.drawPath(path)
    canvas.restoreState()


def seal_stamp(organisation: str, identifier: str, *, side: float, development: bool) -> bytes:
    """A round red seal with the organisation's name on its arc, `side` points wide.

    An invented body's seal, or one under a development authority, carries no star and says 演示 in its middle, so
    that it is never mistaken for an official one.
    """
    refuse_unprintable(organisation=organisation, identifier=identifier)
    out = io.BytesIO()
    canvas = _canvas(side, side, out)
    centre, radius = side / 2, side / 2 - 4
    canvas.setStrokeColorRGB(*SEAL_RED)
    canvas.setFillColorRGB(*SEAL_RED)
    canvas.setLineWidth(2.2)
    canvas.circle(centre, centre, radius)
    canvas.setLineWidth(0.5)
    canvas.circle(centre, centre, radius - 3.2)
    _arc(canvas, organisation, centre, radius - 5.5, side)
    _middle(canvas, centre, side, development=development)
    code = _fitted(identifier, HEI, side * 0.052, side * 0.52)
    canvas.setFont(HEI, code)
    canvas.drawCentredString(centre, centre - radius * 0.70, identifier)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _arc(canvas: Canvas, text: str, centre: float, outer: float, side: float) -> None:
    """Set a text along the upper arc, its characters upright to the rim and evenly spread."""
    count = len(text)
    sweep = math.radians(min(240.0, 26.0 * max(count - 1, 1)))
    size = min(side * 0.125, outer * sweep / max(count, 1) * 0.94)
    baseline = outer - size * 0.95
    for index, sign in enumerate(text):
        angle = math.pi / 2 + sweep / 2 - (sweep * index / (count - 1) if count > 1 else sweep / 2)
        canvas.saveState()
        canvas.translate(centre + baseline * math.cos(angle), centre + baseline * math.sin(angle))
        canvas.rotate(math.degrees(angle) - 90)
        canvas.setFont(SONG_BOLD, size)
        canvas.drawCentredString(0, 0, sign)
        canvas.restoreState()


def _middle(canvas: Canvas, centre: float, side: float, *, development: bool) -> None:
    if development:
        canvas.setFont(HEI_BOLD, side * 0.155)
        canvas.drawCentredString(centre, centre - side * 0.015, "演示")
        canvas.setFont(HEI, side * 0.058)
        canvas.drawCentredString(centre, centre - side * 0.105, "仅供演示 无效力")
        canvas.drawCentredString(centre, centre - side * 0.175, "SAMPLE")
        return
    path = canvas.beginPath()
    for point in range(10):
        angle = math.pi / 2 + point * math.pi / 5
        reach = side * (0.14 if point % 2 == 0 else 0.054)
        x, y = centre + reach * math.cos(angle), centre + reach * math.sin(angle)
        path.lineTo(x, y) if point else path.moveTo(x, y)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
