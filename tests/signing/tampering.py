"""Ways to falsify a signed PDF, after the published families of attacks: each returns a document to be refused."""

import io
import re
from collections.abc import Callable

from pyhanko.pdf_utils import generic, writer
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signing.layout import read_layout
from tests.signing.ceremony import Signed

Name, Number = generic.NameObject, generic.NumberObject


def updated(document: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The document with one more incremental update."""
    update = IncrementalPdfFileWriter(io.BytesIO(document), strict=False)
    change(update)
    output = io.BytesIO()
    update.write(output)
    return output.getvalue()


def flipped(document: bytes, position: int, bit: int = 0) -> bytes:
    """The document with one bit turned."""
    changed = bytearray(document)
    changed[position] ^= 1 << bit
    return bytes(changed)


def gaps(document: bytes) -> list[tuple[int, int]]:
    """Start and end of each signature's hexadecimal string, brackets included."""
    found = re.finditer(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]", document)
    return [(int(match[2]), int(match[3])) for match in found]


def _page(update: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    return update.root["/Pages"]["/Kids"][0].get_object()


def _field(update: IncrementalPdfFileWriter, name: str) -> generic.DictionaryObject:
    fields = update.root["/AcroForm"]["/Fields"]
    return next(one.get_object() for one in fields if one.get_object()["/T"] == name)


def _form(data: bytes) -> generic.StreamObject:
    box = generic.ArrayObject([Number(edge) for edge in (0, 0, 200, 100)])
    head = {Name("/Type"): Name("/XObject"), Name("/Subtype"): Name("/Form"), Name("/BBox"): box}
    return generic.StreamObject(head, stream_data=data)


def repaint(update: IncrementalPdfFileWriter) -> None:
    page = _page(update)
    page["/Contents"] = update.add_object(generic.StreamObject(stream_data=b"q 1 1 1 rg 0 0 600 800 re f Q"))
    update.update_container(page)


def cover(update: IncrementalPdfFileWriter) -> None:
    page = _page(update)
    note = generic.DictionaryObject(
        {
            Name("/Type"): Name("/Annot"),
            Name("/Subtype"): Name("/FreeText"),
            Name("/Rect"): generic.ArrayObject([Number(edge) for edge in (90, 395, 290, 415)]),
            Name("/F"): Number(4),
            Name("/AP"): generic.DictionaryObject({Name("/N"): update.add_object(_form(b"1 1 1 rg 0 0 200 20 re f"))}),
        }
    )
    page["/Annots"] = generic.ArrayObject([update.add_object(note)])
    update.update_container(page)


def drop_value(update: IncrementalPdfFileWriter) -> None:
    field = _field(update, "respondent-1")
    del field["/V"]
    update.update_container(field)


def drop_field(update: IncrementalPdfFileWriter) -> None:
    form = update.root["/AcroForm"]
    kept = [one for one in form["/Fields"] if one.get_object()["/T"] != "respondent-1"]
    form["/Fields"] = generic.ArrayObject(kept)
    update.update_container(form)


def rename_field(update: IncrementalPdfFileWriter) -> None:
    field = _field(update, "respondent-1")
    field["/T"] = generic.pdf_string("applicant-1")
    update.update_container(field)


def swap_values(update: IncrementalPdfFileWriter) -> None:
    one, other = _field(update, "applicant-1"), _field(update, "respondent-1")
    first, second = one.raw_get("/V"), other.raw_get("/V")
    one["/V"], other["/V"] = second, first
    update.update_container(one)
    update.update_container(other)


def restamp(update: IncrementalPdfFileWriter) -> None:
    field = _field(update, "applicant-1")
    drawing = update.add_object(_form(b"1 0 0 rg 0 0 200 100 re f"))
    field["/AP"] = generic.DictionaryObject({Name("/N"): drawing})
    update.update_container(field)


def retitle(update: IncrementalPdfFileWriter) -> None:
    update.set_info(generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("forged")}))


def add_page(update: IncrementalPdfFileWriter) -> None:
    drawing = update.add_object(generic.StreamObject(stream_data=b""))
    update.insert_page(writer.PageObject(contents=drawing, media_box=(0, 0, 595, 842)))


def add_script(update: IncrementalPdfFileWriter) -> None:
    action = generic.DictionaryObject({Name("/S"): Name("/JavaScript"), Name("/JS"): generic.pdf_string("1")})
    update.root["/OpenAction"] = update.add_object(action)
    update.update_root()


def swap_attachment(update: IncrementalPdfFileWriter) -> None:
    file = update.root["/Names"]["/EmbeddedFiles"]["/Names"][1].get_object()
    file["/EF"]["/F"] = update.add_object(generic.StreamObject(stream_data=b"{}"))
    update.update_container(file)


def add_key(*path: str | int, key: str, value: generic.PdfObject) -> Callable[[IncrementalPdfFileWriter], None]:
    """One entry more in the dictionary at the end of a path from the catalogue."""

    def change(update: IncrementalPdfFileWriter) -> None:
        place = update.root
        for step in path:
            place = place[step]
        place[key] = value
        update.update_container(place)

    return change


def orphan(update: IncrementalPdfFileWriter) -> None:
    update.add_object(generic.StreamObject(stream_data=b"nobody refers to this"))


_PAGE, _FIELD = ("/Pages", "/Kids", 0), ("/AcroForm", "/Fields", 0)
_BOX = generic.ArrayObject([Number(edge) for edge in (0, 0, 100, 100)])
_TEXT = generic.pdf_string("forged")
QUIET = {
    "the page turned": add_key(*_PAGE, key="/Rotate", value=Number(180)),
    "the page cut": add_key(*_PAGE, key="/CropBox", value=_BOX),
    "the page enlarged": add_key(*_PAGE, key="/UserUnit", value=Number(20)),
    "all pages turned": add_key("/Pages", key="/Rotate", value=Number(180)),
    "another language": add_key(key="/Lang", value=_TEXT),
    "how a viewer shows it": add_key(key="/ViewerPreferences", value=generic.DictionaryObject()),
    "another address for links": add_key(key="/URI", value=generic.DictionaryObject()),
    "a place to sign moved": add_key(*_FIELD, key="/Rect", value=_BOX),
    "a place to sign hidden": add_key(*_FIELD, key="/F", value=Number(2)),
    "a caption for a place to sign": add_key(*_FIELD, key="/TU", value=_TEXT),
    "a border for a place to sign": add_key(*_FIELD, key="/MK", value=generic.DictionaryObject()),
    "fonts for the form": add_key("/AcroForm", key="/DA", value=_TEXT),
    "the form says nothing is signed": add_key("/AcroForm", key="/SigFlags", value=Number(0)),
    "the form filled in a certain order": add_key("/AcroForm", key="/CO", value=generic.ArrayObject()),
    "a signature says why": add_key(*_FIELD, "/V", key="/Reason", value=_TEXT),
    "a signature bears another name": add_key(*_FIELD, "/V", key="/Name", value=_TEXT),
    "another version": add_key(key="/Version", value=Name("/2.0")),
    "extensions of a stranger": add_key("/Extensions", key="/EVIL", value=generic.DictionaryObject()),
    "something nobody refers to": orphan,
}
UPDATES = {
    "T4 text of a page repainted": repaint,
    "T5 white note over the amount": cover,
    "T7 a signature deleted": drop_value,
    "T9 a stamp repainted": restamp,
    "T10 title changed": retitle,
    "T14 a page added": add_page,
    "a place to sign deleted": drop_field,
    "two places of one name": rename_field,
    "two signatures exchanged": swap_values,
    "a script added": add_script,
    "the attached data exchanged": swap_attachment,
}


def byte_changes(document: bytes) -> dict[str, bytes]:
    """Falsifications that touch bytes rather than objects."""
    holes = gaps(document)
    start, end = holes[1]
    zeroed = document[: start + 1] + b"0" * (end - start - 2) + document[end - 1 :]
    padded = document[: end - 10] + b"A" + document[end - 9 :]
    lower = document[: start + 1] + document[start + 1 : end - 1].lower() + document[end - 1 :]
    last_start, last_end = holes[-1]
    last_padded = document[: last_end - 10] + b"A" + document[last_end - 9 :]
    last_lower = document[: last_start + 1] + document[last_start + 1 : last_end - 1].lower() + document[last_end - 1 :]
    seal_range = re.findall(rb"/ByteRange \[\d+ \d+ (\d+ \d+)\s*\]", document)[3]
    second, length = (int(one) for one in seal_range.split())
    shorter = document.replace(seal_range, b"%d %d" % (second, length - 1))
    value = document.index(b"/Contents")
    text = document.index(b"stream\r\n") if b"stream\r\n" in document else document.index(b"stream\n")
    return {
        "T1 a bit of the page turned": flipped(document, text + 40),
        "T2 a digit of a signature changed": flipped(document, start + 900),
        "T3 padding of a signature changed": padded,
        "T3 padding of the last time-stamp changed": last_padded,
        "T8 a signature zeroed": zeroed,
        "T12 something after the end": document + b"\n% harmless?\n",
        "T12 an empty line after the end": document + b"\n",
        "T13 the seal covers one byte less": shorter,
        "hexadecimal digits in small letters": lower,
        "hexadecimal digits of the time-stamp in small letters": last_lower,
        "a byte put in front": b"\n" + document,
        "a key renamed": document[:value] + b"/Kontents" + document[value + 9 :],
        "cut in the middle": document[: len(document) // 2],
        "nothing": b"",
    }


def truncations(signed: Signed) -> dict[str, bytes]:
    """T6: every earlier state, each a valid PDF in itself, and the file without its closing time-stamp."""
    states = {f"T6 cut back to {name}": data for name, data in signed.revisions.items() if name != "finished"}
    ends = read_layout(signed.finished).ends
    for number, end in enumerate(ends[:-1]):
        states[f"T6 cut after revision {number}"] = signed.finished[:end]
    return states
