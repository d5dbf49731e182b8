"""The first page speaks to everybody, and the frame shows each person their own way about."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.factories.browsers import browser_of
from tests.factories.people import make_account, make_case, make_court, make_court_clerk


@pytest.mark.parametrize("language, word", [("zh-CN", "登录"), ("en", "Sign in")])
def test_the_first_page_is_open_and_in_the_readers_language(app: Flask, language: str, word: str) -> None:
    page = browser_of(app, None, language=language).get("/")
    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert "/sign-in" in page.text
    assert word in page.text


def test_the_icon_browsers_ask_for_exists(app: Flask) -> None:
    with app.test_client().get("/favicon.ico", follow_redirects=True) as answer:
        assert answer.mimetype == "image/svg+xml"


def test_every_page_says_that_the_authority_is_for_development(app: Flask) -> None:
    assert 'class="ribbon"' in app.test_client().get("/").text


def test_a_clerk_finds_the_desk_and_a_party_does_not(app: Flask) -> None:
    case = make_case("submitted")
    assert 'href="/desk"' in browser_of(app, case.clerk.account_id).get("/").text
    assert 'href="/desk"' not in browser_of(app, case.applicant.account_id).get("/").text


def test_a_court_clerk_finds_the_court_desk_only(app: Flask) -> None:
    page = browser_of(app, make_court_clerk(make_court()).account_id).get("/").text
    assert 'href="/court"' in page
    assert 'href="/desk"' not in page


def test_a_stranger_is_shown_no_way_into_cases(app: Flask) -> None:
    assert "top__nav" not in browser_of(app, None).get("/").text
    assert "top__nav" in browser_of(app, make_account().account_id).get("/").text
