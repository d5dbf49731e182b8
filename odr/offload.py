"""Runs heavy functions (password hashing, PDF, sealing, verifying) in worker processes, so that nobody waits for them.

A worker is this module started as a program; it speaks pickled frames over its own pipes with its parent only. What
looks into a file from outside runs in a process of its own (`confined`), which answers in JSON: whatever a hostile file
makes of its reader, the parent reads plain values.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import resource
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

from odr.db import in_unit
from odr.errors import FileRefused, Unavailable

P = ParamSpec("P")
R = TypeVar("R")

_FRAME = struct.Struct(">Q")
_ROOT = Path(__file__).resolve().parent.parent
CONFINED_AT_ONCE = 2
# A file may cost so many seconds of work; on a busy machine they take longer by the clock, and that is not its fault.
PATIENCE = 4
LONGEST_ANSWER = 192 * 1024 * 1024


def run(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call `function` in a worker process and return its result; exceptions come back as they were raised.

    Raises:
        RuntimeError: called inside a unit of work, which would hold the database while the work runs.
        Unavailable: the worker died in the middle; nothing was stored, the act may be tried again.
    """
    if in_unit():
        raise RuntimeError("heavy work must not run inside a unit of work")
    if _pool.size == 0:
        return function(*args, **kwargs)
    return _pool.call(f"{function.__module__}:{function.__qualname__}", args, kwargs)


def confined(function: Callable[..., dict[str, Any]], *args: Any, seconds: int, memory: int) -> dict[str, Any]:
    """Call `function` in a process of its own that writes no file, with `seconds` of work and `memory` bytes at most.

    Raises:
        RuntimeError: called inside a unit of work.
        FileRefused: raised by `function`; with the reason "too_hard" when it needed more time or memory, or died.
    """
    if in_unit():
        raise RuntimeError("heavy work must not run inside a unit of work")
    if _pool.size == 0:
        return function(*args)
    with _few:
        answer = _ask_once(f"{function.__module__}:{function.__qualname__}", args, seconds, memory)
    if not isinstance(answer, dict):
        raise FileRefused(reason="too_hard")
    if "refused" in answer:
        raise FileRefused(**answer["refused"])
    return answer["result"]


def use_processes(size: int) -> None:
    """Work in `size` processes from now on; 0 works in the calling thread (short programs and tests)."""
    _pool.close()
    _pool.size = size


@dataclass
class _Pool:
    size: int = 0
    idle: list[subprocess.Popen[bytes]] = field(default_factory=list)
    busy: int = 0
    free: threading.Condition = field(default_factory=threading.Condition)

    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        worker = self._take()
        try:
            _send(_pipe(worker.stdin), (name, args, kwargs))
            ok, result = _receive(_pipe(worker.stdout))
        except (OSError, EOFError) as lost:
            self._give_back(None)
            _end(worker)
            raise Unavailable(service="worker") from lost
        except BaseException:
            self._give_back(None)
            _end(worker)
            raise
        self._give_back(worker)
        if not ok:
            raise result
        return result

    def _take(self) -> subprocess.Popen[bytes]:
        with self.free:
            while not self.idle and self.busy >= self.size:
                self.free.wait()
            self.busy += 1
            if self.idle:
                return self.idle.pop()
        try:
            return subprocess.Popen(  # noqa: S603 - our own interpreter and module, no input from outside
                [sys.executable, "-m", "odr.offload"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT
            )
        except OSError as refused:
            self._give_back(None)
            raise Unavailable(service="worker") from refused

    def _give_back(self, worker: subprocess.Popen[bytes] | None) -> None:
        with self.free:
            self.busy -= 1
            if worker is not None:
                self.idle.append(worker)
            self.free.notify()

    def close(self) -> None:
        with self.free:
            leaving, self.idle = self.idle, []
        for worker in leaving:
            _end(worker)


_pool = _Pool()
_few = threading.BoundedSemaphore(CONFINED_AT_ONCE)
atexit.register(_pool.close)


def _ask_once(name: str, args: tuple[Any, ...], seconds: int, memory: int) -> Any:
    """One question to a process made for it, or None when it gave no answer in time."""
    command = [sys.executable, "-B", "-m", "odr.offload", str(seconds), str(memory)]
    try:
        # What it complains of could quote the file: nobody reads it.
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no input from outside
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=_ROOT
        )
    except OSError as refused:
        raise Unavailable(service="worker") from refused
    timer = threading.Timer(seconds * PATIENCE, child.kill)
    timer.start()
    try:
        _send(_pipe(child.stdin), (name, args, {}))
        return json.loads(_pipe(child.stdout).read(LONGEST_ANSWER))
    except (OSError, ValueError):
        return None
    finally:
        timer.cancel()
        _end(child)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    for stream in (worker.stdin, worker.stdout):
        with suppress(OSError):
            _pipe(stream).close()
    worker.wait()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise OSError("the worker has no pipe")
    return stream


def _send(stream: IO[bytes], value: object) -> None:
    frame = pickle.dumps(value)
    stream.write(_FRAME.pack(len(frame)) + frame)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    head = stream.read(_FRAME.size)
    if len(head) < _FRAME.size:
        raise EOFError
    (length,) = _FRAME.unpack(head)
    return pickle.loads(stream.read(length))  # noqa: S301 - written by our own child process


def _work(requests: IO[bytes], replies: IO[bytes]) -> None:
    while True:
        try:
            name, args, kwargs = _receive(requests)
        except EOFError:
            return
        module, _, qualified = name.partition(":")
        try:
            _send(replies, (True, getattr(import_module(module), qualified)(*args, **kwargs)))
        except Exception as failure:
            _send(replies, (False, _portable(failure)))


def _portable(failure: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(failure))  # noqa: S301 - our own bytes
    except Exception:
        return RuntimeError(f"{type(failure).__name__}: {failure}")
    return failure


def _answer_once(requests: IO[bytes], reply: IO[bytes], seconds: int, memory: int) -> None:
    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    name, args, _ = _receive(requests)
    module, _, qualified = name.partition(":")
    try:
        answer = {"result": getattr(import_module(module), qualified)(*args)}
    except FileRefused as refused:
        answer = {"refused": refused.details}
    except (MemoryError, RecursionError):
        answer = {"refused": {"reason": "too_hard"}}
    reply.write(json.dumps(answer).encode())
    reply.flush()


if __name__ == "__main__":
    own_output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    if len(sys.argv) > 1:
        _answer_once(sys.stdin.buffer, own_output, int(sys.argv[1]), int(sys.argv[2]))
    else:
        _work(sys.stdin.buffer, own_output)
