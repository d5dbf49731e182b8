"""No random falsification of a bundle is accepted, and none makes the verifier stumble, take long or take much memory.

HEQI_BUNDLE_MUTATIONS=100000 tries that many (by default 40), HEQI_BUNDLE_MUTATIONS=4000-9000 goes on where a run was
stopped.
"""

import os
import resource
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from signing.bundle import EvidenceFile
from signing.verify import verify_bundle
from tests.signing.bundle_mutations import KINDS, mutated
from tests.signing.ceremony import EXHIBIT, Signed, bundle_contents, sealed_bundle
from tests.signing.rawzip import entries_of, raw_zip

FIRST, _, LAST = f"0-{os.environ.get('HEQI_BUNDLE_MUTATIONS', '40')}".rpartition("-")
BEGIN, END, TOGETHER = int(FIRST.removeprefix("0-") or 0), int(LAST), 200
LONGEST, MEMORY = 30.0, 64 * 1024  # seconds for one; kilobytes that all of them together may add


@pytest.fixture(scope="session")
def two_exhibits(signed: Signed) -> bytes:
    photograph = EvidenceFile(
        "照片.png", "image/png", b"\x89PNG\r\n\x1a\n" + bytes(900), "respondent-1", datetime(2026, 11, 20, tzinfo=UTC)
    )
    return sealed_bundle(signed, bundle_contents(signed, evidence=(replace(EXHIBIT), photograph)))


def test_the_hand_written_container_is_the_bundle_where_nothing_is_changed(two_exhibits: bytes) -> None:
    assert raw_zip(entries_of(two_exhibits)) == two_exhibits


@pytest.mark.timeout(7200)
@pytest.mark.parametrize("start", range(BEGIN, END, TOGETHER))
def test_no_mutation_of_a_bundle_is_accepted(
    signed: Signed, two_exhibits: bytes, tmp_path: Path, start: int
) -> None:  # fmt: skip
    roots = signed.platform.roots
    assert verify_bundle(two_exhibits, roots).sound
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(start, min(start + TOGETHER, END)):
        kind, changed = mutated(two_exhibits, number)
        began = time.monotonic()
        verdict = verify_bundle(changed, roots)
        stumbled = [one for one in verdict.failed if "unexpected error" in one.sentence.en]
        if verdict.sound or not verdict.failed or stumbled:
            (tmp_path / f"{number}.asice").write_bytes(changed)
        assert not verdict.sound and verdict.failed and not stumbled, (number, kind, verdict.failed, tmp_path)
        assert time.monotonic() - began < LONGEST, (number, kind)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held < MEMORY


def test_every_kind_of_falsification_is_among_the_numbers(two_exhibits: bytes) -> None:
    kinds = {mutated(two_exhibits, number)[0] for number in range(400)}
    assert kinds == {kind.__name__ for kind in KINDS}
