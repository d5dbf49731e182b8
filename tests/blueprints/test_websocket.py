"""The WebSocket itself, against another implementation of RFC 6455 (wsproto) at the other end of a real socket."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Ping,
    Pong,
    RejectConnection,
    Request,
    TextMessage,
)
from wsproto.events import Message as SomeMessage

from blueprints import websocket
from blueprints.websocket import WebSocket, equip, frame, unmasked

MOST = 64 * 1024


class Browser:
    """The other end: wsproto on a socket."""

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        self.end.settimeout(5)
        self.speaks = WSConnection(ConnectionType.CLIENT)
        self.waiting: list[Any] = []
        self.greeting = self.speaks.send(Request(host="here", target="/socket.io/"))

    def key(self) -> str:
        lines = dict(line.split(b": ", 1) for line in self.greeting.split(b"\r\n")[1:] if b": " in line)
        return next(value.decode() for name, value in lines.items() if name.lower() == b"sec-websocket-key")

    def send(self, event: Any) -> None:
        self.end.sendall(self.speaks.send(event))

    def next(self) -> Any:
        while not self.waiting:
            data = self.end.recv(65536)
            self.speaks.receive_data(data or None)
            self.waiting.extend(self.speaks.events())
        return self.waiting.pop(0)

    def next_text(self) -> str:
        text = ""
        while True:
            event = self.next()
            assert isinstance(event, TextMessage)
            text += event.data
            if event.message_finished:
                return text


class Pair:
    """A server's end that echoes, and the browser at the other one."""

    def __init__(self, app: Any = None, most: int = MOST) -> None:
        self.ours, theirs = socket.socketpair()
        self.browser = Browser(theirs)
        self.received: list[Any] = []
        self.ws = WebSocket(app or self.echo, SimpleNamespace(max_http_buffer_size=most))
        environ = {
            "gunicorn.socket": self.ours,
            "HTTP_SEC_WEBSOCKET_KEY": self.browser.key(),
            "HTTP_SEC_WEBSOCKET_VERSION": "13",
        }
        self.thread = threading.Thread(target=self.serve, args=(environ,))
        self.thread.start()
        assert isinstance(self.browser.next(), AcceptConnection)

    def serve(self, environ: dict[str, Any]) -> None:
        with suppress(StopIteration):
            self.ws(environ, None)

    def echo(self, ws: WebSocket) -> None:
        while (message := ws.wait()) is not None:
            self.received.append(message)
            ws.send(message)

    def end(self) -> None:
        self.ws.abort()
        self.thread.join(5)
        self.ours.close()
        self.browser.end.close()


@pytest.fixture
def pair() -> Iterator[Pair]:
    made = Pair()
    yield made
    made.end()


@how(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=400), times=st.sampled_from([1, 1, 30, 160]))
def test_any_text_comes_back_as_it_was_sent(pair: Pair, text: str, times: int) -> None:
    words = (text * times)[:15_000]
    pair.browser.send(TextMessage(data=words))
    assert pair.browser.next_text() == words


@how(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300), pieces=st.integers(1, 5))
def test_a_message_in_pieces_is_one_message(pair: Pair, data: bytes, pieces: int) -> None:
    for number in range(pieces):
        pair.browser.send(SomeMessage(data=data, message_finished=number == pieces - 1))
        if number == 0 and pieces > 1:
            pair.browser.send(Ping(payload=b"between"))
            assert isinstance(pair.browser.next(), Pong)
    echoed = b""
    while len(echoed) < len(data) * pieces or not echoed:
        event = pair.browser.next()
        assert isinstance(event, BytesMessage)
        echoed += event.data
        if event.message_finished:
            break
    assert echoed == data * pieces


@given(payload=st.binary(max_size=300), key=st.binary(min_size=4, max_size=4))
def test_masking_twice_changes_nothing(payload: bytes, key: bytes) -> None:
    assert unmasked(unmasked(payload, key), key) == payload


def test_a_large_message_arrives_whole_though_the_reader_is_slow() -> None:
    words = "和" * 400_000

    def tell(ws: WebSocket) -> None:
        ws.send(words)
        ws.wait()

    pair = Pair(tell)
    try:
        assert pair.browser.next_text() == words
    finally:
        pair.end()


def masked(kind: int, payload: bytes, *, final: bool = True, size: int | None = None) -> bytes:
    """A client's frame, well formed or not."""
    head = bytes(((0x80 if final else 0) | kind, 0x80 | 127)) + struct.pack(
        "!Q", len(payload) if size is None else size
    )
    return head + b"\0\0\0\0" + payload


WRONG = {
    "an unmasked frame": (frame(1, b"hello"), 1002),
    "a reserved bit": (b"\xc1\x80\0\0\0\0", 1002),
    "an unknown kind": (b"\x83\x80\0\0\0\0", 1002),
    "a continuation of nothing": (masked(0, b"x"), 1002),
    "a second beginning": (masked(1, b"x", final=False) + masked(1, b"y"), 1002),
    "a long ping": (b"\x89\xfe\x00\x80\0\0\0\0" + b"x" * 128, 1002),
    "a ping in pieces": (b"\x09\x80\0\0\0\0", 1002),
    "text that is no UTF-8": (masked(1, b"\xff\xfe"), 1007),
    "a message that is too large": (masked(1, b"", size=MOST + 1), 1009),
    "pieces that are too large together": (
        masked(1, b"x" * (MOST // 2), final=False) + masked(0, b"x" * (MOST // 2 + 1)),
        1009,
    ),
    "endless empty pieces": (masked(1, b"", final=False) + masked(0, b"", final=False) * (MOST + 1), 1009),
    "a size no memory holds": (masked(2, b"", size=2**62), 1009),
}


@pytest.mark.parametrize(("sent", "code"), WRONG.values(), ids=WRONG.keys())
def test_what_breaks_the_protocol_ends_the_connection_with_the_reason(pair: Pair, sent: bytes, code: int) -> None:
    with suppress(OSError):
        pair.browser.end.sendall(sent)
    event = pair.browser.next()
    assert isinstance(event, CloseConnection)
    assert event.code == code
    pair.thread.join(5)
    assert not pair.thread.is_alive()
    assert pair.received == []


def test_whoever_says_goodbye_is_answered(pair: Pair) -> None:
    pair.browser.send(CloseConnection(code=1000))
    event = pair.browser.next()
    assert isinstance(event, CloseConnection)
    pair.thread.join(5)
    assert not pair.thread.is_alive()


def test_a_connection_that_breaks_off_ends(pair: Pair) -> None:
    pair.browser.end.sendall(masked(1, b"", size=100) + b"half")
    pair.browser.end.shutdown(socket.SHUT_RDWR)
    pair.thread.join(5)
    assert not pair.thread.is_alive()


def test_nothing_is_compressed_even_when_the_browser_offers_it(pair: Pair) -> None:
    assert b"xtensions" not in websocket.SWITCHING


@pytest.mark.parametrize("environ", [{}, {"HTTP_SEC_WEBSOCKET_KEY": "short", "HTTP_SEC_WEBSOCKET_VERSION": "13"}])
def test_a_request_that_is_no_handshake_is_refused(environ: dict[str, Any]) -> None:
    ours, theirs = socket.socketpair()
    called: list[object] = []
    with pytest.raises(ConnectionError):
        WebSocket(called.append, SimpleNamespace(max_http_buffer_size=MOST))(environ | {"werkzeug.socket": ours}, None)
    browser = Browser(theirs)
    event = browser.next()
    assert isinstance(event, RejectConnection)
    assert event.status_code == 400
    assert called == []
    for end in (ours, theirs):
        end.close()


class Engine:
    """As much of Engine.IO as `equip` touches."""

    def __init__(self) -> None:
        self._async: dict[str, Any] = {}
        self.sockets: dict[str, Any] = {}
        self.sent: list[tuple[str, str]] = []

    def send_packet(self, sid: str, packet: Any) -> None:
        self.sent.append((sid, packet.encode()))


class Packet:
    """An Engine.IO packet."""

    def __init__(self, data: str) -> None:
        self.data = data
        self.times = 0

    def encode(self, b64: bool = False) -> str:
        self.times += 1
        return "4" + self.data


class Wire:
    """As much of a connection as `equip` touches."""

    def __init__(self, outbox: object = None) -> None:
        self.owed = self.queued = self.aborted = 0
        self.outbox = outbox
        self.direct = False

    def abort(self) -> None:
        self.aborted += 1

    may_go_direct = WebSocket.may_go_direct


def test_a_reader_that_owes_us_too_much_is_cut_off_and_others_are_not(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine()
    equip(engine)
    wires = {"slow": Wire(), "quick": Wire()}
    monkeypatch.setattr(websocket, "_wires", wires)
    for _ in range(30):
        packet = Packet("x" * 60_000)
        wires["slow"].owed = wires["slow"].queued
        for sid in wires:
            engine.send_packet(sid, packet)
        assert packet.times == 1
    assert wires["slow"].aborted
    assert not wires["quick"].aborted
    assert len([sid for sid, _ in engine.sent if sid == "quick"]) == 30
    assert len([sid for sid, _ in engine.sent if sid == "slow"]) < 20


def carrier(**how: Any) -> Any:
    """The library's end of a connection."""
    facts = {"upgraded": True, "upgrading": False, "empty": True} | how
    return SimpleNamespace(queue=SimpleNamespace(empty=lambda: facts["empty"], qsize=int), **facts)


def test_a_packet_goes_past_the_library_once_the_library_has_nothing_queued(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine()
    equip(engine)
    put: list[bytes] = []
    monkeypatch.setattr(websocket, "_wires", {"one": Wire(SimpleNamespace(put=put.append))})
    for ready in (carrier(upgraded=False), carrier(upgrading=True), carrier(empty=False), None):
        engine.sockets["one"] = ready
        engine.send_packet("one", Packet("by the library"))
    assert (len(engine.sent), put) == (4, [])
    engine.sockets["one"] = carrier()
    packet = Packet("direct")
    for _ in range(3):
        engine.send_packet("one", packet)
    assert put == [frame(1, b"4direct")] * 3
    assert packet.times == 1
    assert len(engine.sent) == 4


def test_what_is_taken_first_never_reaches_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[str, str]] = []

    def take(sid: str, text: str) -> bool:
        taken.append((sid, text))
        return text.startswith("hot")

    monkeypatch.setattr(websocket, "_taken_first", take)
    pair = Pair()
    try:
        for word in ("hot one", "cold", "hot two", "colder"):
            pair.browser.send(TextMessage(data=word))
        pair.browser.send(BytesMessage(data=b"hot bytes"))
        assert [pair.browser.next_text() for _ in range(2)] == ["cold", "colder"]
        assert pair.browser.next().data == b"hot bytes"
    finally:
        pair.end()
    assert [text for _, text in taken] == ["hot one", "cold", "hot two", "colder"]


def test_a_page_that_polls_no_more_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine()
    equip(engine)
    closed: list[dict[str, Any]] = []
    queue = SimpleNamespace(qsize=lambda: websocket.MOST_PACKETS + 1)
    engine.sockets["away"] = SimpleNamespace(queue=queue, close=lambda **how: closed.append(how))
    engine.send_packet("away", Packet("x"))
    assert (engine.sent, len(closed)) == ([], 1)


def test_a_writer_held_up_by_a_reader_can_be_cut_off() -> None:
    failed = threading.Event()

    def flood(ws: WebSocket) -> None:
        with suppress(OSError):
            while True:
                ws.send("x" * 100_000)
        failed.set()

    pair = Pair(flood)
    assert not failed.wait(0.2)
    pair.ws.abort()
    assert failed.wait(5)
    pair.end()
