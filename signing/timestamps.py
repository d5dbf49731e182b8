"""Time-stamps (RFC 3161): build a request, read an answer, check a token."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import cms, core, tsp
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from signing.algorithms import digest as digest_of
from signing.authority.ports import TimestampAuthority
from signing.cms import check_signed, read_signed
from signing.errors import AuthorityUnavailable, VerificationError
from signing.keys import load_certificate

REQUEST_TYPE = "application/timestamp-query"
REPLY_TYPE = "application/timestamp-reply"
LARGEST_REPLY = 64 * 1024
IMPRINTS = ("sha256", "sm3")
DIGEST_SIZE = 32
"""Bytes of a digest, for both of them."""
CLOCK_TOLERANCE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What a checked token says: when, by which certificate, under which number."""

    at: datetime
    certificate: bytes
    serial_number: int


def build_request(digest: bytes, nonce: int, algorithm: str = "sha256") -> bytes:
    """A time-stamp query over a digest that asks for the certificate (RFC 3161 §2.4.1)."""
    imprint = {"hash_algorithm": {"algorithm": algorithm}, "hashed_message": digest}
    query = {"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True}
    return tsp.TimeStampReq(query).dump()


def read_reply(reply: bytes, *, digest: bytes, nonce: int) -> bytes:
    """The token in an authority's reply, after comparing imprint and nonce (RFC 3161 §2.4.2).

    Raises AuthorityUnavailable when the reply refuses or answers another question.
    """
    try:
        response = tsp.TimeStampResp.load(reply, strict=True)
        status = response["status"]["status"].native
        if status not in ("granted", "granted_with_mods"):
            raise AuthorityUnavailable("timestamp.refused")
        token = response["time_stamp_token"].dump()
        info = tsp.TSTInfo.load(response["time_stamp_token"]["content"]["encap_content_info"]["content"].contents)
        fits = info["nonce"].native == nonce and info["message_imprint"]["hashed_message"].native == digest
    except (ValueError, KeyError, TypeError) as error:
        raise AuthorityUnavailable("timestamp.reply_form") from error
    if not fits:
        raise AuthorityUnavailable("timestamp.other_question")
    return token


def check_token(token: bytes, digest: bytes, *, algorithm: str = "sha256", known: Collection[bytes] = ()) -> TokenFacts:
    """Check a token over a `digest`: form, imprint, signature, and the certificate's one purpose (RFC 3161 §2.3).

    `known` are certificates (DER) it may carry beside its own. Trust is asked elsewhere. Raises VerificationError.
    """
    signed = read_signed(token)
    if signed.content_type != "tst_info" or signed.content is None or signed.timestamp is not None:
        raise VerificationError("timestamp.form")
    check_signed(signed, digest_of(signed.digest_algorithm, signed.content), known=known)
    _check_purpose(signed.certificate)
    info: Any = _info(signed.content)
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != algorithm or imprint["hashed_message"].native != digest:
        raise VerificationError("timestamp.imprint")
    return TokenFacts(_moment(info), signed.certificate, info["serial_number"].native)


def check_token_over(token: bytes, data: bytes, *, known: Collection[bytes] = ()) -> TokenFacts:
    """Check a token over `data` itself, by the digest the token was made with; raises VerificationError."""
    imprint: Any = _info(_content(token))["message_imprint"]
    name = imprint["hash_algorithm"]["algorithm"].native
    if name not in IMPRINTS:
        raise VerificationError("timestamp.imprint")
    return check_token(token, digest_of(name, data), algorithm=name, known=known)


def _check_purpose(certificate: bytes) -> None:
    """Nobody but a time-stamp unit says when: its purpose is critical and the only one."""
    try:
        named = load_certificate(certificate).extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    except (x509.ExtensionNotFound, ValueError) as error:
        raise VerificationError("timestamp.purpose") from error
    if not named.critical or list(named.value) != [ExtendedKeyUsageOID.TIME_STAMPING]:
        raise VerificationError("timestamp.purpose")


def _content(token: bytes) -> bytes:
    try:
        content = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"]
    except (ValueError, KeyError, TypeError) as error:
        raise VerificationError("timestamp.form") from error
    if isinstance(content, core.Void):
        raise VerificationError("timestamp.form")
    return bytes(content.contents or b"")


def _info(content: bytes) -> tsp.TSTInfo:
    try:
        info = tsp.TSTInfo.load(content, strict=True)
        if info["version"].native != "v1":
            raise VerificationError("timestamp.form")
    except (ValueError, KeyError, TypeError) as error:
        raise VerificationError("timestamp.form") from error
    return info


def _moment(info: tsp.TSTInfo) -> datetime:
    moment = info["gen_time"].native
    if not isinstance(moment, datetime):
        raise VerificationError("timestamp.form")
    return moment.astimezone(UTC)


def token_time(token: bytes) -> datetime:
    """The time a token states, without checking the token."""
    return _moment(_info(_content(token)))


def stamp(authority: TimestampAuthority, digest: bytes, algorithm: str = "sha256") -> bytes:
    """A token over `digest` whose time agrees with this machine's clock within a few seconds.

    Raises AuthorityUnavailable when the two clocks disagree: then neither may be relied on.
    """
    before = datetime.now(UTC)
    token = authority.timestamp(digest, algorithm)
    stated, after = token_time(token), datetime.now(UTC)
    if not before - CLOCK_TOLERANCE <= stated <= after + CLOCK_TOLERANCE:
        raise AuthorityUnavailable("timestamp.clock")
    return token
