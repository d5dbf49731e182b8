"""Each reader in their language, dates as Beijing sees them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from blueprints.locale import beijing, days_left, language_tag, say, yuan
from odr import clock
from signing.wording import Words

NEW_YEAR = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wish", "cookie", "tag"),
    [
        ("", "", "zh-CN"),
        ("en-GB,en;q=0.9", "", "en"),
        ("fr", "", "zh-CN"),
        ("zh-TW", "", "zh-CN"),
        ("en", "zh-CN", "zh-CN"),
        ("zh", "en", "en"),
        ("zh", "xx", "zh-CN"),
    ],
)
def test_the_language_is_the_readers(app: Flask, wish: str, cookie: str, tag: str) -> None:
    headers = {"Accept-Language": wish, "Cookie": f"locale={cookie}"}
    with app.test_request_context("/", headers=headers):
        assert language_tag() == tag
        assert say(Words(zh="裁定", en="ruling")) == {"zh-CN": "裁定", "en": "ruling"}[tag]


def test_an_instant_is_shown_as_beijing_sees_it(app: Flask) -> None:
    with app.test_request_context("/", headers={"Cookie": "locale=zh-CN"}):
        assert beijing(NEW_YEAR) == "2027年1月1日（周五）00:30"
    with app.test_request_context("/", headers={"Cookie": "locale=en"}):
        assert beijing(NEW_YEAR) == "Fri 1 Jan 2027, 00:30"


def test_days_left_are_calendar_days_in_beijing(app: Flask) -> None:
    today = clock.now()
    assert days_left(today) == 0
    assert days_left(today + timedelta(days=30)) == 30
    assert days_left(today - timedelta(days=1)) == -1


@pytest.mark.parametrize(
    ("fen", "shown"), [(0, "¥0.00"), (12_345_67, "¥12,345.67"), (-5, "-¥0.05"), (2**40, "¥10,995,116,277.76")]
)
def test_money_is_shown_to_the_fen(fen: int, shown: str) -> None:
    assert yuan(fen) == shown


@pytest.mark.parametrize(
    "next_page",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", ""],
)
def test_switching_language_never_leads_elsewhere(app: Flask, next_page: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/language", data={"locale": "en", "next": next_page})
    assert answer.headers["Location"] == "/"
