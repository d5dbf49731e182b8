"""What an agreement's PDF may hold: nothing that runs, hides, asks, or shows different things to different readers.

Checked when the text is frozen and again by every verifier (ISO 32000-2 names in brackets).
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from signing import hex_strings
from signing.errors import DocumentRefused, VerificationError

hex_strings.install()

AGREEMENT_ATTACHMENT = "agreement.json"
MOST_OBJECTS = 200_000
DEEPEST_TREE = 50
_REFUSED_KEYS = {
    "/JavaScript": "document.script",
    "/JS": "document.script",
    "/AA": "document.action",
    "/OpenAction": "document.action",
    "/A": "document.action",
    "/OCProperties": "document.layers",
    "/OC": "document.layers",
    "/OCGs": "document.layers",
    "/XFA": "document.form",
    "/NeedAppearances": "document.form",
    "/Alternates": "document.alternate",
    "/OPI": "document.alternate",
    "/Ref": "document.external",
    "/Encrypt": "document.encrypted",
    "/Perms": "document.permissions",
    "/Collection": "document.attachment",
    "/RichMediaContent": "document.script",
}
_REFUSED_ACTIONS = frozenset(
    "/" + name
    for name in (
        "JavaScript Launch URI GoToR GoToE SubmitForm ResetForm ImportData Hide SetOCGState Rendition Trans "
        "GoTo3DView Named Movie Sound Thread RichMediaExecute"
    ).split()
)


@contextmanager
def reading() -> Iterator[None]:
    """Whatever the parser raises over hostile bytes means one thing: the document cannot be read without guessing."""
    try:
        yield
    except VerificationError:
        raise
    except Exception as error:
        raise VerificationError("document.unreadable") from error


def open_document(document: bytes) -> PdfFileReader:
    """Parse a PDF strictly; raises VerificationError when that cannot be done without guessing."""
    if not document.startswith(b"%PDF-1.7"):
        raise VerificationError("document.header")
    with reading():
        reader = PdfFileReader(io.BytesIO(document), strict=True)
        if reader.encrypted or reader.xrefs.hybrid_xrefs_present:
            raise VerificationError("document.unreadable")
        _ = reader.root["/Pages"]
    return reader


def entry(dictionary: Any, key: str) -> Any:
    """The value under `key`, followed to the object it points to, or None.

    The library's own `get` leaves references unfollowed, which would let an indirect value pass unseen.
    """
    return dictionary[key] if key in dictionary else None


def check_document(document: bytes) -> None:
    """Raise DocumentRefused when the document holds anything an agreement must not hold."""
    check_rules(open_document(document))


def check_rules(reader: PdfFileReader) -> None:
    """The same, on an open document."""
    with reading():
        attachments = 0
        for value in _reachable(reader):
            if isinstance(value, generic.DictionaryObject):
                _check_dictionary(value)
                attachments += "/EF" in value
        if attachments != 1:
            raise DocumentRefused("document.attachment")
        _check_form(reader)
        attached_in(reader)


def _reachable(reader: PdfFileReader) -> Iterator[generic.PdfObject]:
    """Every object a reader can reach from the trailer, each indirect one once."""
    seen: set[generic.Reference] = set()
    waiting: list[generic.PdfObject] = [reader.trailer.raw_get(key) for key in reader.trailer.keys()]
    if "/Encrypt" in reader.trailer:
        raise DocumentRefused("document.encrypted")
    while waiting:
        value = waiting.pop()
        if isinstance(value, generic.IndirectObject):
            if value.reference in seen:
                continue
            seen.add(value.reference)
            if len(seen) > MOST_OBJECTS:
                raise DocumentRefused("document.too_large")
            value = value.get_object()
        yield value
        if isinstance(value, generic.DictionaryObject):
            waiting.extend(value.raw_get(key) for key in value)
        elif isinstance(value, generic.ArrayObject):
            waiting.extend(value.raw_get(index) for index in range(len(value)))


def _check_dictionary(value: generic.DictionaryObject) -> None:
    for key in value:
        if str(key) in _REFUSED_KEYS:
            raise DocumentRefused(_REFUSED_KEYS[str(key)], key=str(key))
    kind, subtype = entry(value, "/Type"), entry(value, "/Subtype")
    if entry(value, "/S") in _REFUSED_ACTIONS:
        raise DocumentRefused("document.action", key=str(value["/S"]))
    if kind == "/Annot" and subtype != "/Widget":
        raise DocumentRefused("document.annotation", key=str(subtype))
    if subtype == "/PS" or kind in ("/OCG", "/OCMD"):
        raise DocumentRefused("document.layers", key=str(subtype or kind))
    if isinstance(value, generic.StreamObject) and "/F" in value:
        raise DocumentRefused("document.external", key="/F")
    if kind == "/Font":
        _check_font(value)


def _check_font(font: generic.DictionaryObject) -> None:
    """Every font travels with the document, or two readers show two texts (ISO 19005-3 §6.2.11.4)."""
    if entry(font, "/Subtype") in ("/Type0", "/Type3"):
        return
    descriptor = entry(font, "/FontDescriptor")
    embedded = {"/FontFile", "/FontFile2", "/FontFile3"}
    if not isinstance(descriptor, generic.DictionaryObject) or not embedded & set(descriptor):
        raise DocumentRefused("document.font", key=str(entry(font, "/BaseFont")))


def _check_form(reader: PdfFileReader) -> None:
    """Signature fields at the root of the form, each its own widget, each name once; no other annotation."""
    fields = form_fields(reader)
    references = {field.container_ref for field in fields.values()}
    for page in pages(reader):
        for annotation in entry(page, "/Annots") or ():
            if annotation.get_object().container_ref not in references:
                raise DocumentRefused("document.annotation", key="/Annots")


def form_fields(reader: PdfFileReader) -> dict[str, generic.DictionaryObject]:
    """The form's fields by name in document order; anything but a plain signature field is refused."""
    form = entry(reader.root, "/AcroForm")
    if form is None:
        return {}
    found: dict[str, generic.DictionaryObject] = {}
    for listed in entry(form, "/Fields") or ():
        field = listed.get_object()
        name = str(entry(field, "/T") or "")
        if entry(field, "/FT") != "/Sig" or "/Kids" in field or "/Parent" in field or not name:
            raise DocumentRefused("document.form", key=name or "?")
        if name in found:
            raise DocumentRefused("document.field_twice", field=name)
        found[name] = field
    return found


def pages(reader: PdfFileReader) -> list[generic.DictionaryObject]:
    """The pages in order."""
    found: list[generic.DictionaryObject] = []
    _collect_pages(reader.root.raw_get("/Pages"), found, set(), depth=0)
    return found


def _collect_pages(
    link: generic.PdfObject, found: list[generic.DictionaryObject], met: set[generic.Reference], *, depth: int
) -> None:
    """Each node of the page tree once: a tree that leads back into itself is refused, not followed."""
    if not isinstance(link, generic.IndirectObject) or link.reference in met or depth > DEEPEST_TREE:
        raise DocumentRefused("document.pages")
    met.add(link.reference)
    node = link.get_object()
    if not isinstance(node, generic.DictionaryObject):
        raise DocumentRefused("document.pages")
    if entry(node, "/Type") == "/Page":
        found.append(node)
        return
    kids = entry(node, "/Kids")
    for index in range(len(kids)):
        _collect_pages(kids.raw_get(index), found, met, depth=depth + 1)


def attached_agreement(document: bytes) -> bytes:
    """The bytes of the agreement.json inside the document; raises DocumentRefused when it is not there."""
    return attached_in(open_document(document))


def attached_in(reader: PdfFileReader) -> bytes:
    """The same, from an open document."""
    names = entry(entry(reader.root, "/Names") or {}, "/EmbeddedFiles")
    if names is None:
        raise DocumentRefused("document.attachment")
    while "/Names" not in names:
        kids = entry(names, "/Kids") or ()
        if len(kids) != 1:
            raise DocumentRefused("document.attachment")
        names = kids[0].get_object()
    entries = names["/Names"]
    if len(entries) != 2:
        raise DocumentRefused("document.attachment")
    file = entries[1].get_object()
    if str(entry(file, "/UF") or entry(file, "/F")) != AGREEMENT_ATTACHMENT:
        raise DocumentRefused("document.attachment")
    stream = file["/EF"]["/F"].get_object()
    if not isinstance(stream, generic.StreamObject):
        raise DocumentRefused("document.attachment")
    return bytes(stream.data)
