"""The only file that talks to Socket.IO.

A connection is its account's; nothing here stands for a channel, so that admitting or removing a person needs
no bookkeeping: the next message already obeys. Every event is authorised afresh by the command it calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from flask_babel import get_locale
from flask_socketio import SocketIO

from blueprints import crossing, websocket
from blueprints.budgets import Budgets, Rate
from blueprints.errors import as_ack, broken_ack
from blueprints.guard import current_actor, current_sign_in
from blueprints.hot import Checked, Hot, HotHandler, SignIn, hot_first, hot_handler, taking
from blueprints.packets import NAMESPACE, TextPacket, told
from blueprints.parsing import parse
from odr.access.actor import Actor
from odr.errors import InvalidInput, OdrError, TooMany
from odr.events import AccessRevoked, Event, subscribe

MAX_FRAME_BYTES = 64 * 1024
MAX_SOCKETS_OF_ONE_ACCOUNT = 12
BURST = Rate(20, 5)
# A made-up channel has a budget like any other, so one person's budgets have a sum.
IN_ALL = 3


@dataclass(frozen=True)
class Accepted:
    """One event a page may send: the shape of its payload and the act it stands for."""

    shape: type
    act: Callable[[Any, Any, str], Any]


@dataclass(frozen=True)
class Feature:
    """What one feature accepts and sends over the socket."""

    accepts: Mapping[str, Accepted | Hot]
    sends: Mapping[type[Event], str]
    gone: Callable[[str], None] | None = None
    """Called with the id of a connection that has ended."""


socketio = SocketIO()
_budgets = Budgets()
_sign_ins: dict[str, SignIn] = {}
_open: dict[str, set[str]] = {}
# Account → its connections that are told things, each with the id of the wire under it.
_lines: dict[str, dict[str, str]] = {}
_when_gone: list[Callable[[str], None]] = []


def connection_id() -> str:
    """This connection's id."""
    return str(request.sid)  # type: ignore[attr-defined]


def deliver(name: str, event: Event) -> None:
    """Emit to exactly the event's audience, wherever they sit. An empty audience reaches nobody."""
    payload = {name: getattr(event, name) for name in _told(type(event))}
    tell_here(event.audience, name, payload)
    if site := crossing.site():
        site.pass_on(event.audience, name, payload)


@cache
def _told(kind: type[Event]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name != "audience")


def tell_here(accounts: Iterable[str], name: str, payload: Any) -> None:
    """Emit to the sockets that these accounts have in this process; the packet is written once for all of them."""
    packet = None
    for account_id in dict.fromkeys(accounts):
        for line in tuple(_lines.get(account_id, {}).values()):
            packet = packet or told(name, payload)
            _server()._send_eio_packet(line, packet)


def close_sockets(event: AccessRevoked) -> None:
    """Those whose access ended are told so and cut off at once, wherever they sit."""
    close_here(event.audience)
    if site := crossing.site():
        site.close(event.audience)


def close_here(accounts: Iterable[str]) -> None:
    """Close the sockets that these accounts have in this process."""
    for account_id in accounts:
        tell_here([account_id], "access:revoked", {})
        for connection in tuple(_open.get(account_id, ())):
            _open.get(account_id, set()).discard(connection)
            _server().disconnect(connection, namespace=NAMESPACE)


def tell_of_a_gap() -> None:
    """Something may not have arrived here: every page asks for what it missed."""
    socketio.emit("connection:gap", {}, namespace=NAMESPACE)


def register(
    app: Flask,
    features: Iterable[Feature],
    *,
    async_mode: str,
    redis_url: str,
    key: bytes,
    burst: int = BURST.amount,
) -> None:
    """Mount the socket: who may connect, what it accepts, what it sends, and how it reaches the site's other processes.

    `burst` events of a kind in 5 seconds are one person's; `key` seals what passes through Redis.
    """
    global _budgets
    _budgets = Budgets(redis_url, key)
    socketio.init_app(
        app,
        async_mode=async_mode,
        cors_allowed_origins=_same_origin(app.config["PUBLIC_URL"]),
        max_http_buffer_size=MAX_FRAME_BYTES,
        manage_session=False,
        serializer=TextPacket,  # pyright: ignore[reportCallIssue]
        http_compression=False,
        websocket_compression=False,  # pyright: ignore[reportCallIssue]
        ping_interval=25,
        ping_timeout=20,
    )
    server = _server()
    hot: dict[str, HotHandler] = {}
    websocket.equip(server.eio, taking(server, hot))
    socketio.on_event("connect", _connect, namespace=NAMESPACE)
    socketio.on_event("disconnect", _disconnect, namespace=NAMESPACE)
    subscribe(AccessRevoked, close_sockets)
    for of_an_earlier_app in (_when_gone, _sign_ins, _open, _lines):
        of_an_earlier_app.clear()
    server._handle_event = hot_first(server, hot)
    for feature in features:
        if feature.gone is not None:
            _when_gone.append(feature.gone)
        for name, accepted in feature.accepts.items():
            checked = _checked(name, accepted.shape, Rate(burst, BURST.seconds))
            if isinstance(accepted, Hot):
                hot[name] = hot_handler(app, name, checked, accepted.act, sign_in_of=_sign_ins.get, apart=_apart)
            else:
                socketio.on_event(name, _handler(name, checked, accepted.act), namespace=NAMESPACE)
        for kind, name in feature.sends.items():
            subscribe(kind, _sender(name))
    crossing.join(redis_url, key, crossing.Hands(tell_here, close_here, tell_of_a_gap, lambda: tuple(_open)))


def _server() -> Any:
    return socketio.server  # pyright: ignore[reportAttributeAccessIssue]


def _same_origin(public_url: str) -> list[str]:
    parts = urlsplit(public_url)
    origins = {f"{parts.scheme}://{parts.netloc}"}
    if parts.hostname in {"127.0.0.1", "localhost"}:
        port = f":{parts.port}" if parts.port else ""
        origins |= {f"{parts.scheme}://{host}{port}" for host in ("127.0.0.1", "localhost")}
    return sorted(origins)


def _says_it_is_ours() -> bool:
    """A browser names the page a socket is for; a plain GET of our own page only says that it is of the same origin."""
    return bool(request.headers.get("Origin")) or request.headers.get("Sec-Fetch-Site") == "same-origin"


def _connect(auth: object = None) -> bool:
    if not _says_it_is_ours():
        return False
    try:
        facts = current_sign_in()
    except OdrError:
        return False
    account_id = facts.account_id
    connections = _open.setdefault(account_id, set())
    if len(connections) >= MAX_SOCKETS_OF_ONE_ACCOUNT:
        return False
    connections.add(connection_id())
    _sign_ins[connection_id()] = SignIn(facts.login_id, account_id, str(get_locale()))
    if len(connections) == 1 and (site := crossing.site()):
        site.arrived(account_id)
    if not _may_still_connect(account_id):
        _disconnect()
        return False
    # The last step: nothing is told over a line that is not acknowledged yet.
    engine_id = _server().manager.eio_sid_from_sid(connection_id(), NAMESPACE)
    _lines.setdefault(account_id, {})[connection_id()] = engine_id
    return True


def _may_still_connect(account_id: str) -> bool:
    """Asked once more when everybody knows of the socket: a sign-in that ended just before did not close it."""
    try:
        current_sign_in()
    except OdrError:
        return False
    return connection_id() in _open.get(account_id, ())


def _disconnect(reason: object = None) -> None:
    connection = connection_id()
    gone = _sign_ins.pop(connection, None)
    if gone is not None:
        lines = _lines.get(gone.account_id, {})
        lines.pop(connection, None)
        if not lines:
            _lines.pop(gone.account_id, None)
        connections = _open.get(gone.account_id, set())
        connections.discard(connection)
        if not connections:
            _open.pop(gone.account_id, None)
            if site := crossing.site():
                site.left(gone.account_id)
    for hears in _when_gone:
        hears(connection)


def _checked(name: str, shape: type, burst: Rate) -> Checked:
    """What every event obeys: one payload of its shape, within the budget of whoever sends it."""
    in_all = Rate(burst.amount * IN_ALL, burst.seconds)

    def checked(who: Actor | SignIn, sent: tuple[object, ...]) -> Any:
        if len(sent) > 1:
            raise InvalidInput(payload="one")
        data = sent[0] if sent else None
        scope = data.get("channel_id", "") if isinstance(data, dict) else ""
        if not _budgets.allow(who.account_id, name, str(scope), burst=burst, in_all=in_all):
            raise TooMany(retry_after=burst.seconds)
        return parse(shape, data)

    return checked


def _handler(name: str, checked: Checked, act: Callable[[Any, Any, str], Any]) -> Callable[..., dict[str, Any]]:
    def handle(*sent: object) -> dict[str, Any]:
        try:
            actor = current_actor()
            return {"ok": True, "result": act(actor, checked(actor, sent), connection_id())}
        except OdrError as error:
            return as_ack(error)
        except Exception as failure:
            # Left to the library, it would print the event with what was said, and never answer the page.
            return broken_ack(failure, name)

    return handle


def _apart(act: Callable[[], None]) -> None:
    if _server().async_handlers:
        socketio.start_background_task(act)
    else:
        act()


def _sender(name: str) -> Callable[[Event], None]:
    def send(event: Event) -> None:
        deliver(name, event)

    return send
