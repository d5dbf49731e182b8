"""Time-stamps (RFC 3161): build a request, read an answer, check a token."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import cms, core, tsp

from signing.authority.ports import TimestampAuthority
from signing.cms import check_signed, read_signed
from signing.errors import AuthorityUnavailable, VerificationError

REQUEST_TYPE = "application/timestamp-query"
REPLY_TYPE = "application/timestamp-reply"
LARGEST_REPLY = 64 * 1024
CLOCK_TOLERANCE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What a checked token says: when, by which certificate, under which number."""

    at: datetime
    certificate: bytes
    serial_number: int


def build_request(digest: bytes, nonce: int) -> bytes:
    """A time-stamp query over a SHA-256 digest that asks for the certificate (RFC 3161 §2.4.1)."""
    imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest}
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


def check_token(token: bytes, digest: bytes, *, known: Collection[bytes] = ()) -> TokenFacts:
    """Check a token over a SHA-256 `digest`: form, imprint, signature, and the certificate's purpose.

    `known` are certificates (DER) it may carry beside its own. Trust is asked elsewhere. Raises VerificationError.
    """
    signed = read_signed(token)
    if signed.content_type != "tst_info" or signed.content is None or signed.timestamp is not None:
        raise VerificationError("timestamp.form")
    check_signed(signed, hashlib.new(signed.digest_algorithm, signed.content).digest(), known=known)
    info: Any = _info(signed.content)
    imprint = info["message_imprint"]
    if imprint["hash_algorithm"]["algorithm"].native != "sha256" or imprint["hashed_message"].native != digest:
        raise VerificationError("timestamp.imprint")
    return TokenFacts(_moment(info), signed.certificate, info["serial_number"].native)


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
    content = cms.ContentInfo.load(token)["content"]["encap_content_info"]["content"]
    if isinstance(content, core.Void):
        raise VerificationError("timestamp.form")
    return _moment(_info(bytes(content.contents or b"")))


def stamp(authority: TimestampAuthority, digest: bytes) -> bytes:
    """A token over `digest` whose time agrees with this machine's clock within a few seconds.

    Raises AuthorityUnavailable when the two clocks disagree: then neither may be relied on.
    """
    before = datetime.now(UTC)
    token = authority.timestamp(digest)
    stated, after = token_time(token), datetime.now(UTC)
    if not before - CLOCK_TOLERANCE <= stated <= after + CLOCK_TOLERANCE:
        raise AuthorityUnavailable("timestamp.clock")
    return token
