"""Signing in and out through the pages."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from odr.accounts.queries import existing
from tests.factories.browsers import browser_of
from tests.factories.forms import submit
from tests.factories.people import PASSWORD, last_link, letters, make_account, make_case, make_clerk, make_organisation

NEW = "an entirely new passphrase"


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_the_right_password_leads_to_my_cases(browser: FlaskClient) -> None:
    person = make_account()
    answer = submit(browser, "/sign-in", email=person.email, password=PASSWORD)
    assert (answer.status_code, answer.location) == (302, "/cases")
    assert browser.get("/cases").status_code == 200


def test_a_clerk_begins_at_the_desk(browser: FlaskClient) -> None:
    clerk = make_clerk(make_organisation())
    assert submit(browser, "/sign-in", email=clerk.email, password=PASSWORD).location == "/desk"


def test_signing_in_leads_to_where_one_was_going(browser: FlaskClient) -> None:
    case = make_case("draft")
    sent = browser.get(f"/cases/{case.ref}", headers={"Accept": "text/html"})
    assert sent.status_code == 302
    answer = submit(browser, "/sign-in", email=case.applicant.email, password=PASSWORD, next=f"/cases/{case.ref}")
    assert answer.location == f"/cases/{case.ref}"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\nb"])
def test_signing_in_never_leads_to_another_site(browser: FlaskClient, elsewhere: str) -> None:
    person = make_account()
    assert submit(browser, "/sign-in", email=person.email, password=PASSWORD, next=elsewhere).location == "/cases"


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(browser: FlaskClient) -> None:
    person = make_account(email="known@mail.example")
    pages = []
    for email in (person.email, "other@mail.example"):
        answer = submit(browser, "/sign-in", email=email, password="quite another passphrase")
        assert answer.status_code == 401
        pages.append(strip(answer.text, email))
    assert pages[0] == pages[1]
    assert "do not match" in pages[0]


def test_forgetting_a_password_gets_the_same_page_for_everybody(browser: FlaskClient) -> None:
    person = make_account(email="known@mail.example")
    pages = [strip(submit(browser, "/forgot", email=e).text, e) for e in (person.email, "other@mail.example")]
    assert pages[0] == pages[1]
    assert letters(person.email) == ["password_reset"]


def test_asking_for_an_account_gets_the_same_page_for_everybody(browser: FlaskClient) -> None:
    make_account(email="known@mail.example")
    pages = [strip(submit(browser, "/register", email=e).text, e) for e in ("known@mail.example", "new@mail.example")]
    assert pages[0] == pages[1]


def test_a_sign_in_replaces_whatever_the_browser_held(app: Flask, browser: FlaskClient) -> None:
    person = make_account()
    browser.get("/sign-in")
    with browser.session_transaction() as held:
        held["planted"] = "by somebody else"
    submit(browser, "/sign-in", email=person.email, password=PASSWORD)
    with browser.session_transaction() as held:
        assert "planted" not in held


def test_the_mark_of_a_device_is_out_of_reach_of_scripts(browser: FlaskClient) -> None:
    person = make_account()
    answer = submit(browser, "/sign-in", email=person.email, password=PASSWORD)
    (mark,) = [cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith("device=")]
    assert "HttpOnly" in mark and "SameSite=Lax" in mark and "Path=/sign-in" in mark


def test_signing_out_ends_the_sign_in_on_the_server(app: Flask) -> None:
    person = make_account()
    browser = browser_of(app, person.account_id)
    copy = app.test_client()
    with browser.session_transaction() as held, copy.session_transaction() as stolen:
        stolen.update(held)
    assert copy.get("/cases").status_code == 200
    assert submit(browser, "/sign-out", page="/cases").status_code == 302
    assert copy.get("/cases", headers={"Accept": "application/json"}).status_code == 401


def test_looking_at_a_reset_link_does_not_use_it_up(browser: FlaskClient) -> None:
    person = make_account()
    submit(browser, "/forgot", email=person.email)
    address = f"/reset/{last_link(person.email)}"
    assert [browser.get(address).status_code for _ in range(3)] == [200, 200, 200]
    assert submit(browser, address, password="too short", again="too short").status_code == 422
    assert submit(browser, address, password=NEW, again="another one entirely").status_code == 422
    assert submit(browser, address, password=NEW, again=NEW).location == "/sign-in"
    assert browser.get(address).status_code == 410
    assert submit(browser, "/sign-in", email=person.email, password=NEW).status_code == 302


def test_an_account_opens_through_a_letter(browser: FlaskClient) -> None:
    submit(browser, "/register", email="new@mail.example")
    assert not existing(["new@mail.example"])
    address = f"/invitation/{last_link('new@mail.example')}"
    answer = submit(browser, address, name="新人", password=PASSWORD, again=PASSWORD)
    assert answer.location == "/cases"
    assert browser.get("/account").status_code == 200


def test_an_unusable_name_is_said_beside_the_question(browser: FlaskClient) -> None:
    submit(browser, "/register", email="new@mail.example")
    address = f"/invitation/{last_link('new@mail.example')}"
    page = submit(browser, address, name="\u202eabc", password=PASSWORD, again=PASSWORD)
    assert page.status_code == 422
    assert 'id="name-error"' in page.text
    assert "Error:" in page.text.split("</title>")[0]


def test_changing_the_password_signs_out_every_other_device(app: Flask) -> None:
    person = make_account()
    here, there = (browser_of(app, person.account_id, language="en") for _ in range(2))
    wrong = submit(here, "/account/password", page="/account", old="not my passphrase", password=NEW, again=NEW)
    assert wrong.status_code == 422 and 'id="old-error"' in wrong.text
    done = submit(here, "/account/password", page="/account", old=PASSWORD, password=NEW, again=NEW)
    assert done.location == "/account"
    assert here.get("/account").status_code == 200
    assert there.get("/account", headers={"Accept": "application/json"}).status_code == 401


def test_i_sign_out_my_other_device(app: Flask) -> None:
    person = make_account()
    there = browser_of(app, person.account_id)
    here = browser_of(app, person.account_id)
    page = here.get("/account").text
    address = next(part.split('"')[0] for part in page.split('action="') if part.startswith("/account/sign-ins"))
    assert submit(here, address, page="/account").status_code == 302
    assert there.get("/cases", headers={"Accept": "application/json"}).status_code == 401
    assert here.get("/cases").status_code == 200


def strip(page: str, email: str) -> str:
    """The page without what differs in every answer: its tokens and the address just typed."""
    kept = page.replace(email, "")
    return "".join(part for part in kept.splitlines() if "csrf" not in part)
