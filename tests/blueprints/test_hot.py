"""Hot events: read as the library would read them, answered once, and whatever is odd is left to the library."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from socketio.packet import Packet

from blueprints.hot import SignIn, hot_first, hot_handler, taking
from odr.errors import NotFound


class Server:
    """As much of Socket.IO as hot events touch."""

    def __init__(self) -> None:
        self.seen: list[tuple[Any, ...]] = []
        self.sent: list[tuple[str, str]] = []
        self.manager = SimpleNamespace(sid_from_eio_sid=lambda wire, namespace: f"sid of {wire}")

    def _handle_event(self, *what: Any) -> None:
        self.seen.append(what)

    def _send_eio_packet(self, wire: str, packet: Any) -> None:
        self.sent.append((wire, packet.encode()))


def equipped() -> tuple[Server, Any, list[tuple[Any, ...]]]:
    server, handled = Server(), []

    def handle(connection: str, sent: tuple[object, ...], respond: Any) -> None:
        handled.append((connection, sent))
        respond({"ok": True, "result": 7})

    hot = {"message:post": handle}
    server._handle_event = hot_first(server, hot)  # type: ignore[method-assign]
    return server, taking(server, hot), handled


@given(
    name=st.sampled_from(["message:post", "message:read", "x", "Message:Post"]),
    payload=st.recursive(st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=9), st.lists, max_leaves=4),
    number=st.none() | st.integers(0, 10**6),
    indent=st.sampled_from([None, 1]),
)
def test_what_is_taken_is_what_the_library_would_have_read(
    name: str, payload: object, number: int | None, indent: int | None
) -> None:
    server, take, handled = equipped()
    text = f"42{'' if number is None else number}{json.dumps([name, payload], indent=indent)}"
    read = Packet(encoded_packet=text[1:])
    taken = take("wire", text)
    assert taken == (name == "message:post" and indent is None)
    if taken:
        assert handled == [("sid of wire", tuple(read.data[1:]))]
        assert (read.id, read.namespace or "/") == (number, "/")
        answer = [] if number is None else [("wire", f'443{number}[{{"ok":true,"result":7}}]'[1:])]
        assert server.sent == answer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2",
        "42",
        "42[]",
        '42["message:post"',
        '42["message:post",]',
        '42["message:post",{"a":1}',
        '42/other,["message:post",{}]',
        '42/other,1["message:post",{}]',
        '43["message:post",{}]',
        '451-["message:post",{}]',
        '42 ["message:post",{}]',
        '4299999999999999999999["message:post",{}]',
        '42["message:post\\u0000",{}]',
    ],
)
def test_what_is_odd_is_left_to_the_library(text: str) -> None:
    _, take, handled = equipped()
    assert not take("wire", text)
    assert handled == []


def test_the_library_gives_hot_events_to_their_handler_and_keeps_all_others() -> None:
    server, _, handled = equipped()
    others: list[tuple[Any, ...]] = server.seen
    server._handle_event("wire", None, 3, ["message:post", {}])
    server._handle_event("wire", "/other", 4, ["message:post", {}])
    server._handle_event("wire", "/", 5, ["room:enter", {}])
    server._handle_event("wire", "/", 6, [])
    assert [call[2] for call in others] == [4, 5, 6]
    assert len(handled) == 1


def handled(app: Flask, act: Any, sign_in: SignIn | None) -> list[Any]:
    answers: list[Any] = []
    handle = hot_handler(
        app, "x", lambda who, sent: sent[0], act, sign_in_of=lambda connection: sign_in, apart=lambda act: act()
    )
    handle("c", ("a private word",), answers.append)
    return answers


ENGLISH = SignIn("login", "account", "en")


def test_an_act_answers_when_it_is_done(app: Flask) -> None:
    later: list[Any] = []
    answers = handled(app, lambda who, payload, answer, apart: later.append((who, payload, answer)), ENGLISH)
    assert answers == []
    ((who, payload, answer),) = later
    assert (who, payload) == (ENGLISH, "a private word")
    answer({"seq": 1})
    assert answers == [{"ok": True, "result": {"seq": 1}}]


def test_a_refusal_is_in_the_language_of_the_page_however_it_comes(app: Flask) -> None:
    def at_once(who: object, payload: object, answer: Any, apart: object) -> None:
        raise NotFound(kind="channel")

    def later(who: object, payload: object, answer: Any, apart: object) -> None:
        answer(NotFound(kind="channel"))

    chinese = SignIn("login", "account", "zh_Hans_CN")
    for act in (at_once, later):
        ((english,), (other,)) = (handled(app, act, ENGLISH), handled(app, act, chinese))
        assert english["error"]["code"] == other["error"]["code"] == "not_found"
        assert english["error"]["title"].isascii()
        assert not other["error"]["title"].isascii()


def test_a_connection_nobody_knows_is_refused(app: Flask) -> None:
    (refused,) = handled(app, lambda *what: pytest.fail("must not act"), None)
    assert refused["error"]["code"] == "not_signed_in"


def test_what_breaks_says_nothing_of_what_was_sent(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    def breaks(who: object, payload: object, answer: Any, apart: object) -> None:
        raise ValueError(f"could not keep {payload}")

    (broken,) = handled(app, breaks, ENGLISH)
    assert not broken["ok"]
    assert "private" not in json.dumps(broken)
    assert "private" not in caplog.text
