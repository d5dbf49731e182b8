"""A call in real browsers: who hears and sees whom, and when it stops."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from odr import clock
from odr.access.actor import Side
from odr.cases.models import Participant
from odr.cases.participants import accounts_of, active_participants
from odr.db import transaction
from odr.events import ParticipantsChanged
from tests.journeys.browser import CHROMIUM, Look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.filterwarnings("default"),
]
NARROW = Look(390, "en")
PLAYING = """() => [...document.querySelectorAll(".tile:not(.tile--own):not(.tile--dark) video")].filter(
  (video) => video.videoWidth > 0 && video.srcObject?.getAudioTracks().some((track) => !track.muted)).length"""


def join(page: Page) -> None:
    page.locator("[data-call-open]").click()
    page.locator("[data-check-join]").click()
    expect(page.locator("[data-call-leave]")).to_be_visible()


def sees(page: Page, others: int) -> None:
    page.wait_for_function(f"() => ({PLAYING})() === {others}", timeout=20_000)


def test_those_who_hear_the_caucus_see_each_other_and_a_removed_person_sees_nobody(seat, mediation):
    caucus = mediation.caucus[Side.RESPONDENT]
    mediator, agent = seat("mediator", caucus), seat("agent", caucus, NARROW)
    other_side = seat("applicant", mediation.joint)
    mediator.page.locator("[data-call-start]").click()
    mediator.page.locator("[data-check-join]").click()
    join(agent.page)
    sees(mediator.page, 1)
    sees(agent.page, 1)
    agent.page.locator("[data-caption-open]").click()
    agent.page.locator("[data-caption-form] input").fill("We can pay 380,000.")
    agent.page.locator("[data-caption-form] button").click()
    expect(mediator.page.locator(".captions li")).to_contain_text("380,000")
    mediator.here("call-caucus")
    agent.here("call-caucus")
    assert other_side.page.locator("[data-call]").is_hidden()
    with transaction() as tx:
        tx.session.get_one(Participant, mediation.participants["agent"]).removed_at = clock.now()
        everybody = accounts_of(active_participants(mediation.case_id))
        tx.announce(ParticipantsChanged(audience=everybody, case_ref=mediation.case_ref))
    expect(mediator.page.locator(".tile")).to_have_count(1)
    agent.page.wait_for_function(f"() => ({PLAYING})() === 0", timeout=20_000)


def test_the_mediator_who_goes_into_a_caucus_is_no_longer_heard_in_the_joint_room(seat, mediation):
    mediator, applicant = seat("mediator", mediation.joint), seat("applicant", mediation.joint)
    mediator.page.locator("[data-call-start]").click()
    mediator.page.locator("[data-check-join]").click()
    join(applicant.page)
    sees(applicant.page, 1)
    applicant.here("call-joint")
    door = mediator.page.locator(f'[data-door="{mediation.caucus[Side.RESPONDENT]}"]')
    door.click()
    mediator.here("call-away")
    mediator.page.locator("#call-away a").click()
    expect(applicant.page.locator(".tile")).to_have_count(1)
    expect(mediator.page.locator("[data-connection]")).to_have_attribute("data-state", "live")
    assert mediator.page.locator(".tile").count() == 0
