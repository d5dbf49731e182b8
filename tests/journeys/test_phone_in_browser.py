"""A party on a phone in the caucus, on a line that breaks in mid-sentence: nothing lost, twice or too wide."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from odr.access.actor import Side
from odr.rooms.queries import messages_after
from tests.journeys.browser import CHROMIUM, Look, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.filterwarnings("default"),
]
PHONE = {"applicant": Look(390, "zh-CN"), "respondent": Look(390, "en")}
SIDE = {"applicant": Side.APPLICANT, "respondent": Side.RESPONDENT}
BEGUN = {"applicant": "我方可以接受三十八万", "respondent": "We could live with 380,000"}
ENDED = {"applicant": "，但要在年底前付清。", "respondent": ", if it is paid by the end of the year."}
NEXT = {"applicant": "另外，库存", "respondent": "And the stock in"}
LOST = {"applicant": "连接断开，正在重连", "respondent": "The connection is lost"}
KEPT = {"applicant": "恢复后只发一次", "respondent": "goes out once"}
PRIVATE = {"applicant": "调解员", "respondent": "mediator"}
MISSED = ("对方刚才提了两点。", "第一，付款时间。", "第二，库存怎么办。")
MOST_OF_THE_SCREEN = 0.6
ACKNOWLEDGES = re.compile("^43")
GROUND = "(e) => [getComputedStyle(e).backgroundColor, getComputedStyle(e).backgroundImage].join(' ')"
WIDER = """() => [...document.querySelectorAll("body *")]
  .filter((e) => !e.closest(".doors, .vh, template, [hidden]") && e.getClientRects().length)
  .filter((e) => getComputedStyle(e).clipPath === "none" && e.getBoundingClientRect().right > innerWidth + 1)
  .map((e) => e.className || e.tagName)"""


class Line:
    """The phone's way to the platform, which can be cut as a network cuts it, or swallow what the platform answers."""

    def __init__(self, person: Visitor) -> None:
        self.person, self.down, self.deaf, self.swallowed = person, False, False, 0
        self.open: list[WebSocketRoute] = []
        person.page.route_web_socket(re.compile("/socket.io/"), self._opened)
        person.page.reload()
        expect(person.page.locator("[data-connection]")).to_have_attribute("data-state", "live")

    def cut(self) -> None:
        self.down = True
        self.person.context.set_offline(True)
        for socket in self.open:
            socket.close()
        self.open.clear()

    def mend(self) -> None:
        self.down = self.deaf = False
        self.person.context.set_offline(False)

    def _opened(self, socket: WebSocketRoute) -> None:
        if self.down:
            socket.close()
            return
        server = socket.connect_to_server()
        socket.on_message(server.send)
        server.on_message(lambda said: self._answer(socket, said))
        self.open.append(socket)

    def _answer(self, socket: WebSocketRoute, said: str | bytes) -> None:
        if self.deaf and isinstance(said, str) and ACKNOWLEDGES.match(said):
            self.swallowed += 1
        else:
            socket.send(said)


def words(page: Page) -> list[str]:
    return page.locator(".msg__text [data-text]").all_inner_texts()


def say(page: Page, text: str) -> None:
    page.locator("#say").fill(text)
    page.locator("[data-send]").click()


def photograph(person: Visitor, name: str) -> None:
    """Look at the page as it is, by day and by night."""
    for scheme in ("light", "dark"):
        person.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        person.here(f"{name}-{scheme}")
    person.page.emulate_media(color_scheme="light", reduced_motion="reduce")


def looks_like_a_caucus(page: Page, name: str) -> None:
    """The six things that say which channel this is, each by itself."""
    for place in (".rail", ".composer"):
        assert "repeating-linear-gradient" in page.locator(place).evaluate(GROUND), f"{place} has lost its hatch"
    expect(page.locator(".rail")).to_contain_text(PRIVATE[name])
    expect(page.locator("[data-words=headline]")).to_be_in_viewport()
    expect(page.locator("#channel-name use")).to_have_attribute("href", re.compile("#i-lock$"))
    expect(page.locator("[data-send]")).to_contain_text(PRIVATE[name])
    expect(page.locator("[data-send]")).to_be_in_viewport()


def fits_the_screen(page: Page) -> None:
    """Nothing stands out to the right, and one can see what one writes."""
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(WIDER) == []
    box = page.locator("#say").bounding_box()
    assert box["width"] >= MOST_OF_THE_SCREEN * page.viewport_size["width"], f"the composer is {box['width']} px wide"


@pytest.fixture
def phone(seat: Callable[..., Visitor], mediation) -> Callable[[str], tuple[Visitor, Line]]:
    """Somebody of a side, on a phone in their own caucus."""

    def hold(name: str) -> tuple[Visitor, Line]:
        person = seat(name, mediation.caucus[SIDE[name]], PHONE[name])
        return person, Line(person)

    return hold


@pytest.mark.parametrize("name", ["applicant", "respondent"])
def test_a_line_lost_in_mid_sentence_loses_nothing_and_sends_nothing_twice(phone, seat, mediation, name):
    channel = mediation.caucus[SIDE[name]]
    mediator = seat("mediator", channel)
    person, line = phone(name)
    page, box = person.page, person.page.locator("#say")
    say(mediator.page, "我们先谈金额。")
    expect(page.locator(".msg__text [data-text]")).to_have_count(1)
    looks_like_a_caucus(page, name)
    photograph(person, "phone-caucus")
    fits_the_screen(page)

    box.tap()
    box.press_sequentially(BEGUN[name])
    line.cut()
    box.press_sequentially(ENDED[name])
    expect(page.locator("[data-connection]")).to_have_attribute("data-state", "lost")
    expect(page.locator("[data-offline]:visible")).to_contain_text(LOST[name])
    expect(box).to_have_value(BEGUN[name] + ENDED[name])
    looks_like_a_caucus(page, name)
    photograph(person, "phone-offline")
    fits_the_screen(page)

    for missed in MISSED:
        say(mediator.page, missed)
    expect(mediator.page.locator(".msg:not(.msg--waiting)")).to_have_count(4)
    for _ in range(2):
        page.locator("[data-send]").tap()
    expect(page.locator(".msg--waiting")).to_contain_text(BEGUN[name] + ENDED[name])
    expect(page.locator("[data-offline]:visible")).to_contain_text(KEPT[name])
    box.press_sequentially(NEXT[name])
    assert words(page) == ["我们先谈金额。", BEGUN[name] + ENDED[name]]
    looks_like_a_caucus(page, name)
    photograph(person, "phone-waiting")
    fits_the_screen(page)

    line.mend()
    expect(page.locator(".msg--waiting")).to_have_count(0, timeout=40_000)
    expect(page.locator("[data-offline]")).to_be_hidden()
    expect(box).to_have_value(NEXT[name])
    whole = ["我们先谈金额。", *MISSED, BEGUN[name] + ENDED[name]]
    expect(mediator.page.locator(".msg__text [data-text]")).to_have_text(whole)
    expect(page.locator(".msg__text [data-text]")).to_have_text(whole)
    page.reload()
    expect(page.locator(".msg__text [data-text]")).to_have_text(whole)
    expect(box).to_have_value(NEXT[name])
    assert [one.text for one in messages_after(mediation.who(name), channel, 0)] == whole
    photograph(person, "phone-back")


def test_a_message_whose_acknowledgement_was_lost_is_sent_again_and_said_once(phone, seat, mediation):
    channel = mediation.caucus[Side.RESPONDENT]
    mediator = seat("mediator", channel)
    person, line = phone("respondent")
    line.deaf = True
    say(person.page, "Only once, please.")
    expect(mediator.page.locator(".msg__text [data-text]")).to_have_text(["Only once, please."])
    assert line.swallowed, "the platform has acknowledged and the phone has not heard it"
    line.cut()
    line.mend()
    expect(person.page.locator("[data-connection]")).to_have_attribute("data-state", "live")
    expect(person.page.locator(".msg--waiting")).to_have_count(0, timeout=40_000)
    for page in (person.page, mediator.page):
        expect(page.locator(".msg__text [data-text]")).to_have_text(["Only once, please."])
    assert len(messages_after(mediation.who("respondent"), channel, 0)) == 1


def test_a_caucus_on_a_phone_is_not_taken_for_the_joint_room(phone, mediation):
    person, _ = phone("respondent")
    private = person.page.locator(".channel").evaluate(GROUND)
    person.page.locator(".composer__also summary").tap()
    expect(person.page.locator("[name=translation]")).to_be_in_viewport(ratio=1)
    looks_like_a_caucus(person.page, "respondent")
    photograph(person, "phone-translation")
    fits_the_screen(person.page)
    person.open(f"/cases/{mediation.case_ref}/room/{mediation.joint}")
    assert person.page.locator(".channel").evaluate(GROUND) != private
    assert "repeating-linear-gradient" not in person.page.locator(".composer").evaluate(GROUND)
    photograph(person, "phone-joint")
    fits_the_screen(person.page)
