"""No random falsification is accepted, and none makes the verifier stumble, take long or take much memory.

HEQI_MUTATIONS=20000 tries that many (by default 120), HEQI_MUTATIONS=12000-20000 goes on where a run was stopped.
"""

import os
import random
import time
from pathlib import Path

import pytest

from signing.verdict import Verdict
from signing.verify import verify_agreement, verify_bundle
from tests.signing.ceremony import Signed
from tests.signing.mutations import mutated

FIRST, _, LAST = f"0-{os.environ.get('HEQI_MUTATIONS', '120')}".rpartition("-")
BEGIN, END, TOGETHER = int(FIRST.removeprefix("0-") or 0), int(LAST), 40
LONGEST = 30.0


def _is_refusal(verdict: Verdict) -> bool:
    named = verdict.failed and not any("unexpected error" in one.sentence.en for one in verdict.failed)
    return bool(named) and not verdict.sound


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("start", range(BEGIN, END, TOGETHER))
def test_no_mutation_is_accepted(signed: Signed, tmp_path: Path, start: int) -> None:
    """An agreement alone, of which no digest is known from elsewhere."""
    for number in range(start, min(start + TOGETHER, END)):
        kind, document = mutated(signed.finished, number)
        began = time.monotonic()
        verdict = verify_agreement(document, signed.platform.roots)
        if not _is_refusal(verdict):
            (tmp_path / f"{number}.pdf").write_bytes(document)
        assert _is_refusal(verdict), (number, kind, verdict.failed, tmp_path)
        assert time.monotonic() - began < LONGEST, (number, kind)


@pytest.mark.parametrize("start", range(BEGIN, max(END // 10, BEGIN + 1), TOGETHER))
def test_no_mutation_of_a_bundle_is_accepted(signed: Signed, bundle: bytes, start: int) -> None:
    for number in range(start, start + TOGETHER):
        chance = random.Random(number)
        changed = bytearray(bundle)
        at, length = chance.randrange(len(changed)), chance.choice((1, 1, 4, 64, 4096))
        changed[at : at + length] = chance.choice((b"", chance.randbytes(length), changed[at : at + length] * 2))
        if bytes(changed) != bundle:
            assert _is_refusal(verify_bundle(bytes(changed), signed.platform.roots)), number
