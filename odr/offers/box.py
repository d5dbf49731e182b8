"""The way to the opener: what the platform may ask of it, and nothing more.

By default the opener is a child process with a folder of keys of its own; a deployment may run it as another user and
name its socket (HEQI_OPENER_SOCKET). The platform never sees a private key or an offer.
"""

from __future__ import annotations

import atexit
import base64
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol

from odr.db import in_unit
from odr.errors import Unavailable
from odr.offers.opener import BROKEN, Opener
from odr.offers.reveal import Outcome
from odr.offers.sealed import Place
from odr.settings import Settings

_ROOT = Path(__file__).resolve().parents[2]
_PATIENCE_SECONDS = 20


class Spoiled(Exception):
    """This round can never be opened: its key is gone, or what was stored is not what was sealed."""


@dataclass(frozen=True)
class Sealed:
    """One side's sealed offer as it is stored."""

    party_id: str
    sealed: bytes
    commitment: bytes

    def as_json(self) -> dict[str, str]:
        """As the opener reads it."""
        plain = {"sealed": self.sealed, "commitment": self.commitment}
        return {"party_id": self.party_id} | {name: base64.b64encode(data).decode() for name, data in plain.items()}


def new_key(round_id: str) -> bytes:
    """The public half (65 bytes, X9.62) of the key of a round; its private half exists in the opener alone."""
    return base64.b64decode(_ask(act="key", round_id=round_id))


def fits(place: Place, offer: Sealed) -> bool:
    """Will the opener be able to open this, under these rules, in this place? It tells that and nothing else."""
    return bool(
        _ask(act="check", round_id=place.round_id, case_id=place.case_id, terms=place.terms, offer=offer.as_json())
    )


def open_all(place: Place, offers: Sequence[Sealed]) -> Outcome:
    """Open the offers of a round against each other, once and for all. `place.party_id` is not used.

    Raises:
        Spoiled: never again; the round is void.
        Unavailable: the opener did not answer; asking again later gives the same outcome.
    """
    ordered = [offer.as_json() for offer in sorted(offers, key=lambda offer: offer.party_id)]
    told = _ask(act="open", round_id=place.round_id, case_id=place.case_id, terms=place.terms, offers=ordered)
    packages = tuple(tuple(package) for package in told["packages"])
    return Outcome(told["met"], told["fen"], tuple(told["choices"]), packages, told["shown_to_all"])


def forget(round_id: str) -> None:
    """Destroy whatever the opener still holds of a round. If it does not answer, `forget` may be called again."""
    with suppress(Unavailable):
        _ask(act="forget", round_id=round_id)


class Line(Protocol):
    """One way to an opener: a request goes out, its answer comes back."""

    def ask(self, request: bytes) -> bytes: ...

    def close(self) -> None: ...


@dataclass
class Inside:
    """An opener in this very process: for short programs and tests."""

    opener: Opener

    def ask(self, request: bytes) -> bytes:
        return self.opener.answer(request).encode()

    def close(self) -> None: ...


@dataclass
class Child:
    """An opener as our child process, started when it is first needed and again when it has died."""

    keys: Path
    process: subprocess.Popen[bytes] | None = None
    turn: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, request: bytes) -> bytes:
        with self.turn:
            try:
                return self._exchange(request)
            except BaseException:
                # A half-read answer must never be taken for that to the next question.
                self._end()
                raise

    def _exchange(self, request: bytes) -> bytes:
        if self.process is None or self.process.poll() is not None:
            self._end()
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no input from outside
                [sys.executable, "-m", "odr.offers.opener", "--keys", str(self.keys)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=_ROOT,
            )
        there, back = _pipe(self.process.stdin), _pipe(self.process.stdout)
        there.write(request)
        there.flush()
        return back.readline()

    def _end(self) -> None:
        leaving, self.process = self.process, None
        if leaving is None:
            return
        leaving.kill()
        for stream in (leaving.stdin, leaving.stdout):
            with suppress(OSError):
                _pipe(stream).close()
        leaving.wait()

    def close(self) -> None:
        with self.turn:
            self._end()


@dataclass
class Elsewhere:
    """An opener that runs as another user of this machine and listens on a Unix socket."""

    address: str

    def ask(self, request: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.settimeout(_PATIENCE_SECONDS)
            line.connect(self.address)
            line.sendall(request)
            with line.makefile("rb") as back:
                return back.readline()

    def close(self) -> None: ...


@dataclass
class _Way:
    line: Line | None = None


_way = _Way()


def use_opener(settings: Settings) -> None:
    """Reach the opener as the settings say: over its socket, as a child, or inside this process."""
    if settings.opener_socket:
        use_line(Elsewhere(settings.opener_socket))
    elif settings.offload == "process":
        use_line(Child(settings.opener_dir))
    else:
        use_line(Inside(Opener(settings.opener_dir)))


def use_line(line: Line | None) -> None:
    """Use this way to the opener from now on, and close the one before."""
    before, _way.line = _way.line, line
    if before is not None:
        before.close()


atexit.register(use_line, None)


def _ask(**request: Any) -> Any:
    if in_unit():
        raise RuntimeError("the opener must not be asked inside a unit of work")
    if _way.line is None:
        raise RuntimeError("no opener is in use")
    try:
        answer = _way.line.ask(json.dumps(request).encode() + b"\n")
    except OSError as lost:
        raise Unavailable(service="opener") from lost
    if not answer.rstrip().endswith(b"}"):
        raise Unavailable(service="opener")
    told = json.loads(answer)
    if told.get("refused") == BROKEN:
        raise Unavailable(service="opener")
    if "refused" in told:
        raise Spoiled(told["refused"])
    return told["result"]


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise OSError("the opener has no pipe")
    return stream
