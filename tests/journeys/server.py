"""The platform as a person runs it: its own process, a free port, data of its own that vanish afterwards."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """Where it listens and where it keeps its data."""

    address: str
    data: Path
    log: Path
    environment: dict[str, str]
    printed: str


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment_for(data: Path, port: int) -> dict[str, str]:
    """The settings of a server of one's own; what the machine has set for another one is left out,
    and so is the wish to compile every module anew at each start."""
    left_out = ("HEQI_", "PYTHONDONTWRITEBYTECODE")
    own = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return {**own, "HEQI_DATA_DIR": str(data), "PORT": str(port), "PYTHONPATH": str(ROOT)}


def flask(server_environment: dict[str, str], *arguments: str) -> str:
    """Run one administrative command beside the server and return what it printed."""
    outcome = subprocess.run(
        [BIN / "flask", "--app", "wsgi:create_app", *arguments],
        cwd=ROOT,
        env=server_environment,
        capture_output=True,
        text=True,
    )
    if outcome.returncode:
        raise RuntimeError(f"flask {' '.join(arguments)} failed:\n{outcome.stdout[-2000:]}{outcome.stderr[-4000:]}")
    return outcome.stdout


@contextmanager
def running(data: Path, *prepare: str) -> Iterator[Server]:
    """Prepare the data, start the server, wait until it is ready, and stop it at the end."""
    port = free_port()
    environment = environment_for(data, port)
    data.mkdir(parents=True, exist_ok=True)
    printed = flask(environment, "prepare", *prepare)
    log = data / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [BIN / "gunicorn", "--config", "python:blueprints.serving", "wsgi:create_app()"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            server = Server(f"http://127.0.0.1:{port}", data, log, environment, printed)
            _wait_until_ready(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped at once:\n{server.log.read_text()[-4000:]}")
        try:
            if requests.get(f"{server.address}/health/ready", timeout=2).ok:
                return
        except (requests.ConnectionError, requests.Timeout):
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the server was not ready in {START_SECONDS} s:\n{server.log.read_text()[-4000:]}")
