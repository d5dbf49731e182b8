"""Frames on their way to one connection: all that comes in one turn of the loop leaves in one write."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


class Outbox:
    """What is owed to one connection, written in order, whole, and without making anybody wait for a slow reader.

    For a loop that serves everybody (gevent) alone. `failed` is called when the connection turns out to be gone.
    """

    def __init__(self, socket: Any, failed: Callable[[], None]) -> None:
        self.owed = 0
        self._gevent = sys.modules["gevent"]
        self._loop = self._gevent.get_hub().loop
        self._socket = socket
        self._failed = failed
        self._waiting: list[bytes] = []
        self._due = False
        self._rest: Any = None

    def put(self, data: bytes) -> None:
        """Have `data` written at the end of this turn of the loop."""
        self.owed += len(data)
        self._waiting.append(data)
        if not self._due:
            self._due = True
            self._loop.run_callback(self._write)

    def finish(self, data: bytes) -> None:
        """Have `data` written as the last, and wait until it is or cannot be."""
        self.put(data)
        if self._rest is None:
            self._write()
        if self._rest is not None:
            self._rest.join()

    def _write(self) -> None:
        """One attempt that never waits; a greenlet of its own waits for a reader who does not keep up."""
        if self._rest is not None:
            return
        data = b"".join(self._waiting)
        self._waiting.clear()
        try:
            sent = self._socket._sock.send(data) if data else 0
        except BlockingIOError:
            sent = 0
        except OSError:
            self._failed()
            return
        self.owed -= sent
        if sent == len(data):
            self._due = False
        else:
            self._rest = self._gevent.spawn(self._write_patiently, data[sent:])

    def _write_patiently(self, data: bytes) -> None:
        try:
            while data:
                self._socket.sendall(data)
                self.owed -= len(data)
                data = b"".join(self._waiting)
                self._waiting.clear()
        except OSError:
            self._failed()
            return
        self._rest, self._due = None, False


def outbox_for(socket: Any, failed: Callable[[], None]) -> Outbox | None:
    """An outbox where one loop serves everybody and the socket is a plain one; None elsewhere."""
    cooperative = sys.modules.get("gevent._socket3")
    if cooperative is None or type(socket) is not cooperative.socket:
        return None
    return Outbox(socket, failed)
