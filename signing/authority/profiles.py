"""Certificate profiles: who may do what with which key, and for how long.

RFC 5280, RFC 3161, RFC 9336, RFC 9608, EN 319 412.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import algos, core
from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from signing.algorithms import suite_of
from signing.authority.ports import OrganisationSubject, SignerSubject
from signing.keys import DEVELOPMENT_MARK, ORGANISATION_IDENTIFIER, SigningKey, load_certificate

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
# The builder wants a key of a kind it knows. What it makes with this one is only ever the frame of a certificate:
# the real public key and the real signature are put in by `certify`, so that keys of every suite, in files and in
# tokens, come about in one way.
_FRAME = ec.generate_private_key(ec.SECP256R1())
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
    subject: x509.Name, spki: bytes, issuer: x509.Name, issuer_spki: bytes, *, starts: datetime, lifetime: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(_FRAME.public_key())
        .serial_number(secrets.randbits(159) | 1)
        .not_valid_before(starts)
        .not_valid_after(starts + lifetime)
        .add_extension(x509.SubjectKeyIdentifier(key_identifier(spki)), critical=False)
        .add_extension(_issued_by(issuer_spki), critical=False)
    )


def key_identifier(spki: bytes) -> bytes:
    """The SHA-1 of a public key's bits, by which certificates name it (RFC 5280 §4.2.1.2)."""
    return asn1_keys.PublicKeyInfo.load(spki).sha1


def _issued_by(spki: bytes) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier(key_identifier(spki), None, None)


def certify(builder: x509.CertificateBuilder, spki: bytes, key: SigningKey) -> bytes:
    """The certificate (DER) that `builder` describes for the public key `spki`, signed by `key` wherever it lies."""
    frame = builder.sign(_FRAME, hashes.SHA256()).public_bytes(Encoding.DER)
    body = asn1_x509.Certificate.load(frame)["tbs_certificate"]
    algorithm = algos.SignedDigestAlgorithm({"algorithm": suite_of(key.spki).mechanism})
    body["subject_public_key_info"] = asn1_keys.PublicKeyInfo.load(spki)
    body["signature"] = algorithm
    signed = body.dump(force=True)
    return asn1_x509.Certificate(
        {
            "tbs_certificate": asn1_x509.TbsCertificate.load(signed),
            "signature_algorithm": algorithm,
            "signature_value": core.OctetBitString(key.sign(signed)),
        }
    ).dump()


def _policy(oid: ObjectIdentifier) -> x509.CertificatePolicies:
    return x509.CertificatePolicies([x509.PolicyInformation(oid, None)])


def _list_address(url: str) -> x509.CRLDistributionPoints:
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None)
    return x509.CRLDistributionPoints([point])


def root_certificate(key: SigningKey, now: datetime) -> bytes:
    """A self-signed root, 20 years."""
    name, spki = authority_name("Heqi Development Root R1"), key.spki
    builder = _builder(name, spki, name, spki, starts=now - CLOCK_SLACK, lifetime=ROOT_LIFETIME)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
    return certify(builder, spki, key)


@dataclass(frozen=True, slots=True)
class Issuer:
    """An authority at work: its certificate (DER) and the use of its key."""

    certificate: bytes
    key: SigningKey

    @property
    def name(self) -> x509.Name:
        """Its subject, which is the issuer of what it certifies."""
        return load_certificate(self.certificate).subject


def issuing_certificate(spki: bytes, root: Issuer, now: datetime, lists: str, number: int = 1) -> bytes:
    """The authority below the root that certifies signers and seals; it may certify no further authority."""
    builder = _under(root, authority_name(f"Heqi Development Signing CA {number}"), spki, now, lists)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    builder = builder.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
    return certify(builder.add_extension(_policy(ANY_POLICY), critical=False), spki, root.key)


def timestamp_certificate(spki: bytes, root: Issuer, now: datetime, lists: str, number: int = 1) -> bytes:
    """A time-stamping unit; its only purpose is critical (RFC 3161 §2.3)."""
    builder = _under(root, authority_name(f"Heqi Development Time-Stamp Unit {number}"), spki, now, lists)
    builder = builder.add_extension(_usage("digital_signature"), critical=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return certify(builder.add_extension(_policy(POLICY_TIMESTAMP), critical=False), spki, root.key)


def log_certificate(spki: bytes, root: Issuer, now: datetime, lists: str, number: int = 1) -> bytes:
    """The key that signs heads of the audit tree, and nothing else."""
    builder = _under(root, authority_name(f"Heqi Development Log {number}"), spki, now, lists)
    builder = builder.add_extension(_usage("digital_signature"), critical=True)
    return certify(builder.add_extension(_policy(POLICY_LOG), critical=False), spki, root.key)


def own_log_certificate(key: SigningKey, origin: str, now: datetime) -> bytes:
    """The log key's certificate where a licensed authority certifies the people: signed by itself, believed only by
    whoever was handed this very certificate; it can certify nobody."""
    name, spki = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{origin} log")]), key.spki
    builder = _builder(name, spki, name, spki, starts=now - CLOCK_SLACK, lifetime=ROOT_LIFETIME)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage("digital_signature"), critical=True)
    return certify(builder.add_extension(_policy(POLICY_LOG), critical=False), spki, key)


def _under(root: Issuer, name: x509.Name, spki: bytes, now: datetime, lists: str) -> x509.CertificateBuilder:
    starts = now - CLOCK_SLACK
    builder = _builder(name, spki, root.name, root.key.spki, starts=starts, lifetime=AUTHORITY_LIFETIME)
    return builder.add_extension(_list_address(lists), critical=False)


def signer_certificate(spki: bytes, person: SignerSubject, issuing: Issuer, now: datetime) -> bytes:
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
    builder = _end_entity(name, spki, issuing, now, SIGNER_LIFETIME)
    return certify(builder.add_extension(_policy(POLICY_SIGNER), critical=False), spki, issuing.key)


def seal_certificate(spki: bytes, organisation: OrganisationSubject, issuing: Issuer, now: datetime) -> bytes:
    """An organisation's seal for one day; short enough to need no revocation (EN 319 412-1 §5.2)."""
    name = development_name(
        organisation.name,
        country=organisation.country,
        organisation=organisation.name,
        identifier=organisation.identifier,
    )
    builder = _end_entity(name, spki, issuing, now, SEAL_LIFETIME)
    builder = builder.add_extension(_policy(POLICY_SEAL), critical=False)
    assured = x509.UnrecognizedExtension(VALIDITY_ASSURED_SHORT_TERM, _NULL)
    return certify(builder.add_extension(assured, critical=False), spki, issuing.key)


def _end_entity(
    name: x509.Name, spki: bytes, issuing: Issuer, now: datetime, lifetime: timedelta
) -> x509.CertificateBuilder:
    builder = _builder(name, spki, issuing.name, issuing.key.spki, starts=now - CLOCK_SLACK, lifetime=lifetime)
    purposes = x509.ExtendedKeyUsage([DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION])
    return (
        builder.add_extension(_usage("content_commitment"), critical=True)
        .add_extension(purposes, critical=False)
        .add_extension(x509.UnrecognizedExtension(NO_REVOCATION_AVAILABLE, _NULL), critical=False)
    )


def revocation_list(
    issuer: Issuer,
    *,
    number: int,
    now: datetime,
    lifetime: timedelta,
    revoked: tuple[tuple[int, datetime], ...] = (),
) -> bytes:
    """A full list of `issuer` (DER); `revoked` are serial numbers with the moment each stopped being good."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.name)
        .last_update(now)
        .next_update(now + lifetime)
        .add_extension(_issued_by(issuer.key.spki), critical=False)
        .add_extension(x509.CRLNumber(number), critical=False)
    )
    for serial, moment in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(moment)
        reason = x509.CRLReason(x509.ReasonFlags.key_compromise)
        builder = builder.add_revoked_certificate(entry.add_extension(reason, critical=False).build())
    frame = builder.sign(_FRAME, hashes.SHA256()).public_bytes(Encoding.DER)
    body = asn1_crl.CertificateList.load(frame)["tbs_cert_list"]
    algorithm = algos.SignedDigestAlgorithm({"algorithm": suite_of(issuer.key.spki).mechanism})
    body["signature"] = algorithm
    signed = body.dump(force=True)
    return asn1_crl.CertificateList(
        {
            "tbs_cert_list": asn1_crl.TbsCertList.load(signed),
            "signature_algorithm": algorithm,
            "signature": core.OctetBitString(issuer.key.sign(signed)),
        }
    ).dump()
