"""A time-stamp service on the network (RFC 3161 §3.4), such as a licensed authority runs."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from signing.authority.lists import fetch_list, is_root, list_addresses
from signing.authority.ports import TrustMaterial
from signing.authority.web import exchange
from signing.cms import read_signed
from signing.errors import AuthorityUnavailable, VerificationError
from signing.keys import fingerprint, load_certificate, write_whole
from signing.timestamps import (
    DIGEST_SIZE,
    IMPRINTS,
    LARGEST_REPLY,
    REPLY_TYPE,
    REQUEST_TYPE,
    build_request,
    check_token,
    read_reply,
)
from signing.trust import KnownCertificates, TrustRoots, check_chain

_OK = 200


@dataclass(frozen=True, slots=True)
class HttpTimestampAuthority:
    """Asks `url` for tokens. `chain` (DER) are the service's root and the authorities below it; a token whose unit
    does not lead there is refused. In the folder `kept` lie its units and lists for when it is away.
    """

    url: str
    chain: tuple[bytes, ...] = ()
    timeout_seconds: float = 5.0
    kept: Path | None = None
    development: bool = False

    @property
    def name(self) -> str:
        """How the operator knows it: its host and port, without a path or a user that might hold a secret."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    @property
    def roots(self) -> tuple[bytes, ...]:
        """The self-issued certificates of the chain."""
        return tuple(one for one in self.chain if is_root(one))

    def timestamp(self, digest: bytes, algorithm: str = "sha256") -> bytes:
        """A checked token over a digest; raises AuthorityUnavailable on any failure of service or reply."""
        if len(digest) != DIGEST_SIZE or algorithm not in IMPRINTS:
            raise AuthorityUnavailable("timestamp.digest_size", size=len(digest))
        nonce = secrets.randbits(63)
        token = read_reply(self._ask(build_request(digest, nonce, algorithm)), digest=digest, nonce=nonce)
        try:
            facts = check_token(token, digest, algorithm=algorithm, known=self.chain)
            self._check_unit(facts.certificate)
        except VerificationError as error:
            raise AuthorityUnavailable("timestamp.bad_token") from error
        self._keep_unit(facts.certificate)
        return token

    def trust_material(self) -> TrustMaterial:
        """The chain with the units that stamped, and the revocation lists their certificates point to."""
        units = self._units() or (read_signed(self.timestamp(_any_digest())).certificate,)
        below = tuple(one for one in self.chain if not is_root(one))
        addresses = dict.fromkeys(address for one in (*units, *below) for address in list_addresses(one))
        return TrustMaterial(
            roots=self.roots,
            issuing=(),
            timestamping=tuple(dict.fromkeys((*units, *below))),
            log=(),
            revocation_lists=tuple(
                fetch_list(address, timeout_seconds=self.timeout_seconds, kept=self.kept) for address in addresses
            ),
        )

    def _check_unit(self, certificate: bytes) -> None:
        """Does the unit lead to this service's own root now? Its revocation is asked when a document is finished."""
        if not self.roots:
            return
        check_chain(
            certificate,
            TrustRoots(self.roots),
            KnownCertificates(self.chain, ()),
            datetime.now(UTC),
            key_usage={"digital_signature"},
            purposes={"time_stamping"},
            end_entity_must_be_listed=False,
            revocation=False,
        )

    def _keep_unit(self, certificate: bytes) -> None:
        if self.kept is None:
            return
        place = self.kept / f"{fingerprint(certificate)}.der"
        if not place.exists():
            self.kept.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(place, certificate)

    def _units(self) -> tuple[bytes, ...]:
        """Units that stamped before and are still valid."""
        if self.kept is None or not self.kept.is_dir():
            return ()
        found = [path.read_bytes() for path in sorted(self.kept.glob("*.der"))]
        return tuple(one for one in found if load_certificate(one).not_valid_after_utc > datetime.now(UTC))

    def _ask(self, query: bytes) -> bytes:
        answer = exchange(
            self.url,
            timeout_seconds=self.timeout_seconds,
            at_most=LARGEST_REPLY,
            service="timestamp",
            body=query,
            headers={"Content-Type": REQUEST_TYPE},
        )
        if answer.status != _OK or answer.content_type != REPLY_TYPE:
            raise AuthorityUnavailable("timestamp.reply_form")
        return answer.body


def _any_digest() -> bytes:
    return hashlib.sha256(secrets.token_bytes(DIGEST_SIZE)).digest()
