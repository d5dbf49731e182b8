"""Servers on this machine for tests: whoever answers, over plain HTTP or TLS with client certificates."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Asked:
    """One request as the server heard it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What it answers."""

    status: int
    kind: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


Answering = Callable[[Asked], Reply]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, answer: Answering, context: ssl.SSLContext | None) -> None:
        self.answer, self.context = answer, context
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A refused handshake is what the test is about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def setup(self) -> None:
        if self.server.context is not None:
            # Here and not at the listening socket: a handshake that fails must not end the server.
            self.request = _shaken(self.server.context, self.request)
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.request.close()

    def do_POST(self) -> None:
        self.reply(self.rfile.read(int(self.headers["Content-Length"])))

    def do_GET(self) -> None:
        self.reply(b"")

    def reply(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        what = self.server.answer(Asked(self.command, self.path, headers, body))
        try:
            self.send_response(what.status)
            self.send_header("Content-Type", what.kind)
            self.send_header("Content-Length", str(len(what.body)))
            for name, value in what.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(what.body)
        except OSError:
            return  # whoever asked has given up, as some tests want

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written: the test speaks for itself."""


def _shaken(context: ssl.SSLContext, plain: socket.socket) -> ssl.SSLSocket:
    wrapped = context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False)
    wrapped.settimeout(10)
    try:
        wrapped.do_handshake()
    except OSError:
        wrapped.close()
        raise
    return wrapped


@contextmanager
def serve(answer: Answering, *, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server whose every request is answered by `answer`; gives its address without a path."""
    server = _Server(answer, context)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
