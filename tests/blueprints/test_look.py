"""What the style sheets promise: every colour defined once, every drawing present, every text legible on its ground."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = [p for p in sorted((ROOT / "static").rglob("*.css")) if "vendor" not in p.parts]
TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
LIGHT, _, DARK = TOKENS.partition("prefers-color-scheme: dark")
HEX = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})")
HATCH = re.compile(r"--hatch: rgb\((\d+) (\d+) (\d+) / (\d+)%\)")
THEMES = {"light": dict(HEX.findall(LIGHT)), "dark": dict(HEX.findall(LIGHT)) | dict(HEX.findall(DARK))}
TEXT_ON_GROUND = [
    *[(ink, ground) for ink in ("ink", "ink-2") for ground in ("paper", "surface", "sunken")],
    ("ink", "jade-soft"),
    ("ink", "seal-soft"),
    ("ink", "ochre-soft"),
    ("jade", "surface"),
    ("jade", "paper"),
    ("jade-ink", "jade-soft"),
    ("jade-on", "jade"),
    ("ochre-ink", "ochre-soft"),
    ("indigo", "surface"),
    ("indigo-ink", "indigo-soft"),
    ("indigo-on", "indigo"),
    ("good", "good-soft"),
    ("seal-ink", "seal-soft"),
    ("seal-ink", "surface"),
    ("seal-on", "seal"),
    ("plum-text", "plum-soft"),
    ("plum-text", "paper"),
    ("plum-ink", "plum-raised"),
    ("plum-ink", "plum-mine"),
    ("plum-on", "plum-accent"),
    ("sheet-ink", "sheet"),
    ("sheet-ink-2", "sheet"),
]
TEXT_ON_HATCH = [
    ("plum-ink", "plum-bg"),
    ("plum-ink-2", "plum-bg"),
    ("plum-ink-2", "plum-sunken"),
    ("plum-accent", "plum-sunken"),
]
EDGES = [("line-strong", "surface"), ("line-strong", "paper"), ("plum-line", "plum-bg"), ("plum-accent", "plum-bg")]


def channels(colour: str) -> list[float]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def luminance(rgb: list[float]) -> float:
    """Relative luminance (WCAG 2.2)."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in rgb)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def hatched(ground: list[float], theme: str) -> list[float]:
    """The ground where a line of the hatch runs."""
    found = HATCH.search(DARK if theme == "dark" else LIGHT)
    assert found
    red, green, blue, share = map(int, found.groups())
    return [
        line * share / 100 + below * (1 - share / 100) for line, below in zip((red, green, blue), ground, strict=True)
    ]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink, ground", TEXT_ON_GROUND)
def test_text_can_be_read_on_its_ground(theme, ink, ground):
    assert contrast(channels(THEMES[theme][ink]), channels(THEMES[theme][ground])) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ink, ground", TEXT_ON_HATCH)
def test_text_can_be_read_across_the_hatch_of_a_caucus(theme, ink, ground):
    below = channels(THEMES[theme][ground])
    for place in (below, hatched(below, theme)):
        assert contrast(channels(THEMES[theme][ink]), place) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("edge, ground", EDGES)
def test_the_edge_of_a_control_can_be_seen(theme, edge, ground):
    assert contrast(channels(THEMES[theme][edge]), channels(THEMES[theme][ground])) >= 3


def test_every_colour_and_size_that_is_used_is_defined():
    text = {sheet: sheet.read_text(encoding="utf-8") for sheet in SHEETS}
    defined = {name for sheet in text.values() for name in re.findall(r"(--[\w-]+)\s*:", sheet)}
    used = {name for sheet in text.values() for name in re.findall(r"var\((--[\w-]+)\)", sheet)}
    assert used <= defined


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.name != "tokens.css"], ids=lambda s: s.name)
def test_a_sheet_keeps_to_its_layer(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL).strip()
    assert re.match(r"@layer (base|forms|parts|case|page) \{", text)


def test_every_drawing_that_a_page_names_exists():
    drawn = set(re.findall(r'id="i-([\w-]+)"', (ROOT / "static" / "base" / "icons.svg").read_text(encoding="utf-8")))
    named = {
        name
        for page in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r"""\b(?:icon|draw)(?:\(|=)['"]([\w-]+)['"]""", page.read_text(encoding="utf-8"))
    }
    assert named and named <= drawn
