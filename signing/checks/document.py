"""Steps on the agreement's PDF as bytes: layout, rules, what was changed since it was frozen."""

import hashlib
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.algorithms import digest
from signing.checks.examination import CheckedSignature, Examination, need
from signing.cms import check_signed, read_signed
from signing.document_rules import DEEPEST_TREE, check_rules, entry, form_fields, open_document, pages, reading
from signing.errors import VerificationError
from signing.layout import SIGNATURE, read_layout, timestamp_field
from signing.pdf_validation import embedded_material
from signing.timestamps import check_token_over

_SIGNED_ATTRIBUTES = frozenset({"content_type", "message_digest", "signing_certificate_v2", "cms_algorithm_protection"})
_CHANGING_ROOT_KEYS = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Version", "/Pages"})
_DEVELOPERS = frozenset({"/ESIC", "/ISO_"})
_EXTENSION_KEYS = frozenset({"/Type", "/BaseVersion", "/ExtensionLevel", "/ExtensionRevision", "/URL"})
_CHANGING_PAGE_KEYS = frozenset({"/Annots", "/Parent"})
_FIXED_FIELD_KEYS = ("/T", "/FT", "/Rect", "/Lock", "/F", "/Subtype", "/Type", "/P")


def document_layout(examination: Examination) -> None:
    """One strict PDF whose every byte belongs to the frozen text, a signature, or the two closing steps."""
    examination.reader = open_document(examination.document)
    examination.layout = read_layout(examination.document, examination.reader)


def document_rules(examination: Examination) -> None:
    """Nothing in it runs, hides or asks."""
    check_rules(need(examination.reader))


def document_digests(examination: Examination) -> None:
    """Each signature and the closing time-stamp hold the digest of exactly the bytes before them."""
    reader = need(examination.reader)
    with reading():
        examination.document_known = embedded_material(reader)
    known = examination.document_known.certificates
    for place in need(examination.layout).places:
        if place.kind != SIGNATURE:
            token = check_token_over(place.cms, place.covered, known=known)
            examination.document_times.append(token.at)
            examination.token_certificates.add(token.certificate)
            if examination.bundle_time is None:
                examination.last_stamp = token.certificate
            continue
        signed = read_signed(place.cms)
        if signed.attribute_types - _SIGNED_ATTRIBUTES or signed.content is not None or signed.timestamp is None:
            raise VerificationError("cms.attributes")
        check_signed(signed, digest(signed.digest_algorithm, place.covered), known=known)
        token = check_token_over(signed.timestamp, signed.signature, known=known)
        examination.token_certificates.add(token.certificate)
        examination.certificates.add(signed.certificate)
        examination.signatures.append(
            CheckedSignature(place.field, signed, token.at, place.revision_size, place.revision_sha256)
        )


def document_changes(examination: Examination) -> None:
    """What is seen is what was frozen: pages, attachments, properties and fields are the same before and after."""
    with reading():
        _check_changes(examination)


def _check_changes(examination: Examination) -> None:
    layout, final = need(examination.layout), need(examination.reader)
    frozen = open_document(examination.document[: layout.frozen_size])
    if content_fingerprint(frozen) != content_fingerprint(final):
        raise VerificationError("document.changed")
    _check_version(frozen, final)
    before, after = form_fields(frozen), form_fields(final)
    if any("/V" in field for field in before.values()):
        raise VerificationError("document.signed_before_frozen")
    if set(after) - set(before) - {place.field for place in layout.timestamps} or set(before) - set(after):
        raise VerificationError("document.fields_changed")
    for name, field in before.items():
        if any(_Walk().of(entry(field, key)) != _Walk().of(entry(after[name], key)) for key in _FIXED_FIELD_KEYS):
            raise VerificationError("document.fields_changed")


def _check_version(frozen: PdfFileReader, final: PdfFileReader) -> None:
    """The version stays, and signing names no extensions but its own (ISO 32000-2 §7.12; EN 319 142-1 §5.6)."""
    walk = _Walk()
    if walk.of(entry(frozen.root, "/Version")) != walk.of(entry(final.root, "/Version")):
        raise VerificationError("document.changed")
    before, after = (entry(reader.root, "/Extensions") or {} for reader in (frozen, final))
    for developer in {*before, *after}:
        if _Walk().of(entry(before, developer)) == _Walk().of(entry(after, developer)):
            continue
        named = entry(after, developer)
        listed = list(named) if isinstance(named, generic.ArrayObject) else [named]
        if developer not in _DEVELOPERS or not all(_is_extension(one) for one in listed):
            raise VerificationError("document.changed")


def _is_extension(value: Any) -> bool:
    return (
        isinstance(value, generic.DictionaryObject)
        and set(value) <= _EXTENSION_KEYS
        and not any(isinstance(value[key], generic.DictionaryObject | generic.ArrayObject) for key in value)
    )


def document_finished(examination: Examination) -> None:
    """Validation data and a time-stamp over the whole file end it (B-LTA); later renewals only repeat that pair."""
    layout = need(examination.layout)
    wanted = [timestamp_field(number) for number in range(1, len(layout.timestamps) + 1)]
    if not layout.has_long_term or [place.field for place in layout.timestamps] != wanted:
        raise VerificationError("document.not_finished")


def content_fingerprint(reader: PdfFileReader) -> str:
    """A digest over everything a reader shows or hands out, form fields left aside."""
    walk = _Walk()
    parts: list[Any] = [(key, walk.of(value)) for key, value in _items(reader.root) if key not in _CHANGING_ROOT_KEYS]
    parts.append(walk.of(entry(reader.trailer, "/Info")))
    for page in pages(reader):
        parts.append([(key, walk.of(value)) for key, value in _items(page) if key not in _CHANGING_PAGE_KEYS])
        parts.append(_inherited(page, walk))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _inherited(page: generic.DictionaryObject, walk: "_Walk") -> list[Any]:
    """What the page takes from the nodes above it."""
    found: list[Any] = []
    node = entry(page, "/Parent")
    while node is not None and len(found) < DEEPEST_TREE:
        found.append([(key, walk.of(value)) for key, value in _items(node) if key not in ("/Kids", "/Parent")])
        node = entry(node, "/Parent")
    return found


def _items(dictionary: generic.DictionaryObject) -> list[tuple[str, Any]]:
    return sorted((str(key), dictionary.raw_get(key)) for key in dictionary)


class _Walk:
    """Turns values with everything they point to into plain comparable data.

    Each object is written out where it is first met and named by its turn afterwards: equal documents give equal
    data, and a document that refers to itself a million times still takes one pass.
    """

    def __init__(self) -> None:
        self._turns: dict[generic.Reference, int] = {}

    def of(self, value: Any) -> Any:
        """The plain form of one value."""
        if isinstance(value, generic.IndirectObject):
            if value.reference in self._turns:
                return ("again", self._turns[value.reference])
            self._turns[value.reference] = len(self._turns)
            return self.of(value.get_object())
        if isinstance(value, generic.DictionaryObject):
            return self._dictionary(value)
        if isinstance(value, generic.ArrayObject):
            return ("array", [self.of(value.raw_get(index)) for index in range(len(value))])
        if isinstance(value, generic.TextStringObject | generic.ByteStringObject):
            return ("string", bytes(value.original_bytes).hex())
        return (type(value).__name__, str(value))

    def _dictionary(self, value: generic.DictionaryObject) -> Any:
        if entry(value, "/Type") in ("/Page", "/Pages"):
            return ("page", repr(value.container_ref))
        items = [(key, self.of(item)) for key, item in _items(value)]
        if isinstance(value, generic.StreamObject):
            return ("stream", items, hashlib.sha256(value.encoded_data).hexdigest())
        return ("dictionary", items)
