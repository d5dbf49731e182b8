"""One open socket, spoken by hand (Engine.IO 4 and Socket.IO 5 in text), so that it can be cut at any byte."""

from __future__ import annotations

import itertools
import json
import socket
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import websocket

ANSWER_SECONDS = 20


class LineLost(Exception):
    """The connection ended before the answer came."""


class Line:
    """A person's connection to one worker, with everything told over it in order."""

    def __init__(self, address: str, origin: str, cookie: str, *, case: str = "", trusted: Path | None = None) -> None:
        self.heard: list[tuple[str, Any]] = []
        self.closed = False
        self._news = threading.Condition()
        self._acks: dict[int, Any] = {}
        self._numbers = itertools.count()
        self._socket = websocket.WebSocket(sslopt={"ca_certs": str(trusted)} if trusted else {})
        url = address.replace("http", "ws", 1) + "/socket.io/?EIO=4&transport=websocket" + f"&case={case}"
        try:
            self._socket.settimeout(ANSWER_SECONDS)
            self._socket.connect(url, origin=origin, cookie=cookie)
            self._socket.recv()
            self._socket.send("40")
            answer = str(self._socket.recv())
            self._socket.settimeout(None)
        except (OSError, websocket.WebSocketException) as lost:
            self._socket.shutdown()
            raise LineLost(str(lost)) from lost
        if not answer.startswith("40"):
            self._socket.shutdown()
            raise LineLost(f"refused: {answer}")
        threading.Thread(target=self._listen, daemon=True).start()

    def send(self, event: str, payload: object) -> int:
        """Send without waiting; returns the number to wait for."""
        number = next(self._numbers)
        try:
            self._socket.send(f"42{number}{json.dumps([event, payload])}")
        except (OSError, websocket.WebSocketException) as lost:
            raise LineLost(str(lost)) from lost
        return number

    def answer(self, number: int) -> dict[str, Any]:
        """The acknowledgement of what was sent under this number.

        Raises:
            LineLost: none came, and none will.
        """
        with self._news:
            if not self._news.wait_for(lambda: number in self._acks or self.closed, timeout=ANSWER_SECONDS):
                raise LineLost("no answer in time")
            if number not in self._acks:
                raise LineLost("closed")
            return self._acks.pop(number)

    def answered(self, number: int) -> dict[str, Any] | None:
        """The acknowledgement, when it has come already."""
        with self._news:
            return self._acks.pop(number, None)

    def ask(self, event: str, payload: object) -> dict[str, Any]:
        """Send and wait for the acknowledgement."""
        return self.answer(self.send(event, payload))

    def wait(self, happened: Any, seconds: float = ANSWER_SECONDS) -> bool:
        """Wait until `happened()` holds; it is asked anew at every frame."""
        with self._news:
            return bool(self._news.wait_for(happened, timeout=seconds))

    def messages(self) -> list[dict[str, Any]]:
        """Every message told, in the order it came."""
        with self._news:
            return [data for name, data in self.heard if name == "message:posted"]

    def cut(self) -> None:
        """Lose the connection: no farewell, and what was on its way is lost."""
        with suppress(OSError, AttributeError, websocket.WebSocketException):
            self._socket.sock.shutdown(socket.SHUT_RDWR)

    def _listen(self) -> None:
        try:
            while frame := self._socket.recv():
                self._take(str(frame))
        except (OSError, websocket.WebSocketException):
            pass
        finally:
            self._socket.shutdown()
            with self._news:
                self.closed = True
                self._news.notify_all()

    def _take(self, frame: str) -> None:
        if frame == "2":
            self._socket.send("3")
        elif frame.startswith("42"):
            name, *rest = json.loads(frame[frame.index("[") :])
            with self._news:
                self.heard.append((name, rest[0] if rest else None))
                self._news.notify_all()
        elif frame.startswith("43"):
            start = frame.index("[")
            with self._news:
                self._acks[int(frame[2:start])] = json.loads(frame[start:])[0]
                self._news.notify_all()
        elif frame.startswith("41"):
            self.cut()
