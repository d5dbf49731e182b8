"""The page of the bundle: what goes in, what never does, and the file itself."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.agreements import BeforeCourt, build
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
    return f"/cases/{ready[1].case.ref}/bundle"


def test_the_page_lists_what_goes_in_and_what_never_does(ready: Ready) -> None:
    text = of(ready, ready[1].parties[0]).get(page_of(ready)).text
    for words in ("Joint application for judicial confirmation", "What was said in a caucus", "art. 354", "art. 18"):
        assert words in text


def test_it_says_the_same_in_chinese(ready: Ready) -> None:
    text = of(ready, ready[1].parties[0], "zh-CN").get(page_of(ready)).text
    assert "司法确认申请书" in text and "绝不放进什么" in text


def test_the_clerk_builds_and_everybody_of_the_case_downloads_the_same_file(ready: Ready) -> None:
    clerk = of(ready, ready[1].case.clerk)
    assert clerk.post(page_of(ready)).status_code == 302
    assert "Bundle no. 1" in clerk.get(page_of(ready)).text
    path = f"{page_of(ready)}/" + clerk.get(page_of(ready)).text.split(f'href="{page_of(ready)}/')[1].split('"')[0]
    files = [of(ready, person).get(path) for person in (ready[1].case.clerk, *ready[1].parties)]
    assert len({answer.data for answer in files}) == 1
    assert "attachment" in files[0].headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(files[0].data)) as container:
        assert container.namelist()[0] == "mimetype"


def test_the_parties_see_no_button_to_build_and_cannot(ready: Ready) -> None:
    party = of(ready, ready[1].parties[0])
    assert "Build the bundle" not in party.get(page_of(ready)).text
    assert party.post(page_of(ready)).status_code == 403


def test_what_stands_in_the_way_is_named_with_its_article(ready: Ready) -> None:
    clerk = of(ready, ready[1].case.clerk)
    text = clerk.get(page_of(ready)).text
    assert "What a court would ask" in text and "E-Signature Law art. 16" in text


def test_a_case_without_a_signed_text_has_nothing_to_build(ready: Ready) -> None:
    case = make_case("mediating")
    text = of(ready, case.clerk).get(f"/cases/{case.ref}/bundle").text
    assert "Not possible yet" in text and "Build the bundle" not in text
    assert of(ready, case.clerk).post(f"/cases/{case.ref}/bundle").status_code == 404


def test_others_find_neither_page_nor_file(ready: Ready) -> None:
    bundle_id = build(ready[1])
    for person in (make_account(), ready[1].court_clerk, ready[1].foreign_clerk):
        browser = of(ready, person)
        assert browser.get(page_of(ready)).status_code == 404
        assert browser.get(f"{page_of(ready)}/{bundle_id}").status_code == 404
        assert browser.post(page_of(ready)).status_code == 404
