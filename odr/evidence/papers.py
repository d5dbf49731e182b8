"""PDFs, letters and plain texts: opened as what they claim to be, and refused when they carry program code."""

from __future__ import annotations

import email
import email.policy
import io
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any, BinaryIO

import pikepdf
from pikepdf import sanitize

from odr.errors import FileRefused
from odr.evidence.findings import Findings
from odr.evidence.kinds import HEAD_BYTES, decoded, kind_of, safe_name, taken

MOST_PAGES = 5000
MOST_OBJECTS = 400_000
MOST_LETTER = 50 * 1024 * 1024
MOST_PARTS = 200
SHOWN_TEXT = 200_000
ENCODINGS = ("utf-8-sig", "gb18030", "utf-16")
_ACTIVE = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm"}
_INFO = {"/Author": "author", "/Creator": "software", "/Producer": "software", "/Title": "title"}


def check_pdf(file: BinaryIO) -> Findings:
    """A PDF that opens without a password and does nothing by itself.

    Raises:
        FileRefused: broken, encrypted, with program code, or of too many pages.
    """
    found = Findings()
    with _pdf(file) as pdf:
        found.count = len(pdf.pages)
        if found.count == 0:
            raise FileRefused(reason="broken")
        if found.count > MOST_PAGES or len(pdf.objects) > MOST_OBJECTS:
            raise FileRefused(reason="pages")
        for thing in pdf.objects:
            if _acts(thing):
                raise FileRefused(reason="active")
        for key, what in _INFO.items():
            if key in pdf.docinfo and str(pdf.docinfo[key]).strip():
                found.tell(what, pdf.docinfo[key])
        if len(pdf.attachments):
            found.tell("attachments", len(pdf.attachments))
    return found


def clean_pdf(file: BinaryIO) -> bytes:
    """The same pages without author, program, attachments and other things that say more than the pages."""
    out = io.BytesIO()
    with _pdf(file) as pdf:
        for name in list(pdf.attachments):
            del pdf.attachments[name]
        for leave_out in (
            sanitize.remove_javascript,
            sanitize.remove_external_access,
            sanitize.remove_private_app_data,
            sanitize.remove_thumbnails,
            sanitize.remove_web_capture,
        ):
            leave_out(pdf)
        for key in [str(name) for name in pdf.docinfo.keys()]:  # noqa: SIM118 - no mapping, it has keys alone
            del pdf.docinfo[key]
        if "/Metadata" in pdf.Root:
            del pdf.Root["/Metadata"]
        pdf.remove_unreferenced_resources()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def check_text(file: BinaryIO, size: int) -> Findings:
    """Text in one encoding from beginning to end.

    Raises:
        FileRefused: neither UTF-8 nor GB 18030 nor UTF-16, or longer than anybody reads.
    """
    if size > MOST_LETTER:
        raise FileRefused(reason="size", max_bytes=MOST_LETTER)
    as_text(file.read())
    return Findings()


def as_text(data: bytes) -> str:
    """The characters of a text file, whichever of the three encodings it is in.

    Raises:
        FileRefused: none of them.
    """
    for encoding in ENCODINGS:
        if encoding == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        text = decoded(data, encoding, whole=True)
        if text is not None:
            return text
    raise FileRefused(reason="broken")


def check_letter(file: BinaryIO, size: int) -> Findings:
    """An e-mail with headers, whose attachments are of kinds that are taken.

    Raises:
        FileRefused: no e-mail, too long, or with an attachment that is not taken.
    """
    if size > MOST_LETTER:
        raise FileRefused(reason="size", max_bytes=MOST_LETTER)
    letter = email.message_from_bytes(file.read(), policy=email.policy.default)
    if not isinstance(letter, EmailMessage) or not letter["From"] or not letter["Date"]:
        raise FileRefused(reason="name")
    count = 0
    for number, part in enumerate(letter.walk()):
        if number >= MOST_PARTS:
            raise FileRefused(reason="archive")
        name = part.get_filename()
        if name is None:
            continue
        count += 1
        _check_attachment(name, part.get_payload(decode=True))
    return Findings(count=count)


def _check_attachment(name: str, data: Any) -> None:
    try:
        if not taken(safe_name(name)) or not isinstance(data, bytes):
            raise FileRefused(reason="inside")
        if data:
            kind_of(data[:HEAD_BYTES], safe_name(name))
    except FileRefused as refused:
        raise FileRefused(reason="inside") from refused


def _acts(thing: Any) -> bool:
    """Does this object, or one written inside it, start something by itself?"""
    waiting = [thing]
    while waiting:
        here = waiting.pop()
        if isinstance(here, pikepdf.Array):
            inside = list(here)
        elif isinstance(here, (pikepdf.Dictionary, pikepdf.Stream)):
            if "/JS" in here or ("/S" in here and str(here["/S"]) in _ACTIVE):
                return True
            inside = [here[key] for key in here.keys()]  # noqa: SIM118 - no mapping, it has keys alone
        else:
            continue
        waiting += [one for one in inside if isinstance(one, pikepdf.Object) and not one.is_indirect]
    return False


@contextmanager
def _pdf(file: BinaryIO):  # noqa: ANN202 - the library's own class
    try:
        pdf = pikepdf.open(file, access_mode=pikepdf.AccessMode.stream)
    except pikepdf.PasswordError as locked:
        raise FileRefused(reason="encrypted") from locked
    except (pikepdf.PdfError, ValueError, OSError, RuntimeError) as broken:
        raise FileRefused(reason="broken") from broken
    with pdf:
        if pdf.is_encrypted:
            raise FileRefused(reason="encrypted")
        try:
            yield pdf
        except (pikepdf.PdfError, RecursionError, ValueError, TypeError) as broken:
            raise FileRefused(reason="broken") from broken
