"""The pages on which another party is asked to join, and joins."""

from __future__ import annotations

import pytest

from tests.factories.browsers import browser_of
from tests.factories.people import PASSWORD, last_link


@pytest.fixture(autouse=True)
def without_tokens(app):
    """Requests here are written by hand and carry no token of a page."""
    app.config["WTF_CSRF_ENABLED"] = False


def test_a_third_person_is_asked_joins_and_is_seen_by_everybody(app, mediation):
    address = f"/cases/{mediation.case_ref}/parties"
    mediator = browser_of(app, mediation.accounts["mediator"])
    data = {"side": "third", "kind": "person", "name": "钱来", "email": "third@mail.example"}
    assert mediator.post(address, data=data).status_code == 302
    assert "钱来" in mediator.get(address).get_data(as_text=True)
    joining, token = browser_of(app, None), last_link("third@mail.example")
    page = joining.get(f"/invitation/{token}").get_data(as_text=True)
    assert "有利害关系的第三人" in page and "周慧兰" in page
    answers = {"name": "钱来", "password": PASSWORD, "again": PASSWORD, "mediate": "y", "answer": "accept"}
    assert joining.post(f"/invitation/{token}", data=answers).status_code == 302
    for browser in (joining, mediator, browser_of(app, mediation.accounts["applicant"])):
        assert "钱来" in browser.get(f"/cases/{mediation.case_ref}").get_data(as_text=True)
    room = joining.get(f"/cases/{mediation.case_ref}/room", follow_redirects=True).get_data(as_text=True)
    assert "各方和调解员" in room
    assert "私下：第三人" in mediator.get(f"/cases/{mediation.case_ref}/room", follow_redirects=True).get_data(
        as_text=True
    )
    assert mediator.get(f"/cases/{mediation.case_ref}/agreement").status_code == 200
