"""One exchange over HTTP, with an end to how long and how much."""

import http.client
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from signing.errors import AuthorityUnavailable


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    content_type: str
    body: bytes


def exchange(
    url: str, *, timeout_seconds: float, at_most: int, body: bytes | None = None, content_type: str = ""
) -> Answer:
    """GET `url`, or POST `body` to it; raises AuthorityUnavailable when no whole answer of `at_most` bytes comes."""
    address = urlsplit(url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise AuthorityUnavailable("timestamp.address")
    connection = _connect(address.scheme, address.hostname, address.port, timeout_seconds)
    target = (address.path or "/") + (f"?{address.query}" if address.query else "")
    headers = {"Content-Type": content_type} if content_type else {}
    try:
        connection.request("GET" if body is None else "POST", target, body=body, headers=headers)
        response = connection.getresponse()
        data = response.read(at_most + 1)
    except (OSError, http.client.HTTPException) as error:
        raise AuthorityUnavailable("timestamp.unreachable") from error
    finally:
        connection.close()
    if len(data) > at_most:
        raise AuthorityUnavailable("timestamp.reply_form")
    return Answer(response.status, response.headers.get_content_type(), data)


def _connect(scheme: str, host: str, port: int | None, timeout_seconds: float) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=timeout_seconds, context=context)
    return http.client.HTTPConnection(host, port, timeout=timeout_seconds)
