"""The last part of the play: both sides apply, the bundle is built, the court checks it alone and rules."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.journeys.person import Person, Refused
from tests.journeys.story import Story

VERIFIER = Path(sys.executable).parent / "heqi-verify"
COURT_NUMBER = "（2026）京示范调确1号"


def apply(story: Story) -> None:
    """Both sides agree on the court and apply, each for itself."""
    with story.step("双方共同申请司法确认", "Both parties apply for judicial confirmation") as details:
        applicant = story.person("applicant")
        page = applicant.open(f"/cases/{story.ref}/confirmation")
        court = page.form("/confirmation/court").options["court_id"][0]
        applicant.submit("/confirmation/court", court_id=court)
        for role in ("applicant", "respondent"):
            person = story.person(role)
            person.open(f"/cases/{story.ref}/confirmation/apply")
            page = person.submit("/confirmation/apply", commitment="y", service_address="y", personal_data="y")
        details.append(page.heading)


def build_bundle(story: Story) -> None:
    """The clerk has the bundle built, keeps a copy with the published roots, and files it."""
    with story.step("生成材料包并提交法院", "The bundle is built and filed with the court") as details:
        clerk = story.person("organisation_clerk")
        clerk.open(f"/cases/{story.ref}/bundle")
        page = clerk.submit(f"/cases/{story.ref}/bundle")
        bundle = clerk.download(page.link(f"/cases/{story.ref}/bundle/"))
        (story.out / "bundle.asice").write_bytes(bundle)
        (story.out / "roots.pem").write_bytes(clerk.download("/verify/roots.pem"))
        clerk.open(f"/cases/{story.ref}/confirmation")
        clerk.submit("/confirmation/file")
        details.append(f"build/demo/bundle.asice ({len(bundle) // 1024} kB), build/demo/roots.pem")


def verify_offline(story: Story) -> None:
    """The court's own program, on the file alone; then on the same file with one byte changed."""
    with story.step("法院脱机核验材料包", "The court verifies the bundle offline, with its own program") as details:
        bundle, roots = story.out / "bundle.asice", story.out / "roots.pem"
        outcome = subprocess.run([VERIFIER, bundle, "--roots", roots, "--json"], capture_output=True, text=True)
        verdict = json.loads(outcome.stdout) if outcome.stdout else {}
        if outcome.returncode != 0:
            raise Refused(f"heqi-verify: exit {outcome.returncode}\n{outcome.stdout[-3000:]}{outcome.stderr[-2000:]}")
        count = len(verdict["findings"])
        details.append(f"{count} 项核验，无一不合格 · {count} checks, none failed")
        altered = bytearray(bundle.read_bytes())
        altered[len(altered) // 2] ^= 1
        with_one_bit_changed = story.server.data / "altered.asice"
        with_one_bit_changed.write_bytes(altered)
        again = subprocess.run([VERIFIER, with_one_bit_changed, "--roots", roots], capture_output=True)
        if again.returncode not in (1, 2):
            raise Refused(f"a changed bundle was not refused: exit {again.returncode}")
        details.append("改动一个比特即被拒绝 · one bit changed, and it is refused")


def rule(story: Story) -> None:
    """The court's clerk opens the filing, reads the report, accepts, and records the confirmation."""
    with story.step("法院受理并裁定确认", "The court clerk checks, accepts and confirms") as details:
        clerk = story.sign_in("court_clerk")
        page = clerk.open("/court")
        filing = page.link("/court/filings/")
        page = clerk.open(filing)
        details.append(page.heading)
        if clerk.download(f"{filing}/bundle.asice") != (story.out / "bundle.asice").read_bytes():
            raise Refused("the court received another file than was built")
        decide(clerk, f"{filing}/accept", court_ref=COURT_NUMBER)
        decide(clerk, f"{filing}/confirm", judge="何明")


def decide(clerk: Person, address: str, **answers: str) -> None:
    """Fill in, look once more, and do it."""
    clerk.open(address)
    clerk.submit(address, **answers)
    clerk.submit(address)


def receive(story: Story) -> None:
    """Both parties open the ruling; it is one and the same document."""
    with story.step("双方收到裁定书", "Both parties receive the ruling") as details:
        rulings = set()
        for role in ("applicant", "respondent"):
            person = story.person(role)
            person.open(f"/cases/{story.ref}/confirmation")
            rulings.add(person.download(f"/cases/{story.ref}/confirmation/ruling.pdf"))
        if len(rulings) != 1 or not next(iter(rulings)).startswith(b"%PDF-"):
            raise Refused("the parties did not receive one and the same ruling")
        details.append(COURT_NUMBER)
