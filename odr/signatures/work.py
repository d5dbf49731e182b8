"""The heavy part of signing: plain functions over bytes that run in a worker process, away from the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from odr.agreements.stamp import seal_stamp, signature_stamp
from odr.signatures.requirements import Place
from signing import pdf
from signing.authority.ports import (
    CertificateAuthority,
    IssuedCertificate,
    OrganisationSubject,
    SignerSubject,
    TimestampAuthority,
)
from signing.canonical import sha256_hex
from signing.errors import SignatureRefused
from signing.keys import fingerprint
from signing.renewal import proven_until, renew
from signing.trust import TrustRoots
from signing.verify import verify_agreement


@dataclass(frozen=True)
class Mark:
    """What a person's visible mark says beside their name: when, under which kind of authority, and with whose help."""

    at: datetime
    development: bool
    assisted: bool


@dataclass(frozen=True)
class Signed:
    """A document with one more signature. `signed_at` is the time-stamp's."""

    document: bytes
    sha256: str
    size: int
    certificate_sha256: str
    signed_at: datetime


@dataclass(frozen=True)
class Sealed:
    """A finished document: the seal's own revision, and the whole with validation data and document time-stamp."""

    seal: Signed
    document: bytes
    certificate: bytes
    proven_until: datetime


@dataclass(frozen=True)
class Renewed:
    """The bytes an archive time-stamp added, the digest of the whole file, and how long it is proven now."""

    added: bytes
    sha256: str
    at: datetime
    proven_until: datetime


def issue_certificate(
    authority: CertificateAuthority, spki: bytes, person: SignerSubject, request_signature: bytes
) -> IssuedCertificate:
    """Have a one-time certificate issued for a key whose possession was proved."""
    return authority.issue_signer(spki, person, request_signature)


def prepare_signature(
    document: bytes, place: Place, certificate: bytes, chain: tuple[bytes, ...], drawn: Mark
) -> pdf.Prepared:
    """Draw the visible mark and make exactly the bytes this person signs."""
    width, height = place.size
    mark = signature_stamp(
        place.name,
        place.capacity_words,
        drawn.at,
        fingerprint(certificate),
        width=width,
        height=height,
        development=drawn.development,
        assisted=drawn.assisted,
    )
    return pdf.prepare(document, field=place.field, certificate=certificate, chain=chain, appearance=mark)


def embed_signature(prepared: pdf.Prepared, signature: bytes, timestamps: TimestampAuthority) -> Signed:
    """Put the signature in place, then read it back as a verifier would before anybody keeps it."""
    return _last_of(pdf.embed(prepared, signature, timestamps), prepared.field, prepared.certificate)


def affix_seal(
    document: bytes,
    place: Place,
    organisation: OrganisationSubject,
    authority: CertificateAuthority,
    timestamps: TimestampAuthority,
) -> Sealed:
    """Seal a document that everybody signed and finish it for the long term (PAdES B-LTA)."""
    identity = authority.seal_identity(organisation)
    mark = seal_stamp(
        organisation.name,
        organisation.identifier.removeprefix("NTRCN-"),
        side=min(place.size),
        development=authority.development,
    )
    sealed = pdf.seal(document, field=place.field, identity=identity, timestamps=timestamps, appearance=mark)
    seal = _last_of(sealed, place.field, identity.certificate)
    finished = pdf.add_long_term(sealed, authority, timestamps)
    _check_as_a_court_will(finished, authority, timestamps)
    return Sealed(seal, finished, identity.certificate, proven_until(finished))


def renew_archive(document: bytes, authority: CertificateAuthority, timestamps: TimestampAuthority) -> Renewed:
    """Add one more archive time-stamp to a closed document; checked as a court will before anybody keeps it."""
    renewed = renew(document, timestamps)
    _check_as_a_court_will(renewed, authority, timestamps)
    stamped = pdf.read_signatures(renewed)[-1].signed_at
    if stamped is None:
        raise SignatureRefused("signature.wrong")
    return Renewed(renewed[len(document) :], sha256_hex(renewed), stamped, proven_until(renewed))


def _check_as_a_court_will(document: bytes, authority: CertificateAuthority, timestamps: TimestampAuthority) -> None:
    """Nothing is kept that the court's own verifier would refuse."""
    roots = TrustRoots((*TrustRoots.from_pem(authority.roots_pem()).certificates, *timestamps.roots))
    verdict = verify_agreement(document, roots)
    if not verdict.sound:
        failed = verdict.failed[0]
        raise SignatureRefused("signature.unsound", step=failed.number, name=failed.code)


def _last_of(document: bytes, field: str, certificate: bytes) -> Signed:
    last = pdf.read_signatures(document)[-1]
    if last.field != field or last.certificate != certificate or last.signed_at is None:
        raise SignatureRefused("signature.wrong")
    return Signed(document, last.revision_sha256, last.revision_size, last.certificate_sha256, last.signed_at)
