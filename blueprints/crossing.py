"""What must cross from one process of the site to another: facts for an account whose socket is elsewhere, forced
disconnections, and who is in a room.

Each process knows by hearsay which accounts have a socket at which other process, and writes to those alone. Nothing
depends on a letter arriving: the database has the truth, a page asks for what it missed when it connects, when it
sees a hole, when it is told that letters may have been lost, and now and then.
"""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from blueprints.bus import BEAT_SECONDS, SILENCE_SECONDS, Bus
from blueprints.neighbours import Neighbours
from odr.rooms import presence
from odr.rooms.commands import tell_of_presence

log = logging.getLogger(__name__)
NOTICED_SECONDS = 0.5
FIRST_SECONDS = 3.0


@dataclass(frozen=True)
class Hands:
    """What the socket does here on behalf of another process."""

    tell: Callable[[Iterable[str], str, Any], None]
    close: Callable[[Iterable[str]], None]
    behind: Callable[[], None]
    accounts: Callable[[], Iterable[str]]


@dataclass
class _Waiting:
    """A connection that waits until everybody knows of it."""

    missing: set[str]
    done: threading.Event = field(default_factory=threading.Event)


class Crossing:
    """This process among the others of its site."""

    def __init__(self, url: str, key: bytes, hands: Hands) -> None:
        self._hands = hands
        self._others = Neighbours()
        self._bus = Bus(url, key, receive=self._receive, joined=self._joined)
        self._turn = threading.Lock()
        self._version = 0
        self._tickets: dict[int, _Waiting] = {}
        self._stopped = threading.Event()
        self._acts: Mapping[str, Callable[..., None]] = {
            "hello": self._greeted,
            "state": self._told_all,
            "ask": self._asked,
            "version": self._compared,
            "has": self._arrived_there,
            "lost": self._left_there,
            "noted": self._noted,
            "place": self._moved_there,
            "event": lambda sender, accounts, name, payload: self._hands.tell(accounts, name, payload),
            "close": lambda sender, accounts: self._hands.close(accounts),
            "behind": lambda sender: self._hands.behind(),
            "bye": lambda sender: self._forget(sender),
        }

    @property
    def up(self) -> bool:
        """Can letters be sent and heard now?"""
        return self._bus.up.is_set()

    def start(self) -> None:
        """Join the others, and wait a moment until they have told what they hold."""
        presence.watch(self._moved_here)
        self._bus.start()
        threading.Thread(target=self._look_around, name="crossing", daemon=True).start()
        if self._bus.up.wait(FIRST_SECONDS):
            end, others = time.monotonic() + FIRST_SECONDS, self._bus.subscribers() - 1
            while len(self._others.names()) < others and time.monotonic() < end:
                time.sleep(0.02)

    def stop(self) -> None:
        """Say goodbye and listen no more."""
        self._stopped.set()
        presence.watch(None)
        presence.forget_others()
        self._bus.send(["bye"])
        self._bus.stop()

    def is_elsewhere(self, account: str) -> bool:
        """Has the account a socket at another process too?"""
        return bool(self._others.holding((account,)))

    def pass_on(self, accounts: Iterable[str], name: str, payload: Any) -> None:
        """Have a fact told to those of the accounts whose sockets are elsewhere, written as JSON once."""
        holding = self._others.holding(accounts)
        if holding:
            told = orjson.Fragment(orjson.dumps(payload))
            for process, theirs in holding.items():
                self._bus.send(["event", theirs, name, told], to=process)

    def close(self, accounts: Iterable[str]) -> None:
        """Have the sockets of these accounts closed everywhere, also where we do not know of one."""
        self._bus.send(["close", list(accounts)])

    def arrived(self, account: str) -> None:
        """The account's first socket opened here. Returns when the others know: from now on nothing is missed."""
        with self._turn:
            self._version += 1
            ticket, others = self._version, set(self._others.names())
            waiting = self._tickets[ticket] = _Waiting(others)
            self._bus.send(["has", self._version, account])
        if others and self.up:
            waiting.done.wait(NOTICED_SECONDS)
        self._tickets.pop(ticket, None)

    def left(self, account: str) -> None:
        """The account's last socket here is gone."""
        self._change("lost", account)

    def _change(self, kind: str, *facts: Any) -> None:
        with self._turn:
            self._version += 1
            self._bus.send([kind, self._version, *facts])

    def _state(self) -> list[Any]:
        return ["state", self._version, list(self._hands.accounts()), presence.places_here()]

    def _joined(self, again: bool) -> None:
        """We hear the others, for the first time or again; after a silence nobody knows what was lost."""
        with self._turn:
            self._bus.send(["hello"])
            self._bus.send(self._state())
        if again:
            self._bus.send(["behind"])
            self._hands.behind()

    def _receive(self, sender: str, letter: list[Any]) -> None:
        self._others.heard(sender)
        kind, *facts = letter
        try:
            self._acts[kind](sender, *facts)
        except Exception:
            log.exception("a letter of another process (%s) could not be read", kind)

    def _greeted(self, sender: str) -> None:
        with self._turn:
            self._bus.send(self._state(), to=sender)

    _asked = _greeted

    def _told_all(self, sender: str, version: int, accounts: list[str], places: list[list[str]]) -> None:
        self._others.replace(sender, version, accounts)
        self._announce_gone(presence.mirror(sender, [(case, person) for case, person in places]))

    def _compared(self, sender: str, version: int) -> None:
        if not self._others.follows(sender, version, change=False):
            self._bus.send(["ask"], to=sender)

    def _follows(self, sender: str, version: int) -> bool:
        fits = self._others.follows(sender, version, change=True)
        if not fits:
            self._bus.send(["ask"], to=sender)
        return fits

    def _arrived_there(self, sender: str, version: int, account: str) -> None:
        if self._follows(sender, version):
            self._others.put(sender, account, here=True)
            self._bus.send(["noted", version], to=sender)

    def _left_there(self, sender: str, version: int, account: str) -> None:
        if self._follows(sender, version):
            self._others.put(sender, account, here=False)

    def _noted(self, sender: str, ticket: int) -> None:
        waiting = self._tickets.get(ticket)
        if waiting:
            waiting.missing.discard(sender)
            if not waiting.missing:
                waiting.done.set()

    def _moved_here(self, place: presence.Place, here: bool, news: bool) -> None:
        self._change("place", *place, here, news)

    def _moved_there(self, sender: str, version: int, case: str, person: str, here: bool, news: bool) -> None:
        if self._follows(sender, version) and presence.moved(sender, (case, person), here=here) and not news:
            # Two moves crossed: each process thought that the other one still held the person.
            tell_of_presence(case, person)

    def _forget(self, name: str) -> None:
        self._others.forget(name)
        self._bus.forget(name)
        self._announce_gone(presence.mirror(name, ()))

    def _announce_gone(self, places: list[presence.Place]) -> None:
        """Of those who were in a room through a process that is gone, one of the others tells."""
        if self._bus.name < min(self._others.names(), default="~"):
            for case, person in places:
                tell_of_presence(case, person)

    def _look_around(self) -> None:
        while not self._stopped.wait(BEAT_SECONDS):
            with self._turn:
                self._bus.send(["version", self._version])
            for name in self._others.silent_for(SILENCE_SECONDS):
                self._forget(name)


_crossing: Crossing | None = None


def join(url: str, key: bytes, hands: Hands) -> None:
    """Join the other processes of the site through Redis; without an address this process is the whole site."""
    global _crossing
    part()
    if not url:
        return
    _crossing = Crossing(url, key, hands)
    _crossing.start()
    atexit.register(part)


def part() -> None:
    """Leave the other processes."""
    global _crossing
    atexit.unregister(part)
    if _crossing is not None:
        _crossing.stop()
    _crossing = None


def site() -> Crossing | None:
    """This process among the others; None when it is alone."""
    return _crossing


def state() -> str:
    """ "alone", "ok", or "degraded": Redis is away, so that each process serves by itself and pages catch up."""
    if _crossing is None:
        return "alone"
    return "ok" if _crossing.up else "degraded"
