"""Everything that writes into a PDF: fields, signatures, seals, validation data, document time-stamps.

PAdES, EN 319 142-1. With pdf_library the only place where the PDF-signing library writes.
"""

import asyncio
import hashlib
import io
import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.sign import fields as pdf_fields
from pyhanko.sign.signers import ExternalSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument, PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signing.algorithms import Suite
from signing.authority.ports import CertificateAuthority, TimestampAuthority, TrustMaterial
from signing.cms import read_signed
from signing.document_rules import check_document, form_fields, open_document
from signing.errors import AuthorityUnavailable, DocumentRefused, SigningError
from signing.keys import (
    SigningIdentity,
    common_name,
    fingerprint,
    load_certificate,
    raw_to_der,
    subject_attribute,
    suite_of_certificate,
    verify_signature,
)
from signing.layout import SIGNATURE, Layout, read_layout, timestamp_field
from signing.pdf_library import (
    PortStamper,
    Writer,
    bytes_of,
    external_signer,
    field_spec,
    pdf_signer,
    written,
)
from signing.prepared import FieldKind, Prepared, SignatureField, SignatureView
from signing.timestamps import token_time

RESERVED_HEX = 32768
CLOCK_TOLERANCE = timedelta(seconds=5)
_FIELD_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_PLACEHOLDER = bytes(72)


def add_fields(document: bytes, fields: Sequence[SignatureField]) -> bytes:
    """Freeze a text for signing: check the document rules, then add every place to sign at once.

    Store the result with its SHA-256; nothing but signatures may be added after it. Raises DocumentRefused.
    """
    names = [field.name for field in fields]
    if not fields or len(set(names)) != len(names) or not all(_FIELD_NAME.fullmatch(name) for name in names):
        raise DocumentRefused("document.field_names")
    if form_fields(open_document(document)):
        raise DocumentRefused("document.has_fields")
    writer = Writer(io.BytesIO(document))
    for field in fields:
        pdf_fields.append_signature_field(writer, field_spec(field))
    frozen = written(writer)
    check_document(frozen)
    return frozen


def field_names(document: bytes) -> tuple[str, ...]:
    """Names of all signature fields in document order."""
    return tuple(form_fields(open_document(document)))


def unsigned_fields(document: bytes) -> tuple[str, ...]:
    """Names of the fields nobody has filled yet."""
    return tuple(name for name, field in form_fields(open_document(document)).items() if "/V" not in field)


def prepare(
    document: bytes,
    *,
    field: str,
    certificate: bytes,
    chain: tuple[bytes, ...],
    appearance: bytes | None = None,
) -> Prepared:
    """Make the document and the attributes one person is about to sign in `field`; the key is elsewhere.

    `appearance` is a one-page PDF the size of the field's box. Raises SigningError when the field is not free.
    """
    _check_free(document, field)
    signer = external_signer(certificate, chain, _PLACEHOLDER, suite_of_certificate(certificate))
    return asyncio.run(_prepare(document, field, certificate, chain, signer, appearance))


async def _prepare(
    document: bytes,
    field: str,
    certificate: bytes,
    chain: tuple[bytes, ...],
    signer: ExternalSigner,
    appearance: bytes | None,
) -> Prepared:
    signer_of_field = pdf_signer(field, certificate, signer, appearance)
    ready, _, output = await signer_of_field.async_digest_doc_for_signing(
        Writer(io.BytesIO(document)), existing_fields_only=True, bytes_reserved=RESERVED_HEX
    )
    suite = suite_of_certificate(certificate)
    attributes = await signer.signed_attrs(ready.document_digest, suite.digest, use_pades=True)
    return Prepared(
        field=field,
        document=bytes_of(output),
        document_digest=ready.document_digest,
        reserved_start=ready.reserved_region_start,
        reserved_end=ready.reserved_region_end,
        signed_attributes=attributes.dump(),
        certificate=certificate,
        chain=chain,
        base_sha256=hashlib.sha256(document).hexdigest(),
    )


def _check_free(document: bytes, field: str) -> None:
    if field not in unsigned_fields(document):
        raise SigningError("document.field_not_free", field=field)


def embed(prepared: Prepared, signature: bytes, timestamps: TimestampAuthority) -> bytes:
    """Put a person's signature (r‖s, 64 bytes, over the signed attributes) and its time-stamp in place.

    Raises SignatureRefused before the document is touched when the signature is not by the certified key.
    """
    value = raw_to_der(signature, suite_of_certificate(prepared.certificate))
    verify_signature(prepared.certificate, value, prepared.signed_attributes)
    return asyncio.run(_embed(prepared, value, timestamps))


async def _embed(prepared: Prepared, value: bytes, timestamps: TimestampAuthority) -> bytes:
    suite = suite_of_certificate(prepared.certificate)
    signer = external_signer(prepared.certificate, prepared.chain, value, suite)
    attributes = cms.CMSAttributes.load(prepared.signed_attributes)
    stamper = PortStamper(timestamps)
    signed = await signer.async_sign_prescribed_attributes(suite.digest, attributes, timestamper=stamper)
    output = io.BytesIO(prepared.document)
    place = PreparedByteRangeDigest(prepared.document_digest, prepared.reserved_start, prepared.reserved_end)
    await PdfTBSDocument.async_finish_signing(output, place, signed)
    return output.getvalue()


def seal(
    document: bytes,
    *,
    field: str,
    identity: SigningIdentity,
    timestamps: TimestampAuthority,
    appearance: bytes | None = None,
) -> bytes:
    """Affix the organisation's seal in `field`; its key is only used, never read."""
    prepared = prepare(
        document, field=field, certificate=identity.certificate, chain=identity.chain, appearance=appearance
    )
    value = identity.key.sign(prepared.signed_attributes)
    verify_signature(identity.certificate, value, prepared.signed_attributes)
    return asyncio.run(_embed(prepared, value, timestamps))


def add_long_term(document: bytes, authority: CertificateAuthority, timestamps: TimestampAuthority) -> bytes:
    """Finish a fully signed document: chains and revocation lists inside, one document time-stamp over all.

    The lists are issued after the last signature, and every signatory's certificate outlives them (B-LTA).
    """
    layout = read_layout(document)
    views = _views(layout)
    open_fields = set(layout.fields) - {place.field for place in layout.places}
    if open_fields or not views or any(view.kind != SIGNATURE for view in views):
        raise SigningError("document.not_all_signed", count=len(open_fields))
    _wait_until_after([view.signed_at for view in views if view.signed_at is not None])
    material = authority.trust_material().joined(timestamps.trust_material())
    _check_lifetimes(views, material)
    return close_again(document, material, timestamps, layout)


def close_again(
    document: bytes, material: TrustMaterial, timestamps: TimestampAuthority, layout: Layout | None = None
) -> bytes:
    """Add validation data and one more document time-stamp over everything (EN 319 142-1 §5.5).

    `layout` is that of `document` where it was read already.
    """
    layout = layout or read_layout(document)
    number = len(layout.timestamps) + 1
    with_data = _add_validation_data(document, material)
    return asyncio.run(_stamp_document(with_data, timestamps, timestamp_field(number), _suite_of(layout)))


def _suite_of(layout: Layout) -> Suite:
    """The suite in which the document was signed; its archive time-stamps digest as it does."""
    signed = next(place for place in layout.places if place.kind == SIGNATURE)
    return suite_of_certificate(read_signed(signed.cms).certificate)


def _wait_until_after(moments: Sequence[datetime]) -> None:
    """Times have whole seconds: wait out the second of the last signature, so that the lists are truly later."""
    if max(moments) > datetime.now(UTC) + 2 * CLOCK_TOLERANCE:
        raise AuthorityUnavailable("timestamp.clock")
    while datetime.now(UTC).replace(microsecond=0) <= max(moments):
        time.sleep(0.05)


def _check_lifetimes(views: Sequence[SignatureView], material: TrustMaterial) -> None:
    issuers = {load_certificate(one).subject for one in material.issuing}
    for encoded in material.revocation_lists:
        listed = x509.load_der_x509_crl(encoded)
        next_update = listed.next_update_utc
        for view in views:
            expires = load_certificate(view.certificate).not_valid_after_utc
            if listed.issuer in issuers and (next_update is None or expires <= next_update):
                raise SigningError("certificate.expires_too_soon", field=view.field)


def _add_validation_data(document: bytes, material: TrustMaterial) -> bytes:
    writer = Writer(io.BytesIO(document))
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,  # no entry per signature: rewriting one later would break the signatures between
        certs=[asn1_x509.Certificate.load(one) for one in (*material.roots, *material.intermediates)],
        crls=[asn1_crl.CertificateList.load(one) for one in material.revocation_lists],
    )
    return written(writer)


async def _stamp_document(document: bytes, timestamps: TimestampAuthority, field: str, suite: Suite) -> bytes:
    stamper = PdfTimeStamper(PortStamper(timestamps), field_name=field)
    output = await stamper.async_timestamp_pdf(Writer(io.BytesIO(document)), suite.digest, bytes_reserved=RESERVED_HEX)
    return bytes_of(output)


def read_signatures(document: bytes) -> tuple[SignatureView, ...]:
    """All signatures in the order they were made; raises VerificationError when the layout is not ours."""
    return _views(read_layout(document))


def _views(layout: Layout) -> tuple[SignatureView, ...]:
    views: list[SignatureView] = []
    for place in layout.places:
        signed = read_signed(place.cms)
        token = signed.timestamp if place.kind == SIGNATURE else place.cms
        views.append(
            SignatureView(
                field=place.field,
                kind=place.kind,
                certificate=signed.certificate,
                subject=load_certificate(signed.certificate).subject.rfc4514_string(),
                common_name=common_name(signed.certificate),
                serial_number=subject_attribute(signed.certificate, NameOID.SERIAL_NUMBER),
                signed_at=None if token is None else token_time(token),
                revision_size=place.revision_size,
                revision_sha256=place.revision_sha256,
                certificate_sha256=fingerprint(signed.certificate),
            )
        )
    return tuple(views)


__all__ = [
    "FieldKind",
    "Prepared",
    "SignatureField",
    "SignatureView",
    "add_fields",
    "add_long_term",
    "close_again",
    "embed",
    "field_names",
    "prepare",
    "read_signatures",
    "seal",
    "unsigned_fields",
]
