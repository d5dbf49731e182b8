"""The button below an agreed outcome: who sees it, what it does, and what the page says afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from odr import clock
from odr.agreements.bargained import put_round_in
from odr.agreements.commands import begin_agreement
from odr.agreements.models import Agreement
from odr.agreements.queries import draft_page
from odr.agreements.states import AgreementState
from odr.db import transaction
from odr.proposals.commands import put_proposal
from tests.factories.browsers import browser_of, line_of
from tests.factories.sealing import open_round, put_in, say_to

BUTTON = {"en": "Put it into the agreement</button>", "zh-CN": "写入调解协议</button>"}


@pytest.fixture
def people(app, mediation):
    app.config["WTF_CSRF_ENABLED"] = False
    names = ("applicant", "respondent", "mediator", "clerk")
    browsers = {name: browser_of(app, mediation.accounts[name]) for name in names}
    for browser in browsers.values():
        browser.set_cookie("locale", "en")
    return browsers


@pytest.fixture
def met(mediation):
    """The page of a round on which both sides met at 320,000 yuan."""
    round_id = open_round(mediation)
    for name, fen in (("applicant", "30000000"), ("respondent", "34000000")):
        put_in(mediation, name, round_id, fen)
    return f"/cases/{mediation.case_ref}/offers/{round_id}"


@pytest.fixture
def accepted(mediation):
    """The page of a proposal that every side accepted."""
    deadline = clock.now() + timedelta(hours=1)
    words = "双方各自承担费用。\nEach side bears its own costs."
    proposal_id = put_proposal(mediation.who("mediator"), mediation.case_id, text=words, deadline=deadline)
    for name in ("applicant", "respondent"):
        say_to(mediation, name, proposal_id, "yes")
    return f"/cases/{mediation.case_ref}/proposals/{proposal_id}"


def text(browser, path, language="en"):
    browser.set_cookie("locale", language)
    answer = browser.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("origin", ["met", "accepted"])
def test_one_press_puts_it_in_and_the_page_then_leads_to_the_clause(people, mediation, request, origin, language):
    page = request.getfixturevalue(origin)
    mediator = people["mediator"]
    assert BUTTON[language] in text(mediator, page, language)
    answer = mediator.post(f"{page}/clause")
    (clause,) = draft_page(mediation.who("mediator"), mediation.case_ref).clauses
    assert answer.headers["Location"].endswith(f"/agreement#clause-{clause.id}")
    for name in ("applicant", "respondent", "mediator"):
        after = text(people[name], page, language)
        assert BUTTON[language] not in after and f"#clause-{clause.id}" in after
        assert clause.text.zh[:6] in text(people[name], f"/cases/{mediation.case_ref}/agreement")


def test_a_second_press_says_that_it_is_there_and_adds_nothing(people, mediation, met):
    places = [people["mediator"].post(f"{met}/clause").headers["Location"] for _ in range(2)]
    assert places[0] == places[1]
    assert "in the agreement already" in text(people["mediator"], places[1].partition("#")[0])
    assert len(draft_page(mediation.who("mediator"), mediation.case_ref).clauses) == 1


def test_a_final_text_offers_no_button_and_refuses_the_press_with_its_reason(people, mediation, met):
    agreement_id = begin_agreement(mediation.who("mediator"), mediation.case_id)
    with transaction() as tx:
        tx.session.get_one(Agreement, agreement_id).state = AgreementState.FINAL
    page = text(people["mediator"], met)
    assert BUTTON["en"] not in page and "nothing can be put into it" in page
    answer = people["mediator"].post(f"{met}/clause")
    assert answer.status_code == 409
    assert "The text of the agreement is final" in answer.get_data(as_text=True)


def test_an_outcome_is_put_in_by_its_own_case_and_its_own_people_only(people, mediation, met, accepted):
    for page in (met, accepted):
        assert people["clerk"].post(f"{page}/clause").status_code == 404
        elsewhere = page.replace(mediation.case_ref, "HQ-2099-ZZZZZZ")
        assert people["mediator"].post(f"{elsewhere}/clause").status_code == 404
    assert draft_page(mediation.who("mediator"), mediation.case_ref).agreement_id == ""


def test_words_that_cannot_stand_in_a_clause_lead_back_with_a_sentence(people, mediation):
    deadline = clock.now() + timedelta(hours=1)
    words = "付款\u202e条款"
    proposal_id = put_proposal(mediation.who("mediator"), mediation.case_id, text=words, deadline=deadline)
    for name in ("applicant", "respondent"):
        say_to(mediation, name, proposal_id, "yes")
    page = f"/cases/{mediation.case_ref}/proposals/{proposal_id}"
    assert people["mediator"].post(f"{page}/clause").headers["Location"].endswith(page)
    assert "Write the clause yourself" in text(people["mediator"], page)


def test_everybody_hears_that_the_agreement_changed_and_no_figure_with_it(app, people, mediation, met):
    begin_agreement(mediation.who("mediator"), mediation.case_id)
    line = line_of(app, people["respondent"])
    put_round_in(mediation.who("mediator"), met.rsplit("/", 1)[-1])
    heard = line.get_received()
    assert [event["name"] for event in heard] == ["agreement:changed"] and "320" not in repr(heard)
    line.disconnect()
