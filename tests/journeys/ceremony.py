"""The signatory's own device: a key that never leaves it, and the checks it makes before it signs."""

import base64
import hashlib
import re
from dataclasses import dataclass, field

from asn1crypto import cms, tsp  # noqa: F401 - tsp teaches cms the attribute of RFC 5035
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_SIZE = 32


class NotWhatIRead(Exception):
    """What is offered for signing is not the document on the screen, or not my certificate."""


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def unb64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


@dataclass
class Device:
    """One P-256 key made here, used for one document, and dropped."""

    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    @property
    def public_key(self) -> bytes:
        """SubjectPublicKeyInfo: the only half that is ever sent."""
        return self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def prove(self, challenge: bytes) -> bytes:
        """Show that the private half is here, for this challenge only."""
        return self._raw(challenge)

    def sign(self, document: bytes, signed_attributes: bytes, certificate: bytes) -> bytes:
        """Check that the attributes speak of exactly these bytes and of my certificate; then sign them."""
        self._check_certificate(certificate)
        check_attributes(document, signed_attributes, certificate)
        return self._raw(signed_attributes)

    def _check_certificate(self, certificate: bytes) -> None:
        issued = x509.load_der_x509_certificate(certificate).public_key()
        if issued.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) != self.public_key:
            raise NotWhatIRead("the certificate is for another key")

    def _raw(self, data: bytes) -> bytes:
        r, s = decode_dss_signature(self._key.sign(data, ec.ECDSA(SHA256())))
        return r.to_bytes(_SIZE, "big") + s.to_bytes(_SIZE, "big")


def check_attributes(document: bytes, signed_attributes: bytes, certificate: bytes) -> None:
    """The signed attributes must name the digest of what was shown and the certificate of who signs."""
    if signed_attributes[:1] != b"\x31":
        raise NotWhatIRead("the attributes are not a set")
    named = {attribute["type"].native: attribute["values"] for attribute in cms.CMSAttributes.load(signed_attributes)}
    if named["message_digest"][0].native != digest_shown(document):
        raise NotWhatIRead("the digest is of another document")
    entries = named["signing_certificate_v2"][0]["certs"]
    if len(entries) != 1 or entries[0]["cert_hash"].native != hashlib.sha256(certificate).digest():
        raise NotWhatIRead("the signature would speak for another certificate")


def digest_shown(document: bytes) -> bytes:
    """SHA-256 over everything but the gap for the signature itself, which must be one string of hex digits."""
    found = _BYTE_RANGE.findall(document)
    if not found:
        raise NotWhatIRead("nothing in the document is prepared for a signature")
    start, first, second, rest = (int(number) for number in found[-1])
    gap = document[first:second]
    if start != 0 or second + rest != len(document) or not re.fullmatch(rb"<[0-9A-Fa-f]*>", gap):
        raise NotWhatIRead("the signature would not cover the whole file")
    return hashlib.sha256(document[:first] + document[second:]).digest()
