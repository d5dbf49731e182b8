"""Signed data (CMS, RFC 5652) as we write it and as we accept it: one signer, every unsigned byte accounted for."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.exceptions import InvalidSignature

from signing.algorithms import DIGESTS, SM2, suite_of, verify
from signing.algorithms import digest as digest_of
from signing.errors import VerificationError
from signing.keys import SigningIdentity, certificate_spki

_TIMESTAMP_ATTRIBUTE = "signature_time_stamp_token"


@dataclass(frozen=True, slots=True)
class SignedObject:
    """What one CMS signed-data says; `content` is None when detached, `timestamp` is None when it bears none."""

    content_type: str
    content: bytes | None
    certificate: bytes
    other_certificates: tuple[bytes, ...]
    attribute_types: frozenset[str]
    message_digest: bytes
    digest_algorithm: str
    signed_attributes: bytes
    signature_kind: str
    signature_hash: str
    signature: bytes
    timestamp: bytes | None


def read_signed(data: bytes) -> SignedObject:
    """Parse a CMS signed-data with exactly one signer; raises VerificationError for any other shape."""
    try:
        return _read(data)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise VerificationError("cms.form") from error


def _read(data: bytes) -> SignedObject:
    info: Any = cms.ContentInfo.load(data, strict=True)
    if info["content_type"].native != "signed_data":
        raise VerificationError("cms.form")
    body = info["content"]
    content_type: str = body["encap_content_info"]["content_type"].native
    if len(body["signer_infos"]) != 1:
        raise VerificationError("cms.signers", count=len(body["signer_infos"]))
    signer = body["signer_infos"][0]
    _check_shape(body, signer, content_type)
    attributes = _attributes(signer["signed_attrs"])
    _check_attributes(attributes, content_type)
    certificate, others = _signer_certificate(body, signer, attributes)
    algorithm = signer["signature_algorithm"]
    encapsulated = body["encap_content_info"]["content"]
    return SignedObject(
        content_type=content_type,
        content=encapsulated.native if content_type == "data" else _octets(encapsulated),
        certificate=certificate,
        other_certificates=others,
        attribute_types=frozenset(attributes),
        message_digest=attributes["message_digest"].native,
        digest_algorithm=signer["digest_algorithm"]["algorithm"].native,
        signed_attributes=signer["signed_attrs"].untag().dump(),
        signature_kind=_signature_kind(algorithm),
        signature_hash=_signature_hash(algorithm, signer),
        signature=signer["signature"].native,
        timestamp=_timestamp_of(signer),
    )


def _octets(value: Any) -> bytes | None:
    return None if isinstance(value, core.Void) else bytes(value.contents or b"")


def _signature_kind(algorithm: algos.SignedDigestAlgorithm) -> str:
    return SM2.mechanism if algorithm["algorithm"].native == SM2.mechanism else algorithm.signature_algo


def _signature_hash(algorithm: algos.SignedDigestAlgorithm, signer: Any) -> str:
    try:
        return algorithm.hash_algo
    except ValueError:  # "rsassa_pkcs1v15" names no hash; then the digest algorithm is meant (RFC 5754 §3.2)
        return signer["digest_algorithm"]["algorithm"].native


def _check_shape(body: Any, signer: Any, content_type: str) -> None:
    """Fields no signature covers must still have their only right value (RFC 5652 §5.1, §5.3)."""
    digest = signer["digest_algorithm"]
    listed = [one["algorithm"].native for one in body["digest_algorithms"]]
    right = (
        body["version"].native == ("v1" if content_type == "data" else "v3")
        and signer["version"].native == "v1"
        and isinstance(body["crls"], core.Void)
        and listed == [digest["algorithm"].native]
        and listed[0] in DIGESTS
        and all(isinstance(one["parameters"], core.Void | core.Null) for one in [digest, *body["digest_algorithms"]])
    )
    if not right:
        raise VerificationError("cms.shape")


def _attributes(values: cms.CMSAttributes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for attribute in values:
        kind = attribute["type"].native
        if kind in found or len(attribute["values"]) != 1:
            raise VerificationError("cms.attributes")
        found[kind] = attribute["values"][0]
    return found


def _check_attributes(attributes: dict[str, Any], content_type: str) -> None:
    needed = {"content_type", "message_digest"}
    has_certificate = {"signing_certificate_v2", "signing_certificate"} & set(attributes)
    if not needed <= set(attributes) or not has_certificate or attributes["content_type"].native != content_type:
        raise VerificationError("cms.attributes")


def _signer_certificate(body: Any, signer: Any, attributes: dict[str, Any]) -> tuple[bytes, tuple[bytes, ...]]:
    """The certificate the signed attributes name by hash (RFC 5035 §4), and the others in order."""
    certificates = [one.chosen.dump() for one in body["certificates"] if one.name == "certificate"]
    if len(certificates) != len(body["certificates"]) or len(set(certificates)) != len(certificates):
        raise VerificationError("cms.certificates")
    named = [one for one in certificates if _is_named(one, attributes)]
    sid = signer["sid"]
    if len(named) != 1 or sid.name != "issuer_and_serial_number":
        raise VerificationError("cms.certificates")
    parsed = asn1_x509.Certificate.load(named[0])
    if (
        sid.chosen["serial_number"].native != parsed.serial_number
        or sid.chosen["issuer"].dump() != parsed.issuer.dump()
    ):
        raise VerificationError("cms.certificates")
    return named[0], tuple(one for one in certificates if one != named[0])


def _is_named(certificate: bytes, attributes: dict[str, Any]) -> bool:
    if "signing_certificate_v2" in attributes:
        first = attributes["signing_certificate_v2"]["certs"][0]
        algorithm = first["hash_algorithm"]["algorithm"].native
        if algorithm not in DIGESTS:
            return False
        return first["cert_hash"].native == digest_of(algorithm, certificate)
    first = attributes["signing_certificate"]["certs"][0]
    return first["cert_hash"].native == hashlib.sha1(certificate, usedforsecurity=False).digest()


def _timestamp_of(signer: Any) -> bytes | None:
    unsigned = signer["unsigned_attrs"]
    if isinstance(unsigned, core.Void) or not len(unsigned):
        return None
    values = _attributes(unsigned)
    if set(values) != {_TIMESTAMP_ATTRIBUTE}:
        raise VerificationError("cms.attributes")
    return values[_TIMESTAMP_ATTRIBUTE].dump()


def check_signed(signed: SignedObject, content_digest: bytes, *, known: Collection[bytes]) -> None:
    """Check digest and signature; every further certificate it carries must be one of `known` (DER).

    Raises VerificationError. Whether the signer is trusted is not asked here.
    """
    if signed.message_digest != content_digest:
        raise VerificationError("cms.digest")
    if any(one not in known for one in signed.other_certificates):
        raise VerificationError("cms.certificates")
    try:
        verify(
            certificate_spki(signed.certificate),
            signed.signature,
            signed.signed_attributes,
            mechanism=signed.signature_kind,
            hash_name=signed.signature_hash,
        )
    except InvalidSignature as error:
        raise VerificationError("cms.signature") from error


def build_signed(
    content: bytes,
    identity: SigningIdentity,
    *,
    content_type: str,
    detached: bool,
    signing_time: datetime,
    embed_chain: bool,
    stamp: Callable[[bytes], bytes] | None = None,
) -> bytes:
    """A CMS signed-data over `content` by one key, in its suite, with the attributes of CAdES-B (EN 319 122-1 §6.3).

    `stamp` makes it CAdES-T (§5.3): given the signature value, it returns a time-stamp token over it.
    """
    suite = suite_of(certificate_spki(identity.certificate))
    attributes = _signed_attributes(content, suite.digest, identity.certificate, content_type, signing_time)
    signed = attributes.dump(force=True)
    certificate = asn1_x509.Certificate.load(identity.certificate)
    value = identity.key.sign(signed)
    signer: dict[str, object] = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            "issuer_and_serial_number",
            {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
        ),
        "digest_algorithm": {"algorithm": suite.digest},
        "signed_attrs": cms.CMSAttributes.load(signed),
        "signature_algorithm": {"algorithm": suite.mechanism},
        "signature": value,
    }
    if stamp is not None:
        token = {"type": _TIMESTAMP_ATTRIBUTE, "values": [cms.ContentInfo.load(stamp(value))]}
        signer["unsigned_attrs"] = cms.CMSAttributes([token])
    chain = [asn1_x509.Certificate.load(one) for one in identity.chain] if embed_chain else []
    encapsulated: dict[str, object] = {"content_type": content_type}
    if not detached:
        encapsulated["content"] = cms.ParsableOctetString(content)
    body = {
        "version": "v1" if content_type == "data" else "v3",
        "digest_algorithms": [{"algorithm": suite.digest}],
        "encap_content_info": encapsulated,
        "certificates": [certificate, *chain],
        "signer_infos": [cms.SignerInfo(signer)],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(body)}).dump()


def _signed_attributes(
    content: bytes, digest_name: str, certificate: bytes, content_type: str, signing_time: datetime
) -> cms.CMSAttributes:
    named = tsp.SigningCertificateV2({"certs": [_named(certificate, digest_name)]})
    time = cms.Time({"utc_time": core.UTCTime(signing_time.astimezone(UTC).replace(microsecond=0))})
    return cms.CMSAttributes(
        [
            {"type": "content_type", "values": [content_type]},
            {"type": "signing_time", "values": [time]},
            {"type": "message_digest", "values": [digest_of(digest_name, content)]},
            {"type": "signing_certificate_v2", "values": [named]},
        ]
    )


def _named(certificate: bytes, digest_name: str) -> tsp.ESSCertIDv2:
    """The certificate by its digest; SHA-256 is the one that is left unsaid (RFC 5035 §4)."""
    value: dict[str, object] = {"cert_hash": digest_of(digest_name, certificate)}
    if digest_name != "sha256":
        value["hash_algorithm"] = {"algorithm": digest_name}
    return tsp.ESSCertIDv2(value)
