"""Papers of the case: each person reads what is theirs, learns what is missing, and nobody else gets anything."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest
from flask import Flask
from flask.testing import FlaskClient

from odr.bundles.case_papers import PAPERS
from tests.factories.agreements import BeforeCourt
from tests.factories.browsers import browser_of
from tests.factories.people import Known, make_account, make_case
from tests.factories.stages import applied
from wsgi import create_app

Ready = tuple[Flask, BeforeCourt]


@pytest.fixture
def ready(tmp_path: Path) -> Iterator[Ready]:
    with applied(tmp_path) as (settings, stage):
        app = create_app(settings)
        app.testing = True
        app.config["WTF_CSRF_ENABLED"] = False
        yield app, stage


def of(ready: Ready, person: Known, language: str = "en") -> FlaskClient:
    client = browser_of(ready[0], person.account_id)
    client.set_cookie("locale", language)
    return client


def page_of(ready: Ready) -> str:
    return f"/cases/{ready[1].case.ref}/papers"


def test_every_paper_is_listed_and_can_be_read_and_kept_as_pdf_a(ready: Ready) -> None:
    clerk = of(ready, ready[1].case.clerk, "zh-CN")
    text = clerk.get(page_of(ready)).text
    assert "案件文书" in text and "调解协议书" in text
    for kind in PAPERS:
        assert clerk.get(f"{page_of(ready)}/{kind}").status_code == 200
        answer = clerk.get(f"{page_of(ready)}/{kind}.pdf")
        assert answer.mimetype == "application/pdf"
        report = pikepdf.pdfa.validate_written(io.BytesIO(answer.data), "3b")
        assert report.verdict == "pass", report.findings
        with pikepdf.open(io.BytesIO(answer.data)) as document:
            spec = document.attachments["paper.json"]
            assert str(spec.obj.AFRelationship) == "/Data"
            assert json.loads(spec.get_file().read_bytes())["reference"] == ready[1].case.ref


def test_a_party_never_reads_the_particulars_of_the_other_side(ready: Ready) -> None:
    applicant, respondent = ready[1].parties
    for kind in PAPERS:
        own = of(ready, applicant).get(f"{page_of(ready)}/{kind}").text
        assert "021-0000 5678" not in own and "91310000MA1WYFD8XX" not in own
        assert "010-0000 1234" not in of(ready, respondent).get(f"{page_of(ready)}/{kind}").text
    assert "021-0000 5678" in of(ready, ready[1].case.clerk).get(f"{page_of(ready)}/identity-list").text
    assert "010-0000 1234" in of(ready, applicant).get(f"{page_of(ready)}/identity-list").text


def test_a_stranger_and_another_kind_get_nothing(ready: Ready) -> None:
    stranger = of(ready, make_account("路人"))
    assert stranger.get(page_of(ready)).status_code == 404
    assert stranger.get(f"{page_of(ready)}/identity-list.pdf").status_code == 404
    clerk = of(ready, ready[1].case.clerk)
    for kind in ("cover", "power-of-attorney", "undisputed-facts", "nothing"):
        assert clerk.get(f"{page_of(ready)}/{kind}").status_code == 404


def test_what_is_given_for_the_court_is_printed_and_what_is_not_is_said_to_be_empty(ready: Ready) -> None:
    applicant = ready[1].parties[0]
    browser = of(ready, applicant, "zh-CN")
    before = browser.get(f"{page_of(ready)}/service-address").text
    assert "（未填写）" in before and "100086" not in before
    form = {"postcode": "100086", "recipient": "李收", "recipient_relation": "同事", "paper_copies": "yes"}
    assert browser.post(f"{page_of(ready)}/my-particulars", data=form).status_code == 302
    after = browser.get(f"{page_of(ready)}/service-address").text
    assert "100086" in after and "李收，同事" in after and "需要纸质文书" in after
    assert "100086" not in of(ready, ready[1].parties[1]).get(f"{page_of(ready)}/service-address").text
    assert browser.post(f"{page_of(ready)}/my-particulars", data={"postcode": "12"}).status_code == 422
    refused = browser.post(f"{page_of(ready)}/my-particulars", data={"recipient": "王𠮷"})
    assert refused.status_code == 422 and "U+20BB7" in refused.text


def test_a_case_without_an_agreement_says_what_is_missing_and_from_whom(ready: Ready) -> None:
    case = make_case("mediating")
    text = of(ready, case.applicant).get(f"/cases/{case.ref}/papers").text
    assert "It has not been made final" in text and "from the parties" in text and "Not there yet" in text
    assert of(ready, case.applicant).get(f"/cases/{case.ref}/papers/undertaking.pdf").status_code == 404
