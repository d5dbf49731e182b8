"""A site as an operator runs it: one gunicorn process for each worker, one database, and Redis between them."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import redis
import requests
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from blueprints.guard import TOKEN
from odr import clock, db, events, offload, schema
from odr.access import vault
from odr.accounts.models import Login
from odr.accounts.queries import digest_of
from odr.db import transaction
from odr.evidence.storage import FileBlobStore, use_store
from tests.journeys.server import BIN, ROOT, START_SECONDS, free_port

REDIS = os.environ.get("HEQI_TEST_REDIS", "redis://127.0.0.1:6379/0")


@dataclass(frozen=True)
class Browser:
    """What a signed-in browser holds: its cookie, and the token that its pages carry against forgery."""

    cookie: str
    csrf: str


class Worker:
    """One process of the site; `address` is where it listens."""

    def __init__(self, port: int, environment: dict[str, str], log: Path) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.environment = environment | {"PORT": str(port)}
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; `wait` tells when it serves."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [BIN / "gunicorn", "--config", "python:blueprints.serving", "tests.machines.served:create()"],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Wait until it serves."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                raise RuntimeError(f"a worker stopped at once:\n{self.log.read_text()[-4000:]}")
            with suppress(requests.RequestException):
                if requests.get(f"{self.address}/health/ready", timeout=2).ok:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"a worker was not ready in time:\n{self.log.read_text()[-4000:]}")

    def kill(self) -> None:
        """SIGKILL for it and all its children: no handler runs, nothing is flushed."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Site:
    """The workers, and what tests need to act as somebody: this process shares the site's database and keys."""

    def __init__(self, address: str, session_key: bytes, workers: list[Worker]) -> None:
        self.address, self.session_key, self.workers = address, session_key, workers

    def browser_of(self, account_id: str) -> Browser:
        """A browser of this account, signed in on its own."""
        token, now, mark = secrets.token_urlsafe(32), clock.now(), secrets.token_hex(20)
        with transaction() as tx:
            tx.add(
                Login(
                    account_id=account_id,
                    token_digest=digest_of(token),
                    created_at=now,
                    last_password_at=now,
                    expires_at=now + timedelta(hours=12),
                )
            )
        app = Flask("site")
        app.secret_key = self.session_key
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer is not None
        kept = {TOKEN: token, "_user_id": token, "_fresh": True, "csrf_token": mark}
        csrf = URLSafeTimedSerializer(self.session_key, salt="wtf-csrf-token").dumps(mark)
        name = "__Host-heqi" if self.address.startswith("https:") else "heqi"
        return Browser(f"{name}={signer.dumps(kept)}", str(csrf))

    def post(self, worker: int, browser: Browser, path: str, **answers: str) -> requests.Response:
        """Send a form of a page to one of the workers."""
        headers = {"Cookie": browser.cookie, "Origin": self.address, "X-CSRFToken": browser.csrf, "Accept": "text/html"}
        return requests.post(
            self.workers[worker].address + path, data=answers, headers=headers, timeout=20, allow_redirects=False
        )


@contextmanager
def running_site(
    data: Path, database_url: str, *, workers: int = 1, redis_url: str = "", public_url: str = ""
) -> Iterator[Site]:
    """Start the workers over a database with every table; stop them at the end.

    `public_url` is the address of a balancer in front of them, if there is one.
    """
    session_key, master_key = secrets.token_bytes(32), secrets.token_bytes(32)
    _join(data, database_url, master_key)
    ports = [free_port() for _ in range(workers)]
    # Without compiled modules a start takes three times as long.
    left_out = ("HEQI_", "PYTHONDONTWRITEBYTECODE")
    own = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    own |= {
        "HEQI_DATA_DIR": str(data),
        "HEQI_DATABASE_URL": database_url,
        "HEQI_REDIS_URL": redis_url,
        "HEQI_SESSION_KEY": session_key.hex(),
        "HEQI_MASTER_KEY": master_key.hex(),
        "HEQI_PUBLIC_URL": public_url or f"http://127.0.0.1:{ports[0]}",
        "HEQI_TRUSTED_PROXIES": "1" if public_url else "0",
        "PYTHONPATH": str(ROOT),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    started = [Worker(port, own, data / f"worker-{port}.log") for port in ports]
    site = Site(own["HEQI_PUBLIC_URL"], session_key, started)
    try:
        for worker in site.workers:
            worker.start()
        for worker in site.workers:
            worker.wait()
        yield site
    finally:
        for worker in site.workers:
            worker.kill()
        db.disconnect()


def redis_or_skip() -> str:
    """The address of a Redis server; skips the test where none answers."""
    try:
        redis.Redis.from_url(REDIS).ping()
    except redis.RedisError:
        pytest.skip("no Redis server answers (HEQI_TEST_REDIS)")
    return REDIS


def _join(data: Path, database_url: str, master_key: bytes) -> None:
    events.unsubscribe_all()
    connected = db.connect(database_url)
    vault.use_master_key(master_key)
    use_store(FileBlobStore(data / "blobs"))
    offload.use_processes(0)
    schema.metadata.create_all(connected.engine)
