"""Two sides seal in real browsers: once they meet, once they do not, and they answer the mediator's proposal."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from blueprints.guard import TOKEN
from blueprints.realtime import socketio
from odr import clock, db
from odr.proposals.commands import put_proposal
from odr.settings import Settings
from tests.factories.browsers import browser_of
from tests.factories.mediation import Mediation
from tests.factories.sealing import open_round, page_of
from tests.journeys.browser import CHROMIUM, SWITCHES, Look, Visitor, visitor
from tests.journeys.server import free_port
from wsgi import create_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.filterwarnings("default"),
]
LOOKS = {"applicant": Look(390, "zh-CN"), "respondent": Look(1280, "en")}


@pytest.fixture
def both(settings: Settings, database: db.Database, mediation: Mediation) -> Iterator[dict[str, Visitor]]:
    """Both sides at browsers of their own, and everything they send kept."""
    port = free_port()
    app = create_app(replace(settings, public_url=f"http://127.0.0.1:{port}"))
    arguments = {"port": port, "allow_unsafe_werkzeug": True}
    threading.Thread(target=socketio.run, args=[app], kwargs=arguments, daemon=True).start()
    expect.set_options(timeout=20_000)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        people = {}
        for name, look in LOOKS.items():
            person = people[name] = visitor(browser, app.config["PUBLIC_URL"], look)
            signed_in = browser_of(app, mediation.accounts[name])
            with signed_in.session_transaction() as kept:
                assert kept[TOKEN]
            cookie = signed_in.get_cookie(app.config["SESSION_COOKIE_NAME"])
            assert cookie is not None
            cookies = [(cookie.key, cookie.value), ("locale", look.language)]
            person.context.add_cookies([{"name": n, "value": v, "url": person.address} for n, v in cookies])
        yield people
        for person in people.values():
            assert person.problems == []
            person.context.close()
        browser.close()


def seal(page: Page, figure: str, capitals: str) -> list[str]:
    """Type, look once more, seal; everything the page sent meanwhile."""
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    page.locator("#sum").fill(figure)
    expect(page.locator("[data-words]")).to_have_text(capitals)
    page.locator("[data-keep]").check(force=True)
    page.locator("[data-form] [type=submit]").click()
    expect(page.locator("[data-check-words]")).to_have_text(capitals)
    with page.expect_navigation():
        page.locator("[data-do-seal]").click()
    assert any("/seal" in one and "commitment" in one for one in sent)
    return sent


def test_two_sides_seal_and_answer_and_learn_only_what_they_may(both, mediation):
    meeting, missing = open_round(mediation), None
    mine, theirs = both["applicant"], both["respondent"]
    for person in both.values():
        person.open(f"/cases/{mediation.case_ref}/offers/{meeting}")
    sent = seal(mine.page, "31.07万", "人民币叁拾壹万零柒佰元整")
    assert not any("310700" in one or "31.07" in one for one in sent)
    mine.here("offer-sealed")
    hold = mine.page.locator("[data-hold]")
    hold.focus()
    mine.page.keyboard.down("Space")
    expect(mine.page.locator("[data-masked]")).to_have_text("¥310,700.00")
    mine.page.keyboard.up("Space")
    expect(mine.page.locator("[data-masked]")).to_have_text("••••••")
    expect(theirs.page.locator("[data-moved]")).to_be_visible()
    seal(theirs.page, "330,000", "人民币叁拾叁万元整")
    for person in both.values():
        expect(person.page.locator(".outcome__sum")).to_contain_text("¥320,350.00")
        person.here("offer-met")

    missing = open_round(mediation)
    for name, person in both.items():
        person.open(f"/cases/{mediation.case_ref}/offers/{missing}")
        seal(person.page, "2" if name == "applicant" else "1", f"人民币{'贰' if name == 'applicant' else '壹'}元整")
    for person in both.values():
        expect(person.page.locator(".outcome--none")).to_be_visible()
        assert "¥" not in person.page.locator("main").inner_text()
        person.here("offer-none")
    assert page_of(mediation, "mediator", missing).state == "failed"

    deadline = clock.now() + timedelta(hours=1)
    put = put_proposal(mediation.who("mediator"), mediation.case_id, text="The same words.", deadline=deadline)
    for person in both.values():
        person.open(f"/cases/{mediation.case_ref}/proposals/{put}", "proposal-put")
        person.page.locator('[data-choose][value="yes"]').click()
        with person.page.expect_navigation():
            person.page.locator("[data-seal-it]").click()
    expect(mine.page.locator(".outcome--met")).to_be_visible()
