"""A court installs the verifier alone: a package of its own that never asks for the platform."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ABSENT = ("flask", "flask_login", "flask_socketio", "sqlalchemy", "reportlab", "gevent", "odr", "blueprints", "jinja2")
IN_A_COURT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent!r}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Absent())
sys.path.insert(0, {package!r})
from signing.cli import main
sys.exit(main({arguments!r}))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    """What is in the built package, unpacked."""
    work = tmp_path_factory.mktemp("alone")
    shutil.copytree(ROOT / "signing", work / "signing", ignore=shutil.ignore_patterns("__pycache__"))
    build = [Path(sys.executable).parent / "uv", "build", "--wheel", "--no-build-isolation", "--offline", "--quiet"]
    options = ["--python", sys.executable, "--out-dir", work / "out", work / "signing"]
    subprocess.run([*build, *options], check=True, cwd=work)
    (wheel,) = (work / "out").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(work / "installed")
    return work / "installed"


def verifier(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = IN_A_COURT.format(absent=set(ABSENT), package=str(package), arguments=list(arguments))
    return subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, cwd=package)


def test_the_package_offers_the_command(package):
    (entries,) = package.glob("*.dist-info/entry_points.txt")
    assert "heqi-verify = signing.cli:main" in entries.read_text()


def test_the_package_holds_every_module_and_schema(package):
    packed = {path.relative_to(package).as_posix() for path in (package / "signing").rglob("*") if path.is_file()}
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "signing").rglob("*")
        if path.suffix in {".py", ".json"} and not {"build", "__pycache__"}.intersection(path.parts)
    }
    assert ours <= packed


def test_it_runs_where_the_platform_is_absent(package):
    outcome = verifier(package, "--help")
    assert outcome.returncode == 0, outcome.stderr
    assert "--roots" in outcome.stdout


def test_it_refuses_to_answer_without_roots(package, tmp_path):
    bundle = tmp_path / "bundle.asice"
    bundle.write_bytes(b"PK\x03\x04")
    assert verifier(package, str(bundle)).returncode == 2
    assert verifier(package, str(bundle), "--roots", str(tmp_path / "missing.pem")).returncode == 2


def test_its_requirements_are_those_of_the_platform(package):
    (metadata,) = package.glob("*.dist-info/METADATA")
    asked = {line.split(": ")[1] for line in metadata.read_text().splitlines() if line.startswith("Requires-Dist")}
    project = (ROOT / "pyproject.toml").read_text()
    assert asked
    assert [need for need in asked if re.split(r"[<>=]", need)[0].lower() not in project] == []
