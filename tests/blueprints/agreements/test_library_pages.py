"""Picking a model clause and answering it in the browser, with no script running."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from odr.access.actor import Side
from odr.agreements.library.catalogue import FAMILIES, GROUPS, MODELS
from tests.blueprints.agreements.test_agreement_pages import Desk
from tests.factories.mediation import Mediation

LINK = re.compile(r'/clauses/new/([a-z_-]+)"')


@pytest.fixture
def desk(app: Flask, mediation: Mediation) -> Desk:
    made = Desk(app, mediation)
    made.begin()
    return made


def picked(desk: Desk, query: str = "", language: str = "zh-CN") -> list[str]:
    page = desk.browser("applicant", language).get(f"{desk.url}/clauses/new{query}")
    assert page.status_code == 200
    return [key for key in LINK.findall(page.text) if key != "other"]


def loan(desk: Desk, **more: str) -> dict[str, str]:
    return {
        "obligor": desk.mediation.parties[Side.RESPONDENT], "obligee": desk.mediation.parties[Side.APPLICANT],
        "object": "2024年5月1日借条", "object_en": "the note of 1 May 2024", "fen": "300,000",
        "account": "示范银行 6222 0000", "rows": "3", **more,
    }  # fmt: skip


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_model_is_offered_once_under_what_it_does(desk: Desk, language: str) -> None:
    keys = picked(desk, language=language)
    assert sorted(keys) == sorted(MODELS)
    order = [group for key in keys for group, one in enumerate(GROUPS) if MODELS[key].kind in one.kinds]
    assert order == sorted(order)


def test_the_clauses_of_the_case_come_first_in_their_group_and_another_dispute_may_be_chosen(desk: Desk) -> None:
    stops = [key for key in picked(desk) if MODELS[key].kind == "stop"]
    assert stops.index("trademark-distinguish") < stops.index("stop-act") < stops.index("patent-stop")
    stops = [key for key in picked(desk, "?about=patent") if MODELS[key].kind == "stop"]
    assert stops.index("patent-stop") < stops.index("stop-act") < stops.index("trademark-distinguish")


@pytest.mark.parametrize("query", ["?q=源代码", "?q=SOURCE+code"])
def test_words_find_clauses_in_both_languages(desk: Desk, query: str) -> None:
    assert "software-source" in picked(desk, query) and len(picked(desk, query)) < 5


def test_words_that_stand_nowhere_and_a_dispute_nobody_knows_are_told_plainly(desk: Desk) -> None:
    browser = desk.browser("applicant", "en")
    assert "No clause with these words" in browser.get(f"{desk.url}/clauses/new?q=nowhere-to-be-found").text
    assert browser.get(f"{desk.url}/clauses/new?about=any").status_code == 422
    assert browser.get(f"{desk.url}/clauses/new?q={'x' * 81}").status_code == 422
    assert {family.value in browser.get(f"{desk.url}/clauses/new").text for family in FAMILIES} == {True}


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_model_has_a_form_that_asks_for_all_it_needs(desk: Desk, language: str) -> None:
    browser = desk.browser("applicant", language)
    for key, model in MODELS.items():
        page = browser.get(f"{desk.url}/clauses/new/{key}")
        assert page.status_code == 200, key
        asked = {slot.name if slot.kind != "instalments" else "sum_0" for slot in model.slots}
        assert {name for name in asked if f'name="{name}"' in page.text} == asked, key
    assert browser.get(f"{desk.url}/clauses/new/other").status_code == 200


def test_more_rows_are_given_and_nothing_typed_is_lost_or_saved(desk: Desk) -> None:
    answers = loan(desk, day_0="2099-12-31", sum_0="100000", more_rows="1")
    page = desk.browser("applicant").post(f"{desk.url}/clauses/new/civil-loan", data=answers)
    assert page.status_code == 200 and 'name="sum_5"' in page.text and 'name="sum_6"' not in page.text
    assert 'value="100000"' in page.text and 'value="2099-12-31"' in page.text
    assert desk.page().clauses == ()


@pytest.mark.parametrize(
    ("rows", "place", "said"),
    [
        ({"day_0": "2099-12-31", "sum_0": "100000"}, "instalments",
         "The instalments add up to ¥100,000.00, but the whole sum is ¥300,000.00"),
        ({"day_0": "2099-12-31", "sum_0": "1", "day_2": "2100-12-31"}, "sum_2", "Row 2: Give both a day and a sum."),
        ({"sum_1": "300000"}, "day_1", "Row 1: This is not a day"),
        ({"day_0": "2099-12-31", "sum_0": "much"}, "sum_0", "Row 1: This is not a sum in yuan"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_is_named_and_linked(desk: Desk, rows: dict[str, str], place: str, said: str) -> None:
    page = desk.browser("applicant", "en").post(f"{desk.url}/clauses/new/civil-loan", data=loan(desk, **rows))
    assert page.status_code == 422
    assert re.search(rf'<a href="#{place}">{re.escape(said)}', page.text)
    assert f'id="{place}"' in page.text and desk.page().clauses == ()


def test_a_clause_in_instalments_is_saved_and_comes_back_into_its_rows(desk: Desk) -> None:
    rows = {"day_0": "2099-12-31", "sum_0": "100,000", "day_1": "2100-12-31", "sum_1": "200000"}
    browser = desk.browser("applicant")
    assert browser.post(f"{desk.url}/clauses/new/civil-loan", data=loan(desk, **rows)).status_code == 302
    clause = desk.page().clauses[0]
    assert clause.title == MODELS["civil-loan"].title and "贰拾万元整（¥200,000.00）" in clause.text.zh
    form = browser.get(f"{desk.url}/clauses/{clause.id}").text
    for name, value in {"day_1": "2100-12-31", "sum_1": "200,000.00", "fen": "300,000.00"}.items():
        assert re.search(rf'name="{name}"[^>]*value="{value}"', form), name
    changed = loan(desk, **rows, revision="1") | {"sum_0": "50000", "sum_1": "250000"}
    assert browser.post(f"{desk.url}/clauses/{clause.id}", data=changed).status_code == 302
    assert "贰拾伍万元整（¥250,000.00）" in desk.page().clauses[0].text.zh


def test_a_length_of_time_and_addresses_come_back_as_they_were_given(desk: Desk) -> None:
    answers = loan(desk) | {
        "object": "https://shop.example/a\nhttps://shop.example/b", "within": "2", "within_unit": "month",
    }  # fmt: skip
    browser = desk.browser("applicant")
    assert browser.post(f"{desk.url}/clauses/new/takedown-addresses", data=answers).status_code == 302
    clause = desk.page().clauses[0]
    assert "自本协议生效之日起两个月内" in clause.text.zh and "within 2 months" in clause.text.en
    assert "（2）https://shop.example/b" in clause.text.zh and not clause.findings
    form = browser.get(f"{desk.url}/clauses/{clause.id}").text
    assert '<option selected value="month">' in form and "https://shop.example/b</textarea>" in form


@pytest.mark.parametrize(
    ("model", "answer", "said"),
    [
        ("takedown-addresses", {"object": "https://a.example/x\nshop"}, "Row 2: This is not the address of a page"),
        ("royalty", {"rate": "101"}, "This is not a percentage"),
        ("stock-sell-off", {"pieces": "many"}, "This is not a whole number"),
        ("takedown-addresses", {"within": "soon"}, "This is not a length of time"),
    ],
)  # fmt: skip
def test_an_answer_of_the_wrong_type_is_named(desk: Desk, model: str, answer: dict[str, str], said: str) -> None:
    page = desk.browser("applicant", "en").post(f"{desk.url}/clauses/new/{model}", data=loan(desk) | answer)
    assert page.status_code == 422 and said in page.text


@pytest.mark.parametrize("name", ["outsider", "other_mediator", "court_clerk", "clerk"])
def test_for_those_outside_the_mediation_there_are_no_shelves(desk: Desk, name: str) -> None:
    for page in ("/clauses/new", "/clauses/new?q=x", "/clauses/new/royalty"):
        assert desk.browser(name).get(desk.url + page).status_code == 404
