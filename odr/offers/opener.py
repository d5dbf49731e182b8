"""The opener: a process of its own that alone holds the private keys of rounds, and tells only whether offers meet.

It answers one JSON line for each JSON line, over the pipes of its parent or over a Unix socket. For one round it opens
one set of sealed offers, once: the outcome is written down, the key destroyed, and whoever asks again with the very
same offers is told the same outcome. With others nothing is opened any more.
"""

from __future__ import annotations

import argparse
import base64
import fcntl
import json
import os
import re
import resource
import socketserver
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

from odr.offers.reveal import ANSWER, NotAnOffer, Outcome, answers_outcome, outcome_of, read_offer, read_priorities
from odr.offers.rules import RoundKind, rules_from
from odr.offers.sealed import Place, Unreadable, unseal

GONE, OTHER_OFFERS, UNREADABLE, BROKEN = "gone", "other_offers", "unreadable", "broken"
MOST_LINE_BYTES = 256 * 1024
_ROUND_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_SOCKET_MODE = 0o660


class Refused(Exception):
    """What was asked is not done; the reason is one of a closed list and never holds a figure."""


class Opener:
    """The keys of rounds in a folder only this process reads, and the acts on them."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        self._folder = folder
        self._acts: dict[str, Callable[..., object]] = {
            "key": self._new_key,
            "check": self._check,
            "open": self._open,
            "forget": self._forget,
        }

    def answer(self, line: bytes | str) -> str:
        """One request, one answer; nothing that was sealed is ever part of a failure."""
        try:
            asked: dict[str, Any] = json.loads(line)
            if not _ROUND_ID.fullmatch(asked["round_id"]):
                raise Refused(BROKEN)
            with self._alone():
                result = self._acts[asked.pop("act")](**asked)
        except Refused as refused:
            return json.dumps({"refused": str(refused)})
        except Exception:
            return json.dumps({"refused": BROKEN})
        return json.dumps({"result": result})

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Several openers may share one folder: one acts at a time."""
        with open(self._folder / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _new_key(self, round_id: str) -> str:
        if (self._folder / f"{round_id}.outcome").exists():
            raise Refused(GONE)
        path = self._folder / f"{round_id}.key"
        if not path.exists():
            fresh = ec.generate_private_key(ec.SECP256R1())
            self._write(path, fresh.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
        public = self._key(round_id).public_key()
        return _b64(public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def _check(self, round_id: str, case_id: str, terms: str, offer: dict[str, str]) -> bool:
        """Can this offer be opened when the time comes? Nothing else is told."""
        key = self._key(round_id)
        try:
            _read(terms, _unsealed(key, round_id, case_id, terms, offer))
        except (Unreadable, NotAnOffer):
            return False
        return True

    def _open(self, round_id: str, case_id: str, terms: str, offers: list[dict[str, str]]) -> dict[str, Any]:
        asked = sha256(json.dumps([case_id, terms, offers], sort_keys=True).encode()).hexdigest()
        path = self._folder / f"{round_id}.outcome"
        if not path.exists():
            key = self._key(round_id)
            try:
                bodies = {offer["party_id"]: _unsealed(key, round_id, case_id, terms, offer) for offer in offers}
                outcome = _outcome(terms, bodies)
            except (Unreadable, NotAnOffer):
                raise Refused(UNREADABLE) from None
            self._write(path, json.dumps({"asked": asked, "outcome": asdict(outcome)}).encode())
        self._destroy(self._folder / f"{round_id}.key")
        kept = json.loads(path.read_bytes())
        if kept["asked"] != asked:
            raise Refused(OTHER_OFFERS)
        return kept["outcome"]

    def _forget(self, round_id: str) -> bool:
        for kind in ("key", "outcome"):
            self._destroy(self._folder / f"{round_id}.{kind}")
        return True

    def _key(self, round_id: str) -> ec.EllipticCurvePrivateKey:
        try:
            key = load_der_private_key((self._folder / f"{round_id}.key").read_bytes(), None)
        except FileNotFoundError:
            raise Refused(GONE) from None
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return key

    def _write(self, path: Path, data: bytes) -> None:
        """Whole or not at all, readable by this user alone."""
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        fresh.rename(path)
        self._settle()

    def _destroy(self, path: Path) -> None:
        with suppress(FileNotFoundError):
            with open(path, "r+b") as out:
                out.write(bytes(path.stat().st_size))
                out.flush()
                os.fsync(out.fileno())
            path.unlink()
            self._settle()

    def _settle(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _unsealed(key: ec.EllipticCurvePrivateKey, round_id: str, case_id: str, terms: str, offer: dict[str, str]) -> str:
    place = Place(case_id, round_id, offer["party_id"], terms)
    return unseal(place, key, _bytes(offer["sealed"]), _bytes(offer["commitment"]))


def _read(terms: str, body: str) -> None:
    if json.loads(terms)["kind"] == ANSWER:
        answers_outcome({"": body})
        return
    rules = rules_from(terms)
    if rules.kind is RoundKind.SEARCH:
        read_priorities(rules, body)
    else:
        read_offer(rules, body)


def _outcome(terms: str, bodies: dict[str, str]) -> Outcome:
    return answers_outcome(bodies) if json.loads(terms)["kind"] == ANSWER else outcome_of(rules_from(terms), bodies)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def serve(opener: Opener, requests: Any, replies: Any) -> None:
    """Answer line by line until the other end closes."""
    while line := requests.readline(MOST_LINE_BYTES):
        replies.write(opener.answer(line).encode() + b"\n")
        replies.flush()


def listen(opener: Opener, address: Path) -> None:
    """Serve whoever may open the socket: its folder and group decide who that is."""

    class Caller(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            serve(opener, self.rfile, self.wfile)

    address.unlink(missing_ok=True)
    with socketserver.ThreadingUnixStreamServer(str(address), Caller) as server:
        address.chmod(_SOCKET_MODE)
        server.daemon_threads = True
        server.serve_forever()


def main() -> None:
    """`python -m odr.offers.opener --keys FOLDER [--socket PATH]`; without a socket it serves its own pipes."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--keys", type=Path, required=True)
    parser.add_argument("--socket", type=Path)
    chosen = parser.parse_args()
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    opener = Opener(chosen.keys)
    if chosen.socket:
        listen(opener, chosen.socket)
        return
    own_output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    serve(opener, sys.stdin.buffer, own_output)


if __name__ == "__main__":
    main()
