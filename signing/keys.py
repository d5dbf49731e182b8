"""Keys and certificates: signature formats, proof of possession, fingerprints, and what a certificate says."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509.oid import NameOID, ObjectIdentifier

from signing.canonical import canonical_bytes
from signing.errors import SignatureRefused, SigningError

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
RAW_SIGNATURE_SIZE = 64
DEVELOPMENT_MARK = "DEVELOPMENT ONLY 仅供开发演示"
ORGANISATION_IDENTIFIER = ObjectIdentifier("2.5.4.97")
_SPKI_SIZE = 91


class SigningKey(Protocol):
    """A private key somewhere: a file, a security module. Only its use is asked for, never the key."""

    def sign(self, data: bytes) -> bytes:
        """ECDSA P-256 over SHA-256 of `data`, DER encoded."""
        ...


@dataclass(frozen=True, slots=True)
class FileKey:
    """A P-256 key in an unencrypted PEM file that only its owner may read."""

    path: Path

    def load(self) -> ec.EllipticCurvePrivateKey:
        """Read the key; raises SigningError when the file is readable by others or holds something else."""
        if self.path.stat().st_mode & 0o077:
            raise SigningError("keys.file_mode", name=self.path.name)
        key = serialization.load_pem_private_key(self.path.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise SigningError("keys.kind")
        return key

    def sign(self, data: bytes) -> bytes:
        """ECDSA over SHA-256 of `data`, DER encoded."""
        return self.load().sign(data, ec.ECDSA(hashes.SHA256()))


@dataclass(frozen=True, slots=True)
class SigningIdentity:
    """A certificate with its issuing chain (DER, issuer first, root left out) and the use of its key."""

    certificate: bytes
    chain: tuple[bytes, ...]
    key: SigningKey


def raw_to_der(signature: bytes) -> bytes:
    """WebCrypto's r‖s (64 bytes) as the DER that CMS carries; refuses r or s outside 1…n-1 (FIPS 186-5 §6.4.2)."""
    if len(signature) != RAW_SIGNATURE_SIZE:
        raise SignatureRefused("signature.length", size=len(signature))
    r = int.from_bytes(signature[:32], "big")
    s = int.from_bytes(signature[32:], "big")
    if not (0 < r < P256_ORDER and 0 < s < P256_ORDER):
        raise SignatureRefused("signature.range")
    return encode_dss_signature(r, s)


def load_certificate(certificate: bytes) -> x509.Certificate:
    """Parse a DER certificate; raises SigningError when it is none."""
    try:
        return x509.load_der_x509_certificate(certificate)
    except ValueError as error:
        raise SigningError("keys.certificate_form") from error


def certificate_key(certificate: bytes) -> ec.EllipticCurvePublicKey:
    """The P-256 public key of a certificate; any other kind is refused."""
    key = load_certificate(certificate).public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
        raise SigningError("keys.kind")
    return key


def load_spki(spki: bytes) -> ec.EllipticCurvePublicKey:
    """A browser's public key (SubjectPublicKeyInfo, DER): P-256 with the point written out, nothing else."""
    try:
        key = serialization.load_der_public_key(spki)
    except ValueError as error:
        raise SignatureRefused("keys.kind") from error
    if (
        len(spki) != _SPKI_SIZE
        or not isinstance(key, ec.EllipticCurvePublicKey)
        or not isinstance(key.curve, ec.SECP256R1)
        or public_bytes(key) != spki
    ):
        raise SignatureRefused("keys.kind")
    return key


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    """SubjectPublicKeyInfo, DER."""
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def verify_signature(certificate: bytes, signature: bytes, data: bytes) -> None:
    """Check an ECDSA P-256/SHA-256 signature (DER) over `data`; raises SignatureRefused."""
    try:
        certificate_key(certificate).verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise SignatureRefused("signature.wrong") from error


def check_proof(spki: bytes, signature: bytes, challenge: bytes) -> None:
    """Proof of possession: `signature` (raw r‖s) over `challenge` by the key `spki` (RFC 4211 §4.1 in spirit)."""
    try:
        load_spki(spki).verify(raw_to_der(signature), challenge, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise SignatureRefused("signature.proof") from error


def enrolment_challenge(
    *, nonce: bytes, case: str, field: str, signer: str, document_sha256: str, consent_version: str
) -> bytes:
    """32 bytes a signer's new key must sign before it is certified: bound to this act and no other."""
    bound = canonical_bytes(
        {
            "purpose": "heqi key enrolment 1",
            "nonce": nonce.hex(),
            "case": case,
            "field": field,
            "signer": signer,
            "document_sha256": document_sha256,
            "consent_version": consent_version,
        }
    )
    return hashlib.sha256(bound).digest()


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of the whole DER certificate, lower-case hexadecimal."""
    return hashlib.sha256(certificate).hexdigest()


def subject_attribute(certificate: bytes, oid: ObjectIdentifier) -> str:
    """The single value of a subject attribute, or an empty string; two values count as none."""
    values = load_certificate(certificate).subject.get_attributes_for_oid(oid)
    return str(values[0].value) if len(values) == 1 else ""


def common_name(certificate: bytes) -> str:
    """The subject's common name."""
    return subject_attribute(certificate, NameOID.COMMON_NAME)


def is_development(certificate: bytes) -> bool:
    """Does the certificate say of itself that it is for development only?"""
    return DEVELOPMENT_MARK in subject_attribute(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME)
