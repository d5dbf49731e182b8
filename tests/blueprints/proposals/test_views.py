"""The pages of the mediator's proposals."""

from __future__ import annotations

import re

import pytest

from tests.factories.browsers import browser_of
from tests.factories.sealing import say_to

TEXT = "The respondent pays 200,000 yuan within ten days."
NAMES = ("applicant", "respondent", "mediator")


@pytest.fixture
def people(app, mediation):
    app.config["WTF_CSRF_ENABLED"] = False
    browsers = {name: browser_of(app, mediation.accounts[name]) for name in (*NAMES, "clerk")}
    for browser in browsers.values():
        browser.set_cookie("locale", "en")
    return browsers


@pytest.fixture
def put(people, mediation):
    """The address of a proposal that the mediator has put through the page."""
    path = f"/cases/{mediation.case_ref}/proposals/new"
    form = people["mediator"].get(path).get_data(as_text=True)
    deadline = re.search(r'value="(2\d{3}-[^"]+)"', form).group(1)
    answer = people["mediator"].post(path, data={"text": TEXT, "deadline": deadline})
    assert answer.status_code == 302
    return answer.headers["Location"]


def text(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def test_each_side_reads_the_words_and_what_an_answer_lets_others_learn(people, put):
    page = text(people["applicant"], put)
    assert TEXT in page
    assert page.index("If you say yes") < page.index('value="yes"')
    assert "Answering needs script" in page
    assert 'value="yes"' not in text(people["mediator"], put)


@pytest.mark.parametrize(("answer", "words"), [("yes", "Every side has said yes"), ("no", "Not accepted by all")])
def test_the_end_is_in_the_same_words_for_all(people, put, mediation, answer, words):
    proposal_id = put.rsplit("/", 1)[-1]
    say_to(mediation, "applicant", proposal_id, answer)
    assert "Your side has answered" in text(people["applicant"], put)
    say_to(mediation, "respondent", proposal_id, "yes")
    for name in NAMES:
        assert words in text(people[name], put)


def test_the_mediator_withdraws_it(people, put, mediation):
    assert people["applicant"].post(f"{put}/withdraw").status_code == 403
    assert people["mediator"].post(f"{put}/withdraw").status_code == 302
    assert "The mediator has withdrawn it" in text(people["applicant"], put)


def test_words_and_a_possible_time_are_asked_for(people, mediation):
    path = f"/cases/{mediation.case_ref}/proposals/new"
    answer = people["mediator"].post(path, data={"text": " ", "deadline": "2020-01-01T10:00"})
    assert answer.status_code == 422
    assert "Write the proposal." in answer.get_data(as_text=True)
    assert people["applicant"].get(path).status_code == 403


def test_what_is_not_sealed_json_is_refused(people, put):
    for body in ({"sealed": "AA==", "commitment": "AA=="}, {"answer": "yes"}):
        assert people["applicant"].post(f"{put}/answer", json=body).status_code == 422


def test_the_list_shows_each_and_a_clerk_sees_none(people, put, mediation):
    listed = f"/cases/{mediation.case_ref}/proposals"
    assert put in text(people["respondent"], listed)
    assert people["clerk"].get(listed).status_code == 403
    assert people["clerk"].get(put).status_code == 404
