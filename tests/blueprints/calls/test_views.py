"""A call over the socket: the page's own seat, signals between two pages, and the end when the line is lost."""

from __future__ import annotations

import pytest
from flask import Flask

from odr.access.actor import Side
from tests.blueprints.test_realtime import Listener
from tests.factories.browsers import browser_of
from tests.factories.mediation import Mediation


@pytest.fixture
def people(app: Flask, mediation: Mediation) -> dict[str, Listener]:
    return {name: Listener(app, mediation.accounts[name]) for name in ("applicant", "respondent", "agent", "mediator")}


def test_two_pages_find_each_other_and_the_other_side_hears_nothing(
    people: dict[str, Listener], mediation: Mediation
) -> None:
    here = {"channel_id": mediation.caucus[Side.RESPONDENT]}
    assert people["mediator"].ask("call:start", here)["ok"]
    first = people["mediator"].ask("call:join", here)["result"]
    second = people["agent"].ask("call:join", here)["result"]
    assert first["access"]["kind"] == "mesh"
    signal = {**here, "recipient": first["seat"], "kind": "offer", "body": "v=0\r\n"}
    assert people["agent"].ask("call:signal", signal)["ok"]
    (arrived,) = people["mediator"].received("call:signalled")
    assert (arrived["sender"], arrived["recipient"], arrived["body"]) == (second["seat"], first["seat"], "v=0\r\n")
    people["agent"].ask("call:caption", {**here, "text": "380,000"})
    silent = people["applicant"].socket.get_received()
    assert [event for event in silent if event["name"].startswith("call:")] == []
    assert people["applicant"].ask("call:join", here)["error"]["code"] == "not_found"


def test_a_lost_line_frees_the_seat(people: dict[str, Listener], mediation: Mediation) -> None:
    here = {"channel_id": mediation.joint}
    people["mediator"].ask("call:start", here)
    people["mediator"].ask("call:join", here)
    people["applicant"].ask("call:join", here)
    people["applicant"].socket.disconnect()
    latest = people["mediator"].received("call:changed")[-1]
    assert [seat["participant_id"] for seat in latest["seats"]] == [mediation.participants["mediator"]]


def test_the_page_asks_how_the_call_stands(app: Flask, mediation: Mediation, people: dict[str, Listener]) -> None:
    address = f"/channels/{mediation.joint}/call"
    people["mediator"].ask("call:start", {"channel_id": mediation.joint})
    seen = browser_of(app, mediation.accounts["applicant"]).get(address, headers={"Accept": "application/json"})
    assert (seen.json["live"], seen.json["may_join"], seen.json["may_lead"]) == (True, True, False)
    assert browser_of(app, mediation.accounts["outsider"]).get(address).status_code == 404


def test_nobody_but_our_own_pages_may_use_the_camera(app: Flask, mediation: Mediation) -> None:
    policy = browser_of(app, None).get("/").headers["Permissions-Policy"]
    assert "camera=(self)" in policy
    assert "microphone=(self)" in policy
