"""Letters between the processes of one site, through the publish/subscribe of Redis: sealed, and never waited for.

Nothing is stored in Redis and nothing readable passes through it. A letter is sealed with the key of the process that
sent it, which comes from the site's own; its number in the order is the nonce, so that none can be played twice.
"""

from __future__ import annotations

import logging
import queue
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry
else:
    # A site of one process needs neither Redis nor its client; settings refuse an address without the client.
    with suppress(ModuleNotFoundError):
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

log = logging.getLogger(__name__)
NAME_BYTES = 16
NONCE_BYTES = 12
PAD_TO = 256
MOST_WAITING = 10_000
BEAT_SECONDS = 2.0
SILENCE_SECONDS = 3 * BEAT_SECONDS
NEXT_TRY_SECONDS = 1.0
PATIENCE_SECONDS = 2.0


class Envelope:
    """Seals the letters of one process and opens those of the others."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.name = secrets.token_bytes(NAME_BYTES)
        self.site = _derive(key, b"site")[:8].hex()
        self._own = AESGCM(_derive(key, self.name))
        self._sent = 0
        self._senders: dict[bytes, tuple[AESGCM, int]] = {}

    def seal(self, channel: str, letter: bytes) -> bytes:
        """Seal for one channel; the length tells no more than the next multiple of 256."""
        self._sent += 1
        nonce = self._sent.to_bytes(NONCE_BYTES, "big")
        padded = letter + b" " * (-len(letter) % PAD_TO)
        return self.name + nonce + self._own.encrypt(nonce, padded, channel.encode())

    def open(self, channel: str, sealed: bytes) -> tuple[str, Any] | None:
        """(name of the sender, letter), or None: forged, altered, sent elsewhere, or heard before."""
        name, nonce = sealed[:NAME_BYTES], sealed[NAME_BYTES : NAME_BYTES + NONCE_BYTES]
        cipher, last = self._senders.get(name) or (AESGCM(_derive(self._key, name)), 0)
        number = int.from_bytes(nonce, "big")
        if number <= last:
            return None
        try:
            letter = cipher.decrypt(nonce, sealed[NAME_BYTES + NONCE_BYTES :], channel.encode())
        except (InvalidTag, ValueError):
            return None
        self._senders[name] = (cipher, number)
        return name.hex(), orjson.loads(letter)

    def forget(self, sender: str) -> None:
        """The sender is gone; a process that starts anew has another name. Its place is kept against being replayed."""
        known = self._senders.get(bytes.fromhex(sender))
        if known:
            self._senders[bytes.fromhex(sender)] = (known[0], 1 << 90)


class Bus:
    """One process's connection to the others. Sending never waits; receiving happens in a thread of its own.

    Its owner sends something to all every BEAT_SECONDS: who does not hear itself any more looks for Redis anew.
    """

    def __init__(
        self, url: str, key: bytes, *, receive: Callable[[str, Any], None], joined: Callable[[bool], None]
    ) -> None:
        self._envelope = Envelope(key)
        self.name = self._envelope.name.hex()
        self._everybody = f"heqi:{self._envelope.site}:all"
        self._me = self._channel_of(self.name)
        self._redis = redis.Redis.from_url(
            url,
            socket_timeout=PATIENCE_SECONDS,
            socket_connect_timeout=PATIENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._receive, self._joined = receive, joined
        self._waiting: queue.Queue[tuple[str, Any]] = queue.Queue(MOST_WAITING)
        self._sender = threading.Thread(target=self._send_all, name="bus-mouth", daemon=True)
        self._stopped = threading.Event()
        self.up = threading.Event()
        self._heard_myself = 0.0

    def start(self) -> None:
        """Begin to send and to listen."""
        self._sender.start()
        threading.Thread(target=self._listen_always, name="bus-ear", daemon=True).start()

    def stop(self) -> None:
        """Send what waits, then nothing more, and listen no more."""
        self._stopped.set()
        self.up.clear()
        with suppress(queue.Full):
            self._waiting.put_nowait(("", None))
        self._sender.join(PATIENCE_SECONDS)

    def send(self, letter: list[Any], to: str = "") -> None:
        """Send to one process, or to all. While Redis is away, letters are dropped: the database has the truth."""
        if not self.up.is_set():
            return
        try:
            self._waiting.put_nowait((self._channel_of(to) if to else self._everybody, letter))
        except queue.Full:
            log.warning("the processes of this site cannot keep up with each other; a letter was dropped")

    def subscribers(self) -> int:
        """How many processes of the site listen, this one among them."""
        with suppress(redis.RedisError):
            return int(self._redis.pubsub_numsub(self._everybody)[0][1])
        return 0

    def forget(self, sender: str) -> None:
        """A process is gone."""
        self._envelope.forget(sender)

    def _channel_of(self, name: str) -> str:
        return f"heqi:{self._envelope.site}:{name}"

    def _send_all(self) -> None:
        while True:
            channel, letter = self._waiting.get()
            if letter is None:
                return
            try:
                self._redis.publish(channel, self._envelope.seal(channel, orjson.dumps(letter)))
            except redis.RedisError:
                self.up.clear()
                self._stopped.wait(NEXT_TRY_SECONDS)

    def _listen_always(self) -> None:
        again = False
        while not self._stopped.is_set():
            try:
                with self._redis.pubsub(ignore_subscribe_messages=False) as ear:
                    ear.subscribe(self._everybody, self._me)
                    self._listen(ear, again)
            except redis.RedisError as lost:
                if self.up.is_set() or not again:
                    log.warning(
                        "Redis does not answer (%s); until it does, each process serves alone", type(lost).__name__
                    )
            except Exception:
                log.exception("the processes of this site lost each other; they look again")
            self.up.clear()
            again = True
            self._stopped.wait(NEXT_TRY_SECONDS)

    def _listen(self, ear: Any, again: bool) -> None:
        confirmed = 0
        self._heard_myself = time.monotonic()
        while not self._stopped.is_set():
            heard = ear.get_message(timeout=0.5)
            if heard and heard["type"] == "subscribe":
                confirmed += 1
                if confirmed == 2:
                    self.up.set()
                    self._joined(again)
            elif heard and heard["type"] == "message":
                self._take(heard["channel"].decode(), heard["data"])
            if confirmed == 2 and (not self.up.is_set() or self._is_deaf()):
                return

    def _take(self, channel: str, sealed: bytes) -> None:
        opened = self._envelope.open(channel, sealed)
        if opened is None:
            return
        sender, letter = opened
        if sender == self.name:
            self._heard_myself = time.monotonic()
        else:
            self._receive(sender, letter)

    def _is_deaf(self) -> bool:
        return time.monotonic() - self._heard_myself > SILENCE_SECONDS


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"heqi|bus|" + purpose).derive(key)
