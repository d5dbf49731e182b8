"""What the page's own script seals, the opener opens; run by Node, whose WebCrypto is the browsers'."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from odr.law.numerals import LARGEST_FEN, figures, sum_in_words
from odr.offers import box
from odr.offers.sealed import SEALED_BYTES, Place
from odr.offers.sealed import commitment as committed

ROOT = Path(__file__).resolve().parents[3]
NODE = shutil.which("node", path=f"{ROOT / '.venv' / 'bin'}:/usr/bin:/usr/local/bin") or ""
SUMS = [0, 1, 9, 10, 50, 99, 100, 101, 110, 1000, 10_010, 100_000_001, 32_000_000, 20_000_007_00, 10_000_000_000,
        1_000_000_000_005, 10_203_040_506_07, 99_999_999_99, 10**15, 10**17 + 1, LARGEST_FEN]  # fmt: skip
TYPED = {
    "320000": 32_000_000, "320,000.50": 32_000_050, "32万": 32_000_000, "32.5 万": 32_500_000, "¥1,000": 100_000,
    "３２０": 32_000, "1.234": None, "": None, "-5": None, "1e9": None, "abc": None, "99999999999999999": None,
}  # fmt: skip


def run(script: str, given: object) -> object:
    """Run a module of ours over JSON."""
    program = f"""
      import {{ readFileSync }} from "node:fs";
      const given = JSON.parse(readFileSync(0, "utf8"));
      {script}
    """
    done = subprocess.run(
        [NODE, "--no-warnings", "--input-type=module", "-e", program],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        cwd=ROOT / "static" / "offers",
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


pytestmark = pytest.mark.skipif(not NODE, reason="Node is not installed")


def test_the_opener_opens_what_the_browser_sealed_and_only_in_its_place(database):
    place = Place("case", "r" * 22, "party", '{"kind":"answer","text":"调解方案"}')
    public_key = base64.urlsafe_b64encode(box.new_key(place.round_id)).decode().rstrip("=")
    given = {"caseId": "case", "roundId": "r" * 22, "partyId": "party", "terms": place.terms, "publicKey": public_key}
    made: Any = run(
        'const { sealed } = await import("./sealing.js");'
        'const made = []; for (const body of ["yes", "no"]) made.push(await sealed(given, body));'
        "console.log(JSON.stringify(made));",
        given,
    )
    for one in made:
        offer = box.Sealed("party", *(base64.b64decode(one["sent"][name]) for name in ("sealed", "commitment")))
        assert len(offer.sealed) == SEALED_BYTES
        assert offer.commitment == committed(place, salt=one["kept"]["salt"], body=one["kept"]["body"])
        assert box.fits(place, offer)
        assert not box.fits(Place("case", place.round_id, "party", '{"kind":"answer","text":"别的"}'), offer)
        assert not box.fits(Place("other", place.round_id, "party", place.terms), offer)
    answer = [box.Sealed("party", *(base64.b64decode(made[0]["sent"][n]) for n in ("sealed", "commitment")))]
    assert box.open_all(place, answer).met


def test_the_browser_writes_sums_as_the_law_of_the_platform_does():
    told = run(
        'const { capitals, figures } = await import("./capitals.js");'
        "console.log(JSON.stringify(given.map((fen) => [capitals(BigInt(fen)), figures(BigInt(fen))])));",
        [str(fen) for fen in SUMS],
    )
    assert told == [[sum_in_words(fen), figures(fen)] for fen in SUMS]


def test_the_browser_reads_sums_as_people_type_them():
    told = run(
        'const { parseSum } = await import("./capitals.js");'
        "console.log(JSON.stringify(given.map((typed) => parseSum(typed)?.toString() ?? null)));",
        list(TYPED),
    )
    assert told == [None if fen is None else str(fen) for fen in TYPED.values()]
