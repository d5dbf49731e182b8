"""Make .venv from a hashed lock: `python3 requirements/install.py base|dev|production|hsm|sm2`.

Standard library only, because nothing else is there yet. The installer (uv) comes from its own hashed lock:
two seconds that save twenty-five; where it cannot be had, pip does the same work from the same hashes.
A stamp holds the digests of what was installed, so that a second call returns at once.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "requirements"
ENVIRONMENT = ROOT / ".venv"
BIN = ENVIRONMENT / "bin"
PYTHON = BIN / "python"
STAMP = ENVIRONMENT / "installed.json"
# A set contains those named beside it: whoever has `dev` also has `base`.
SETS = {
    "base": ("base",),
    "production": ("base", "production"),
    "hsm": ("base", "hsm"),
    "sm2": ("base", "sm2"),
    "dev": ("base", "dev"),
}


def say(text: str) -> None:
    print(f"  {text}", flush=True)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two `make` commands at once must not write one environment together."""
    with open(__file__) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def digest(name: str) -> str:
    return hashlib.sha256((LOCKS / f"{name}.txt").read_bytes()).hexdigest()


def installed() -> dict[str, str]:
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def create_environment() -> None:
    say("creating .venv")
    try:
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        sys.exit("This Python makes no environments: install its venv package (python3-venv) and try again.")


def pip(*arguments: str) -> list[str | Path]:
    return [PYTHON, "-m", "pip", *arguments, "--quiet", "--disable-pip-version-check", "--no-input"]


def fast_installer() -> bool:
    """Whether uv is in the environment, put there from its own lock if need be."""
    if (BIN / "uv").exists():
        return True
    lock = str(LOCKS / "uv.txt")
    return not subprocess.run([*pip("install"), "--require-hashes", "--only-binary", ":all:", "-r", lock]).returncode


def fast_environment() -> dict[str, str]:
    """uv reads neither the machine's certificates nor pip's mirror unless it is told to."""
    answer = subprocess.run([*pip("config", "get"), "global.index-url"], capture_output=True, text=True)
    mirror = {"UV_DEFAULT_INDEX": answer.stdout.strip()} if answer.stdout.strip() else {}
    return {"UV_SYSTEM_CERTS": "1", "UV_LINK_MODE": "copy", **mirror, **os.environ}


def install(name: str) -> None:
    arguments = ["--only-binary", ":all:", "--require-hashes", "-r", str(LOCKS / f"{name}.txt")]
    if fast_installer():
        command = [BIN / "uv", "pip", "install", "--quiet", "--python", PYTHON, *arguments]
        if not subprocess.run(command, env=fast_environment()).returncode:
            return
    say("pip installs instead of uv, which takes longer")
    if subprocess.run([*pip("install"), *arguments]).returncode:
        sys.exit(f"The requirements of requirements/{name}.txt could not be installed: see the lines above.")


def write_verifier() -> None:
    """Put `heqi-verify` on the environment's path, as the separately installed package would."""
    script = BIN / "heqi-verify"
    script.write_text(
        f"#!{PYTHON}\nimport sys\n\nsys.path.insert(0, {str(ROOT)!r})\n"
        "from signing.cli import main\n\nsys.exit(main())\n"
    )
    script.chmod(0o755)


def main(name: str) -> None:
    wanted = {part: digest(part) for part in SETS[name]}
    with alone():
        present = installed()
        if PYTHON.exists() and wanted.items() <= present.items():
            return
        started = time.monotonic()
        if not PYTHON.exists():
            create_environment()
            present = {}
        say(f"installing the locked requirements ({name})")
        install(name)
        write_verifier()
        STAMP.write_text(json.dumps(present | wanted, indent=1))
        say(f"environment ready in {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever Python the machine has
        sys.exit("Heqi needs Python 3.11 or newer.")
    if len(sys.argv) != 2 or sys.argv[1] not in SETS:
        sys.exit(f"usage: install.py {'|'.join(SETS)}")
    main(sys.argv[1])
