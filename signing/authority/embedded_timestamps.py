"""The time-stamp unit of the embedded authority (RFC 3161), for development and demonstration."""

import secrets
from dataclasses import dataclass

from asn1crypto import cms, tsp
from asn1crypto import x509 as asn1_x509

from signing.authority.embedded import EmbeddedAuthority, present
from signing.authority.ports import TrustMaterial
from signing.authority.profiles import POLICY_TIMESTAMP
from signing.cms import build_signed
from signing.errors import AuthorityUnavailable
from signing.keys import SigningIdentity
from signing.timestamps import DIGEST_SIZE, IMPRINTS


@dataclass(frozen=True, slots=True)
class EmbeddedTimestampAuthority:
    """Stamps with the machine's own clock and the time-stamp key of the embedded `authority`."""

    authority: EmbeddedAuthority

    @property
    def development(self) -> bool:
        """Always: its time is the platform's own word."""
        return True

    @property
    def name(self) -> str:
        """How the operator knows it."""
        return "embedded"

    def timestamp(self, digest: bytes, algorithm: str = "sha256") -> bytes:
        """A token over a digest, true to the second."""
        if len(digest) != DIGEST_SIZE or algorithm not in IMPRINTS:
            raise AuthorityUnavailable("timestamp.digest_size", size=len(digest))
        imprint = {"hash_algorithm": {"algorithm": algorithm}, "hashed_message": digest}
        return _token(tsp.MessageImprint(imprint), self.authority.timestamp_identity(), nonce=None)

    @property
    def roots(self) -> tuple[bytes, ...]:
        """The embedded root."""
        return self.trust_material().roots

    def trust_material(self) -> TrustMaterial:
        """The embedded root, the unit below it, and the root's revocation list of this second."""
        return self.authority.timestamp_material()

    def respond(self, query: bytes) -> bytes:
        """Answer a time-stamp query over HTTP (RFC 3161 §3.4); raises AuthorityUnavailable when it is malformed."""
        try:
            request = tsp.TimeStampReq.load(query, strict=True)
            imprint = request["message_imprint"]
            algorithm = imprint["hash_algorithm"]["algorithm"].native
            size, nonce = len(imprint["hashed_message"].native), request["nonce"].native
        except (ValueError, TypeError) as error:
            raise AuthorityUnavailable("timestamp.query_form") from error
        if algorithm not in IMPRINTS or size != DIGEST_SIZE:
            raise AuthorityUnavailable("timestamp.digest_size", size=size)
        token = _token(imprint, self.authority.timestamp_identity(), nonce=nonce)
        answer = {"status": {"status": "granted"}, "time_stamp_token": cms.ContentInfo.load(token)}
        return tsp.TimeStampResp(answer).dump()


def _token(imprint: tsp.MessageImprint, identity: SigningIdentity, *, nonce: int | None) -> bytes:
    now = present()
    subject = asn1_x509.Certificate.load(identity.certificate).subject
    info: dict[str, object] = {
        "version": "v1",
        "policy": POLICY_TIMESTAMP.dotted_string,
        "message_imprint": imprint,
        "serial_number": secrets.randbits(127),
        "gen_time": now,
        "accuracy": {"seconds": 1},
        "ordering": False,
        "tsa": asn1_x509.GeneralName("directory_name", subject),
    }
    if nonce is not None:
        info["nonce"] = nonce
    content = tsp.TSTInfo(info).dump()
    return build_signed(content, identity, content_type="tst_info", detached=False, signing_time=now, embed_chain=False)
