"""The signing in real browsers: in the same second, on another day, with a refusal, and on a device handed over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from odr import clock
from odr.signatures import authorities
from odr.signatures.requirements import places_of
from signing.pdf import read_signatures
from signing.trust import TrustRoots
from signing.verify import verify_agreement
from tests.factories.agreements import Agreed, final_version, mediated_case, sign, signatories
from tests.factories.people import PASSWORD, Known
from tests.journeys.browser import CHROMIUM, Look, Visitor, visitor
from tests.journeys.conftest import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.filterwarnings("default"),
    pytest.mark.timeout(300),
]
WIDE, NARROW = Look(1280, "zh-CN"), Look(390, "en")
SIGNED = re.compile("您已签署|You have signed")


@pytest.fixture
def agreed(served: Flask) -> Agreed:
    """A text that waits for its signatures."""
    return final_version(mediated_case())


@pytest.fixture
def at_screen(chromium: Browser, served: Flask) -> Iterator[Callable[[Known, Look], Visitor]]:
    """Give a person a browser of their own; at the end none of the pages they saw may have been wrong."""
    everybody: list[Visitor] = []

    def sit(person: Known, look: Look) -> Visitor:
        seated = visitor(chromium, served.config["PUBLIC_URL"], look)
        sign_in(served, person.account_id, seated)
        everybody.append(seated)
        return seated

    yield sit
    for seated in everybody:
        assert seated.problems == []
        seated.context.close()


def overview(agreed: Agreed) -> str:
    return f"/versions/{agreed.version_id}/signatures"


def name_at(agreed: Agreed, field: str) -> str:
    return next(place.name for place in places_of(agreed.version.fields) if place.field == field)


def read_to_the_end(page: Page) -> None:
    """Scroll through every page as a reader does, until the platform has kept that the end was reached."""
    page.wait_for_selector(".sheet__end", state="attached")
    for sheet in page.locator(".sheet__end").all():
        sheet.scroll_into_view_if_needed()
        page.wait_for_timeout(60)
    expect(page.locator("[data-part=begin]")).to_be_enabled()


def say_who(page: Page, name: str) -> None:
    page.fill("#name", name)
    page.check("#agree")
    if page.locator("#password").is_visible():
        page.fill("#password", PASSWORD)
    page.click("[data-part=begin]")
    page.wait_for_selector("[data-part=last]:not([hidden])")


def test_two_press_in_the_same_second_and_both_have_signed(
    agreed: Agreed, at_screen: Callable[[Known, Look], Visitor]
) -> None:
    (first, one), (second, other) = signatories(agreed)[:2]
    people = [(at_screen(one, WIDE), first), (at_screen(other, NARROW), second)]
    for person, field in people:
        person.open(overview(agreed), f"signing-overview-{field}", both=True)
        page = person.open(f"{overview(agreed)}/{field}")
        person.here(f"signing-unread-{field}")
        expect(page.locator("[data-part=begin]")).to_be_disabled()
        read_to_the_end(page)
        person.here(f"signing-read-{field}")
        say_who(page, name_at(agreed, field))
        person.here(f"signing-last-{field}")
    for person, _ in people:
        person.page.click("[data-part=sign]")
    for person, field in people:
        expect(person.page.locator("[data-part=done]")).to_be_visible(timeout=60_000)
        expect(person.page.locator("#done-title")).to_have_text(SIGNED)
        person.here(f"signing-done-{field}")
    assert {view.field for view in read_signatures(agreed.version.pdf)} == {first, second}
    with ThreadPoolExecutor(1) as elsewhere:  # the browsers' driver keeps this thread's event loop
        for field, person in signatories(agreed)[2:]:
            elsewhere.submit(sign, agreed, person, field).result()
    clerk = at_screen(agreed.case.clerk, NARROW)
    clerk.open(overview(agreed), "signing-seal", both=True)
    clerk.fill("/seal")
    clerk.inspect("signing-sealed", both=True)
    with ThreadPoolExecutor(1) as elsewhere:
        roots = TrustRoots.from_pem(authorities.roots_pem())
        assert elsewhere.submit(verify_agreement, agreed.version.pdf, roots).result().sound
    people[0][0].open(overview(agreed), "signing-complete", both=True)


def test_what_was_read_is_read_on_another_day_and_another_device_and_one_may_still_refuse(
    agreed: Agreed, at_screen: Callable[[Known, Look], Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, one), (second, other) = signatories(agreed)[:2]
    desk = at_screen(one, WIDE)
    page = desk.open(f"{overview(agreed)}/{first}")
    read_to_the_end(page)
    say_who(page, name_at(agreed, first))
    today = clock.now
    monkeypatch.setattr(clock, "now", lambda: today() + timedelta(hours=20))
    phone = at_screen(one, NARROW)
    phone.open(overview(agreed), "signing-half-done", both=True)
    page = phone.open(f"{overview(agreed)}/{first}", "signing-resumed", both=True)
    expect(page.locator("[data-part=begin]")).to_be_enabled()
    say_who(page, name_at(agreed, first))
    page.click("[data-part=sign]")
    expect(page.locator("[data-part=done]")).to_be_visible(timeout=60_000)
    # The other one does not want to, and says why, to everybody.
    person = at_screen(other, NARROW)
    page = person.open(f"{overview(agreed)}/{second}")
    page.wait_for_selector("canvas.sheet")
    person.fill("/refuse", reason="The second instalment comes too early for us.", for_all="yes")
    person.inspect("signing-refused", both=True)
    page = at_screen(one, WIDE).open(overview(agreed), "signing-void", both=True)
    expect(page.locator("main")).to_contain_text("too early for us")
    assert page.locator('a[href$="/agreement"]').count()


def test_somebody_without_a_device_signs_beside_the_clerk_who_cannot_sign_for_them(
    agreed: Agreed, at_screen: Callable[[Known, Look], Visitor]
) -> None:
    field, person = signatories(agreed)[0]
    mediator = agreed.case.mediator
    assert mediator is not None
    clerk = at_screen(agreed.case.clerk, WIDE)
    page = clerk.open(overview(agreed), "helping-overview", both=True)
    page.locator(f'a[href$="/{field}/help"]').click()
    clerk.inspect("helping-begin", both=True)
    clerk.fill("/help", document="resident_identity_card", read_by="helper")
    clerk.inspect("helping-handed", both=True)
    clerk.open("/cases")
    assert "/assistance/" in page.url  # nothing of the clerk's own opens on this device now
    clerk.fill("/prove", code="00000000")
    expect(page.locator("main")).to_contain_text("不对")
    colleague = at_screen(mediator, NARROW)
    colleague.open(overview(agreed), "helping-code-asked", both=True)
    colleague.fill("/code")
    colleague.here("helping-code")
    code = colleague.page.locator(".code").inner_text()
    clerk.fill("/prove", code=code)
    page.wait_for_selector("canvas.sheet")
    clerk.here("helping-text")
    say_who(page, name_at(agreed, field))
    page.click("[data-part=sign]")
    expect(page.locator("[data-part=done]")).to_be_visible(timeout=60_000)
    clerk.here("helping-done")
    page.locator("[data-part=done] a").click()
    clerk.inspect("helping-back", both=True)
    clerk.fill("/end", password=PASSWORD)
    expect(page.locator("main")).to_contain_text("经协助签署")
    clerk.here("helping-signed")
    view = read_signatures(agreed.version.pdf)[0]
    assert view.field == field and person.account_id
