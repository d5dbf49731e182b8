"""The set-up scripts, imported as programs are: from their own folder."""

import sys
from importlib import import_module
from types import ModuleType

import pytest

from tests.architecture.source import ROOT


def _script(monkeypatch: pytest.MonkeyPatch, name: str) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "requirements"))
    sys.modules.pop(name, None)
    return import_module(name)


@pytest.fixture
def install(monkeypatch, tmp_path):
    """install.py with an environment and locks of its own, and a note of every command it would run."""
    module = _script(monkeypatch, "install")
    environment = tmp_path / "venv"
    locks = tmp_path / "locks"
    locks.mkdir()
    for name in ("base", "dev", "production", "uv", "node"):
        (locks / f"{name}.txt").write_text(f"{name}==1 --hash=sha256:00")
    for constant, value in {
        "ENVIRONMENT": environment,
        "BIN": environment / "bin",
        "PYTHON": environment / "bin" / "python",
        "STAMP": environment / "installed.json",
        "LOCKS": locks,
    }.items():
        monkeypatch.setattr(module, constant, value)
    return module


@pytest.fixture
def assets(monkeypatch, tmp_path):
    """assets.py with a vendor folder of its own."""
    module = _script(monkeypatch, "assets")
    monkeypatch.setattr(module, "VENDOR", tmp_path / "vendor")
    return module
