"""The page of sittings: what waits for whom, the plan, the calendar, and the line above the log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from odr import clock
from odr.access.actor import Side
from tests.factories.browsers import browser_of
from tests.factories.mediation import begin_mediation


@pytest.fixture(autouse=True)
def without_tokens(app):
    """Requests here are written by hand and carry no token of a page."""
    app.config["WTF_CSRF_ENABLED"] = False


def test_each_does_their_part_and_the_mediator_opens(app):
    mediation = begin_mediation(session=False)
    address = f"/cases/{mediation.case_ref}/sittings"
    people = {name: browser_of(app, mediation.accounts[name]) for name in mediation.accounts}
    at = f"{clock.now() + timedelta(days=2):%Y-%m-%dT09:30}"
    assert people["mediator"].post(address, data={"act": "plan", "at": at, "minutes": "90"}).status_code == 302
    page = people["applicant"].get(address).get_data(as_text=True)
    assert "权利义务告知书" in page and "09:30" in page and "90 分钟" in page
    assert b"BEGIN:VEVENT" in people["applicant"].get(f"{address}/next.ics").data
    assert people["mediator"].post(address, data={"act": "open"}).status_code == 422
    for name in ("applicant", "respondent", "agent"):
        notice = {"notice": "yes", "address": "yes", "version": "2026-11"}
        assert people[name].post(f"{address}/told", data=notice).status_code == 302
        assert people[name].post(f"{address}/consents", data={"online_mediation": "yes"}).status_code == 302
        ident = mediation.participants[name]
        assert people["mediator"].post(f"{address}/people/{ident}", data={"way": "document"}).status_code == 302
    assert people["mediator"].post(address, data={"act": "open"}).status_code == 302
    assert "已全部完成" in people["applicant"].get(address).get_data(as_text=True)


def test_a_time_that_is_past_is_said_beside_the_field(app):
    mediation = begin_mediation(session=False)
    mediator = browser_of(app, mediation.accounts["mediator"])
    data = {"act": "plan", "at": "2020-01-01T09:00", "minutes": "60"}
    answer = mediator.post(f"/cases/{mediation.case_ref}/sittings", data=data)
    assert answer.status_code == 422 and "请选择今后六个月内的日期和时间" in answer.get_data(as_text=True)


def test_the_line_above_the_log_says_that_a_private_meeting_is_held_and_not_with_whom(app, mediation):
    caucus = mediation.caucus[Side.APPLICANT]
    mediator = browser_of(app, mediation.accounts["mediator"])
    room = f"/cases/{mediation.case_ref}/room"
    assert mediator.post(f"{room}/{caucus}/caucus", data={"act": "meet"}).status_code == 302
    other = browser_of(app, mediation.accounts["respondent"]).get(f"{room}/{mediation.joint}").get_data(as_text=True)
    assert "调解员正在单独交谈。各方都有同样的机会。" in other
    mine = browser_of(app, mediation.accounts["applicant"]).get(f"{room}/{caucus}").get_data(as_text=True)
    assert "调解员正在单独交谈" not in mine
    assert mediator.post(f"{room}/{caucus}/caucus", data={"act": "return"}).status_code == 302
