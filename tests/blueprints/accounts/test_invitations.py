"""What an invited person does on one page."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from odr.accounts.queries import existing
from tests.factories.browsers import browser_of
from tests.factories.forms import submit
from tests.factories.people import PASSWORD, CaseInHand, last_link, make_account, make_case, respondent_email


@pytest.fixture
def case(app: Flask) -> CaseInHand:
    return make_case("invited")


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return browser_of(app, None, language="en")


def address(case: CaseInHand) -> str:
    return f"/invitation/{last_link(respondent_email(case))}"


def accept(**more: str) -> dict[str, str]:
    return {
        "answer": "accept",
        "name": "Eleanor Hart",
        "password": PASSWORD,
        "again": PASSWORD,
        "mediate": "y",
    } | more


@pytest.mark.parametrize(
    "language, words",
    [("en", ["Who asks", "voluntary", "What does it cost?", "If you decline"]), ("zh-CN", ["青禾茶业有限公司"])],
)
def test_the_page_tells_what_somebody_needs_to_decide(
    app: Flask, case: CaseInHand, language: str, words: list[str]
) -> None:
    page = browser_of(app, None, language=language).get(address(case))
    assert page.status_code == 200
    assert all(word in page.text for word in words)


def test_taking_part_leads_straight_to_the_case(browser: FlaskClient, case: CaseInHand) -> None:
    answer = submit(browser, address(case), **accept())
    assert answer.location == f"/cases/{case.ref}"
    assert browser.get(f"/cases/{case.ref}").status_code == 200
    assert case.state == "appointing"


def test_without_the_consent_nothing_happens(browser: FlaskClient, case: CaseInHand) -> None:
    page = submit(browser, address(case), **{k: v for k, v in accept().items() if k != "mediate"})
    assert page.status_code == 422
    assert 'id="mediate-error"' in page.text
    assert case.state == "invited"
    assert not existing([respondent_email(case)])


def test_declining_and_not_me_need_no_account(app: Flask, browser: FlaskClient, case: CaseInHand) -> None:
    other = make_case("invited")
    assert submit(browser, address(case), answer="decline").status_code == 200
    assert case.state == "ended"
    assert submit(browser, address(other), answer="not_me").status_code == 200
    assert other.state == "invited"
    assert not existing([respondent_email(case), respondent_email(other)])


def test_a_link_that_was_used_says_so(browser: FlaskClient, case: CaseInHand) -> None:
    link = address(case)
    submit(browser, link, answer="decline")
    assert browser.get(link).status_code == 410


def test_who_has_an_account_gives_its_password(app: Flask, browser: FlaskClient, case: CaseInHand) -> None:
    make_account(email=respondent_email(case))
    page = submit(browser, address(case), answer="accept", password="quite another passphrase", mediate="y")
    assert page.status_code == 422
    assert case.state == "invited"
    assert submit(browser, address(case), answer="accept", password=PASSWORD, mediate="y").status_code == 302
    assert case.state == "appointing"


def test_who_is_signed_in_as_that_person_gives_no_password(app: Flask, case: CaseInHand) -> None:
    known = make_account(email=respondent_email(case))
    mine = browser_of(app, known.account_id)
    assert submit(mine, address(case), answer="accept", mediate="y").location == f"/cases/{case.ref}"


def test_somebody_else_who_is_signed_in_joins_as_the_person_invited(app: Flask, case: CaseInHand) -> None:
    guest = browser_of(app, make_account().account_id)
    submit(guest, address(case), **accept())
    page = guest.get("/account")
    assert respondent_email(case) in page.text


def test_a_mail_scanner_that_follows_every_link_does_no_harm(browser: FlaskClient, case: CaseInHand) -> None:
    for _ in range(5):
        assert browser.get(address(case)).status_code == 200
        assert browser.head(address(case)).status_code == 200
    assert submit(browser, address(case), **accept()).status_code == 302
