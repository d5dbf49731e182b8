"""The pad of facts over the web: what each person finds there, and what a press of a button does."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from odr.records.commands import propose_fact
from odr.records.queries import facts_pad
from odr.records.states import FactState
from signing.wording import Words
from tests.factories.browsers import browser_of
from tests.factories.mediation import Mediation, begin_mediation

SENTENCE = "2026年3月，沃野食品有限公司销售了青禾牌茶叶。"


@pytest.fixture
def scene(app) -> Mediation:
    app.config["WTF_CSRF_ENABLED"] = False
    return begin_mediation()


def in_english(app, account_id: str) -> FlaskClient:
    """The browser of somebody who reads English."""
    client = browser_of(app, account_id)
    client.set_cookie("locale", "en")
    return client


@pytest.fixture
def visit(app, scene: Mediation):
    def browser(name: str) -> FlaskClient:
        return in_english(app, scene.accounts[name])

    return browser


def fact_of(scene: Mediation) -> str:
    return propose_fact(scene.who("mediator"), scene.joint, Words(zh=SENTENCE, en=""))


def test_a_fact_goes_from_the_form_to_everybodys_page(scene, visit):
    answer = visit("applicant").post(f"/cases/{scene.case_ref}/facts", data={"text": SENTENCE})
    assert answer.status_code == 302
    page = visit("respondent").get(f"/cases/{scene.case_ref}/facts").get_data(as_text=True)
    assert SENTENCE in page
    assert "Confirm this sentence" in page


def test_an_empty_fact_is_refused_beside_its_question(scene, visit):
    answer = visit("mediator").post(f"/cases/{scene.case_ref}/facts", data={"text": " "})
    assert answer.status_code == 422
    assert "This is needed" in answer.get_data(as_text=True)


def test_both_presses_fix_it(scene, visit):
    fact = fact_of(scene)
    for name in ("applicant", "respondent"):
        visit(name).post(f"/cases/{scene.case_ref}/facts/{fact}/confirm", data={"revision": "1"})
    assert [one.state for one in facts_pad(scene.who("mediator"), scene.case_ref).facts] == [FactState.FIXED]


def test_two_people_at_one_sentence_are_shown_both_texts(scene, visit):
    at = f"/cases/{scene.case_ref}/facts/{fact_of(scene)}"
    mediator = visit("mediator")
    mediator.post(at, data={"revision": "1", "text": "先写的一句。"})
    answer = mediator.post(at, data={"revision": "1", "text": "后写的一句。"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "先写的一句。" in page
    assert "后写的一句。" in page


def test_a_press_on_an_older_wording_confirms_nothing(scene, visit):
    fact = fact_of(scene)
    visit("mediator").post(f"/cases/{scene.case_ref}/facts/{fact}", data={"revision": "1", "text": "改过的一句。"})
    visit("applicant").post(f"/cases/{scene.case_ref}/facts/{fact}/confirm", data={"revision": "1"})
    fact_view = facts_pad(scene.who("applicant"), scene.case_ref).facts[0]
    assert [answer.confirmed for answer in fact_view.answers] == [None, None]


def test_an_objection_needs_a_reason(scene, visit):
    fact = fact_of(scene)
    answer = visit("applicant").post(f"/cases/{scene.case_ref}/facts/{fact}/object", data={"revision": "1"})
    assert answer.status_code == 422


def test_the_pad_stands_in_the_joint_room_and_in_no_caucus(scene, visit):
    fact_of(scene)
    browser = visit("applicant")
    joint = browser.get(f"/cases/{scene.case_ref}/room/{scene.joint}").get_data(as_text=True)
    private = browser.get(f"/cases/{scene.case_ref}/room/{scene.caucus['applicant']}").get_data(as_text=True)
    assert SENTENCE in joint
    assert SENTENCE not in private


def test_from_the_room_one_comes_back_to_the_room(scene, visit):
    answer = visit("applicant").post(f"/cases/{scene.case_ref}/facts", data={"text": SENTENCE, "back": "room"})
    assert answer.headers["Location"].endswith("/room")


def test_a_clerk_learns_nothing_of_the_facts(scene, visit):
    fact_of(scene)
    answer = visit("clerk").get(f"/cases/{scene.case_ref}/facts")
    assert answer.status_code == 403
    assert SENTENCE not in answer.get_data(as_text=True)


def test_before_the_room_is_open_the_page_says_so(app):
    quiet = begin_mediation(session=False)
    page = in_english(app, quiet.accounts["applicant"]).get(f"/cases/{quiet.case_ref}/facts")
    assert "The room is not open yet" in page.get_data(as_text=True)


def test_the_document_is_a_pdf(scene, visit):
    fact = fact_of(scene)
    for name in ("applicant", "respondent"):
        visit(name).post(f"/cases/{scene.case_ref}/facts/{fact}/confirm", data={"revision": "1"})
    answer = visit("applicant").get(f"/cases/{scene.case_ref}/facts.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.get_data().startswith(b"%PDF-")
