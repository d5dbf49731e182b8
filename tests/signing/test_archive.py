"""A closed agreement is kept provable by one more time-stamp before the last one stops speaking for itself."""

import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from signing import pdf
from signing.errors import SigningError
from signing.layout import read_layout
from signing.renewal import proven_until, renew
from signing.verify import verify_agreement, verify_bundle
from tests.signing.ceremony import Platform, Signed, bundle_contents, places, run_ceremony, sealed_bundle, text_pdf

ROOT = Path(__file__).resolve().parents[2]
SOUND = ["heqi-verify sound", "bundle sound", "AdES OK OK OK OK"]


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    return run_ceremony(Platform(tmp_path_factory.mktemp("archive") / "keys"))


@pytest.fixture(scope="module")
def renewed(signed: Signed) -> bytes:
    return renew(signed.finished, signed.platform.timestamps)


def test_a_renewal_only_adds_to_the_file_and_the_verifier_accepts_it(signed: Signed, renewed: bytes) -> None:
    assert renewed.startswith(signed.finished) and len(renewed) > len(signed.finished)
    twice = renew(renewed, signed.platform.timestamps)
    for document in (renewed, twice):
        verdict = verify_agreement(document, signed.platform.roots)
        assert verdict.sound, [one.sentence.en for one in verdict.failed]
    assert [place.field for place in read_layout(twice).timestamps] == [f"document-timestamp-{n}" for n in (1, 2, 3)]
    assert read_layout(twice).closed_size == len(signed.finished)


def test_a_bundle_may_carry_the_renewed_file_while_its_records_speak_of_the_closed_one(
    signed: Signed, renewed: bytes
) -> None:
    bundle = sealed_bundle(signed, replace(bundle_contents(signed), agreement=renewed))
    verdict = verify_bundle(bundle, signed.platform.roots)
    assert verdict.sound, [one.sentence.en for one in verdict.failed]


def test_it_is_known_until_when_a_file_speaks_for_itself(signed: Signed) -> None:
    until = proven_until(signed.finished)
    assert timedelta(days=300) < until - datetime.now(UTC) < timedelta(days=500)


def test_a_document_that_was_never_closed_cannot_be_renewed(signed: Signed) -> None:
    open_document = pdf.add_fields(text_pdf(), places())
    for act in (lambda: renew(open_document, signed.platform.timestamps), lambda: proven_until(open_document)):
        with pytest.raises(SigningError):
            act()


def test_a_time_stamp_cut_off_or_altered_is_refused(signed: Signed, renewed: bytes) -> None:
    stamp = read_layout(renewed).timestamps[-1]
    place = renewed.index(stamp.cms.hex().upper().encode())
    altered = bytearray(renewed)
    altered[place + 400] = ord("0") if altered[place + 400] != ord("0") else ord("1")
    between = renewed[: read_layout(renewed).ends[-2]]
    for document in (bytes(altered), renewed[:-1], between, renewed + b"\n"):
        assert not verify_agreement(document, signed.platform.roots).sound


# the clock itself is moved: every act is a process of its own that believes it is that day


def on_day(days: int, act: str, where: Path) -> list[str]:
    command = ["faketime", "-f", f"+{days}d", sys.executable, "-m", "tests.signing.later_days", act, str(where)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert made.returncode == 0, made.stderr[-2000:]
    return made.stdout.splitlines()


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed (apt-get install faketime)")
@pytest.mark.timeout(300)
def test_renewed_in_time_a_signature_is_sound_years_later_and_the_library_agrees(tmp_path: Path) -> None:
    on_day(0, "make", tmp_path)
    for days in (5, 60):
        assert on_day(days, "check", tmp_path)[:3] == SOUND
    never = tmp_path / "never"
    shutil.copytree(tmp_path, never)
    on_day(370, "renew", tmp_path)
    assert on_day(390, "check", tmp_path)[:3] == SOUND
    on_day(740, "renew", tmp_path)
    assert on_day(800, "check", tmp_path)[:3] == SOUND
    # Not renewed, the same file is no longer proven by itself to a reader who goes by today's clock.
    assert "CERTIFICATE_CHAIN_GENERAL_FAILURE" in on_day(800, "check", never)[2]
