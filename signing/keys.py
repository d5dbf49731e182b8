"""Keys and certificates: signature formats, proof of possession, fingerprints, and what a certificate says."""

import hashlib
import os
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import keys as asn1_keys
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID, ObjectIdentifier

from signing.algorithms import DIGESTS, P256, P384, PERSONAL, SM2, Suite, sm2, suite_of, verify_own
from signing.canonical import canonical_bytes
from signing.errors import SignatureRefused, SigningError

RAW_SIGNATURE_SIZE = 64
DEVELOPMENT_MARK = "DEVELOPMENT ONLY 仅供开发演示"
ORGANISATION_IDENTIFIER = ObjectIdentifier("2.5.4.97")
_SPKI_SIZE = 91
_SEALED = "HEQI SEALED KEY"
_PLAIN = "PRIVATE KEY"
_NONCE_SIZE = 12


class SigningKey(Protocol):
    """A private key somewhere: a file, a security module. Only its use is asked for, never the key."""

    @property
    def spki(self) -> bytes:
        """The public half: SubjectPublicKeyInfo, DER."""
        ...

    def sign(self, data: bytes) -> bytes:
        """A signature over `data` with the one mechanism of the key's suite, DER encoded."""
        ...


@dataclass(frozen=True, slots=True)
class FileKey:
    """A key in a file that only its owner may read: sealed under `secret` (32 bytes), or plain where there is none."""

    path: Path
    secret: bytes = field(default=b"", repr=False)

    @classmethod
    def create(cls, path: Path, suite: Suite, secret: bytes = b"") -> "FileKey":
        """Make a key in a file that must not exist yet; raises FileExistsError."""
        made = sm2().generate() if suite is SM2 else _generate(suite)
        key = cls(path, secret)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key._written(made))
            file.flush()
            os.fsync(file.fileno())
        return key

    def seal(self) -> None:
        """Seal a key that lies there plain; one that is sealed already stays as it is."""
        if self.secret and _opened(self._bytes())[0] == _PLAIN:
            write_whole(self.path, self._written(self._read()))

    @property
    def spki(self) -> bytes:
        """The public half: SubjectPublicKeyInfo, DER."""
        private = self._read()
        return sm2().public_of(private) if self._is_sm2(private) else public_bytes(self._load(private).public_key())

    def sign(self, data: bytes) -> bytes:
        """A signature over `data` with the one mechanism of the key's suite, DER encoded."""
        private = self._read()
        if self._is_sm2(private):
            return sm2().sign(private, data)
        key = self._load(private)
        suite = suite_of(public_bytes(key.public_key()))
        return key.sign(data, ec.ECDSA(DIGESTS[suite.digest]()))

    def _bytes(self) -> bytes:
        if self.path.stat().st_mode & 0o077:
            raise SigningError("keys.file_mode", name=self.path.name)
        return self.path.read_bytes()

    def _read(self) -> bytes:
        """The private key (PKCS #8, DER); raises SigningError when the file cannot be opened with this secret."""
        try:
            kind, body = _opened(self._bytes())
            if kind == _SEALED:
                body = AESGCM(self.secret).decrypt(body[:_NONCE_SIZE], body[_NONCE_SIZE:], self.path.name.encode())
        except (ValueError, InvalidTag) as error:
            raise SigningError("keys.file_form", name=self.path.name) from error
        return body

    def _written(self, private: bytes) -> bytes:
        if not self.secret:
            return pem.armor(_PLAIN, private)
        nonce = secrets.token_bytes(_NONCE_SIZE)
        return pem.armor(_SEALED, nonce + AESGCM(self.secret).encrypt(nonce, private, self.path.name.encode()))

    def _is_sm2(self, private: bytes) -> bool:
        try:
            curve = asn1_keys.PrivateKeyInfo.load(private)["private_key_algorithm"]["parameters"].native
        except (ValueError, TypeError) as error:
            raise SigningError("keys.file_form", name=self.path.name) from error
        return curve == SM2.curve

    def _load(self, private: bytes) -> ec.EllipticCurvePrivateKey:
        key = serialization.load_der_private_key(private, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise SigningError("keys.kind")
        return key


def _opened(armoured: bytes) -> tuple[str, bytes]:
    """What a PEM block says it is, and its bytes; raises ValueError when there is none."""
    found: Any = pem.unarmor(armoured)
    kind, _, body = found
    return kind, body


def _generate(suite: Suite) -> bytes:
    curve = ec.SECP384R1() if suite is P384 else ec.SECP256R1()
    encoding, form = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8
    return ec.generate_private_key(curve).private_bytes(encoding, form, serialization.NoEncryption())


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path` whole or not at all, readable by the owner alone."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # made with mode 0600
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, path)


@dataclass(frozen=True, slots=True)
class SigningIdentity:
    """A certificate with its issuing chain (DER, issuer first, root left out) and the use of its key."""

    certificate: bytes
    chain: tuple[bytes, ...]
    key: SigningKey


def raw_to_der(signature: bytes, suite: Suite = P256) -> bytes:
    """A device's r‖s (64 bytes) as the DER that CMS carries; refuses r or s outside 1…n-1 (FIPS 186-5 §6.4.2)."""
    if len(signature) != RAW_SIGNATURE_SIZE:
        raise SignatureRefused("signature.length", size=len(signature))
    r = int.from_bytes(signature[:32], "big")
    s = int.from_bytes(signature[32:], "big")
    if not (0 < r < suite.order and 0 < s < suite.order):
        raise SignatureRefused("signature.range")
    return encode_dss_signature(r, s)


def load_certificate(certificate: bytes) -> x509.Certificate:
    """Parse a DER certificate; raises SigningError when it is none."""
    try:
        return x509.load_der_x509_certificate(certificate)
    except ValueError as error:
        raise SigningError("keys.certificate_form") from error


def certificate_spki(certificate: bytes) -> bytes:
    """The public key (SubjectPublicKeyInfo, DER) in a certificate, of whatever kind."""
    try:
        return asn1_x509.Certificate.load(certificate).public_key.dump()
    except (ValueError, TypeError) as error:
        raise SigningError("keys.certificate_form") from error


def suite_of_certificate(certificate: bytes) -> Suite:
    """The suite a person or an organisation signs with under this certificate; any other kind of key is refused."""
    suite = suite_of(certificate_spki(certificate))
    if suite not in PERSONAL:
        raise SigningError("keys.kind")
    return suite


def check_spki(spki: bytes, suite: Suite = P256) -> bytes:
    """A device's public key (SubjectPublicKeyInfo, DER): of this suite, with its point written out, nothing else.

    Raises SignatureRefused for every other key.
    """
    try:
        if len(spki) != _SPKI_SIZE or suite_of(spki) is not suite:
            raise SignatureRefused("keys.kind")
        if suite is SM2:
            sm2().check_point(spki)
        elif public_bytes(_public(spki)) != spki:
            raise SignatureRefused("keys.kind")
    except SigningError as error:
        raise SignatureRefused(error.code) from error
    return spki


def _public(spki: bytes) -> ec.EllipticCurvePublicKey:
    try:
        key = serialization.load_der_public_key(spki)
    except ValueError as error:
        raise SignatureRefused("keys.kind") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise SignatureRefused("keys.kind")
    return key


def public_bytes(key: ec.EllipticCurvePublicKey) -> bytes:
    """SubjectPublicKeyInfo, DER."""
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def verify_signature(certificate: bytes, signature: bytes, data: bytes) -> None:
    """Check a signature (DER) over `data` by the key of a certificate; raises SignatureRefused."""
    suite_of_certificate(certificate)
    try:
        verify_own(certificate_spki(certificate), signature, data)
    except InvalidSignature as error:
        raise SignatureRefused("signature.wrong") from error


def check_proof(spki: bytes, signature: bytes, challenge: bytes, suite: Suite = P256) -> None:
    """Proof of possession: `signature` (raw r‖s) over `challenge` by the key `spki` (RFC 4211 §4.1 in spirit)."""
    try:
        verify_own(check_spki(spki, suite), raw_to_der(signature, suite), challenge)
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
