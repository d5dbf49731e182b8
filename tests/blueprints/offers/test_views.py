"""The pages of sealed bargaining, with and without script."""

from __future__ import annotations

import re

import pytest

from odr.offers.queries import rounds_page
from tests.factories.browsers import browser_of, line_of
from tests.factories.sealing import open_round, put_in, rules_of_a_package, rules_of_a_search, rules_of_a_sum

NAMES = ("applicant", "respondent", "mediator")


@pytest.fixture
def people(app, mediation):
    app.config["WTF_CSRF_ENABLED"] = False
    browsers = {name: browser_of(app, mediation.accounts[name]) for name in (*NAMES, "agent", "clerk")}
    for browser in browsers.values():
        browser.set_cookie("locale", "en")
    return browsers


def text(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def address(mediation, *more):
    return "/".join(("/cases", mediation.case_ref, "offers", *more))


def test_the_mediator_sets_out_rules_which_each_side_accepts(people, mediation):
    party = rounds_page(mediation.who("mediator"), mediation.case_ref).parties[0].id
    form = text(people["mediator"], address(mediation, "new", "sum"))
    deadline = re.search(r'name="deadline"[^>]*value="([^"]+)"', form) or re.search(
        r'value="([^"]+)"[^>]*name="deadline"', form
    )
    facts = {"subject": "whole", "demander": party, "currency": "CNY", "split": "40", "near": "percent",
             "near_percent": "10", "tells_sealed": "yes", "deadline": deadline.group(1)}  # fmt: skip
    answer = people["mediator"].post(address(mediation, "new", "sum"), data=facts)
    assert answer.status_code == 302
    page = answer.headers["Location"]
    assert "40% of the way" in text(people["applicant"], page)
    for name in ("applicant", "respondent"):
        assert people[name].post(f"{page}/accept").status_code == 302
    assert "The least your side would accept" in text(people["applicant"], page)
    assert "The most your side would pay" in text(people["respondent"], page)


@pytest.mark.parametrize("kind", ["package", "search"])
def test_rules_of_several_issues_are_ready_made_and_can_be_changed(people, mediation, kind):
    path = address(mediation, "new", kind)
    form = text(people["mediator"], path)
    deadline = re.search(r'value="(2\d{3}-[^"]+)"', form).group(1)
    facts = {"subject": kind, "issue_1": "Term", "options_1": "One year\nTwo years", "tells_sealed": "no",
             "deadline": deadline}  # fmt: skip
    wrong = people["mediator"].post(path, data=facts | {"options_1": "One year"})
    assert wrong.status_code == 422
    assert "two to six options" in wrong.get_data(as_text=True)
    assert people["mediator"].post(path, data=facts).status_code == 302


def test_before_anything_is_typed_the_page_says_what_others_learn_and_that_script_is_needed(people, mediation):
    page = text(people["applicant"], address(mediation, open_round(mediation)))
    assert page.index("They will learn") < page.index('id="sum"')
    assert "usually lets them work out yours" in page
    assert "Sealing needs script" in page
    assert "could read what you type" in page


def test_the_form_of_a_figure_can_only_be_sent_by_script(people, mediation):
    """Without a name, a field is not sent by a form: the figure cannot leave the page unsealed."""
    for rules in (rules_of_a_sum(mediation), rules_of_a_package(mediation), rules_of_a_search(mediation)):
        page = text(people["applicant"], address(mediation, open_round(mediation, rules)))
        form = page[page.index("data-form") : page.index("data-check")]
        assert set(re.findall(r' name="([^"]+)"', form)) <= {"shown"}
        assert 'method="post"' not in form


def test_the_end_without_agreement_is_one_page_in_the_same_words_for_all(people, mediation):
    round_id = open_round(mediation)
    put_in(mediation, "applicant", round_id, "900")
    put_in(mediation, "respondent", round_id, "100")
    ends = set()
    for name in NAMES:
        page = text(people[name], address(mediation, round_id))
        ends.add(
            re.sub(
                r"<small>your side</small>",
                "",
                page[page.index('class="outcome') : page.index("</section>", page.index('class="outcome'))],
            )
        )
    assert len(ends) == 1
    assert "No agreement in this round" in ends.pop()


def test_the_agreed_figure_stands_in_figures_and_in_capitals_and_leads_to_the_agreement(people, mediation):
    round_id = open_round(mediation)
    put_in(mediation, "applicant", round_id, "30000000")
    put_in(mediation, "respondent", round_id, "34000000")
    for name in NAMES:
        page = text(people[name], address(mediation, round_id))
        assert "¥320,000.00" in page
        assert "人民币叁拾贰万元整" in page
        assert f"/cases/{mediation.case_ref}/agreement" in page


def test_what_is_not_sealed_json_is_refused(people, mediation):
    round_id = open_round(mediation)
    seal = address(mediation, round_id, "seal")
    for body in ({"sealed": "x", "commitment": "y"}, {"sealed": "AA==", "commitment": "AA=="}, {"fen": "1"}):
        assert people["applicant"].post(seal, json=body).status_code == 422
    assert people["applicant"].post(seal, data={"sealed": "AA=="}).status_code == 422


def test_the_room_shows_what_is_bargained_and_whose_turn_it_is(people, mediation):
    round_id = open_round(mediation)
    room = f"/cases/{mediation.case_ref}/room/{mediation.joint}"
    for name, turn in (("applicant", True), ("mediator", False)):
        page = text(people[name], room)
        assert round_id in page
        section = page[page.index("bargaining-title") :]
        assert ("Your turn" in section[: section.index("</section>")]) == turn


def test_a_round_of_another_case_or_none_is_not_found(people, mediation):
    assert people["applicant"].get(address(mediation, "x" * 22)).status_code == 404
    assert people["clerk"].get(address(mediation, open_round(mediation))).status_code == 404
    assert people["clerk"].get(address(mediation)).status_code == 403


def test_sealing_is_told_over_the_socket_to_those_who_may_know_only(app, people, mediation):
    hidden = open_round(mediation, rules_of_a_sum(mediation, tells_sealed=False))
    shown = open_round(mediation, rules_of_a_sum(mediation, subject="costs"))
    lines = {name: line_of(app, people[name]) for name in (*NAMES, "clerk")}
    for round_id in (hidden, shown):
        put_in(mediation, "applicant", round_id, "1")
    heard = {name: {event["args"][0]["round_id"] for event in line.get_received()} for name, line in lines.items()}
    assert heard == {"applicant": {hidden, shown}, "respondent": {shown}, "mediator": {shown}, "clerk": set()}
    for line in lines.values():
        line.disconnect()
