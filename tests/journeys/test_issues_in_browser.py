"""What the mediator shows to everybody stands beside the conversation at once, wherever it is open."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

import tests.journeys.test_room_in_browser as room
from odr.access.actor import Side
from odr.issues import commands as act
from odr.issues.contents import IssueNote
from odr.issues.states import NoteKind
from tests.factories.mediation import Mediation
from tests.journeys.browser import CHROMIUM, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.filterwarnings("default"),
]
chromium, served, seat = room.chromium, room.served, room.seat
SHOWN = "[data-issues] li"
CUT = """async () => {
  const { whenOpen } = await import("/static/rooms/connection.js");
  (await whenOpen).socket.io.engine.close();
}"""


def test_issues_follow_the_mediator_without_a_reload(seat, mediation: Mediation):
    together: Visitor = seat("respondent", mediation.joint)
    private: Visitor = seat("applicant", mediation.caucus[Side.APPLICANT])
    together.page.locator("#say").fill("写到一半的话")
    mediator = mediation.who("mediator")
    first, second = (act.add_note(mediator, mediation.case_id, IssueNote(title)) for title in ("期限", "数额"))
    expect(together.page.locator("[data-issues]")).to_be_hidden()

    act.share_issue(mediator, first)
    act.share_issue(mediator, second)
    for seen in (together, private):
        expect(seen.page.locator(SHOWN)).to_have_text(["期限", "数额"])
        expect(seen.page.locator("[data-issues]")).to_be_visible()
    act.edit_note(mediator, second, IssueNote("补偿的数额", "只说给自己听"), revision=1)
    act.share_issue(mediator, second)
    act.unshare_issue(mediator, first)
    for seen in (together, private):
        expect(seen.page.locator(SHOWN)).to_have_text(["补偿的数额"])
        assert "只说给自己听" not in seen.page.content()
    act.remove_note(mediator, NoteKind.ISSUE, second)
    for seen in (together, private):
        expect(seen.page.locator("[data-issues]")).to_be_hidden()
    expect(together.page.locator("#say")).to_have_value("写到一半的话")


def test_what_was_shared_while_the_line_was_down_is_there_when_it_is_back(seat, mediation: Mediation):
    seen: Visitor = seat("agent", mediation.joint)
    mediator = mediation.who("mediator")
    issue = act.add_note(mediator, mediation.case_id, IssueNote("期限"))
    seen.page.route("**/issues", lambda route: route.abort())
    act.share_issue(mediator, issue)
    seen.page.wait_for_timeout(500)
    expect(seen.page.locator(SHOWN)).to_have_count(0)
    seen.page.unroute("**/issues")
    seen.page.evaluate(CUT)
    expect(seen.page.locator(SHOWN)).to_have_text(["期限"])
