"""The room in real browsers: what slips of hand, bad lines and curious neighbours cannot do."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from blueprints.guard import TOKEN
from blueprints.realtime import socketio
from odr import clock, db
from odr.access.actor import Role, Side
from odr.cases.models import Participant
from odr.cases.participants import accounts_of, active_participants
from odr.db import transaction
from odr.events import ParticipantsChanged
from odr.evidence.queries import exhibit_file, exhibits_in
from odr.settings import Settings
from tests.factories import files
from tests.factories.browsers import browser_of
from tests.factories.mediation import Mediation
from tests.journeys.browser import CHROMIUM, SWITCHES, Look, Visitor, visitor
from tests.journeys.server import free_port
from wsgi import create_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.filterwarnings("default"),
]
WIDE, NARROW = Look(1280, "zh-CN"), Look(390, "en")
COPY = """() => {
  const words = [...document.querySelectorAll(".msg__text p")].at(-1);
  getSelection().selectAllChildren(words);
  words.dispatchEvent(new ClipboardEvent("copy", {bubbles: true}));
}"""
PASTE = """(text) => {
  const clipboard = new DataTransfer();
  clipboard.setData("text", text);
  const event = new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true});
  document.querySelector("#say").dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=20_000)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
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
        _sign_in(served, mediation.accounts[name], person)
        person.open(f"/cases/{mediation.case_ref}/room/{channel}")
        expect(person.page.locator("[data-connection]")).to_have_attribute("data-state", "live")
        everybody.append(person)
        return person

    yield sit
    for person in everybody:
        assert person.problems == []
        person.context.close()


def _sign_in(app: Flask, account_id: str, person: Visitor) -> None:
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


def say(page: Page, text: str) -> None:
    page.locator("#say").fill(text)
    page.locator("[data-send]").click()


def words(page: Page) -> list[str]:
    return page.locator(".msg__text [data-text]").all_inner_texts()


def test_two_people_talk_and_each_word_arrives_once(seat, mediation):
    applicant, respondent = seat("applicant", mediation.joint), seat("respondent", mediation.joint, NARROW)
    say(applicant.page, "您好。\n<b>这不是标记</b>")
    expect(respondent.page.locator(".msg__text [data-text]")).to_have_text(["您好。\n<b>这不是标记</b>"])
    say(respondent.page, "Good afternoon.")
    expect(applicant.page.locator(".msg__text [data-text]")).to_have_count(2)
    assert words(applicant.page) == words(respondent.page)
    assert applicant.page.locator(".msg--waiting").count() == 0


def test_a_caucus_word_never_touches_the_other_sides_browser(chromium, served, mediation, seat):
    respondent = seat("respondent", mediation.joint)
    frames: list[str] = []
    respondent.page.on("websocket", lambda ws: ws.on("framereceived", lambda frame: frames.append(str(frame))))
    respondent.page.reload()
    applicant, mediator = seat("applicant", mediation.caucus[Side.APPLICANT]), seat("mediator", mediation.joint)
    say(applicant.page, "底线是三十八万")
    expect(mediator.page.locator(f'[data-door="{mediation.caucus[Side.APPLICANT]}"] [data-number]')).to_have_text("1")
    say(mediator.page, "我们继续。")
    expect(respondent.page.locator(".msg__text [data-text]")).to_have_text(["我们继续。"])
    assert frames and not any("底线" in frame or mediation.caucus[Side.APPLICANT] in frame for frame in frames)
    assert "底线" not in respondent.page.content()


def test_what_is_said_on_a_lost_line_waits_visibly_and_goes_out_once(seat, mediation):
    applicant, respondent = seat("applicant", mediation.joint), seat("respondent", mediation.joint)
    applicant.context.set_offline(True)
    applicant.page.evaluate("() => window.dispatchEvent(new Event('offline'))")
    say(applicant.page, "断线时写的话")
    expect(applicant.page.locator(".msg--waiting")).to_contain_text("断线时写的话")
    expect(applicant.page.locator("[data-offline]")).to_be_visible()
    applicant.here("room-offline")
    applicant.context.set_offline(False)
    expect(respondent.page.locator(".msg__text [data-text]")).to_have_text(["断线时写的话"], timeout=40_000)
    expect(applicant.page.locator(".msg--waiting")).to_have_count(0)
    expect(applicant.page.locator("[data-offline]")).to_be_hidden()
    assert words(applicant.page) == ["断线时写的话"]


def test_a_figure_named_in_private_is_asked_about_before_it_is_said(seat, mediation):
    applicant = seat("applicant", mediation.caucus[Side.APPLICANT])
    say(applicant.page, "最低 38 万元")
    expect(applicant.page.locator(".msg:not(.msg--waiting)")).to_have_count(1)
    applicant.open(f"/cases/{mediation.case_ref}/room/{mediation.joint}")
    applicant.page.wait_for_timeout(2_500)
    say(applicant.page, "我方要 380,000 元")
    ask = applicant.page.locator("[data-ask]")
    expect(ask).to_contain_text("380,000 元")
    expect(applicant.page.locator("[data-send]")).to_be_disabled()
    applicant.here("room-private-figure")
    ask.locator("button").first.click()
    expect(applicant.page.locator("#say")).to_have_value("我方要 380,000 元")
    assert words(applicant.page) == []
    applicant.page.locator("[data-send]").click()
    ask.locator("button").last.click()
    expect(applicant.page.locator(".msg:not(.msg--waiting)")).to_have_count(1)


def test_words_copied_in_one_caucus_are_not_pasted_elsewhere_unasked(seat, mediation):
    mediator = seat("mediator", mediation.caucus[Side.APPLICANT])
    say(mediator.page, "对方不知道这句话")
    expect(mediator.page.locator(".msg:not(.msg--waiting)")).to_have_count(1)
    mediator.page.evaluate(COPY)
    mediator.open(f"/cases/{mediation.case_ref}/room/{mediation.caucus[Side.RESPONDENT]}")
    mediator.page.evaluate(PASTE, "对方不知道这句话")
    expect(mediator.page.locator("[data-ask]")).to_be_visible()
    mediator.page.locator("[data-ask-acts] button").first.click()
    expect(mediator.page.locator("#say")).to_have_value("")
    assert "对方不知道" not in mediator.page.evaluate("() => JSON.stringify({...localStorage})")


def test_a_draft_stays_in_the_channel_it_was_written_in_and_goes_when_its_writer_goes(seat, mediation):
    applicant = seat("applicant", mediation.caucus[Side.APPLICANT])
    applicant.page.locator("#say").fill("只给调解员的草稿")
    expect(applicant.page.locator("[data-saved]")).not_to_be_empty()
    applicant.open(f"/cases/{mediation.case_ref}/room/{mediation.joint}")
    expect(applicant.page.locator("#say")).to_have_value("")
    applicant.open(f"/cases/{mediation.case_ref}/room/{mediation.caucus[Side.APPLICANT]}")
    expect(applicant.page.locator("#say")).to_have_value("只给调解员的草稿")
    applicant.page.locator("[data-menu] summary").click()
    with applicant.page.expect_navigation():
        applicant.page.locator("[data-signs-out] button").click()
    assert applicant.page.evaluate("() => sessionStorage.length + localStorage.length") == 0


def test_when_somebody_comes_in_while_one_writes_sending_asks_again(seat, mediation):
    respondent = seat("respondent", mediation.caucus[Side.RESPONDENT])
    respondent.page.locator("#say").fill("我方的底线")
    with transaction() as tx:
        party, now = mediation.parties[Side.RESPONDENT], clock.now()
        tx.add(
            Participant(
                case_id=mediation.case_id,
                account_id=mediation.accounts["outsider"],
                role=Role.AGENT,
                party_id=party,
                admitted_at=now,
            )
        )
        people = accounts_of(active_participants(mediation.case_id))
        tx.announce(ParticipantsChanged(audience=people, case_ref=mediation.case_ref))
    expect(respondent.page.locator("[data-faces]")).to_contain_text("路人")
    respondent.page.locator("[data-send]").click()
    expect(respondent.page.locator("[data-ask]")).to_contain_text("路人")
    assert words(respondent.page) == []
    respondent.page.locator("[data-ask-acts] button").first.click()
    expect(respondent.page.locator(".msg:not(.msg--waiting)")).to_have_count(1)


def test_choosing_a_word_in_a_chinese_keyboard_does_not_send(seat, mediation):
    applicant = seat("applicant", mediation.joint)
    applicant.page.locator("#say").focus()
    keyboard = applicant.context.new_cdp_session(applicant.page)
    keyboard.send("Input.imeSetComposition", {"text": "tiaojie", "selectionStart": 7, "selectionEnd": 7})
    applicant.page.keyboard.press("Control+Enter")
    keyboard.send("Input.insertText", {"text": "调解"})
    expect(applicant.page.locator("#say")).to_have_value("调解")
    assert words(applicant.page) == []
    applicant.page.keyboard.press("Control+Enter")
    expect(applicant.page.locator(".msg__text [data-text]")).to_have_text(["调解"])


def test_a_file_arrives_with_its_fingerprint_and_a_wrong_one_is_refused_in_words(seat, mediation):
    agent, applicant = seat("agent", mediation.joint), seat("applicant", mediation.joint)
    for name, content, place, outcome in (
        ("库存.pdf", files.pdf("list"), "[data-upload-said]", "指纹一致"),
        ("tool.pdf", b"MZ\x90\x00", ".queue__said", "文件"),
    ):
        agent.page.set_input_files("#file", {"name": name, "mimeType": "application/pdf", "buffer": content})
        agent.page.locator("[data-send-files]").click()
        expect(agent.page.locator(place).last).to_contain_text(outcome)
    expect(applicant.page.locator(".exhibit b")).to_have_text(["库存.pdf"])
    expect(applicant.page.locator("[data-exhibit]")).to_have_count(1)


def test_a_large_file_cut_in_the_middle_goes_on_after_the_page_was_closed(seat, mediation, tmp_path):
    agent = seat("agent", mediation.joint)
    page, film, pieces = agent.page, tmp_path / "店面.mp4", []
    film.write_bytes(files.film(3_000_000))

    def cut(route: Route) -> None:
        pieces.append(route.request.headers.get("upload-offset"))
        if len(pieces) > 2:
            route.abort()
        else:
            route.continue_()

    page.route(re.compile(r"/uploads/[\w-]{22}$"), lambda route: cut(route) if patches(route) else route.fallback())
    page.set_input_files("#file", film)
    page.locator("[data-send-files]").click()
    expect(page.locator(".queue__row")).to_have_attribute("data-state", "lost")
    page.unroute_all()
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator(".queue__said")).to_contain_text("再选一次")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.headers.get("upload-offset", "")))
    page.set_input_files("#file", film)
    page.locator("[data-send-files]").click()
    expect(page.locator("[data-upload-said]")).to_contain_text("指纹一致")
    offsets = [int(offset) for offset in sent if offset]
    assert offsets[0] > 0 and pieces[0] == "0"
    (kept,) = exhibits_in(mediation.who("applicant"), mediation.joint)
    with exhibit_file(mediation.who("applicant"), kept.id).file as file:
        assert file.read() == film.read_bytes()
    agent.problems.clear()


def patches(route: Route) -> bool:
    return route.request.method == "PATCH"


@pytest.mark.parametrize("look", [WIDE, NARROW], ids=lambda look: look.name)
@pytest.mark.parametrize("name", ["applicant", "mediator"])
def test_every_channel_can_be_read_by_everybody_in_both_languages(seat, mediation, name, look):
    person = seat(name, mediation.joint, look)
    for label, channel in (("joint", mediation.joint), ("caucus", mediation.caucus[Side.APPLICANT])):
        person.open(f"/cases/{mediation.case_ref}/room/{channel}", f"room-{label}-{name}")


def test_without_script_a_form_says_it(chromium, served, mediation):
    context = chromium.new_context(java_script_enabled=False)
    person = Visitor(context, context.new_page(), WIDE, served.config["PUBLIC_URL"])
    _sign_in(served, mediation.accounts["agent"], person)
    person.open(f"/cases/{mediation.case_ref}/room/{mediation.joint}")
    say(person.page, "没有脚本也能说话")
    expect(person.page.locator(".msg__text [data-text]")).to_have_text(["没有脚本也能说话"])
    context.close()


def test_what_arrives_twice_is_dropped_and_a_hole_is_noticed(seat, mediation):
    page = seat("applicant", mediation.joint).page
    verdicts = page.evaluate(
        """async () => {
          const { Order } = await import("/static/rooms/order.js");
          const order = new Order(4);
          return [order.judge(5), order.judge(5), order.judge(3), order.judge(8), order.judge(6), order.last];
        }"""
    )
    assert verdicts == ["next", "seen", "seen", "gap", "next", 6]


def test_nothing_of_another_account_stays_in_the_tab(seat, mediation):
    page = seat("applicant", mediation.joint).page
    kept = page.evaluate(
        """async () => {
          const { Keep } = await import("/static/rooms/keep.js");
          sessionStorage.setItem("heqi:somebody:draft:x", '"old"');
          const keep = new Keep(sessionStorage, "me");
          keep.add("one", "tag", "to one");
          keep.add("two", "tag", "to two");
          return [Object.keys(sessionStorage), keep.waiting("two").map((item) => item.text)];
        }"""
    )
    assert kept == [["heqi:me:outbox"], ["to two"]]


def test_days_left_are_counted_on_the_calendar_of_beijing(seat, mediation):
    page = seat("applicant", mediation.joint).page
    counted = page.evaluate(
        """async () => {
          const { days } = await import("/static/base/days.js");
          const at = (text) => new Date(text);
          return [
            days(at("2026-11-23T15:59:00Z"), at("2026-12-02T16:00:00Z")),
            days(at("2026-11-23T16:01:00Z"), at("2026-12-02T16:00:00Z")),
            days(at("2026-12-02T15:00:00Z"), at("2026-12-02T16:00:00Z")),
          ];
        }"""
    )
    assert counted == [9, 8, 0]
