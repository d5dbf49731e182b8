"""Events so frequent that nobody waits for them: read, checked and answered with as little in between as can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Flask
from flask_babel import force_locale

from blueprints.errors import as_ack, broken_ack
from blueprints.packets import NAMESPACE, answered
from odr.errors import NotSignedIn, OdrError

# Engine.IO's message (4) that is Socket.IO's event (2) of the first namespace, perhaps with a number to be answered.
EVENT_TEXT = re.compile(r'42(?P<number>\d{1,15})?(?P<data>\["(?P<name>[a-z:_]{1,40})")')


@dataclass(frozen=True)
class SignIn:
    """Who a connection is of: a claim of the moment it was opened, asked again of the database by every act."""

    login_id: str
    account_id: str
    locale: str


Answer = Callable[[Any], None]
Apart = Callable[[Callable[[], None]], Any]


@dataclass(frozen=True)
class Hot:
    """An event so frequent that nobody waits for it: the act is given the payload, and answers when it is done.

    It gets the `SignIn` of the connection in place of the actor, and no request of Flask: it asks the database by
    itself whether the sign-in is live, together with everything else. It may raise a refusal, or answer with one;
    what takes time it starts apart.
    """

    shape: type
    act: Callable[[SignIn, Any, Answer, Apart], None]


Checked = Callable[[Any, tuple[object, ...]], Any]
HotHandler = Callable[[str, tuple[object, ...], Answer], None]


def hot_handler(
    app: Flask,
    name: str,
    checked: Checked,
    act: Callable[[SignIn, Any, Answer, Apart], None],
    *,
    sign_in_of: Callable[[str], SignIn | None],
    apart: Apart,
) -> HotHandler:
    """Handles one kind of hot event; only a refusal needs Flask, for the language that the page was opened in."""

    def handle(connection: str, sent: tuple[object, ...], respond: Answer) -> None:
        sign_in = sign_in_of(connection)

        def answer(outcome: Any) -> None:
            if not isinstance(outcome, Exception):
                respond({"ok": True, "result": outcome})
                return
            with app.app_context(), force_locale(sign_in.locale if sign_in else "zh_Hans_CN"):
                respond(as_ack(outcome) if isinstance(outcome, OdrError) else broken_ack(outcome, name))

        try:
            if sign_in is None:
                raise NotSignedIn
            act(sign_in, checked(sign_in, sent), answer, apart)
        except Exception as failure:
            answer(failure)

    return handle


def hot_first(server: Any, hot: Mapping[str, HotHandler]) -> Callable[[str, str | None, int | None, list[Any]], None]:
    """Hot events go straight to their handlers, all others the library's way with a thread of control for each."""
    others = server._handle_event

    def handle_event(wire: str, namespace: str | None, number: int | None, data: list[Any]) -> None:
        handler = hot.get(data[0]) if data and isinstance(data[0], str) else None
        if handler is None or (namespace or NAMESPACE) != NAMESPACE:
            others(wire, namespace, number, data)
            return

        def respond(answer: Any) -> None:
            if number is not None:
                server._send_eio_packet(wire, answered(answer, number))

        handler(server.manager.sid_from_eio_sid(wire, NAMESPACE), tuple(data[1:]), respond)

    return handle_event


def taking(server: Any, hot: Mapping[str, HotHandler]) -> Callable[[str, str], bool]:
    """Hot events that need none of the library to be read; what is not quite as it should be is left to it."""

    def take(wire: str, text: str) -> bool:
        found = EVENT_TEXT.match(text)
        if found is None or found["name"] not in hot:
            return False
        try:
            data = orjson.loads(text[found.start("data") :])
        except ValueError:
            return False
        server._handle_event(wire, NAMESPACE, int(found["number"]) if found["number"] else None, data)
        return True

    return take
