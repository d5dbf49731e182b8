"""How a signed PDF is laid out in bytes: its revisions, and where each signature lies (ISO 32000-2 §7.5.6, §12.8.1)."""

import hashlib
import re
from dataclasses import dataclass

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.document_rules import entry, form_fields, open_document, reading
from signing.errors import VerificationError

SIGNATURE, TIMESTAMP = "signature", "timestamp"
MOST_SIGNATURES = 200
_HEX = re.compile(rb"<(?:[0-9A-F]{2})+>")
_KINDS = {
    ("/Sig", "/ETSI.CAdES.detached"): SIGNATURE,
    ("/DocTimeStamp", "/ETSI.RFC3161"): TIMESTAMP,
}


def timestamp_field(number: int) -> str:
    """The field of the document time-stamp with this number; the first one closed the document."""
    return f"document-timestamp-{number}"


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """One signature: its field, its CMS, the bytes it covers, where its revision ends."""

    field: str
    kind: str
    cms: bytes
    document: bytes
    gap: tuple[int, int]
    revision_size: int
    revision_sha256: str

    @property
    def covered(self) -> bytes:
        """The bytes it covers, put together when asked for: many signatures must not mean many copies."""
        first, second = self.gap
        return self.document[:first] + self.document[second : self.revision_size]


@dataclass(frozen=True, slots=True)
class Layout:
    """Byte lengths at which each revision ends, and the signatures in the order they were made."""

    ends: tuple[int, ...]
    fields: tuple[str, ...]
    places: tuple[SignaturePlace, ...]

    @property
    def signatures(self) -> tuple[SignaturePlace, ...]:
        """Signatures of people and of the organisation, without document time-stamps."""
        return tuple(place for place in self.places if place.kind == SIGNATURE)

    @property
    def frozen_size(self) -> int:
        """Length of the document as it was before the first signature."""
        if not self.places:
            return self.ends[-1]
        first = self.ends.index(self.places[0].revision_size)
        if first == 0:
            raise VerificationError("layout.revisions")
        return self.ends[first - 1]

    @property
    def timestamps(self) -> tuple[SignaturePlace, ...]:
        """The document time-stamps: the one that closed the document, then each renewal of it."""
        return tuple(place for place in self.places if place.kind == TIMESTAMP)

    @property
    def closed_size(self) -> int:
        """Length of the document as it was when its first document time-stamp closed it; 0 while none did."""
        stamps = self.timestamps
        return stamps[0].revision_size if stamps else 0

    @property
    def has_long_term(self) -> bool:
        """After the last signature nothing but pairs of revisions: validation data, a document time-stamp over all?"""
        signed, stamps = self.signatures, self.timestamps
        if not signed or not stamps or self.places[: len(signed)] != signed:
            return False
        after = tuple(end for end in self.ends if end > signed[-1].revision_size)
        return len(after) == 2 * len(stamps) and after[1::2] == tuple(one.revision_size for one in stamps)


def read_layout(document: bytes, reader: PdfFileReader | None = None) -> Layout:
    """Read the layout; raises VerificationError wherever a byte is not accounted for.

    Required: one cross-reference section per step, signatures back to back from the frozen document on,
    nothing after the last revision, each /Contents written exactly as we write it.
    """
    reader = reader or open_document(document)
    with reading():
        ends = _revision_ends(document, reader)
        fields = form_fields(reader)
        if len(fields) > MOST_SIGNATURES:
            raise VerificationError("document.too_large")
        places = [_place(document, name, field["/V"]) for name, field in fields.items() if "/V" in field]
    places.sort(key=lambda place: place.revision_size)
    layout = Layout(ends, tuple(fields), tuple(places))
    _check_sequence(layout)
    return layout


def _revision_ends(document: bytes, reader: PdfFileReader) -> tuple[int, ...]:
    ends: list[int] = []
    for revision in range(reader.xrefs.total_revisions):
        start = reader.xrefs.get_startxref_for_revision(revision)
        pattern = re.compile(rb"startxref\s+%d\s+%%%%EOF(?:\r\n|\n|\r|$)" % start)
        found = pattern.search(document, start)
        if found is None:
            raise VerificationError("layout.revisions")
        ends.append(found.end())
    if ends != sorted(set(ends)) or ends[-1] != len(document):
        raise VerificationError("layout.trailing", size=len(document) - ends[-1])
    return tuple(ends)


def _check_sequence(layout: Layout) -> None:
    """Signature after signature with nothing between; after the last one nothing, or pairs of final steps."""
    if not layout.places:
        return
    frozen = layout.ends.index(layout.frozen_size) if layout.frozen_size in layout.ends else -1
    following = layout.ends[frozen + 1 :]
    signed = tuple(place.revision_size for place in layout.signatures)
    if following[: len(signed)] != signed:
        raise VerificationError("layout.revisions")
    if len(following) != len(signed) and not layout.has_long_term:
        raise VerificationError("layout.revisions")


def _place(document: bytes, name: str, value: generic.PdfObject) -> SignaturePlace:
    if not isinstance(value, generic.DictionaryObject):
        raise VerificationError("layout.signature_form", field=name)
    kind = _KINDS.get((str(entry(value, "/Type")), str(entry(value, "/SubFilter"))))
    if kind is None or entry(value, "/Filter") != "/Adobe.PPKLite":
        raise VerificationError("layout.signature_form", field=name)
    byte_range = value["/ByteRange"]
    if len(byte_range) != 4 or not all(isinstance(one, generic.NumberObject) for one in byte_range):
        raise VerificationError("layout.byte_range", field=name)
    start, first, second, length = (int(one) for one in byte_range)
    end = second + length
    if not (start == 0 < first < second < end <= len(document)):
        raise VerificationError("layout.byte_range", field=name)
    content = _gap(document[first:second], name)
    written = value.raw_get("/Contents")
    if not isinstance(written, generic.ByteStringObject | generic.TextStringObject):
        raise VerificationError("layout.contents", field=name)
    if bytes(written.original_bytes) != bytes.fromhex(document[first + 1 : second - 1].decode()):
        raise VerificationError("layout.byte_range", field=name)
    revision = hashlib.sha256(document[:end]).hexdigest()
    return SignaturePlace(name, kind, content, document, (first, second), end, revision)


def _gap(gap: bytes, name: str) -> bytes:
    """The CMS in the gap: one upper-case hexadecimal string, one DER value, then zeros and nothing else."""
    if _HEX.fullmatch(gap) is None:
        raise VerificationError("layout.contents", field=name)
    data = bytes.fromhex(gap[1:-1].decode())
    size = _der_size(data)
    if size is None or any(data[size:]):
        raise VerificationError("layout.contents", field=name)
    return data[:size]


def _der_size(data: bytes) -> int | None:
    """Length of the DER SEQUENCE at the start, or None (X.690 §10.1: definite, shortest form)."""
    if len(data) < 2 or data[0] != 0x30:
        return None
    if data[1] < 0x80:
        return 2 + data[1]
    count = data[1] & 0x7F
    body = int.from_bytes(data[2 : 2 + count], "big")
    shortest = count > 0 and body >= 0x80 and data[2] != 0
    size = 2 + count + body
    return size if shortest and size <= len(data) else None
