"""A mediator with two live rooms: each is unmistakable, the console says where something waits, nothing slips over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import expect

import tests.journeys.test_room_in_browser as room
from blueprints.cue import cue_of
from odr import clock
from odr.access.actor import Role, Side
from odr.cases.consents import RECORDING
from odr.cases.models import Participant
from odr.db import transaction
from odr.records.passing import agree_to_pass, ask_to_pass
from odr.rooms.commands import end_mediation_session, open_mediation_session
from odr.rooms.opening import choose_consents
from odr.rooms.posting import post_message
from odr.rooms.queries import room_page
from odr.rooms.sittings import plan_sitting
from tests.factories.mediation import Mediation
from tests.factories.people import CaseInHand, make_case
from tests.journeys.browser import CHROMIUM, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.filterwarnings("default"),
]
chromium, served, seat = room.chromium, room.served, room.seat
SECRET = "我方底线是三十八万元。"


@pytest.fixture
def next_room(mediation: Mediation) -> CaseInHand:
    """Another case that the same mediator helps to mediate, with a sitting open."""
    case = make_case("mediating")
    assert case.mediator is not None
    open_mediation_session(case.mediator.actor, case.id)
    with transaction() as tx:
        tx.add(
            Participant(
                case_id=case.id,
                account_id=mediation.accounts["mediator"],
                role=Role.CO_MEDIATOR,
                party_id=None,
                admitted_at=clock.now(),
            )
        )
    return case


def caucus_of(case: CaseInHand, side: Side) -> str:
    """The caucus of a side."""
    assert case.mediator is not None
    return next(c.id for c in room_page(case.mediator.actor, case.ref).channels if c.side == side)


def test_two_rooms_are_never_mistaken_and_nothing_of_one_slips_into_the_other(seat, mediation, next_room):
    mediator: Visitor = seat("mediator", mediation.caucus[Side.APPLICANT])
    here, console = mediator.page, mediator.context.new_page()
    console.goto(f"{mediator.address}/console")
    expect(console.locator("[data-connection]")).to_have_attribute("data-state", "live")
    row = console.locator(f'[data-ref="{next_room.ref}"]')
    expect(row.locator(".count")).to_have_count(0)

    post_message(mediation.who("applicant"), mediation.caucus[Side.APPLICANT], text=SECRET, client_ref="1")
    expect(here.locator(".msg__text [data-text]")).to_have_text([SECRET])
    here.evaluate(room.COPY)
    private = caucus_of(next_room, Side.RESPONDENT)
    assert next_room.respondent is not None
    post_message(next_room.respondent.actor, private, text="还有别的办法吗？", client_ref="2")
    expect(row.locator(".count")).to_contain_text("1")
    assert SECRET not in console.content()
    assert "还有别的办法吗" not in console.content()

    row.get_by_text("1 条新消息").click()
    expect(console.locator("#channel-name")).to_be_visible()
    assert console.url.endswith(f"/cases/{next_room.ref}/room/{private}")
    expect(console.locator("[data-room]")).to_be_visible()
    expect(console.locator("[data-connection]")).to_have_attribute("data-state", "live")
    marks = [cue_of(ref) for ref in (mediation.case_ref, next_room.ref)]
    assert here.title().startswith(f"{marks[0].glyph} {marks[0].tail}")
    assert console.title().startswith(f"{marks[1].glyph} {marks[1].tail}")
    console.evaluate(room.PASTE, SECRET)
    expect(console.locator("[data-ask]")).to_be_visible()
    expect(console.locator("#say")).to_have_value("")


def test_the_console_saves_what_is_written_and_works_on_a_phone(seat, mediation):
    mediator: Visitor = seat("mediator", mediation.joint, room.NARROW)
    mediator.open(f"/cases/{mediation.case_ref}/console", "console")
    page = mediator.page
    page.locator("#pad .sheet__fold").click()
    page.locator("#pad-text").fill("first impressions")
    expect(page.locator("[data-saved]")).to_contain_text("Saved")
    page.reload()
    page.locator("#pad .sheet__fold").click()
    expect(page.locator("#pad-text")).to_have_value("first impressions")
    mediator.open("/console", "rooms")


def test_the_console_follows_what_the_sides_do_and_folded_parts_stay_folded(seat, mediation):
    mediator: Visitor = seat("mediator", mediation.joint, room.NARROW)
    mediator.open(f"/cases/{mediation.case_ref}/console", "console")
    page, case, private = mediator.page, mediation.case_id, mediation.caucus[Side.APPLICANT]
    page.locator("#consents .sheet__fold").click()
    expect(page.locator("#released .promises, #released .hint")).to_be_hidden()

    end_mediation_session(mediation.who("mediator"), case)
    expect(page.locator("#sitting")).to_contain_text("No sitting is planned")
    plan_sitting(mediation.who("mediator"), case, at=clock.now() + timedelta(days=2), minutes=90)
    expect(page.locator("#sitting")).to_contain_text("90 minutes")
    choose_consents(mediation.who("applicant"), case, given=[RECORDING])
    expect(page.locator("#consents li").filter(has_text="Recording").locator(".tick--signed")).to_have_count(1)
    expect(page.locator("#consents .consents")).to_be_visible()

    asked = ask_to_pass(mediation.who("mediator"), private, to_id=mediation.caucus[Side.RESPONDENT], text=SECRET)
    agree_to_pass(mediation.who("applicant"), asked, revision=1)
    expect(page.locator("#released blockquote")).to_have_text(SECRET)
    expect(page.locator("#released blockquote")).to_be_hidden()
    page.locator("#released .sheet__fold").click()
    expect(page.locator("#released blockquote")).to_be_visible()
