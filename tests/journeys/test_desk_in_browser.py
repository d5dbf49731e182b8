"""A clerk's day at the desk on a wide screen, and the party's answers and objection on a phone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server

import tests.journeys.conftest as journeys
from odr import clock
from tests.factories.stages import on_the_desk
from tests.journeys.browser import CHROMIUM, Look, Visitor, visitor
from tests.journeys.server import free_port
from wsgi import create_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.filterwarnings("default"),
]
chromium = journeys.chromium
NUMBER = "（2026）京示01民特17号"


@pytest.fixture(scope="module")
def filed_before(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Signing has a loop of its own, and the driver of browsers keeps one running: so everything is signed first."""
    with on_the_desk(tmp_path_factory.mktemp("first")):
        pass


@dataclass
class Day:
    """The case of this day, its clerk on a wide screen and its party on a phone."""

    clerk: Visitor
    party: Visitor
    filing: str
    case: str

    def act(self, name: str, **answers: str) -> None:
        """The clerk fills in, looks once more, and does it."""
        self.clerk.open(f"{self.filing}/{name}")
        self.clerk.fill(name, **answers)
        self.clerk.page.locator("main form[action] button[type=submit]").last.click()
        self.clerk.page.wait_for_url(f"**{self.filing}")


@pytest.fixture
def day(tmp_path: Path, filed_before: None, chromium: Browser) -> Iterator[Day]:
    with on_the_desk(tmp_path) as (settings, stage):
        address = f"http://127.0.0.1:{(port := free_port())}"
        app = create_app(replace(settings, public_url=address))
        server = make_server("127.0.0.1", port, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        clerk = visitor(chromium, address, Look(1280, "zh-CN"))
        party = visitor(chromium, address, Look(390, "zh-CN"))
        for person, known in ((clerk, stage.court_clerk), (party, stage.parties[0])):
            journeys.sign_in(app, known.account_id, person)
        yield Day(clerk, party, f"/court/filings/{stage.confirmation_id}", f"/cases/{stage.case.ref}/confirmation")
        for person in (clerk, party):
            assert person.problems == []
            person.context.close()
        server.shutdown()


def test_a_clerk_asks_for_more_and_a_party_answers_on_a_phone(day: Day) -> None:
    day.clerk.open("/court", "desk-inbox", both=True)
    day.clerk.open(f"{day.filing}/supplement", "desk-supplement")
    due = (clock.now() + timedelta(days=9)).date().isoformat()
    day.act("supplement", item_1="请写明第二条的付款期限。", about_1="clause:2", due=due)
    page = day.party.open(day.case, "desk-answers", both=True)
    page.locator("textarea[name^=answer-]").fill("付款期限为三十日。")
    with page.expect_navigation():
        page.locator("#asked button[type=submit]").click()
    day.clerk.open(day.filing, "desk-answered", both=True)
    expect(day.clerk.page.locator(".asked")).to_contain_text("付款期限为三十日。")


def test_a_clerk_accepts_extends_confirms_and_decides_an_objection(day: Day) -> None:
    day.act("accept", court_ref=NUMBER)
    until = (clock.now() + timedelta(days=60)).date().isoformat()
    day.act("extend", until=until, approved_by="钱院长", reason="案情复杂。")
    day.clerk.open(f"{day.filing}/ruling", "desk-upload")
    day.act("confirm", judge="赵法官")
    day.party.open(f"{day.case}/objection", "desk-objection")
    day.party.fill("objection", grounds="裁定有错误。", sure="y")
    day.clerk.open("/court", "desk-objected")
    form = day.clerk.open(f"{day.filing}/decide-objection", "desk-decide")
    chosen = form.locator("[name=objection_id]").first.get_attribute("value") or ""
    day.act("decide-objection", objection_id=chosen, outcome="rejected", reasons="理由不成立。")
    day.clerk.open("/court/figures", "desk-figures", both=True)
    day.clerk.open("/court?show=decided", "desk-decided")
    day.party.open(day.case, "desk-confirmed")
