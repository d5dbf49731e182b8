"""Archives and Office files: a look at their table of contents before anything is unpacked, and never by name."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from odr.errors import FileRefused
from odr.evidence.findings import Findings
from odr.evidence.kinds import DOCX, HEAD_BYTES, PPTX, XLSX, ending_of, kind_of, taken

MOST_ENTRIES = 2000
MOST_BYTES = 512 * 1024 * 1024
MOST_RATIO = 100
RATIO_COUNTS_FROM = 1024 * 1024
XML_BYTES = 16 * 1024 * 1024
_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s2B4HL2L2H")
_BAD_NAME = re.compile(r"(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:|\\|[\x00-\x1f\u202a-\u202e\u2066-\u2069]")
_TYPES = "[Content_Types].xml"
_MAIN = {
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
_CORE = "docProps/core.xml"
_PEOPLE = {"creator": "author", "lastModifiedBy": "last_author", "title": "title"}
_PARTS_WITH_PEOPLE = re.compile(r"^(docProps/(core|app|custom)\.xml|(word|xl|ppt)/(people|persons/person)\d*\.xml)$")
_EMPTY_PART = {
    "core": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "app": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "custom": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}


def check_office(file: BinaryIO, size: int, media_type: str) -> Findings:
    """A Word, Excel or PowerPoint file without program code, and what it says about its authors.

    Raises:
        FileRefused: a bomb, broken, encrypted, with macros, or fetching its template from elsewhere.
    """
    found = Findings()
    with opened(file, size) as archive:
        names = set(archive.namelist())
        kinds = _xml(archive, _TYPES)
        declared = {part.get("ContentType", "") for part in kinds}
        if any("macroEnabled" in kind or "vbaProject" in kind for kind in declared):
            raise FileRefused(reason="macros")
        if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
            raise FileRefused(reason="macros")
        if _MAIN[media_type] not in declared:
            raise FileRefused(reason="name")
        _outward(archive, names)
        if _CORE in names:
            for part in _xml(archive, _CORE):
                what = _PEOPLE.get(part.tag.rpartition("}")[2])
                if what and part.text and part.text.strip():
                    found.tell(what, part.text)
        _revisions(archive, names, found)
    return found


def check_archive(file: BinaryIO, size: int) -> Findings:
    """An archive of files that are taken one by one, without archives inside it.

    Raises:
        FileRefused: a bomb, broken, encrypted, or with something inside that is not taken.
    """
    with opened(file, size) as archive:
        for entry in archive.infolist():
            if entry.is_dir():
                continue
            if not taken(entry.filename) or ending_of(entry.filename) == "zip":
                raise FileRefused(reason="inside")
            with archive.open(entry) as inside:
                head = inside.read(HEAD_BYTES)
            try:
                if head:
                    kind_of(head, entry.filename)
            except FileRefused as refused:
                raise FileRefused(reason="inside") from refused
        return Findings(count=sum(not entry.is_dir() for entry in archive.infolist()))


def clean_office(file: BinaryIO, size: int) -> bytes:
    """The same document without the names of its authors and its properties; its content is not touched."""
    out = io.BytesIO()
    with opened(file, size) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
        for entry in archive.infolist():
            kept = zipfile.ZipInfo(entry.filename)
            kept.compress_type = zipfile.ZIP_DEFLATED
            match = _PARTS_WITH_PEOPLE.match(entry.filename)
            if match and match[2]:
                fresh.writestr(kept, _EMPTY_PART[match[2]])
            elif not match:
                fresh.writestr(kept, archive.read(entry))
            else:
                fresh.writestr(kept, _without_people(archive.read(entry)))
    return out.getvalue()


def opened(file: BinaryIO, size: int) -> zipfile.ZipFile:
    """The archive, once its table of contents has been found honest and bounded, and all of it was read once.

    Raises:
        FileRefused: it is not.
    """
    _look_at_the_end(file, size)
    try:
        archive = zipfile.ZipFile(file)
        _bounded(archive)
        _apart(archive, file)
        for entry in archive.infolist():
            _read_through(archive, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as broken:
        raise FileRefused(reason="broken") from broken
    return archive


def _look_at_the_end(file: BinaryIO, size: int) -> None:
    """Read the counts at the end by ourselves: a library would first build a million entries."""
    tail_length = min(size, 65_557)
    file.seek(size - tail_length)
    tail = file.read(tail_length)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise FileRefused(reason="broken")
    _, disk, other, here, entries, length, start, comment = _END.unpack(tail[at : at + _END.size])
    begins = size - tail_length + at - length
    if disk or other or here != entries or entries == 0xFFFF or at + _END.size + comment != len(tail):
        raise FileRefused(reason="archive")
    if entries > MOST_ENTRIES or length > MOST_ENTRIES * 1024 or begins != start:
        raise FileRefused(reason="archive")


def _bounded(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len({entry.filename.casefold() for entry in entries}) != len(entries):
        raise FileRefused(reason="archive")
    for entry in entries:
        if entry.flag_bits & 0x41:
            raise FileRefused(reason="encrypted")
        if _BAD_NAME.search(entry.filename) or (entry.external_attr >> 16) & 0o170000 == 0o120000:
            raise FileRefused(reason="archive")
        if entry.file_size > RATIO_COUNTS_FROM and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
            raise FileRefused(reason="archive")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise FileRefused(reason="archive")


def _apart(archive: zipfile.ZipFile, file: BinaryIO) -> None:
    """No two entries share bytes, and each begins where the table says."""
    free = 0
    for entry in sorted(archive.infolist(), key=lambda e: e.header_offset):
        if entry.header_offset < free:
            raise FileRefused(reason="archive")
        file.seek(entry.header_offset)
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
            raise FileRefused(reason="archive")
        name_length, extra_length = _LOCAL.unpack(header)[-2:]
        free = entry.header_offset + _LOCAL.size + name_length + extra_length + entry.compress_size


def _read_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack an entry to nowhere: its length and its checksum are what the table says."""
    left = entry.file_size
    with archive.open(entry) as inside:
        while piece := inside.read(256 * 1024):
            left -= len(piece)
            if left < 0:
                raise FileRefused(reason="archive")
    if left:
        raise FileRefused(reason="archive")


def _xml(archive: zipfile.ZipFile, name: str) -> Element:
    try:
        if archive.getinfo(name).file_size > XML_BYTES:
            raise FileRefused(reason="archive")
        return fromstring(archive.read(name), forbid_dtd=True)
    except FileRefused:
        raise
    except Exception as broken:
        raise FileRefused(reason="broken") from broken


def _outward(archive: zipfile.ZipFile, names: set[str]) -> None:
    """Nothing is fetched from elsewhere when the document is opened: no foreign template, frame or object."""
    for name in names:
        if not name.endswith(".rels"):
            continue
        for link in _xml(archive, name):
            kind = link.get("Type", "").rpartition("/")[2]
            if link.get("TargetMode") == "External" and kind in {
                "attachedTemplate",
                "frame",
                "oleObject",
                "subDocument",
            }:
                raise FileRefused(reason="active")


def _revisions(archive: zipfile.ZipFile, names: set[str], found: Findings) -> None:
    if "word/document.xml" in names:
        marks = set(_marks(archive, "word/document.xml", (b"<w:ins ", b"<w:del ")))
        if marks:
            found.tell("tracked_changes", "")
    if any(re.match(r"^(word|xl|ppt)/(comments|threadedComments)", name) for name in names):
        found.tell("comments", "")


def _marks(archive: zipfile.ZipFile, name: str, marks: tuple[bytes, ...]) -> Iterator[bytes]:
    rest = b""
    with archive.open(name) as inside:
        while piece := inside.read(256 * 1024):
            for mark in marks:
                if mark in rest + piece:
                    yield mark
            rest = piece[-16:]


def _without_people(xml: bytes) -> bytes:
    return re.sub(rb'((?:w15:author|displayName|userId|providerId)=")[^"]*(")', rb"\1\2", xml)
