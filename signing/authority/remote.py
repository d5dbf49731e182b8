"""A time-stamp service on the network (RFC 3161 §3.4), such as a licensed authority runs."""

import http.client
import secrets
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from signing.errors import AuthorityUnavailable, VerificationError
from signing.timestamps import (
    LARGEST_REPLY,
    REPLY_TYPE,
    REQUEST_TYPE,
    build_request,
    check_token,
    read_reply,
)

_OK = 200


@dataclass(frozen=True, slots=True)
class HttpTimestampAuthority:
    """Asks `url` for tokens. `intermediates` (DER) are the certificates its tokens may carry beside their own."""

    url: str
    intermediates: tuple[bytes, ...] = ()
    timeout_seconds: float = 10.0
    development: bool = False

    def timestamp(self, digest: bytes) -> bytes:
        """A checked token over a SHA-256 digest; raises AuthorityUnavailable on any failure of service or reply."""
        nonce = secrets.randbits(63)
        token = read_reply(self._ask(build_request(digest, nonce)), digest=digest, nonce=nonce)
        try:
            check_token(token, digest, known=self.intermediates)
        except VerificationError as error:
            raise AuthorityUnavailable("timestamp.bad_token") from error
        return token

    def _ask(self, query: bytes) -> bytes:
        address = urlsplit(self.url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise AuthorityUnavailable("timestamp.address")
        connection = self._connect(address.scheme, address.hostname, address.port)
        target = address.path or "/"
        try:
            connection.request("POST", target, body=query, headers={"Content-Type": REQUEST_TYPE})
            response = connection.getresponse()
            reply = response.read(LARGEST_REPLY + 1)
        except (OSError, http.client.HTTPException) as error:
            raise AuthorityUnavailable("timestamp.unreachable") from error
        finally:
            connection.close()
        kind = response.headers.get_content_type()
        if response.status != _OK or kind != REPLY_TYPE or len(reply) > LARGEST_REPLY:
            raise AuthorityUnavailable("timestamp.reply_form")
        return reply

    def _connect(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=self.timeout_seconds, context=context)
        return http.client.HTTPConnection(host, port, timeout=self.timeout_seconds)
