"""After the agreement, on a phone and on a desk: one press says it is paid, one press says it arrived."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server

import tests.journeys.conftest as journeys
from odr.performance.queries import performance_page
from tests.factories import files
from tests.factories.stages import signed
from tests.journeys.browser import CHROMIUM, Look, Visitor, visitor
from tests.journeys.server import free_port
from wsgi import create_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.filterwarnings("default"),
]
chromium = journeys.chromium
Come = Callable[[int, Look], Visitor]


@pytest.fixture(scope="module")
def signed_before(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Signing has a loop of its own, and the driver of browsers keeps one running: so everything is signed first."""
    with signed(tmp_path_factory.mktemp("first")):
        pass


@pytest.fixture
def come(tmp_path: Path, signed_before: None, chromium: Browser) -> Iterator[tuple[Come, object]]:
    """Have the applicant (0) or the respondent (1) open the page of performance in a browser of their own."""
    with signed(tmp_path) as (settings, stage):
        port = free_port()
        app: Flask = create_app(replace(settings, public_url=f"http://127.0.0.1:{port}"))
        server = make_server("127.0.0.1", port, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        here: list[Visitor] = []

        def opened(who: int, look: Look) -> Visitor:
            person = visitor(chromium, f"http://127.0.0.1:{port}", look)
            journeys.sign_in(app, stage.parties[who].account_id, person)
            person.open(f"/cases/{stage.case.ref}/performance")
            here.append(person)
            return person

        yield opened, stage
        for person in here:
            person.context.close()
        server.shutdown()


def test_a_payment_is_reported_on_a_phone_and_confirmed_on_a_desk(come, tmp_path: Path) -> None:
    opened, stage = come
    slip = tmp_path / "slip.pdf"
    slip.write_bytes(files.pdf("bank slip"))
    phone = opened(1, Look(390, "en")).page
    card = phone.locator("article", has_text="Payment")
    expect(card).to_contain_text("350,000.00")
    card.get_by_role("link", name="I have paid").click()
    phone.get_by_label("How much").fill("350,000")
    phone.set_input_files("input[type=file]", slip)
    phone.get_by_role("button", name="Tell the other side").click()
    expect(phone.locator("article", has_text="Payment")).to_contain_text("Reported, to be confirmed")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    desk = opened(0, Look(1280, "zh-CN")).page
    expect(desk.get_by_role("heading", name="您收到了吗？")).to_be_visible()
    with desk.expect_download() as kept:
        desk.get_by_role("link", name="slip.pdf").click()
    assert Path(kept.value.path()).read_bytes().startswith(b"%PDF")
    desk.get_by_role("button", name="我已收到").click()
    expect(desk.locator("article", has_text="付款")).to_contain_text("已按期履行")
    (line,) = (one for one in performance_page(stage.parties[0].actor, stage.case.ref).owed if one.fen)
    assert line.remaining == 0
