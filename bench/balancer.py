"""nginx in front of the servers that are measured: the balancing of docs/deploy/nginx.conf, without its TLS."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 8192; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    upstream heqi {{
        {rule};
        {servers}
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://heqi;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection upgrade;
            proxy_buffering off;
        }}
    }}
}}
"""
BY_CASE, BROKEN = "hash $arg_case consistent", "random"


def installed() -> bool:
    """Is there an nginx to measure with?"""
    return _program() is not None


@contextmanager
def balancing(ports: list[int], rule: str) -> Iterator[int]:
    """nginx in front of servers at these ports; yields its own."""
    program = _program()
    assert program is not None, "nginx is not installed"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        servers = "\n        ".join(f"server 127.0.0.1:{there};" for there in ports)
        text = CONFIGURATION.format(folder=folder, rule=rule, servers=servers, port=port)
        (folder / "nginx.conf").write_text(text)
        command = [program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")]
        process = subprocess.Popen(command)  # noqa: S603 - the machine's nginx with our own file
        try:
            end = time.monotonic() + 20
            while socket.socket().connect_ex(("127.0.0.1", port)) != 0:
                if time.monotonic() > end:
                    raise SystemExit((folder / "start.log").read_text())
                time.sleep(0.05)
            yield port
        finally:
            process.terminate()
            process.wait()


def _program() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
