"""What is in the repository is ours: no third-party file, no registry, no machine's path, no secret."""

import json
import re
import tomllib

import pytest

from tests.architecture.source import ROOT, name_of, own_files

TEXT = [path for path in own_files() if path.suffix not in {".png", ".pdf", ".asice", ".mo", ".ttf", ".der"}]
FOREIGN = {
    "registry host": re.compile(r"https?://[a-z0-9.-]*(?:py" r"pi|npm" r"js|deb" r"ian|python" r"hosted)[a-z0-9.-]*"),
    "index option": re.compile(r"--(?:extra-)?index" r"-url|--find" r"-links|--trusted" r"-host"),
    "machine path": re.compile(r"(?<![\w.])/(?:ro" r"ot|wo" r"rk|ho" r"me)/\w"),
    "private key": re.compile(r"-----BEGIN (?:EC |RSA |ENCRYPTED )?PRIVATE" r" KEY-----"),
}
LOCKS = sorted(ROOT.glob("requirements/*.txt"))


@pytest.mark.parametrize("what", FOREIGN)
def test_no_file_names_what_belongs_to_one_machine(what):
    found = [name_of(path) for path in TEXT if FOREIGN[what].search(path.read_text(encoding="utf-8"))]
    assert not found


@pytest.mark.parametrize("folder", ["", "requirements/fonts"])
def test_the_lock_of_page_files_names_no_address(folder):
    lock = json.loads((ROOT / folder / "package-lock.json").read_text())
    entries = [entry for name, entry in lock["packages"].items() if name]
    assert entries
    assert all("resolved" not in entry and entry["integrity"].startswith("sha512-") for entry in entries)


@pytest.mark.parametrize("lock", LOCKS, ids=name_of)
def test_every_locked_package_has_digests_and_an_exact_version(lock):
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())
    assert all(re.match(r"[a-z0-9.-]+(\[[a-z,]+\])?==", entry) and "--hash=sha256:" in entry for entry in entries)


def test_every_direct_dependency_has_a_lower_bound():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(need for extra in project["optional-dependencies"].values() for need in extra)]
    assert len(asked) > 40
    assert [need for need in asked if not re.search(r">=|==", need)] == []


def test_no_vendor_file_is_committed():
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {"/static/vendor/", "/node_modules/", "/.venv/", "/var/", "/build/"} <= set(ignored)
