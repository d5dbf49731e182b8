"""Other people's programs come to the same conclusion, where they are installed."""

import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from signing import pdf
from signing.cms import read_signed
from signing.layout import SIGNATURE, read_layout
from tests.signing.ceremony import Signed


def _needs(program: str) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=cwd, check=False)
    return done.stdout + done.stderr


@pytest.fixture
def parts(tmp_path: Path, signed: Signed) -> Path:
    """Each signature's CMS and the bytes it covers, as files for other programs."""
    (tmp_path / "roots.pem").write_bytes(signed.platform.authority.roots_pem())
    (tmp_path / "agreement.pdf").write_bytes(signed.finished)
    ranges = re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]", signed.finished)
    for number, (place, (first, second, length)) in enumerate(
        zip(read_layout(signed.finished).places, ranges, strict=True)
    ):
        covered = signed.finished[: int(first)] + signed.finished[int(second) : int(second) + int(length)]
        (tmp_path / f"{number}.der").write_bytes(place.cms)
        (tmp_path / f"{number}.bin").write_bytes(covered)
        if place.kind == SIGNATURE:
            read = read_signed(place.cms)
            (tmp_path / f"{number}.tst").write_bytes(read.timestamp or b"")
            (tmp_path / f"{number}.value").write_bytes(read.signature)
    return tmp_path


def test_openssl_accepts_each_signature_at_its_time(signed: Signed, parts: Path) -> None:
    _needs("openssl")
    views = [view for view in pdf.read_signatures(signed.finished) if view.kind == SIGNATURE]
    for number, view in enumerate(views):
        assert isinstance(view.signed_at, datetime)
        at = str(int(view.signed_at.timestamp()))
        command = "openssl cms -verify -binary -cades -inform DER -purpose any -out /dev/null -CAfile roots.pem".split()
        said = _run(*command, "-attime", at, "-in", f"{number}.der", "-content", f"{number}.bin", cwd=parts)
        assert "CAdES Verification successful" in said, said
        other = _run(*command, "-attime", at, "-in", f"{number}.der", "-content", "roots.pem", cwd=parts)
        assert "successful" not in other


def test_openssl_accepts_each_timestamp(parts: Path) -> None:
    _needs("openssl")
    verify = "openssl ts -verify -token_in -CAfile roots.pem".split()
    for number in range(4):
        assert "Verification: OK" in _run(*verify, "-in", f"{number}.tst", "-data", f"{number}.value", cwd=parts)
    assert "Verification: OK" in _run(*verify, "-in", "4.der", "-data", "4.bin", cwd=parts)
    assert "Verification: OK" not in _run(*verify, "-in", "4.der", "-data", "3.bin", cwd=parts)


def test_openssl_accepts_seal_and_time_of_the_bundle(signed: Signed, files: dict[str, bytes], parts: Path) -> None:
    _needs("openssl")
    for name, data in files.items():
        (parts / Path(name).name).write_bytes(data)
    command = "openssl cms -verify -binary -cades -inform DER -purpose any -out /dev/null -CAfile roots.pem".split()
    said = _run(*command, "-in", "signature001.p7s", "-content", "ASiCManifest001.xml", cwd=parts)
    assert "CAdES Verification successful" in said, said
    verify = "openssl ts -verify -token_in -CAfile roots.pem".split()
    said = _run(*verify, "-in", "timestamp002.tst", "-data", "ASiCManifest002.xml", cwd=parts)
    assert "Verification: OK" in said, said


def test_pdfsig_accepts_every_signature(parts: Path) -> None:
    _needs("pdfsig")
    _needs("certutil")
    database = f"sql:{parts}"
    _run("certutil", "-N", "-d", database, "--empty-password", cwd=parts)
    _run("certutil", "-A", "-d", database, "-n", "root", "-t", "CT,C,C", "-i", "roots.pem", cwd=parts)
    said = _run("pdfsig", "-nssdir", database, "agreement.pdf", cwd=parts)
    assert said.count("Signature is Valid") == 4, said
    assert said.count("Certificate is Trusted") == 4, said
