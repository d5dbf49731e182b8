"""Keeping an agreement provable for decades: until when its last time-stamp speaks for itself, and the next one.

A time-stamp is worth something as long as its certificates are valid and known not to be revoked. Before that ends, a
fresh one is put over the whole file, with the data that proves the one before (EN 319 142-1 §5.5; RFC 4998 §5.2).
"""

from datetime import datetime

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.authority.ports import TimestampAuthority
from signing.cms import read_signed
from signing.document_rules import open_document
from signing.errors import SigningError
from signing.keys import load_certificate
from signing.layout import read_layout
from signing.pdf import close_again
from signing.pdf_validation import embedded_material

LONGEST_CHAIN = 6


def proven_until(document: bytes) -> datetime:
    """The instant after which the last document time-stamp can no longer be judged from the file alone.

    It is the earliest end among the certificates of that time-stamp's chain and the newest revocation list inside the
    file for each of them. Raises SigningError when the document was never closed.
    """
    reader = open_document(document)
    stamps = read_layout(document, reader).timestamps
    if not stamps:
        raise SigningError("document.not_all_signed", count=0)
    chain = _chain(load_certificate(read_signed(stamps[-1].cms).certificate), reader)
    ends = [one.not_valid_after_utc for one in chain]
    newest = _newest_lists(reader)
    ends += [newest[one.issuer] for one in chain if one.issuer != one.subject and one.issuer in newest]
    return min(ends)


def renew(document: bytes, timestamps: TimestampAuthority) -> bytes:
    """The same file with fresh data on its last time-stamp and a new one over everything; no earlier byte changes.

    Only what concerns time-stamps is added: a newer list of the authority that certified the signatories would say
    nothing about the days on which they signed. Raises SigningError, AuthorityUnavailable.
    """
    layout = read_layout(document)
    if not layout.has_long_term:
        raise SigningError("document.not_all_signed", count=0)
    renewed = close_again(document, timestamps.trust_material(), timestamps, layout)
    if not renewed.startswith(document):
        raise SigningError("document.field_not_free", field=layout.timestamps[-1].field)
    return renewed


def _chain(last: x509.Certificate, reader: PdfFileReader) -> list[x509.Certificate]:
    """The certificate and those above it, as far as the file carries them."""
    known = [load_certificate(one) for one in embedded_material(reader).certificates]
    chain = [last]
    while chain[-1].issuer != chain[-1].subject and len(chain) < LONGEST_CHAIN:
        above = next((one for one in known if one.subject == chain[-1].issuer), None)
        if above is None:
            break
        chain.append(above)
    return chain


def _newest_lists(reader: PdfFileReader) -> dict[x509.Name, datetime]:
    newest: dict[x509.Name, datetime] = {}
    for encoded in embedded_material(reader).revocation_lists:
        listed = x509.load_der_x509_crl(encoded)
        if listed.next_update_utc is not None:
            known = newest.get(listed.issuer, listed.next_update_utc)
            newest[listed.issuer] = max(known, listed.next_update_utc)
    return newest
