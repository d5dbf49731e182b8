"""A bundle taken elsewhere: the bag for an archive, the pack for use abroad, and the published schemas."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from odr.bundles.abroad import FILES
from odr.bundles.models import Bundle
from odr.db import reading
from signing import schema
from signing.bundle import read_bundle
from tests.factories.agreements import BeforeCourt, build
from tests.factories.browsers import browser_of
from tests.factories.people import make_account
from tests.factories.stages import applied
from tests.signing.test_bag import Bag
from wsgi import create_app

Built = tuple[Flask, BeforeCourt, str]
APPROVED = {"purpose": "foreign_proceedings", "authority": "司法部", "number": "司批〔2026〕1号", "on": "2026-01-05"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    folder: Path = tmp_path_factory.mktemp("exports")
    with applied(folder) as (settings, stage):
        app = create_app(settings)
        app.testing = True
        app.config["WTF_CSRF_ENABLED"] = False
        bundle_id = build(stage)
        yield app, stage, f"/cases/{stage.case.ref}/bundle/{bundle_id}"


def test_a_party_downloads_the_bundle_and_a_valid_bag_with_the_very_same_bundle_in_it(built: Built) -> None:
    app, stage, address = built
    client = browser_of(app, stage.parties[0].account_id)
    bundle = client.get(address)
    assert bundle.content_length == len(bundle.data)
    answer = client.get(f"{address}/bag.zip")
    bag = Bag.zipped(answer.data, f"{stage.case.ref}-1-bag")
    assert bag.problems() == []
    assert bag.files[f"data/{stage.case.ref}-1.asice"] == bundle.data
    assert bag.files["data/agreement.pdf"] == read_bundle(bundle.data)["agreement.pdf"]
    assert client.get(f"{address}/bag.zip").data == answer.data


def test_the_pack_holds_the_closed_list_and_no_identity_number_or_exhibit(built: Built) -> None:
    app, stage, address = built
    client = browser_of(app, stage.parties[0].account_id)
    whole = read_bundle(client.get(address).data)
    answer = client.post(f"{address}/abroad", data={"purpose": "own_records"})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as pack:
        assert pack.namelist() == ["STATEMENT.txt", *FILES]
        assert all(pack.read(name) == whole[name] for name in FILES)
        statement = pack.read("STATEMENT.txt").decode()
    assert "4(1)(b)(iii)" in statement and "art. 41" in statement and "own records only" in statement
    for party in json.loads(whole["documents/identity-list.json"])["parties"]:
        assert party["id_number"] not in statement


@pytest.mark.parametrize("missing", ["authority", "number", "on"])
def test_for_foreign_proceedings_the_approval_is_stated_completely_or_nothing_goes(built: Built, missing: str) -> None:
    app, stage, address = built
    client = browser_of(app, stage.parties[0].account_id)
    refused = client.post(f"{address}/abroad", data={**APPROVED, missing: ""})
    assert refused.status_code == 422 and refused.mimetype == "text/html"
    future = client.post(f"{address}/abroad", data={**APPROVED, "on": "2099-01-01"})
    assert future.status_code == 422
    given = client.post(f"{address}/abroad", data=APPROVED)
    with zipfile.ZipFile(io.BytesIO(given.data)) as pack:
        assert APPROVED["number"] in pack.read("STATEMENT.txt").decode()


def test_nobody_else_gets_anything(built: Built) -> None:
    app, _, address = built
    client = browser_of(app, make_account("路人").account_id)
    for path in (address, f"{address}/bag.zip", f"{address}/abroad"):
        assert client.get(path).status_code == 404
    assert client.post(f"{address}/abroad", data=APPROVED).status_code == 404


def test_the_page_says_what_the_law_asks_in_both_languages(built: Built) -> None:
    app, stage, address = built
    client = browser_of(app, stage.parties[0].account_id)
    for language, words in (("zh-CN", "未经中华人民共和国主管机关批准"), ("en", "Without the approval")):
        client.set_cookie("locale", language)
        assert words in client.get(f"{address}/abroad").text
    with reading() as now:
        assert now.query(Bundle).one().number == 1


@pytest.mark.parametrize("name", schema.NAMES)
def test_every_schema_is_served_to_anybody_as_it_is_shipped(built: Built, name: str) -> None:
    answer = built[0].test_client().get(f"/schemas/{name}.json")
    assert answer.mimetype == "application/schema+json"
    assert answer.json == schema.schema(name) and answer.json["examples"]


def test_no_other_schema_is_served(built: Built) -> None:
    assert built[0].test_client().get("/schemas/caucus.json").status_code == 404
