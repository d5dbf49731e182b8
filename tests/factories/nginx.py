"""nginx with the very configuration of the documentation; only names, ports and paths are a test's own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from odr import clock
from tests.journeys.server import ROOT, free_port

CONFIGURATION = ROOT / "docs" / "deploy" / "nginx.conf"
START_SECONDS = 20


def program() -> str:
    """nginx; skips the test where it is missing."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if found is None:
        pytest.skip("nginx is not installed")
    return found


def configured(folder: Path, port: int, backends: list[str], *, broken: bool = False) -> Path:
    """The documented configuration for these processes; `broken` sends every request to one of them at random."""
    changes = {
        "user www-data;\n": "",
        "pid /run/nginx.pid": f"pid {folder}/nginx.pid",
        "/var/log/nginx": str(folder),
        "/etc/heqi/tls": str(folder),
        "mediation.example": "127.0.0.1",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "http {": "http {\n" + "".join(f"    {kind}_temp_path {folder}/{kind};\n" for kind in TEMPORARY),
    }
    for number, backend in enumerate(backends, start=1):
        changes[f"server 127.0.0.1:800{number} "] = f"server {backend.removeprefix('http://')} "
    if broken:
        changes["hash $affinity consistent;"] = "random;"
    text = CONFIGURATION.read_text()
    for old, new in changes.items():
        assert old in text, f"the documented configuration has no {old!r} any more"
        text = text.replace(old, new)
    path = folder / "nginx.conf"
    path.write_text(text)
    return path


TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def running_nginx(folder: Path, port: int, backends: list[str], *, broken: bool = False) -> Iterator[Path]:
    """Serve on `port` until the end; gives the certificate to trust."""
    certificate = _certificate(folder)
    path = configured(folder, port, backends, broken=broken)
    process = subprocess.Popen([program(), "-c", str(path), "-e", str(folder / "start.log"), "-g", "daemon off;"])
    try:
        end = time.monotonic() + START_SECONDS
        while not _answers(port):
            assert process.poll() is None, (folder / "start.log").read_text()
            assert time.monotonic() < end, "nginx does not start"
            time.sleep(0.05)
        yield certificate
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _certificate(folder: Path) -> Path:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "site")])
    now = clock.now()
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "fullchain.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    return folder / "fullchain.pem"
