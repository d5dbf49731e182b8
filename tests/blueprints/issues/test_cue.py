"""The mark of a case: always the same for one number, and different enough for the rooms of one mediator."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from blueprints.cue import COLOURS, SHAPES, cue_of

ROOT = Path(__file__).resolve().parents[3]


def test_a_case_keeps_its_mark_and_shows_the_end_of_its_number() -> None:
    assert cue_of("HQ-2026-7F3KQ9") == cue_of("HQ-2026-7F3KQ9")
    assert cue_of("HQ-2026-7F3KQ9").tail == "7F3KQ9"


def test_all_marks_are_used() -> None:
    marks = {(cue_of(f"HQ-2026-{n:06}").glyph, cue_of(f"HQ-2026-{n:06}").colour) for n in range(2_000)}
    assert len(marks) == len(SHAPES) * len(COLOURS)


def test_the_tab_has_the_colour_of_the_page() -> None:
    sheet = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--cue-(\d): (#[0-9a-f]{6})", sheet.partition("prefers-color-scheme")[0]))
    assert [light[str(number)] for number in range(1, len(COLOURS) + 1)] == list(COLOURS)
    mark = cue_of("HQ-2026-7F3KQ9")
    assert COLOURS[mark.colour - 1] in unquote(mark.icon)
