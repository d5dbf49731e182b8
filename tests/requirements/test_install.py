"""The environment is made once, from digests, and made anew only when a lock has changed."""

import json
import sys

import pytest


@pytest.fixture
def done(install, monkeypatch):
    """What the script did, in order; the slow parts only leave their name."""
    acts: list[str] = []

    def create():
        acts.append("create")
        install.BIN.mkdir(parents=True)
        install.PYTHON.symlink_to(sys.executable)

    monkeypatch.setattr(install, "create_environment", create)
    monkeypatch.setattr(install, "install", acts.append)
    return acts


def test_a_first_call_creates_the_environment_and_installs_the_set(install, done):
    install.main("base")
    assert done == ["create", "base"]


def test_a_second_call_does_nothing(install, done):
    install.main("base")
    install.main("base")
    assert done == ["create", "base"]


def test_the_larger_set_contains_the_smaller(install, done):
    install.main("dev")
    install.main("base")
    assert done == ["create", "dev"]


def test_the_smaller_set_does_not_stand_for_the_larger(install, done):
    install.main("base")
    install.main("dev")
    assert done == ["create", "base", "dev"]


def test_a_changed_lock_is_installed_again(install, done):
    install.main("base")
    (install.LOCKS / "base.txt").write_text("base==2 --hash=sha256:11")
    install.main("base")
    assert done == ["create", "base", "base"]


def test_a_stamp_that_cannot_be_read_counts_for_nothing(install, done):
    install.main("base")
    install.STAMP.write_text("{half")
    install.main("base")
    assert done == ["create", "base", "base"]


def test_a_failed_installation_leaves_no_stamp(install, done, monkeypatch):
    def fails(name):
        sys.exit("no network")

    monkeypatch.setattr(install, "install", fails)
    with pytest.raises(SystemExit):
        install.main("base")
    assert not install.STAMP.exists()


def test_the_stamp_holds_digests(install, done):
    install.main("dev")
    stamp = json.loads(install.STAMP.read_text())
    assert stamp == {"base": install.digest("base"), "dev": install.digest("dev")}


def test_the_verifier_can_be_called_by_name(install, done):
    install.main("base")
    script = install.BIN / "heqi-verify"
    assert script.stat().st_mode & 0o111
    assert "signing.cli" in script.read_text()
