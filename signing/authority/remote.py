"""A time-stamp service on the network (RFC 3161 §3.4), such as a licensed authority runs."""

import hashlib
import secrets
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.authority.ports import TrustMaterial
from signing.authority.web import exchange
from signing.cms import read_signed
from signing.errors import AuthorityUnavailable, VerificationError
from signing.keys import load_certificate
from signing.timestamps import LARGEST_REPLY, REPLY_TYPE, REQUEST_TYPE, build_request, check_token, read_reply

LARGEST_LIST = 16 * 1024 * 1024
_OK = 200


@dataclass(frozen=True, slots=True)
class HttpTimestampAuthority:
    """Asks `url` for tokens. `chain` (DER) are the service's root and the authorities below it."""

    url: str
    chain: tuple[bytes, ...] = ()
    timeout_seconds: float = 10.0
    development: bool = False

    @property
    def roots(self) -> tuple[bytes, ...]:
        """The self-issued certificates of the chain."""
        return tuple(one for one in self.chain if _is_root(one))

    def timestamp(self, digest: bytes, algorithm: str = "sha256") -> bytes:
        """A checked token over a SHA-256 digest; raises AuthorityUnavailable on any failure of service or reply."""
        nonce = secrets.randbits(63)
        token = read_reply(self._ask(build_request(digest, nonce, algorithm)), digest=digest, nonce=nonce)
        try:
            check_token(token, digest, algorithm=algorithm, known=self.chain)
        except VerificationError as error:
            raise AuthorityUnavailable("timestamp.bad_token") from error
        return token

    def trust_material(self) -> TrustMaterial:
        """The chain with the unit that stamps today, and the revocation lists their certificates point to."""
        token = self.timestamp(hashlib.sha256(secrets.token_bytes(32)).digest())
        unit = read_signed(token).certificate
        below = tuple(one for one in self.chain if not _is_root(one))
        addresses = dict.fromkeys(address for one in (unit, *below) for address in _list_addresses(one))
        return TrustMaterial(
            roots=self.roots,
            issuing=(),
            timestamping=tuple(dict.fromkeys((unit, *below))),
            log=(),
            revocation_lists=tuple(self._list(address) for address in addresses),
        )

    def _ask(self, query: bytes) -> bytes:
        answer = exchange(
            self.url,
            timeout_seconds=self.timeout_seconds,
            at_most=LARGEST_REPLY,
            body=query,
            content_type=REQUEST_TYPE,
        )
        if answer.status != _OK or answer.content_type != REPLY_TYPE:
            raise AuthorityUnavailable("timestamp.reply_form")
        return answer.body

    def _list(self, address: str) -> bytes:
        answer = exchange(address, timeout_seconds=self.timeout_seconds, at_most=LARGEST_LIST)
        try:
            if answer.status != _OK:
                raise AuthorityUnavailable("revocation.unreachable")
            return x509.load_der_x509_crl(answer.body).public_bytes(Encoding.DER)
        except ValueError as error:
            raise AuthorityUnavailable("revocation.unreachable") from error


def _is_root(certificate: bytes) -> bool:
    parsed = load_certificate(certificate)
    return parsed.subject == parsed.issuer


def _list_addresses(certificate: bytes) -> list[str]:
    """Where a certificate says its revocation list lies; the first address of each place."""
    try:
        points = load_certificate(certificate).extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return []
    named = [point.full_name or [] for point in points]
    addresses = [[one.value for one in names if isinstance(one, x509.UniformResourceIdentifier)] for names in named]
    return [found[0] for found in addresses if found]
