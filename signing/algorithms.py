"""The suites of algorithms that are signed and verified with: ECDSA on P-256 or P-384, and SM2 with SM3 (GB/T 32918).

A signature's suite follows from the key that made it, never from a setting: one verifier reads them all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from asn1crypto import algos
from asn1crypto import keys as asn1_keys
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pyhanko_certvalidator.sig_validate import (
    DEFAULT_SIGNATURE_VALIDATOR,
    DEFAULT_VALIDATION_CONTEXT,
    SignatureValidationContext,
    SignatureValidator,
)

from signing.errors import SigningError, VerificationError


@dataclass(frozen=True, slots=True)
class Suite:
    """A curve with the digest and the signature that go with it; names are those of CMS structures.

    `order` is the order n of the curve: r and s of a signature lie in 1…n-1.
    """

    name: str
    curve: str
    digest: str
    mechanism: str
    order: int

    def __reduce__(self) -> tuple[Callable[[str], Suite], tuple[str]]:
        """On its way to another process it is its name: there is one suite of each name, and `is` tells them apart."""
        return _suite_named, (self.name,)


def _suite_named(name: str) -> Suite:
    return SUITES[name]


P256 = Suite(
    "p256",
    "secp256r1",
    "sha256",
    "sha256_ecdsa",
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
)
P384 = Suite(
    "p384",
    "secp384r1",
    "sha384",
    "sha384_ecdsa",
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
)
SM2 = Suite(
    "sm2",
    "sm2p256v1",
    "sm3",
    "sm3_sm2",
    0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123,
)
SUITES = {suite.name: suite for suite in (P256, P384, SM2)}
PERSONAL = (P256, SM2)
"""What a signatory or an organisation signs with; P-384 is for roots."""

_BY_CURVE = {suite.curve: suite for suite in SUITES.values()}
DIGESTS: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
    "sm3": hashes.SM3,
}


def _name_sm_algorithms() -> None:
    """Teach the ASN.1 library the names of GM/T 0006: it offers a call for curves, and its tables for the rest."""
    asn1_keys.NamedCurve.register(SM2.curve, "1.2.156.10197.1.301", 32)
    named: tuple[tuple[Any, str, str], ...] = (
        (algos.DigestAlgorithmId, "1.2.156.10197.1.401", SM2.digest),
        (algos.SignedDigestAlgorithmId, "1.2.156.10197.1.501", SM2.mechanism),
    )
    table: Any
    for table, oid, name in named:
        table._map[oid] = name
        table._reverse_map = None  # built anew from the table at the next look


_name_sm_algorithms()


def suite_of(spki: bytes) -> Suite:
    """The suite of a public key (SubjectPublicKeyInfo, DER); raises SigningError for every other kind of key."""
    try:
        algorithm = asn1_keys.PublicKeyInfo.load(spki, strict=True)["algorithm"]
        curve = algorithm["parameters"].native if algorithm["algorithm"].native == "ec" else ""
    except (ValueError, TypeError, KeyError) as error:
        raise SigningError("keys.kind") from error
    if curve not in _BY_CURVE:
        raise SigningError("keys.kind")
    return _BY_CURVE[curve]


def digest(name: str, data: bytes) -> bytes:
    """The digest of `data` under a name of CMS; raises VerificationError for one that is not accepted."""
    if name not in DIGESTS:
        raise VerificationError("cms.algorithm")
    made = hashes.Hash(DIGESTS[name]())
    made.update(data)
    return made.finalize()


def verify(spki: bytes, signature: bytes, data: bytes, *, mechanism: str, hash_name: str) -> None:
    """Check a signature over `data`: ECDSA and SM2 as DER, RSA with PKCS #1 v1.5 for other people's time-stamps.

    Raises InvalidSignature when it is wrong, VerificationError when the algorithm is not accepted for this key.
    """
    if mechanism == SM2.mechanism:
        if suite_of(spki) is not SM2:
            raise VerificationError("cms.algorithm")
        sm2().verify(spki, signature, data)
        return
    try:
        key = serialization.load_der_public_key(spki)
        algorithm = DIGESTS[hash_name]()
        if isinstance(key, ec.EllipticCurvePublicKey) and mechanism == "ecdsa":
            key.verify(signature, data, ec.ECDSA(algorithm))
        elif isinstance(key, rsa.RSAPublicKey) and mechanism == "rsassa_pkcs1v15":
            key.verify(signature, data, padding.PKCS1v15(), algorithm)
        else:
            raise VerificationError("cms.algorithm")
    except (KeyError, ValueError, UnsupportedAlgorithm) as error:
        raise VerificationError("cms.algorithm") from error


def verify_own(spki: bytes, signature: bytes, data: bytes) -> None:
    """Check a signature (DER) made with the one mechanism of the key's suite; raises InvalidSignature."""
    suite = suite_of(spki)
    mechanism = suite.mechanism if suite is SM2 else "ecdsa"
    verify(spki, signature, data, mechanism=mechanism, hash_name=suite.digest)


def sm2() -> Any:
    """The SM2 part, which needs a library of its own; raises SigningError where that is not installed."""
    try:
        return import_module("signing.sm2")
    except ModuleNotFoundError as missing:
        raise SigningError("keys.no_sm2") from missing


class BothValidator(SignatureValidator):
    """Gives SM2 signatures to our library and every other to the one that is asked by default."""

    def validate_signature(
        self,
        signature: bytes,
        signed_data: bytes,
        public_key_info: asn1_keys.PublicKeyInfo,
        signature_algorithm: algos.SignedDigestAlgorithm,
        context: SignatureValidationContext = DEFAULT_VALIDATION_CONTEXT,
    ) -> None:
        if signature_algorithm["algorithm"].native != SM2.mechanism:
            DEFAULT_SIGNATURE_VALIDATOR.validate_signature(
                signature, signed_data, public_key_info, signature_algorithm, context
            )
            return
        if context.prehashed:
            raise InvalidSignature  # SM2 signs the message with its signer's identity, never a bare digest
        verify(public_key_info.dump(), signature, signed_data, mechanism=SM2.mechanism, hash_name=SM2.digest)
