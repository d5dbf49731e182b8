"""The server's side of RFC 6455 for Engine.IO: text and binary messages over the socket that the web server hands over.

Whole frames are written or the connection ends, whatever a slow reader does; what arrives is measured before it is
kept; nothing is compressed, so that no length tells of secrets and no small frame swells; a message that goes to many
is framed once. One thread of control reads, one writes: no third one waits beside them.
"""

from __future__ import annotations

import base64
import hashlib
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple

from blueprints.outbox import Outbox, outbox_for

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
NORMAL, PROTOCOL_ERROR, INVALID_DATA, TOO_BIG = 1000, 1002, 1007, 1009
PIECE = 16 * 1024
MOST_IN_CONTROL = 125
SWITCHING = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n"
)
REFUSED = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\nSec-WebSocket-Version: 13\r\n\r\n"


MOST_OWED = 1024 * 1024
MOST_PACKETS = 2000

_wires: dict[str, WebSocket] = {}
_taken_first: Callable[[str, str], bool] | None = None


def equip(engine: Any, take_first: Callable[[str, str], bool] | None = None) -> None:
    """Have an Engine.IO server speak through `WebSocket`, encode once what goes to many, and end slow connections.

    `take_first` is offered every text with the id of its connection before the library is; it says whether it took it.

    A reader that owes us more than a mebibyte is cut off: it catches up by the order of the messages when it is back.
    """
    global _taken_first
    _taken_first = take_first
    engine._async = {**engine._async, "websocket": WebSocket}
    enqueue = engine.send_packet

    def send_packet(sid: str, packet: Any) -> None:
        wire = _wires.get(sid)
        if wire is not None and wire.owed > MOST_OWED:
            wire.abort()
        elif wire is not None and wire.outbox and (wire.direct or wire.may_go_direct(engine.sockets.get(sid))):
            wire.outbox.put(_framed_once(packet))
        else:
            send_by_the_library(sid, packet, wire)

    def send_by_the_library(sid: str, packet: Any, wire: WebSocket | None) -> None:
        if wire is not None:
            wire.queued += len(_encoded_once(packet))
        else:
            polling = engine.sockets.get(sid)
            if polling is not None and polling.queue.qsize() > MOST_PACKETS:
                polling.close(wait=False, abort=True)
                return
        enqueue(sid, packet)

    engine.send_packet = send_packet


def _framed_once(packet: Any) -> bytes:
    """The packet as one frame, the same for every recipient."""
    try:
        return packet.framed
    except AttributeError:
        packet.framed = _framed(packet.encode())
        return packet.framed


def _encoded_once(packet: Any) -> str | bytes:
    """The same text object for every recipient, so that it is framed once too (see `_framed`)."""
    try:
        return packet.encoded
    except AttributeError:
        known = packet.encoded = packet.encode()
    in_base64 = packet.encode
    packet.encode = lambda b64=False: in_base64(b64=True) if b64 else known
    return known


class Broken(Exception):
    """The other end broke the protocol; `code` says how (RFC 6455 7.4.1)."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Frame(NamedTuple):
    """One frame as it arrived, unmasked."""

    final: bool
    kind: int
    payload: bytes


def frame(kind: int, payload: bytes) -> bytes:
    """One whole, unmasked frame."""
    size = len(payload)
    if size <= MOST_IN_CONTROL:
        return bytes((0x80 | kind, size)) + payload
    if size < 1 << 16:
        return struct.pack("!BBH", 0x80 | kind, 126, size) + payload
    return struct.pack("!BBQ", 0x80 | kind, 127, size) + payload


def unmasked(payload: bytes, key: bytes) -> bytes:
    """What a client masked with `key` (RFC 6455 5.3)."""
    size = len(payload)
    if not size or key == b"\0\0\0\0":
        return payload
    repeated = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(size, "big")


class WebSocket:
    """One connection, as Engine.IO wants it: called with the request, it greets and hands itself to `app`."""

    def __init__(self, app: Callable[[WebSocket], Any], server: Any) -> None:
        self.app = app
        self.queued = 0
        self.outbox: Outbox | None = None
        self.direct = False
        self.most: int = server.max_http_buffer_size
        # Not named as the library would look for it: a time-out of its own would cost more than it brings.
        self._connection: Any = None
        self.sid: str = getattr(getattr(app, "__self__", None), "sid", "")
        self._buffer = b""
        self._closed = False
        self._writing = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: object) -> Any:
        """Greet, run the connection to its end, and tell the web server that the socket was taken from it."""
        ours = "gunicorn.socket" in environ
        self._connection = environ["gunicorn.socket" if ours else "werkzeug.socket"]
        key = environ.get("HTTP_SEC_WEBSOCKET_KEY", "")
        if len(key) != 24 or environ.get("HTTP_SEC_WEBSOCKET_VERSION") != "13":
            self._connection.sendall(REFUSED)
        else:
            accept = base64.b64encode(hashlib.sha1(key.encode("latin-1") + MAGIC).digest())  # noqa: S324 - RFC 6455 4.2
            self._connection.sendall(SWITCHING % accept)
            self.outbox = outbox_for(self._connection, self.abort)
            _wires[self.sid] = self
            try:
                self.app(self)
            finally:
                _wires.pop(self.sid, None)
        if ours:
            raise StopIteration
        raise ConnectionError

    @property
    def owed(self) -> int:
        """Bytes on their way to the other end that have not been taken from us yet."""
        return self.queued + self.outbox.owed if self.outbox else self.queued

    def may_go_direct(self, carrier: Any) -> bool:
        """Is the library done with what it queued, so that what it is given now may go past its queue?"""
        self.direct = bool(carrier and carrier.upgraded and not carrier.upgrading and carrier.queue.empty())
        return self.direct

    def send(self, message: str | bytes) -> None:
        """Write one whole message; where one loop serves everybody, at the end of this turn of it.

        Raises:
            OSError: the connection is gone.
        """
        self._write(_framed(message))
        self.queued = max(0, self.queued - len(message))

    def wait(self) -> str | bytes | None:
        """The next message for the library, or None at the end of the connection."""
        try:
            while True:
                message = self._next()
                if _taken_first is None or not isinstance(message, str) or not _taken_first(self.sid, message):
                    return message
        except Broken as broken:
            self.close(broken.code)
        except OSError:
            self._closed = True
        return None

    def _next(self) -> str | bytes:
        parts: list[bytes] = []
        kind, total = 0, 0
        while True:
            arrived = self._frame(self.most - total)
            if arrived.kind >= CLOSE:
                self._control(arrived)
                continue
            if (arrived.kind == CONTINUATION) != bool(parts):
                raise Broken(PROTOCOL_ERROR)
            kind = kind or arrived.kind
            # An empty fragment counts too, or endless ones would cost nothing.
            total += len(arrived.payload) or 1
            parts.append(arrived.payload)
            if arrived.final:
                return _message(kind, b"".join(parts))

    def close(self, code: int = NORMAL) -> None:
        """Say goodbye once and end the connection."""
        if self._closed:
            return
        goodbye = frame(CLOSE, struct.pack("!H", code))
        with suppress(OSError):
            if self.outbox:
                self.outbox.finish(goodbye)
            else:
                self._write(goodbye)
        self.abort()

    def abort(self) -> None:
        """End the connection at once, also under a write that a reader holds up."""
        self._closed = True
        with suppress(OSError):
            self._connection.shutdown(2)

    def _write(self, data: bytes) -> None:
        if self.outbox and not self._closed:
            self.outbox.put(data)
            return
        with self._writing:
            if self._closed:
                raise OSError("the connection is closed")
            self._connection.sendall(data)

    def _control(self, arrived: Frame) -> None:
        if not arrived.final:
            raise Broken(PROTOCOL_ERROR)
        if arrived.kind == PING:
            self._write(frame(PONG, arrived.payload))
        elif arrived.kind == CLOSE:
            raise Broken(NORMAL)

    def _frame(self, room: int) -> Frame:
        head = self._take(2)
        final, reserved, kind = bool(head[0] & 0x80), head[0] & 0x70, head[0] & 0x0F
        masked, size = head[1] & 0x80, head[1] & 0x7F
        if reserved or not masked or kind not in (CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG):
            raise Broken(PROTOCOL_ERROR)
        if kind >= CLOSE and size > MOST_IN_CONTROL:
            raise Broken(PROTOCOL_ERROR)
        if size == 126:
            size = int.from_bytes(self._take(2), "big")
        elif size == 127:
            size = int.from_bytes(self._take(8), "big")
        if size > (MOST_IN_CONTROL if kind >= CLOSE else room):
            raise Broken(TOO_BIG)
        key = self._take(4)
        return Frame(final, kind, unmasked(self._take(size), key))

    def _take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            piece = self._connection.recv(PIECE)
            if not piece:
                raise ConnectionResetError("the other end is gone")
            self._buffer = self._buffer + piece if self._buffer else piece
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken


def _message(kind: int, payload: bytes) -> str | bytes:
    if kind == BINARY:
        return payload
    try:
        return payload.decode()
    except UnicodeDecodeError:
        raise Broken(INVALID_DATA) from None


_last: tuple[object, bytes] = (object(), b"")


def _framed(message: str | bytes) -> bytes:
    """The frame of a message; the very same object again, as a message to many is, is framed once."""
    global _last
    known, framed = _last
    if known is not message:
        framed = frame(TEXT, message.encode()) if isinstance(message, str) else frame(BINARY, bytes(message))
        _last = (message, framed)
    return framed
