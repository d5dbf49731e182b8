"""Many members who speak and listen: Engine.IO 4 and Socket.IO 5 over plain WebSockets, in one process of their own."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import sys
import time
from dataclasses import dataclass, field
from typing import Any

MARK = re.compile(rb"@@(\d+):(\d+)@@")
ACK = re.compile(rb"43(\d+)\[")


def frame(payload: bytes, kind: int = 1) -> bytes:
    """A client's frame; a mask of zeros is a mask and costs nothing."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | kind, 0x80 | size))
    else:
        head = bytes((0x80 | kind, 0x80 | 126)) + size.to_bytes(2, "big")
    return head + b"\0\0\0\0" + payload


@dataclass
class Tally:
    """What was seen."""

    acks: list[float] = field(default_factory=list)
    deliveries: list[float] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    measuring: bool = False

    def error(self, what: str) -> None:
        self.errors[what] = self.errors.get(what, 0) + 1


class Member(asyncio.Protocol):
    """One connection of one person."""

    def __init__(self, load: Load, number: int, who: dict[str, Any]) -> None:
        self.load, self.number, self.who = load, number, who
        self.buffer, self.greeted = b"", False
        self.ready: asyncio.Future[None] = load.loop.create_future()
        self.sent: dict[int, float] = {}
        self.serial = 0
        self.deaf = False
        self.transport: Any = None

    async def open(self) -> None:
        """Connect and wait until the server has let us in."""
        port = self.who["port"]
        await self.load.loop.create_connection(lambda: self, "127.0.0.1", port)
        key = base64.b64encode(os.urandom(16)).decode()
        self.transport.write(
            (
                f"GET /socket.io/?EIO=4&transport=websocket&case={self.who['ref']} HTTP/1.1\r\n"
                f"Host: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                f"Origin: {self.who['origin']}\r\nCookie: {self.who.get('cookie', '')}\r\n\r\n"
            ).encode()
        )
        await asyncio.wait_for(self.ready, 60)

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("refused"))
        elif not self.load.over and not self.deaf:
            self.load.tally.error("connection lost")

    def data_received(self, data: bytes) -> None:
        data = self.buffer + data if self.buffer else data
        if not self.greeted:
            end = data.find(b"\r\n\r\n")
            if end < 0:
                self.buffer = data
                return
            if b" 101 " not in data[:20]:
                self.transport.close()
                return
            self.greeted, data = True, data[end + 4 :]
        place, size = 0, len(data)
        while size - place >= 2:
            length, start = data[place + 1], place + 2
            if length == 126:
                length, start = int.from_bytes(data[start : start + 2], "big"), start + 2
            elif length == 127:
                length, start = int.from_bytes(data[start : start + 8], "big"), start + 8
            if size - start < length:
                break
            self.message(data[start : start + length])
            place = start + length
        self.buffer = data[place:]

    def message(self, payload: bytes) -> None:
        """One packet from the server."""
        now = time.perf_counter()
        if payload[:2] == b"42":
            found = MARK.search(payload)
            if found and self.load.tally.measuring:
                sent = self.load.moments.get((int(found[1]), int(found[2])))
                if sent is not None:
                    self.load.tally.deliveries.append(now - sent)
        elif payload[:2] == b"43":
            self.acknowledged(payload, now)
        elif payload == b"2":
            self.transport.write(frame(b"3"))
        elif payload[:1] == b"0":
            self.transport.write(frame(b"40"))
        elif payload[:2] == b"40":
            if self.load.join:
                self.emit("join", {"room": self.who["channel_id"]})
            elif not self.ready.done():
                self.ready.set_result(None)

    def acknowledged(self, payload: bytes, now: float) -> None:
        """The server's answer to something we sent."""
        if not self.ready.done():
            self.ready.set_result(None)
            return
        found = ACK.match(payload)
        moment = self.sent.pop(int(found[1]), None) if found else None
        if b'"ok":true' not in payload[:40]:
            self.load.tally.error(payload[:160].decode("utf-8", "replace"))
        if moment is not None and self.load.tally.measuring:
            self.load.tally.acks.append(now - moment)
        if self.load.closed and not self.load.over:
            self.speak(time.perf_counter())

    def emit(self, event: str, data: dict[str, Any]) -> None:
        self.serial += 1
        self.transport.write(frame(f"42{self.serial}{json.dumps([event, data], separators=(',', ':'))}".encode()))

    def speak(self, moment: float) -> None:
        """Say something; late answers count from when it should have been said."""
        self.sent[self.serial + 1] = moment
        self.load.moments[self.number, self.serial + 1] = moment
        text = f"@@{self.number}:{self.serial + 1}@@ we have read your letter and would like to answer point by point"
        ref = f"{self.number}-{self.serial + 1}-{self.load.run}"
        self.emit("message:post", {"channel_id": self.who["channel_id"], "text": text, "client_ref": ref})

    def stop_reading(self) -> None:
        """Be a page on a train: connected, and reading nothing."""
        self.deaf = True
        self.transport.pause_reading()


class Load:
    """One run. The plan says who connects, who of them speaks, how, and for how long."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan, self.tally = plan, Tally()
        self.closed, self.join = plan["rate"] == 0, plan["join"]
        self.moments: dict[tuple[int, int], float] = {}
        self.over = False
        self.run = plan["run"]
        self.loop: Any = None

    async def go(self) -> dict[str, Any]:
        """Connect everybody, speak, and report."""
        self.loop = asyncio.get_running_loop()
        people = [Member(self, number, who) for number, who in enumerate(self.plan["members"])]
        for start in range(0, len(people), 50):
            await asyncio.gather(*(member.open() for member in people[start : start + 50]))
        speakers = [member for member in people if member.who.get("speaks", True)]
        for member in people:
            if member.who.get("deaf"):
                member.stop_reading()
        print("connected", flush=True)
        await self.loop.run_in_executor(None, sys.stdin.readline)
        began = await self._speak(speakers)
        seconds = time.perf_counter() - began
        self.over = True
        tally = self.tally
        return {
            "seconds": seconds,
            "acks": len(tally.acks),
            "deliveries": len(tally.deliveries),
            "ack_ms": spread(tally.acks),
            "delivery_ms": spread(tally.deliveries),
            "errors": tally.errors,
            "unanswered": sum(len(member.sent) for member in speakers) if not self.closed else 0,
        }

    async def _speak(self, speakers: list[Member]) -> float:
        warm, lasts = self.plan["warm"], self.plan["seconds"]
        if self.closed:
            for member in speakers:
                member.speak(time.perf_counter())
            await asyncio.sleep(warm)
            self.tally.measuring = True
            began = time.perf_counter()
            await asyncio.sleep(lasts)
            self.tally.measuring = False
            return began
        step, start, number = 1 / self.plan["rate"], time.perf_counter(), 0
        began = start + warm
        while (due := start + number * step) < began + lasts:
            if due > time.perf_counter():
                await asyncio.sleep(due - time.perf_counter())
            self.tally.measuring = due >= began
            speakers[number * 7919 % len(speakers)].speak(due)
            number += 1
        await asyncio.sleep(0.5)
        return began


def spread(values: list[float]) -> dict[str, float]:
    """Percentiles in milliseconds."""
    ordered = sorted(values) or [0.0]
    at = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {name: round(ordered[min(len(ordered) - 1, int(len(ordered) * p))] * 1000, 2) for name, p in at.items()}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(Load(json.loads(sys.stdin.readline())).go())), flush=True)
