"""The socket: who may connect, what it takes, and to whom it delivers."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIOTestClient
from sqlalchemy import text

from blueprints.guard import TOKEN
from blueprints.realtime import BURST, MAX_SOCKETS_OF_ONE_ACCOUNT, deliver, socketio
from odr import clock
from odr.access.actor import Side
from odr.accounts.commands import sign_out
from odr.accounts.models import Login
from odr.cases.models import Participant
from odr.db import transaction
from odr.events import CaseChanged
from tests.factories.browsers import browser_of
from tests.factories.mediation import Mediation

OURS = {"Origin": "http://127.0.0.1:8000"}


class Listener:
    """A person with a page of the room open."""

    def __init__(self, app: Flask, account_id: str, headers: dict[str, str] | None = None) -> None:
        browser = browser_of(app, account_id)
        with browser.session_transaction() as kept:
            self.token: str = kept[TOKEN]
        self.socket: SocketIOTestClient = socketio.test_client(
            app, flask_test_client=browser, headers=OURS if headers is None else headers
        )

    def ask(self, event: str, payload: object) -> dict[str, Any]:
        """Send one event and return its acknowledgement."""
        acknowledged = self.socket.emit(event, payload, callback=True)
        assert acknowledged is not None
        return acknowledged

    def say(self, channel: str, text: str, ref: str = "r1") -> dict[str, Any]:
        return self.ask("message:post", {"channel_id": channel, "text": text, "client_ref": ref})

    def received(self, event: str) -> list[dict[str, Any]]:
        """The payloads of one event received since the last look."""
        return [m["args"][0] for m in self.socket.get_received() if m["name"] == event]


@pytest.fixture
def people(app: Flask, mediation: Mediation) -> dict[str, Listener]:
    return {name: Listener(app, account_id) for name, account_id in mediation.accounts.items()}


def test_a_caucus_word_is_delivered_to_its_side_and_the_mediator_only(
    people: dict[str, Listener], mediation: Mediation
) -> None:
    assert people["respondent"].say(mediation.caucus[Side.RESPONDENT], "our ceiling")["ok"]
    heard = {name: [m["text"] for m in p.received("message:posted")] for name, p in people.items()}
    assert {name for name, texts in heard.items() if texts} == {"respondent", "agent", "mediator"}


def test_nobody_connects_without_a_sign_in(app: Flask) -> None:
    assert not socketio.test_client(app, flask_test_client=app.test_client(), headers=OURS).is_connected()


def test_nobody_connects_without_saying_from_which_page(app: Flask, mediation: Mediation) -> None:
    assert not Listener(app, mediation.accounts["applicant"], headers={}).socket.is_connected()


def test_a_sign_in_that_ended_is_refused_at_the_next_event(people: dict[str, Listener], mediation: Mediation) -> None:
    with transaction() as tx:
        tx.session.query(Login).filter_by(account_id=mediation.accounts["agent"]).update({"revoked_at": clock.now()})
    refused = people["agent"].say(mediation.joint, "still here?")
    assert refused["error"]["code"] == "not_signed_in"


def test_signing_out_closes_the_sockets_at_once(people: dict[str, Listener], mediation: Mediation) -> None:
    sign_out(people["agent"].token)
    assert not people["agent"].socket.is_connected()
    assert people["respondent"].socket.is_connected()


def test_a_removed_person_hears_nothing_though_the_socket_stays_open(
    people: dict[str, Listener], mediation: Mediation
) -> None:
    with transaction() as tx:
        tx.session.get_one(Participant, mediation.participants["agent"]).removed_at = clock.now()
    assert people["mediator"].say(mediation.joint, "after the removal")["ok"]
    assert people["agent"].socket.is_connected()
    assert people["agent"].received("message:posted") == []
    assert people["agent"].say(mediation.joint, "hello?")["error"]["code"] == "not_found"


def test_presence_says_who_is_in_the_room_and_never_in_which_channel(
    people: dict[str, Listener], mediation: Mediation
) -> None:
    entered = people["applicant"].ask("room:enter", {"case_ref": mediation.case_ref})
    assert entered["result"] == [mediation.participants["applicant"]]
    (news,) = people["respondent"].received("presence:changed")
    assert news == {
        "case_ref": mediation.case_ref,
        "participant_id": mediation.participants["applicant"],
        "here": True,
    }
    assert people["outsider"].received("presence:changed") == []


def test_going_away_is_told_when_the_last_window_closes(app: Flask, mediation: Mediation) -> None:
    first, second = (Listener(app, mediation.accounts["applicant"]) for _ in range(2))
    other = Listener(app, mediation.accounts["respondent"])
    for window in (first, second):
        window.ask("room:enter", {"case_ref": mediation.case_ref})
    other.received("presence:changed")
    first.socket.disconnect()
    assert other.received("presence:changed") == []
    second.socket.disconnect()
    assert [news["here"] for news in other.received("presence:changed")] == [False]


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        "text",
        {},
        {"channel_id": 1, "text": "x", "client_ref": "r"},
        {"channel_id": "x", "text": ["x"], "client_ref": "r"},
        {"channel_id": "x", "text": "x", "client_ref": "r", "party_id": "y"},
        {"channel_id": "x", "text": "x" * 30_000, "client_ref": "r"},
        {"channel_id": "x", "text": True, "client_ref": "r"},
    ],
)
def test_a_payload_of_another_shape_is_refused_with_what_is_wrong(people: dict[str, Listener], payload: object) -> None:
    refused = people["applicant"].ask("message:post", payload)
    assert refused["error"]["code"] == "invalid_input"
    assert refused["error"]["details"]["fields"]


def test_a_channel_that_is_not_yours_and_one_that_does_not_exist_are_refused_alike(
    people: dict[str, Listener], mediation: Mediation
) -> None:
    foreign = people["applicant"].say(mediation.caucus[Side.RESPONDENT], "let me in")
    absent = people["applicant"].say("A" * 22, "let me in")
    assert foreign == absent


def test_a_flood_in_one_channel_is_slowed_and_does_not_show_in_another(
    people: dict[str, Listener], mediation: Mediation
) -> None:
    for number in range(BURST.amount):
        people["applicant"].say(mediation.caucus[Side.APPLICANT], "word", ref=f"r{number}")
    assert people["applicant"].say(mediation.caucus[Side.APPLICANT], "word", ref="x")["error"]["code"] == "too_many"
    assert people["applicant"].say(mediation.joint, "word", ref="y")["ok"]


def test_one_account_cannot_take_every_socket(app: Flask, mediation: Mediation) -> None:
    windows = [Listener(app, mediation.accounts["applicant"]) for _ in range(MAX_SOCKETS_OF_ONE_ACCOUNT)]
    assert all(window.socket.is_connected() for window in windows)
    assert not Listener(app, mediation.accounts["applicant"]).socket.is_connected()


def test_a_message_sent_again_after_a_lost_acknowledgement_is_said_once(
    people: dict[str, Listener], mediation: Mediation
) -> None:
    first = people["applicant"].say(mediation.joint, "hello", ref="same")
    assert people["applicant"].say(mediation.joint, "hello", ref="same") == first
    assert len(people["respondent"].received("message:posted")) == 1


def test_catching_up_gives_what_was_missed_in_order(people: dict[str, Listener], mediation: Mediation) -> None:
    for number in range(4):
        people["mediator"].say(mediation.joint, f"word {number}", ref=f"r{number}")
    missed = people["respondent"].ask("room:catch_up", {"channel_id": mediation.joint, "after": 2})
    assert [m["text"] for m in missed["result"]] == ["word 2", "word 3"]


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://127.0.0.1:8001",
        "http://127.0.0.1",
        "https://127.0.0.1:8000",
        "http://127.0.0.1:8000.evil.example",
        "http://evil-127.0.0.1:8000",
        "http://LOCALHOST.evil.example:8000",
        "file://",
        "",
    ],
)
@pytest.mark.parametrize("transport", ["polling", "websocket"])
def test_a_page_elsewhere_gets_no_socket(app: Flask, mediation: Mediation, origin: str, transport: str) -> None:
    browser = browser_of(app, mediation.accounts["applicant"])
    headers = {"Origin": origin, "Connection": "Upgrade", "Upgrade": "websocket"} if origin else {"Origin": " "}
    answer = browser.get(f"/socket.io/?EIO=4&transport={transport}", headers=headers)
    assert answer.status_code == 400


@pytest.mark.parametrize(("site", "connected"), [("same-origin", True), ("same-site", False), ("cross-site", False)])
def test_polling_by_our_own_page_names_no_origin_but_says_where_it_is(
    app: Flask, mediation: Mediation, site: str, connected: bool
) -> None:
    listener = Listener(app, mediation.accounts["applicant"], headers={"Sec-Fetch-Site": site})
    assert listener.socket.is_connected() is connected


def test_our_own_page_gets_one(app: Flask, mediation: Mediation) -> None:
    browser = browser_of(app, mediation.accounts["applicant"])
    assert browser.get("/socket.io/?EIO=4&transport=polling", headers=OURS).status_code == 200


def test_when_our_own_code_fails_the_page_is_answered_and_the_log_learns_nothing_said(
    people: dict[str, Listener],
    mediation: Mediation,
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    with transaction() as tx:
        tx.session.execute(text("ALTER TABLE message RENAME TO gone"))
    answer = people["respondent"].say(mediation.caucus[Side.RESPONDENT], "our ceiling is 400", ref="ceiling")
    assert (answer["ok"], answer["error"]["status"]) == (False, 500)
    printed = "".join(capfd.readouterr()) + caplog.text
    assert "OperationalError" in printed or "ProgrammingError" in printed
    assert "ceiling" not in printed


def test_what_nobody_is_to_hear_reaches_nobody(people: dict[str, Listener], mediation: Mediation) -> None:
    """To the library no addressee means everybody."""
    deliver("case:changed", CaseChanged(audience=(), case_ref=mediation.case_ref, state="mediating"))
    assert all(person.received("case:changed") == [] for person in people.values())


@pytest.mark.parametrize(("language", "title"), [("en", "Some of what was sent"), ("zh-CN", "内容")])
def test_a_hot_event_is_refused_in_the_language_the_page_was_opened_in(
    app: Flask, mediation: Mediation, language: str, title: str
) -> None:
    browser = browser_of(app, mediation.accounts["applicant"])
    browser.set_cookie("locale", language)
    listener = Listener.__new__(Listener)
    listener.socket = socketio.test_client(app, flask_test_client=browser, headers=OURS)
    refused = listener.say(mediation.joint, "")
    assert title in refused["error"]["title"]
