"""One dispute from the application to the ruling in real browsers, each person at a screen and in a language of own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browser import CHROMIUM, SWITCHES, Look
from tests.journeys.pages import Journey
from tests.journeys.server import Server, running

DESK, DESK_EN, PHONE, PHONE_EN = (Look(width, language) for width in (1280, 390) for language in ("zh-CN", "en"))
CASTS = {
    "parties on phones": {
        "stranger": PHONE,
        "applicant": PHONE,
        "respondent": PHONE_EN,
        "mediator": DESK,
        "organisation_clerk": DESK_EN,
        "court_clerk": DESK,
    },
    "officials on phones": {
        "stranger": DESK_EN,
        "applicant": DESK,
        "respondent": DESK_EN,
        "mediator": PHONE_EN,
        "organisation_clerk": PHONE,
        "court_clerk": PHONE_EN,
    },
}
# One play takes minutes; the second cast is for whoever changes a page that officials use on the way.
PLAYED = list(CASTS) if os.environ.get("HEQI_EVERY_CAST") == "1" else ["parties on phones"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running(tmp_path / "var", "--people-only", "--json") as started:
        yield started


@pytest.mark.timeout(600)
@pytest.mark.parametrize("cast", PLAYED)
def test_a_dispute_goes_from_application_to_ruling(chromium: Browser, server: Server, cast: str) -> None:
    journey = Journey(chromium, server, CASTS[cast])
    for chapter in journey.chapters():
        chapter()
    assert journey.problems() == []
