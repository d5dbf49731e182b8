"""The pages of performance: what each person sees and may press, sums as they are typed, the same form sent twice."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from odr.access.actor import SYSTEM
from odr.performance.clockwork import keep_performance
from odr.performance.queries import performance_page
from odr.performance.states import ObligationState
from tests.factories import files
from tests.factories.agreements import BeforeCourt
from tests.factories.browsers import browser_of
from tests.factories.people import make_account
from tests.factories.stages import signed
from wsgi import create_app


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[tuple[Flask, BeforeCourt]]:
    with signed(tmp_path) as (settings, stage):
        app = create_app(settings)
        app.config["WTF_CSRF_ENABLED"] = False
        yield app, stage


def reading_in(language: str, app: Flask, account_id: str) -> FlaskClient:
    browser = browser_of(app, account_id)
    browser.set_cookie("locale", language)
    return browser


def money(stage: BeforeCourt):
    return next(one for one in performance_page(stage.parties[1].actor, stage.case.ref).mine if one.fen)


def test_a_debtor_pays_a_part_with_a_proof_and_the_creditor_confirms_it(stage) -> None:
    app, court = stage
    creditor, debtor = (reading_in("en", app, person.account_id) for person in court.parties)
    base, line = f"/cases/{court.case.ref}", money(court)
    page = debtor.get(f"{base}/performance").text
    assert "What I owe" in page and "350,000.00" in page and "I received it" not in page
    address = f"{base}/performance/{line.id}/report"
    ref = re.search(r'name="client_ref"[^>]*value="([^"]+)"', debtor.get(address).text)
    assert ref is not None
    for _ in range(2):
        proof = (io.BytesIO(files.pdf("slip")), "slip.pdf")
        sent = {"sum": "120,000.5", "on": "2020-01-02", "client_ref": ref[1], "proof": proof}
        assert debtor.post(address, data=sent).status_code == 302
    (one,) = money(court).statements
    assert (one.fen, one.proof and one.proof.name) == (12_000_050, "slip.pdf")
    download = creditor.get(f"{base}/statements/{one.id}/proof")
    assert download.data.startswith(b"%PDF") and "attachment" in download.headers["Content-Disposition"]
    assert "sandbox" in download.headers["Content-Security-Policy"]
    assert "I received it" in creditor.get(f"{base}/performance").text
    assert creditor.post(f"{base}/statements/{one.id}/confirm").status_code == 302
    assert money(court).remaining == 35_000_000 - 12_000_050


@pytest.mark.parametrize("typed", ["", "abc", "0", "-1", "1.005", "NaN", "1e99", "350000.01"])
def test_a_sum_that_cannot_be_is_refused_in_words(stage, typed: str) -> None:
    app, court = stage
    debtor = reading_in("en", app, court.parties[1].account_id)
    sent = {"sum": typed, "on": "2020-01-02", "client_ref": "once-only"}
    answer = debtor.post(f"/cases/{court.case.ref}/performance/{money(court).id}/report", data=sent)
    assert answer.status_code == 422 and "There is a problem" in answer.text
    assert money(court).state == ObligationState.DUE


def test_who_may_not_answer_is_told_so_and_a_stranger_finds_nothing(stage) -> None:
    app, court = stage
    base, line = f"/cases/{court.case.ref}/performance", money(court)
    debtor, stranger = browser_of(app, court.parties[1].account_id), browser_of(app, make_account("路人").account_id)
    assert debtor.post(f"{base}/{line.id}/release").status_code == 403
    assert debtor.get("/desk/overdue").status_code == 404
    for path in ("", f"/{line.id}/report", "/papers/performance-record.pdf", "/papers/performance-record.json"):
        assert stranger.get(base + path).status_code == 404
    assert browser_of(app, court.case.clerk.account_id).get("/desk/overdue").status_code == 200


def test_every_page_is_there_in_both_languages(stage) -> None:
    app, court = stage
    keep_performance(SYSTEM)
    base, line = f"/cases/{court.case.ref}/performance", money(court)
    for language, word in (("zh-CN", "履行"), ("en", "Performance")):
        creditor = reading_in(language, app, court.parties[0].account_id)
        for path in ("", f"/{line.id}/receipt", f"/{line.id}/release"):
            assert word in creditor.get(base + path).text
