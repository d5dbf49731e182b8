"""Certificate profiles: who may do what with which key, and for how long.

RFC 5280, RFC 3161, RFC 9336, RFC 9608, EN 319 412.
"""

import secrets
import uuid
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from signing.authority.ports import OrganisationSubject, SignerSubject
from signing.keys import DEVELOPMENT_MARK, ORGANISATION_IDENTIFIER

NO_REVOCATION_AVAILABLE = ObjectIdentifier("2.5.29.56")
VALIDITY_ASSURED_SHORT_TERM = ObjectIdentifier("0.4.0.194121.2.1")
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
ANY_POLICY = ObjectIdentifier("2.5.29.32.0")
_ARC = f"2.25.{uuid.UUID('b5a6f0c2-9d0e-4c53-8a57-2f0d1e6c7a41').int}"
POLICY_SIGNER, POLICY_SEAL, POLICY_TIMESTAMP, POLICY_LOG = (ObjectIdentifier(f"{_ARC}.1.{n}") for n in (1, 2, 3, 4))

ROOT_LIFETIME = timedelta(days=20 * 365)
AUTHORITY_LIFETIME = timedelta(days=6 * 365)
SIGNER_LIFETIME = timedelta(days=30)
SEAL_LIFETIME = timedelta(hours=24)
ISSUING_LIST_LIFETIME = timedelta(hours=6)
ROOT_LIST_LIFETIME = timedelta(days=400)
CLOCK_SLACK = timedelta(minutes=1)
_NULL = b"\x05\x00"
_SUBJECT_OIDS = {
    "country": NameOID.COUNTRY_NAME,
    "organisation": NameOID.ORGANIZATION_NAME,
    "identifier": ORGANISATION_IDENTIFIER,
    "surname": NameOID.SURNAME,
    "given_name": NameOID.GIVEN_NAME,
    "pseudonym": NameOID.SERIAL_NUMBER,
}


def development_name(common_name: str, **parts: str) -> x509.Name:
    """A subject that says of itself that it is for development only."""
    attributes = [x509.NameAttribute(_SUBJECT_OIDS[part], value) for part, value in parts.items() if value]
    attributes.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, DEVELOPMENT_MARK))
    attributes.append(x509.NameAttribute(NameOID.COMMON_NAME, common_name))
    return x509.Name(attributes)


def authority_name(common_name: str) -> x509.Name:
    """The subject of one of our own authorities."""
    return development_name(common_name, country="CN", organisation="Heqi 和契")


def _usage(*allowed: str) -> x509.KeyUsage:
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement "
        "key_cert_sign crl_sign encipher_only decipher_only"
    ).split()
    return x509.KeyUsage(**{name: name in allowed for name in names})


def _builder(
    subject: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePublicKey,
    *,
    starts: datetime,
    lifetime: timedelta,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(secrets.randbits(159) | 1)
        .not_valid_before(starts)
        .not_valid_after(starts + lifetime)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), critical=False)
    )


def _policy(oid: ObjectIdentifier) -> x509.CertificatePolicies:
    return x509.CertificatePolicies([x509.PolicyInformation(oid, None)])


def _list_address(url: str) -> x509.CRLDistributionPoints:
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
    return x509.CRLDistributionPoints([point])


def root_certificate(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    """A self-signed root, P-384, 20 years."""
    name, public = authority_name("Heqi Development Root R1"), key.public_key()
    builder = _builder(name, public, name, public, starts=now - CLOCK_SLACK, lifetime=ROOT_LIFETIME)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
    return builder.sign(key, hashes.SHA384())


def issuing_certificate(
    public_key: ec.EllipticCurvePublicKey,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    now: datetime,
    lists: str,
) -> x509.Certificate:
    """The authority below the root that certifies signers and seals; it may certify no further authority."""
    builder = _under(root, root_key, authority_name("Heqi Development Signing CA 1"), public_key, now, lists)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
    return builder.add_extension(_policy(ANY_POLICY), critical=False).sign(root_key, hashes.SHA384())


def timestamp_certificate(
    public_key: ec.EllipticCurvePublicKey,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    now: datetime,
    lists: str,
) -> x509.Certificate:
    """A time-stamping unit; its only purpose is critical (RFC 3161 §2.3)."""
    builder = _under(root, root_key, authority_name("Heqi Development Time-Stamp Unit 1"), public_key, now, lists)
    builder = builder.add_extension(_usage("digital_signature"), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return builder.add_extension(_policy(POLICY_TIMESTAMP), critical=False).sign(root_key, hashes.SHA384())


def log_certificate(
    public_key: ec.EllipticCurvePublicKey,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    now: datetime,
    lists: str,
) -> x509.Certificate:
    """The key that signs heads of the audit tree, and nothing else."""
    builder = _under(root, root_key, authority_name("Heqi Development Log 1"), public_key, now, lists)
    builder = builder.add_extension(_usage("digital_signature"), critical=True)
    return builder.add_extension(_policy(POLICY_LOG), critical=False).sign(root_key, hashes.SHA384())


def _under(
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    name: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    now: datetime,
    lists: str,
) -> x509.CertificateBuilder:
    starts = now - CLOCK_SLACK
    builder = _builder(
        name, public_key, root.subject, root_key.public_key(), starts=starts, lifetime=AUTHORITY_LIFETIME
    )
    return builder.add_extension(_list_address(lists), critical=False)


def signer_certificate(
    public_key: ec.EllipticCurvePublicKey,
    person: SignerSubject,
    issuing: x509.Certificate,
    issuing_key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.Certificate:
    """A person's one-time certificate: 30 days, because its key signs once and is then destroyed.

    It outlives every revocation list the finished document carries, so that later proofs of existence hold.
    """
    name = development_name(
        person.common_name,
        country=person.country,
        surname=person.surname,
        given_name=person.given_name,
        pseudonym=person.pseudonym,
    )
    builder = _end_entity(name, public_key, issuing, issuing_key, now, SIGNER_LIFETIME)
    builder = builder.add_extension(_policy(POLICY_SIGNER), critical=False)
    return builder.sign(issuing_key, hashes.SHA256())


def seal_certificate(
    public_key: ec.EllipticCurvePublicKey,
    organisation: OrganisationSubject,
    issuing: x509.Certificate,
    issuing_key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.Certificate:
    """An organisation's seal for one day; short enough to need no revocation (EN 319 412-1 §5.2)."""
    name = development_name(
        organisation.name,
        country=organisation.country,
        organisation=organisation.name,
        identifier=organisation.identifier,
    )
    builder = _end_entity(name, public_key, issuing, issuing_key, now, SEAL_LIFETIME)
    builder = builder.add_extension(_policy(POLICY_SEAL), critical=False)
    assured = x509.UnrecognizedExtension(VALIDITY_ASSURED_SHORT_TERM, _NULL)
    return builder.add_extension(assured, critical=False).sign(issuing_key, hashes.SHA256())


def _end_entity(
    name: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    issuing: x509.Certificate,
    issuing_key: ec.EllipticCurvePrivateKey,
    now: datetime,
    lifetime: timedelta,
) -> x509.CertificateBuilder:
    builder = _builder(
        name, public_key, issuing.subject, issuing_key.public_key(), starts=now - CLOCK_SLACK, lifetime=lifetime
    )
    purposes = x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    return (
        builder.add_extension(_usage("content_commitment"), critical=True)
        .add_extension(purposes, critical=False)
        .add_extension(x509.UnrecognizedExtension(NO_REVOCATION_AVAILABLE, _NULL), critical=False)
    )


def revocation_list(
    issuer: x509.Certificate,
    key: ec.EllipticCurvePrivateKey,
    *,
    number: int,
    now: datetime,
    lifetime: timedelta,
    revoked: tuple[tuple[int, datetime], ...] = (),
) -> x509.CertificateRevocationList:
    """A full list of `issuer`; `revoked` are serial numbers with the moment each stopped being good."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.subject)
        .last_update(now)
        .next_update(now + lifetime)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(number), critical=False)
    )
    for serial, moment in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment)
        reason = x509.CRLReason(x509.ReasonFlags.key_compromise)
        builder = builder.add_revoked_certificate(entry.add_extension(reason, critical=False).build())
    return builder.sign(key, hashes.SHA384() if isinstance(key.curve, ec.SECP384R1) else hashes.SHA256())
