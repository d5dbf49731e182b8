"""One dispute from the application to the ruling, in real browsers, wide and narrow, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browser import CHROMIUM, SWITCHES, Look
from tests.journeys.pages import Journey
from tests.journeys.server import Server, running

LOOKS = [Look(1280, "zh-CN"), Look(390, "en")]
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
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_a_dispute_goes_from_application_to_ruling(chromium: Browser, server: Server, look: Look) -> None:
    journey = Journey(chromium, server, look)
    for chapter in journey.chapters():
        chapter()
    assert journey.problems() == []
