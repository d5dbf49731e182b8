"""heqi-verify: what a court types and what it gets."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from signing.cli import main
from signing.report import breaks_schema
from tests.signing.ceremony import Platform, Signed
from tests.signing.tampering import flipped


@pytest.fixture
def place(tmp_path: Path, signed: Signed, bundle: bytes) -> Path:
    (tmp_path / "roots.pem").write_bytes(signed.platform.authority.roots_pem())
    (tmp_path / "sound.asice").write_bytes(bundle)
    (tmp_path / "sound.pdf").write_bytes(signed.finished)
    (tmp_path / "flipped.asice").write_bytes(flipped(bundle, 5000))
    (tmp_path / "photograph.asice").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "empty.pem").write_bytes(b"")
    return tmp_path


def run(place: Path, name: str, *options: str, roots: str = "roots.pem") -> int:
    return main([str(place / name), "--roots", str(place / roots), *options])


@pytest.mark.parametrize(
    ("name", "status"),
    [("sound.asice", 0), ("sound.pdf", 0), ("flipped.asice", 1), ("photograph.asice", 2), ("absent.asice", 2)],
)
def test_the_exit_status_says_it(place: Path, name: str, status: int) -> None:
    assert run(place, name) == status


def test_without_roots_nothing_is_checked(place: Path) -> None:
    assert run(place, "sound.asice", roots="empty.pem") == 2
    assert run(place, "sound.asice", roots="absent.pem") == 2
    with pytest.raises(SystemExit) as stop:
        main([str(place / "sound.asice")])
    assert stop.value.code == 2


def test_other_roots_make_it_unsound(place: Path) -> None:
    other = Platform(place / "other")
    (place / "other.pem").write_bytes(other.authority.roots_pem())
    assert run(place, "sound.asice", roots="other.pem") == 1


def test_the_report_speaks_the_readers_language(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(place, "sound.asice")
    chinese = capsys.readouterr().out
    run(place, "sound.asice", "--lang", "en")
    english = capsys.readouterr().out
    assert "仅供开发演示" in chinese and "签名有效" in chinese and "张敏" in chinese
    assert "development only" in english and "Intact" in english


def test_the_machine_readable_report_is_whole(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(place, "flipped.asice", "--json")
    report = json.loads(capsys.readouterr().out)
    assert breaks_schema(report) == "" and report["verifier"] == "heqi-verify"
    assert report["sound"] is False and report["readable"] is True
    assert set(report["groups"]) == {"intact", "valid", "trusted", "complete"}
    for finding in report["findings"]:
        assert finding["sentence"]["zh"] and finding["sentence"]["en"] and finding["follows"]


def test_it_runs_without_the_platform(place: Path) -> None:
    """The court's machine has neither web framework nor database nor typesetter: none may be imported."""
    program = (
        "import sys; from signing.cli import main; status = main(sys.argv[1:]); "
        "banned = {'flask', 'sqlalchemy', 'reportlab', 'odr', 'blueprints', 'werkzeug', 'jinja2'} & set(sys.modules); "
        "print(banned, file=sys.stderr) if banned else None; sys.exit(9 if banned else status)"
    )
    command = [sys.executable, "-c", program, str(place / "sound.asice"), "--roots", str(place / "roots.pem")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == 0, done.stderr
