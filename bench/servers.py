"""Starts and stops the servers that are measured, and says how much memory they hold."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
POSTGRES = os.environ.get("HEQI_TEST_POSTGRES", "postgresql+psycopg://postgres@127.0.0.1/postgres")
NODE = "node"
REDIS = os.environ.get("HEQI_TEST_REDIS", "redis://127.0.0.1:6379/0")


@dataclass
class Deployment:
    """A database with cases in it, and everybody's cookie."""

    env: dict[str, str]
    members: list[dict[str, Any]]


@contextmanager
def deployment(kind: str, *, rooms: int, history: int = 0) -> Iterator[Deployment]:
    """A fresh deployment on "sqlite" or "postgresql", gone afterwards."""
    home = Path(tempfile.mkdtemp(prefix="heqi-bench-", dir=os.environ.get("HEQI_BENCH_DIR", "/var/tmp")))  # noqa: S108
    name = f"heqi_bench_{secrets.token_hex(4)}"
    env = os.environ | {
        "HEQI_DATA_DIR": str(home),
        "HEQI_EVENTS_IN_5_SECONDS": "1000000",
        "HEQI_PUBLIC_URL": "http://127.0.0.1:8000",
        "PYTHONPATH": str(ROOT),
    }
    server = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    if kind == "postgresql":
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        env["HEQI_DATABASE_URL"] = sa.make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    try:
        made = subprocess.run(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "bench.seed", str(rooms), str(history)],
            env=env | {"HEQI_BACKGROUND": "no"}, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if made.returncode:
            raise SystemExit(made.stderr)
        line = next(line for line in made.stdout.splitlines() if line.startswith("MEMBERS "))
        yield Deployment(env, json.loads(line.removeprefix("MEMBERS ")))
    finally:
        shutil.rmtree(home, ignore_errors=True)
        if kind == "postgresql":
            with server.connect() as connection:
                connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        server.dispose()


@contextmanager
def serving(app: str, env: dict[str, str]) -> Iterator[tuple[int, int]]:
    """gunicorn with `app` ("wsgi:create_app()", "bench.bare:app"), or `NODE`; yields (port, process id)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if app == NODE:
        command = ["node", str(node_server())]
    else:
        command = [str(BIN / "gunicorn"), "--config", "python:blueprints.serving", "--bind", f"127.0.0.1:{port}", app]
    process = subprocess.Popen(command, env=env | {"PORT": str(port)}, cwd=ROOT)  # noqa: S603 - our own server
    try:
        _wait_for(port)
        time.sleep(1.5)
        yield port, process.pid
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def node_server() -> Path:
    """The bare server on Node with what it needs, fetched by its lock; built beside the figures, never committed."""
    there = ROOT / "build" / "bench" / "node"
    if not (there / "node_modules" / "socket.io").is_dir():
        shutil.copytree(ROOT / "bench" / "node", there, dirs_exist_ok=True)
        subprocess.run(["npm", "ci", "--silent"], cwd=there, check=True)
    return there / "bare.js"


def held(pid: int) -> int:
    """Bytes of memory of a process and its children, without what they share."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    private = 0
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            private = int(line.split()[1]) * 1024
    return private + sum(held(int(child)) for child in children)


def load(members: list[dict[str, Any]], **plan: Any) -> subprocess.Popen[str]:
    """A process of members, all connected; `speak` starts it."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "bench.load"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    facts = {"members": members, "rate": 0, "warm": 2, "seconds": 6, "join": False, "run": secrets.token_hex(4)} | plan
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(facts) + "\n")
    process.stdin.flush()
    if process.stdout.readline().strip() != "connected":
        raise SystemExit("the members could not connect")
    return process


def speak(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Let the members speak, and return what they saw, and how many cores were busy meanwhile."""
    began, before = time.monotonic(), _busy()
    report, _ = process.communicate("go\n", timeout=180)
    return json.loads(report) | {"cores": round((_busy() - before) / (time.monotonic() - began), 2)}


def _busy() -> float:
    """Seconds of work that all cores together have done since the machine was started."""
    user, nice, system, _, _, *interrupts = (int(word) for word in Path("/proc/stat").read_text().split()[1:8])
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def _wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("the server did not start")
