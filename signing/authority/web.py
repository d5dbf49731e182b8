"""One exchange over HTTP, with an end to how long and how much."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from signing.errors import AuthorityUnavailable


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; names of headers are in lower case."""

    status: int
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def exchange(
    url: str,
    *,
    timeout_seconds: float,
    at_most: int,
    service: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """GET `url`, or POST `body` to it: one whole answer of at most `at_most` bytes, all of it within `timeout_seconds`.

    No redirection is followed. Raises AuthorityUnavailable "<service>.unreachable" or "<service>.reply_form".
    """
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise AuthorityUnavailable(f"{service}.unreachable")
    connection = _connect(address.scheme, address.hostname, address.port, timeout_seconds, context)
    line = _Line()
    watch = threading.Timer(timeout_seconds, line.hang_up)
    watch.daemon = True
    watch.start()
    try:
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        connection.connect()
        line.sock = connection.sock
        connection.request("GET" if body is None else "POST", target, body=body, headers=dict(headers or {}))
        with connection.getresponse() as response:
            data = response.read(at_most + 1)
    except (OSError, http.client.HTTPException) as error:
        raise AuthorityUnavailable(f"{service}.unreachable") from error
    finally:
        watch.cancel()
        connection.close()
    if line.over:
        raise AuthorityUnavailable(f"{service}.unreachable")
    if len(data) > at_most:
        raise AuthorityUnavailable(f"{service}.reply_form")
    said = {name.lower(): value for name, value in response.headers.items()}
    return Answer(response.status, response.headers.get_content_type(), data, said)


@dataclass(slots=True)
class _Line:
    """The socket of one exchange. A server that says a byte now and then would hold us for ever, because each byte
    begins the socket's own patience anew; so somebody else hangs up."""

    sock: socket.socket | None = None
    over: bool = False

    def hang_up(self) -> None:
        """End it, wherever it stands."""
        self.over = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it ended at this very moment


def _connect(
    scheme: str, host: str, port: int | None, timeout_seconds: float, context: ssl.SSLContext | None
) -> http.client.HTTPConnection:
    if scheme == "https":
        trusted = context or ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=timeout_seconds, context=trusted)
    return http.client.HTTPConnection(host, port, timeout=timeout_seconds)
