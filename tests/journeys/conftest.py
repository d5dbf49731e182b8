"""People of one case in real browsers with cameras and microphones that are make-believe."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect, sync_playwright

from blueprints.guard import TOKEN
from blueprints.realtime import socketio
from odr import db
from odr.settings import Settings
from tests.factories.browsers import browser_of
from tests.factories.mediation import Mediation
from tests.journeys.browser import CHROMIUM, SWITCHES, Look, Visitor, visitor
from tests.journeys.server import free_port
from wsgi import create_app

WIDE = Look(1280, "zh-CN")
MAKE_BELIEVE = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--disable-features=WebRtcHideLocalIpsWithMdns",
    "--autoplay-policy=no-user-gesture-required",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES + MAKE_BELIEVE)
        yield browser
        browser.close()


@pytest.fixture
def served(settings: Settings, database: db.Database) -> Iterator[Flask]:
    """The platform on a port of its own, over the database of this test."""
    port = free_port()
    app = create_app(replace(settings, public_url=f"http://127.0.0.1:{port}"))
    arguments = {"port": port, "allow_unsafe_werkzeug": True}
    threading.Thread(target=socketio.run, args=[app], kwargs=arguments, daemon=True).start()
    yield app
    _settle()


def _settle() -> None:
    """Wait for what the closed browsers left under way, so that nothing of this test runs into the next."""
    for _ in range(200):
        if not any(
            part in thread.name for thread in threading.enumerate() for part in ("_handle_event", "process_req")
        ):
            return
        time.sleep(0.05)


@pytest.fixture
def seat(chromium: Browser, served: Flask, mediation: Mediation) -> Iterator[Callable[..., Visitor]]:
    """Put a person of the case into a channel, with a browser of their own."""
    everybody: list[Visitor] = []

    def sit(name: str, channel: str, look: Look = WIDE) -> Visitor:
        person = visitor(chromium, served.config["PUBLIC_URL"], look)
        sign_in(served, mediation.accounts[name], person)
        person.open(f"/cases/{mediation.case_ref}/room/{channel}")
        expect(person.page.locator("[data-connection]")).to_have_attribute("data-state", "live")
        everybody.append(person)
        return person

    yield sit
    for person in everybody:
        assert person.problems == []
        person.context.close()


def sign_in(app: Flask, account_id: str, person: Visitor) -> None:
    """Give a browser the cookies of somebody who has signed in."""
    signed_in = browser_of(app, account_id)
    with signed_in.session_transaction() as kept:
        assert kept[TOKEN]
    cookie = signed_in.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    person.context.add_cookies(
        [
            {"name": cookie.key, "value": cookie.value, "url": person.address},
            {"name": "locale", "value": person.look.language, "url": person.address},
        ]
    )
