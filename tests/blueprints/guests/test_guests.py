"""The pages about guests: who would hear what is shown before anybody is asked."""

from __future__ import annotations

import pytest

from odr.access.actor import Role, Side
from tests.factories.browsers import browser_of
from tests.factories.guests import admit_guest, ask_and_agree
from tests.factories.people import PASSWORD, last_link


@pytest.fixture(autouse=True)
def without_tokens(app):
    """Requests here are written by hand and carry no token of a page."""
    app.config["WTF_CSRF_ENABLED"] = False


def form(channel: str, step: str, *, start: bool = False) -> dict[str, str]:
    return {
        "name": "李薇",
        "email": "guest@mail.example",
        "role": "interpreter",
        "capacity": "英语翻译",
        "channel": channel,
        f"from-{channel}": "start" if start else "now",
        "step": step,
    }


def test_the_mediator_sees_who_will_hear_what_before_the_sides_are_asked(app, mediation):
    mediator = browser_of(app, mediation.accounts["mediator"])
    address = f"/cases/{mediation.case_ref}/guests"
    shown = mediator.post(address, data=form(mediation.caucus[Side.APPLICANT], "check")).get_data(as_text=True)
    assert "申请人的私下" in shown and "不对其开放" in shown and "只征求" in shown
    assert "没有受邀人员" in mediator.get(address).get_data(as_text=True)
    assert mediator.post(address, data=form(mediation.caucus[Side.APPLICANT], "ask")).status_code == 302
    applicant, respondent = (browser_of(app, mediation.accounts[who]) for who in ("applicant", "respondent"))
    assert "李薇" in applicant.get(address).get_data(as_text=True)
    assert "李薇" not in respondent.get(address).get_data(as_text=True)


def test_a_guest_comes_in_by_the_link_promises_and_sees_the_room_only(app, mediation):
    ask_and_agree(mediation, Role.INTERPRETER, {mediation.joint: False}, email="guest@mail.example")
    guest, token = browser_of(app, None), last_link("guest@mail.example")
    page = guest.get(f"/invitation/{token}").get_data(as_text=True)
    assert "保密承诺书" in page and "翻译人员" in page
    answers = {"name": "李薇", "password": PASSWORD, "again": PASSWORD, "answer": "accept"}
    assert guest.post(f"/invitation/{token}", data=answers).status_code == 422
    assert guest.post(f"/invitation/{token}", data=answers | {"undertaking": "y"}).status_code == 302
    room = guest.get(f"/cases/{mediation.case_ref}/room", follow_redirects=True)
    assert room.status_code == 200 and "离开调解" in room.get_data(as_text=True)
    assert guest.get(f"/cases/{mediation.case_ref}").status_code == 403
    assert mediation.case_ref in guest.get("/cases").get_data(as_text=True)


def test_those_who_hear_a_caucus_see_its_guest_before_they_speak(app, mediation):
    caucus = mediation.caucus[Side.RESPONDENT]
    admit_guest(mediation, Role.EXPERT, {caucus: False}, name="高专家")
    side = browser_of(app, mediation.accounts["agent"])
    page = side.get(f"/cases/{mediation.case_ref}/room/{caucus}").get_data(as_text=True)
    assert "高专家（专业人员）" in page and "只发给这里的 3 人" in page
    joint = side.get(f"/cases/{mediation.case_ref}/room/{mediation.joint}").get_data(as_text=True)
    assert "双方、调解员和受邀人员" not in joint
    other = browser_of(app, mediation.accounts["applicant"])
    for address in (f"/cases/{mediation.case_ref}/room/{mediation.joint}", f"/cases/{mediation.case_ref}"):
        assert "高专家" not in other.get(address).get_data(as_text=True)
