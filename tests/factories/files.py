"""Small real files of every kind that is taken, and some that are not."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
from collections.abc import Mapping

import pikepdf
from PIL import Image

DOCX_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSX_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def pdf(
    words: str = "price list", *, pages: int = 1, author: str = "", root: Mapping[str, object] | None = None
) -> bytes:
    """A PDF with that text in it."""
    document = pikepdf.new()
    for _ in range(pages):
        document.add_blank_page(page_size=(300, 200))
    content = f"BT /F1 12 Tf 20 100 Td ({words}) Tj ET".encode("latin-1", "replace")
    page = document.pages[0]
    page.Contents = document.make_stream(content)
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    if author:
        document.docinfo["/Author"] = author
    for key, value in (root or {}).items():
        document.Root[key] = value
    out = io.BytesIO()
    document.save(out, compress_streams=False, deterministic_id=True)
    return out.getvalue()


def picture(
    shape: str = "PNG", size: tuple[int, int] = (40, 30), *, place: bool = False, maker: str = "", mode: str = "RGB"
) -> bytes:
    """A picture; with the place and the camera in it when asked for."""
    image = Image.new(mode, size, 128 if mode == "L" else (180, 60, 40))
    exif = Image.Exif()
    if maker:
        exif[271] = maker
    if place:
        exif[0x8825] = {1: "N", 2: (39.0, 54.0, 20.0), 3: "E", 4: (116.0, 23.0, 29.0)}
    out = io.BytesIO()
    image.save(out, shape, **({"exif": exif.tobytes()} if place or maker else {}))
    return out.getvalue()


def office(main: str = DOCX_MAIN, *, author: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    """A bare Office file whose main part is of that type."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    )
    core = (
        '<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{author}</dc:creator></cp:coreProperties>"
    )
    parts = {"[Content_Types].xml": types.encode(), "word/document.xml": b"<w:document/>"}
    if author:
        parts["docProps/core.xml"] = core.encode()
    return archive({**parts, **(more or {})})


def archive(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return out.getvalue()


def film(length: int = 2000, brand: bytes = b"isom", *, place: bytes = b"") -> bytes:
    """The frame of an MP4 around `length` bytes of nothing."""
    told = b""
    if place:
        told = _box(b"udta", _box(b"\xa9xyz", struct.pack(">HH", len(place), 0) + place))
    return (
        _box(b"ftyp", brand + b"\0\0\2\0" + brand + b"mp41")
        + _box(b"moov", b"\0" * 32 + told)
        + _box(b"mdat", b"\1" * length)
    )


def wave() -> bytes:
    """A second of silence."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", 8000) + b"\x80" * 8000
    return b"RIFF" + struct.pack("<I", len(body)) + body


def mp3() -> bytes:
    """Five frames of nothing after a tag."""
    frame = b"\xff\xfb\x90\x00" + b"\0" * 413
    return b"ID3\x04\0\0\0\0\0\x0a" + b"\0" * 10 + frame * 5


def letter(attachment: tuple[str, bytes] | None = None) -> bytes:
    """An e-mail, with a file when given."""
    head = (
        b"From: a@people.example\r\nTo: b@people.example\r\nDate: Mon, 02 Nov 2026 09:30:00 +0800\r\nSubject: offer\r\n"
    )
    if attachment is None:
        return head + b"\r\nWe agree.\r\n"
    name, data = attachment
    return (
        head + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
        b'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="'
        + name.encode()
        + b'"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(data) + b"\r\n--x--\r\n"
    )


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body
