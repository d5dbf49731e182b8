"""Bytes of a PDF set by hand: updates, tables and streams that no honest writer would make."""

import re
import zlib
from collections.abc import Mapping


def last_table(document: bytes) -> int:
    """Where the newest cross-reference table begins."""
    return int(re.findall(rb"startxref\s+(\d+)", document)[-1])


def trailer(document: bytes) -> bytes:
    """The newest trailer's inside, without /Prev."""
    inside = document[document.rindex(b"trailer") :]
    inside = inside[inside.index(b"<<") + 2 : inside.index(b"startxref")]
    return re.sub(rb"/Prev\s+\d+", b"", inside[: inside.rindex(b">>")])


def root_number(document: bytes) -> int:
    """The object number of the catalogue."""
    found = re.search(rb"/Root\s+(\d+) 0 R", trailer(document))
    if found is None:
        raise ValueError("no catalogue")
    return int(found[1])


def object_at(document: bytes, number: int) -> bytes:
    """The newest body of an object, as written."""
    start = list(re.finditer(rb"(?<!\d)%d 0 obj" % number, document))[-1].end()
    return document[start : document.index(b"endobj", start)].strip()


def with_entry(body: bytes, entry: bytes) -> bytes:
    """A dictionary with one more entry."""
    return body[: body.rindex(b">>")] + entry + b">>"


def appended(
    document: bytes,
    bodies: Mapping[int, bytes],
    *,
    free: tuple[int, ...] = (),
    at: Mapping[int, int] | None = None,
    previous: int | None = None,
    extra: bytes = b"",
    inside: bytes | None = None,
) -> bytes:
    """The document with one more update in classic form.

    `free` marks objects as deleted, `at` points to bytes already there, `previous` is what /Prev says,
    `extra` goes into the trailer, `inside` replaces the trailer copied from the document.
    """
    whole = bytearray(document)
    places = dict(at or {})
    for number, body in bodies.items():
        places[number] = len(whole)
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(whole)
    whole += b"xref\n" if places or free else b"xref\n0 0\n"
    for number in sorted({*places, *free}):
        entry = b"%010d 00001 f" % 0 if number in free else b"%010d 00000 n" % places[number]
        whole += b"%d 1\n%s \n" % (number, entry)
    before = last_table(document) if previous is None else previous
    held = _sized(trailer(document), max(places, default=0) + 1) if inside is None else inside
    whole += b"trailer\n<<%s/Prev %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (held, before, extra, start)
    return bytes(whole)


def _sized(inside: bytes, least: int) -> bytes:
    """The trailer's inside with a /Size that no object number exceeds."""
    return re.sub(rb"/Size\s+(\d+)", lambda found: b"/Size %d" % max(int(found[1]), least), inside)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """The body of a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def packed(data: bytes, entries: bytes = b"") -> bytes:
    """The body of a compressed stream object."""
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + entries)


def stream_update(document: bytes, bodies: Mapping[int, bytes], size: int, *, hybrid: bool = False) -> bytes:
    """The document with one more update whose objects lie in an object stream and whose table is a stream.

    `size` is the first object number that is free. A hybrid one hides that table behind an honest empty one.
    """
    holder, table = size, size + 1
    heads, inside = b"", b""
    for number, body in bodies.items():
        heads += b"%d %d " % (number, len(inside))
        inside += body + b" "
    whole = bytearray(document)
    holder_at = len(whole)
    entries = b"/Type /ObjStm /N %d /First %d" % (len(bodies), len(heads))
    whole += b"%d 0 obj\n%s\nendobj\n" % (holder, packed(heads + inside, entries))
    rows = {number: (2, holder, index) for index, number in enumerate(bodies)}
    rows[holder] = (1, holder_at, 0)
    rows[table] = (1, len(whole), 0)
    index = b" ".join(b"%d 1" % number for number in sorted(rows))
    data = b"".join(
        bytes([kind]) + place.to_bytes(4, "big") + more.to_bytes(2, "big")
        for _, (kind, place, more) in sorted(rows.items())
    )
    start = len(whole)
    held = re.sub(rb"/Size\s+\d+", b"", trailer(document))
    entries = b"/Type /XRef /Size %d /W [1 4 2] /Index [%s] /Prev %d %s" % (
        table + 1,
        index,
        last_table(document),
        held,
    )
    whole += b"%d 0 obj\n%s\nendobj\n" % (table, packed(data, entries))
    if not hybrid:
        return bytes(whole + b"startxref\n%d\n%%%%EOF\n" % start)
    return appended(bytes(whole), {}, at={table: start}, previous=last_table(document), extra=b"/XRefStm %d" % start)


def size_of(document: bytes) -> int:
    """The first object number nobody uses."""
    return max(int(one) for one in re.findall(rb"/Size\s+(\d+)", document))
