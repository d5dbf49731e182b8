"""How the domain waits where one loop serves everybody: for disks in a thread, for sockets as the loop does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any


def one_loop() -> bool:
    """Does one loop serve everybody here?"""
    return "gevent.monkey" in sys.modules and sys.modules["gevent.monkey"].is_module_patched("socket")


def real_thread() -> Callable[[Callable[[], Any]], Any]:
    """Runs a function in a thread of the system while the loop goes on.

    Whoever waits for it cannot be called away before it has ended: nobody touches a connection that is committing.
    """
    pool = import_module("gevent").get_hub().threadpool

    def call(act: Callable[[], Any]) -> Any:
        done, called_away = pool.spawn(act), None
        while not done.ready():
            try:
                done.wait()
            except BaseException as reason:
                called_away = reason
        if called_away is not None:
            raise called_away
        return done.get()

    return call


def socket_wait() -> Callable[[int, int], int]:
    """Waits until a socket can be read (1), written (2) or either (3); what is ready at once costs no turn of the loop.

    Returns what it can be used for.
    """
    gevent: Any = import_module("gevent")
    poll = import_module("gevent.monkey").get_original("select", "poll")
    asking = {1: 1, 2: 4, 3: 5}

    def ready(fileno: int, wanted: int) -> int:
        asked = poll()
        asked.register(fileno, asking[wanted])
        found = asked.poll(0)
        if not found:
            return 0
        events = found[0][1]
        # A socket that has failed or was closed can be "read": whoever reads it is told.
        can = (1 if events & 1 else 0) | (2 if events & 4 else 0)
        return can or wanted

    def wait(fileno: int, wanted: int) -> int:
        if now := ready(fileno, wanted):
            return now
        hub = gevent.get_hub()
        watcher = hub.loop.io(fileno, wanted)
        try:
            hub.wait(watcher)
        finally:
            watcher.close()
        return ready(fileno, wanted)

    return wait
