"""The published families of attacks on signed PDFs, each built on the real sealed agreement.

Shadow attacks: Mainka, Mladenov, Rohlmann (2021). Universal forgery, incremental saving, wrapping: Mladenov et al.
(2019). Attacks on certification: Rohlmann et al. (2021).
"""

import io
import re
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.layout import read_layout
from tests.signing.ceremony import Signed
from tests.signing.rawpdf import (
    appended,
    last_table,
    object_at,
    packed,
    root_number,
    size_of,
    stream,
    stream_update,
    trailer,
    with_entry,
)
from tests.signing.tampering import gaps

Attack = Callable[[Signed], bytes]
WHITE = b"q 1 1 1 rg 0 0 600 800 re f Q"


def number_of(document: bytes, *path: str | int) -> int:
    """The object number at the end of a path from the catalogue."""
    value = PdfFileReader(io.BytesIO(document)).root
    for step in path[:-1]:
        value = value[step]
    return int(value.raw_get(path[-1]).idnum)


def page(document: bytes) -> int:
    return number_of(document, "/Pages", "/Kids", 0)


def content(document: bytes) -> int:
    return number_of(document, "/Pages", "/Kids", 0, "/Contents")


def field(document: bytes, place: int) -> int:
    return number_of(document, "/AcroForm", "/Fields", place)


def value(document: bytes, place: int) -> int:
    return number_of(document, "/AcroForm", "/Fields", place, "/V")


def _hide_by_freeing(signed: Signed) -> bytes:
    """Hide: what covers other content is marked as deleted."""
    return appended(signed.finished, {}, free=(content(signed.finished),))


def _hide_by_pages(signed: Signed) -> bytes:
    """Hide: the catalogue leads to other pages."""
    made, size = signed.finished, size_of(signed.finished)
    root = re.sub(rb"/Pages \d+ 0 R", b"/Pages %d 0 R" % size, object_at(made, root_number(made)))
    tree = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (size + 1)
    leaf = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % size
    return appended(made, {root_number(made): root, size: tree, size + 1: leaf})


def _replace_overlay(signed: Signed) -> bytes:
    """Replace: a text field whose appearance lies over the amount."""
    made, size = signed.finished, size_of(signed.finished)
    box = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (amount) /V (1) /Rect [0 0 600 800] /AP << /N %d 0 R >> >>"
    form = stream(WHITE, b"/Type /XObject /Subtype /Form /BBox [0 0 600 800]")
    leaf = with_entry(object_at(made, page(made)), b"/Annots [%d 0 R]" % size)
    return appended(made, {page(made): leaf, size: box % (size + 1), size + 1: form})


def _replace_font(signed: Signed) -> bytes:
    """Replace: the same text in a font whose digits are exchanged."""
    made = signed.finished
    fonts = [int(one) for one in re.findall(rb"/FontFile2 (\d+) 0 R", made)]
    return appended(made, {fonts[0]: packed(b"other glyphs", b"/Length1 12")})


def with_hidden_twin(text: bytes) -> bytes:
    """A text that holds a second body of its first page's content, which no table leads to."""
    twin = b"%%hidden\n%d 0 obj\n%s\nendobj\n" % (content(text), stream(WHITE))
    return appended(text + twin, {}, previous=last_table(text))


def hide_and_replace(signed: Signed) -> bytes:
    """Hide-and-replace: a table alone, that leads to what lay hidden in the text everybody signed."""
    hidden = signed.frozen.index(b"%hidden\n") + len(b"%hidden\n")
    return appended(signed.finished, {}, at={content(signed.finished): hidden})


def _saved_without_table(signed: Signed) -> bytes:
    made = signed.finished
    return made + b"%d 0 obj\n%s\nendobj\n" % (content(made), stream(WHITE))


def _saved_without_trailer(signed: Signed) -> bytes:
    made = _saved_without_table(signed)
    start = len(made)
    return made + b"xref\n0 0\nstartxref\n%d\n%%%%EOF\n" % start


def _saved_with_old_table(signed: Signed) -> bytes:
    made = _saved_without_table(signed)
    return made + b"startxref\n%d\n%%%%EOF\n" % last_table(signed.finished)


def _saved_with_copied_signature(signed: Signed) -> bytes:
    made = signed.finished
    copied = object_at(made, value(made, 4))
    return appended(made, {content(made): stream(WHITE), value(made, 4): copied})


def _saved_only_version(signed: Signed) -> bytes:
    made = signed.finished
    root = re.sub(rb"/Version ?/\S+", b"", object_at(made, root_number(made)))
    return appended(made, {root_number(made): with_entry(root, b"/Version /2.0")})


def _wrapped(signed: Signed, place: int) -> bytes:
    """Wrapping: other bytes between the two signed parts, the gap made wider and the range moved."""
    made = signed.finished
    start, end = gaps(made)[place]
    inserted = b"/Evil (%s) " % (b"x" * 48)
    moved = made[:end] + inserted + made[end:]
    return re.sub(rb"(/ByteRange \[0 %d) %d " % (start, end), rb"\g<1> %d " % (end + len(inserted)), moved, count=1)


def _stuffed(signed: Signed, place: int) -> bytes:
    """Wrapping: further entries inside the gap, in room left by the padding."""
    made = signed.finished
    start, end = gaps(made)[place]
    entries = b"> /Reason (approved) /X <00>"
    return made[: end - len(entries)] + entries + made[end:]


def _table_in_gap(signed: Signed) -> bytes:
    """Wrapping: a whole update hidden in the padding of the closing time-stamp, reached by a last startxref."""
    made = signed.finished
    _, end = gaps(made)[-1]
    body = b"> %d 0 obj\n%s\nendobj\n" % (content(made), stream(WHITE))
    at = end - 2000
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<<%s/Prev %d>>\n<" % (
        content(made), at + 2, trailer(made), last_table(made)
    )  # fmt: skip
    inside = body + table
    changed = made[:at] + inside + made[at + len(inside) :]
    return changed + b"startxref\n%d\n%%%%EOF\n" % (at + len(body))


def _exclude_all(signed: Signed) -> bytes:
    """Exclusion: saved anew without any signature."""
    with pikepdf.open(io.BytesIO(signed.finished)) as document:
        del document.Root.AcroForm, document.Root.DSS
        for one in document.pages:
            if "/Annots" in one:
                del one.Annots
        return _saved(document)


def _exclude_value(signed: Signed) -> bytes:
    made = signed.finished
    return appended(made, {}, free=(value(made, 1),))


def _evil_annotation(signed: Signed) -> bytes:
    """Certification, evil annotation: an annotation that a certified document would permit."""
    made, size = signed.finished, size_of(signed.finished)
    note = b"<< /Type /Annot /Subtype /Stamp /Rect [0 0 600 800] /F 4 /AP << /N %d 0 R >> >>" % (size + 1)
    form = stream(WHITE, b"/Type /XObject /Subtype /Form /BBox [0 0 600 800]")
    leaf = with_entry(object_at(made, page(made)), b"/Annots [%d 0 R]" % size)
    return appended(made, {page(made): leaf, size: note, size + 1: form})


def _sneaky_signature(signed: Signed) -> bytes:
    """Certification, sneaky signature: one more signature field whose drawing lies over the text."""
    made, size = signed.finished, size_of(signed.finished)
    box = b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (witness) /P %d 0 R /Rect [0 0 600 800] /AP << /N %d 0 R >> >>"
    form = stream(WHITE, b"/Type /XObject /Subtype /Form /BBox [0 0 600 800]")
    leaf = with_entry(object_at(made, page(made)), b"/Annots [%d 0 R]" % size)
    root = object_at(made, root_number(made))
    fields = b" ".join(b"%d 0 R" % field(made, place) for place in range(5))
    form_entry = b"/AcroForm << /SigFlags 3 /Fields [%s %d 0 R] >>" % (fields, size)
    root = with_entry(re.sub(rb"/AcroForm \d+ 0 R", b"", root), form_entry)
    return appended(
        made, {page(made): leaf, size: box % (page(made), size + 1), size + 1: form, root_number(made): root}
    )


def _permissions(signed: Signed) -> bytes:
    """Certification: a signature of the agreement is declared a certification that permits everything."""
    made = signed.finished
    root = with_entry(object_at(made, root_number(made)), b"/Perms << /DocMDP %d 0 R >>" % value(made, 0))
    return appended(made, {root_number(made): root})


def _unlocked(signed: Signed) -> bytes:
    """Certification: the lock of the seal's field is taken away."""
    made = signed.finished
    body = re.sub(rb"/Lock\s+\d+ 0 R", b"", object_at(made, field(made, 3)))
    return appended(made, {field(made, 3): body})


def _saved(document: pikepdf.Pdf, **options: object) -> bytes:
    output = io.BytesIO()
    document.save(output, **options)  # type: ignore[arg-type]
    return output.getvalue()


def _saved_anew(**options: object) -> Attack:
    def attack(signed: Signed) -> bytes:
        with pikepdf.open(io.BytesIO(signed.finished)) as document:
            return _saved(document, **options)

    return attack


def _without_last_steps(signed: Signed) -> bytes:
    """The table of the last update leads past the seal: its revision is skipped."""
    made, ends = signed.finished, read_layout(signed.finished).ends
    earlier = [int(one) for one in re.findall(rb"startxref\s+(\d+)", made)]
    return appended(made, {}, previous=earlier[len(ends) - 5])


FAMILIES: dict[str, Attack] = {
    "hide: the covering object is freed": _hide_by_freeing,
    "hide: other pages": _hide_by_pages,
    "replace: a field over the amount": _replace_overlay,
    "replace: another font": _replace_font,
    "incremental saving: no table": _saved_without_table,
    "incremental saving: no trailer": _saved_without_trailer,
    "incremental saving: the old table again": _saved_with_old_table,
    "incremental saving: the signature copied": _saved_with_copied_signature,
    "incremental saving: only the version": _saved_only_version,
    "wrapping: a wider gap of the first signature": lambda signed: _wrapped(signed, 0),
    "wrapping: a wider gap of the seal": lambda signed: _wrapped(signed, 3),
    "wrapping: a wider gap of the time-stamp": lambda signed: _wrapped(signed, 4),
    "wrapping: entries in the gap of the seal": lambda signed: _stuffed(signed, 3),
    "wrapping: entries in the gap of the time-stamp": lambda signed: _stuffed(signed, 4),
    "wrapping: a table in the gap": _table_in_gap,
    "exclusion: saved anew without signatures": _exclude_all,
    "exclusion: a signature freed": _exclude_value,
    "certification: evil annotation": _evil_annotation,
    "certification: sneaky signature": _sneaky_signature,
    "certification: permissions": _permissions,
    "certification: the lock taken away": _unlocked,
    "saved anew": _saved_anew(),
    "saved anew: linearised": _saved_anew(linearize=True),
    "saved anew: object streams": _saved_anew(object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "saved anew: encrypted": _saved_anew(encryption=pikepdf.Encryption(owner="o", user="")),
    "saved anew: one revision skipped": _without_last_steps,
}


def _universal(entries: bytes, *, drop: bytes) -> Attack:
    """Universal forgery: the seal's dictionary with an entry replaced by something that means nothing."""

    def attack(signed: Signed) -> bytes:
        made = signed.finished
        number = value(made, 3)
        body = re.sub(drop, b"", object_at(made, number))
        return appended(made, {number: with_entry(body, entries)})

    return attack


_RANGE, _CONTENTS = rb"/ByteRange \[[^]]*\]", rb"/Contents <[^>]*>"
FORGERIES: dict[str, Attack] = {
    f"universal forgery: {(entry or b'no value').decode()} for {name}": _universal(entry, drop=drop)
    for name, drop, entries in (
        (
            "ByteRange",
            _RANGE,
            (b"", b"/ByteRange null", b"/ByteRange []", b"/ByteRange [0 0 0 0]", b"/ByteRange [0 -1 0 -1]",
             b"/ByteRange [0 1 2 99999999999999999999]", b"/ByteRange [0 1]", b"/ByteRange (x)",
             b"/ByteRange [0.0 1 2 3]", b"/ByteRange [0 1 2 3 4 5]", b"/ByteRange 0",
             b"/ByteRange [null null null null]"),
        ),
        (
            "Contents",
            _CONTENTS,
            (b"", b"/Contents null", b"/Contents <>", b"/Contents <00>", b"/Contents ()", b"/Contents [<30>]",
             b"/Contents 0", b"/Contents <3080>", b"/Contents /Name"),
        ),
        ("SubFilter", rb"/SubFilter\s*/\S+", (b"", b"/SubFilter /adbe.x509.rsa_sha1", b"/SubFilter null")),
        ("Type", rb"/Type\s*/Sig", (b"/Type /DocTimeStamp", b"")),
    )
    for entry in entries
}  # fmt: skip


def _loop(signed: Signed) -> bytes:
    made = signed.finished
    return appended(made, {}, previous=len(made))


def _loop_of_two(signed: Signed) -> bytes:
    once = appended(signed.finished, {})
    twice = appended(once, {})
    return twice.replace(b"/Prev %d" % last_table(signed.finished), b"/Prev %d" % last_table(twice))


def _bodies(signed: Signed) -> dict[int, bytes]:
    made = signed.finished
    return {page(made): re.sub(rb"/Contents \d+ 0 R", b"", object_at(made, page(made)))}


def _twice_in_table(signed: Signed) -> bytes:
    made = signed.finished
    number, update = content(made), appended(made, {content(made): stream(WHITE)})
    line = b"%d 1\n%010d 00000 n \n" % (number, len(made))
    return update.replace(
        line + b"trailer", line + b"%d 1\n%010d 00000 n \ntrailer" % (number, made.index(b" 0 obj") - 1)
    )


def _another_number(signed: Signed) -> bytes:
    made = signed.finished
    other = list(re.finditer(rb"(?<!\d)%d 0 obj" % page(made), made))[0].start()
    return appended(made, {}, at={content(made): other})


STRUCTURE: dict[str, Attack] = {
    "a table that leads to itself": _loop,
    "two tables that lead to each other": _loop_of_two,
    "a table before the start": lambda signed: appended(signed.finished, {}, previous=10**12),
    "a table in the header": lambda signed: appended(signed.finished, {}, previous=0),
    "an object stream": lambda signed: stream_update(signed.finished, _bodies(signed), size_of(signed.finished)),
    "a hybrid table": lambda signed: stream_update(
        signed.finished, _bodies(signed), size_of(signed.finished), hybrid=True
    ),
    "one object twice in a table": _twice_in_table,
    "an object under another's number": _another_number,
    "an object at the end of the file": lambda signed: appended(
        signed.finished, {}, at={content(signed.finished): len(signed.finished) * 2}
    ),
    "another catalogue": lambda signed: appended(
        signed.finished, {}, inside=b"/Size 99 /Root %d 0 R" % page(signed.finished)
    ),
    "no catalogue": lambda signed: appended(signed.finished, {}, inside=b"/Size 99"),
    "a catalogue that is no dictionary": lambda signed: appended(
        signed.finished, {root_number(signed.finished): b"[1 2 3]"}
    ),
    "a size too small": lambda signed: appended(signed.finished, {}, extra=b"/Size 3"),
    "a table of a thousand million": lambda signed: (
        signed.finished
        + b"xref\n0 999999999\ntrailer\n<<%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (trailer(signed.finished), last_table(signed.finished), len(signed.finished))
    ),
}
