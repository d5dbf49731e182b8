"""One mediation from the application to the ruling, played against a real server: `make demo`.

Every person has a browser of their own: cookies, pages, forms with their tokens, a real socket. Keys are made on the
client's side and never sent. Any failure ends the play with a non-zero exit.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.journeys import court, drafting, intake, room, signing
from tests.journeys.server import ROOT, running
from tests.journeys.story import Story

OUT = ROOT / "build" / "demo"
STEPS = (
    intake.file_application,
    intake.take_in,
    intake.answer_invitation,
    intake.appoint,
    room.meet,
    drafting.draft,
    drafting.accept,
    drafting.prove_the_right,
    drafting.freeze,
    signing.sign_all,
    signing.seal,
    court.apply,
    court.build_bundle,
    court.verify_offline,
    court.rule,
    court.receive,
)


def perform(data: Path, out: Path) -> Story:
    """Play every step in order on a platform of its own under `data`; files are left in `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with running(data, "--people-only", "--json") as server:
        story = Story(server, out)
        for step in STEPS:
            step(story)
    return story


def main() -> int:
    """Play, and say how long it all took."""
    begun = time.monotonic()
    print("\n和契：一次完整的调解 · Heqi: one mediation from end to end\n")
    with tempfile.TemporaryDirectory(prefix="heqi-demo-") as folder:
        perform(Path(folder) / "var", OUT)
    print(f"\n完成 · done in {time.monotonic() - begun:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
