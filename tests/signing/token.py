"""A SoftHSM token of its own for a test, with a configuration that touches nobody else's."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PIN = "7351"
LABEL = "heqi-test"
_MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


def module() -> str:
    """The PKCS #11 library of SoftHSM; skips the test, saying so, where it is missing."""
    found = next((path for path in _MODULES if Path(path).exists()), None)
    if found is None or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM (softhsm2) is not installed")
    pytest.importorskip("pkcs11", reason="python-pkcs11 (heqi[hsm]) is not installed")
    return found


@contextmanager
def configured(directory: Path) -> Iterator[str]:
    """SoftHSM with its tokens under `directory`, and one token in it; gives the module's path."""
    path = module()
    (directory / "tokens").mkdir(parents=True)
    settings = directory / "softhsm2.conf"
    settings.write_text(
        f"directories.tokendir = {directory / 'tokens'}\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    try:
        command = ["softhsm2-util", "--init-token", "--free", "--label", LABEL, "--so-pin", "9152", "--pin", PIN]
        subprocess.run(command, check=True, capture_output=True)
        yield path
    finally:
        if before is None:
            del os.environ["SOFTHSM2_CONF"]
        else:
            os.environ["SOFTHSM2_CONF"] = before
