"""The only file that talks to Socket.IO.

A connection joins one room, its account's; no room stands for a channel, so that admitting or removing a person needs
no bookkeeping here: the next message already obeys. Every event is authorised afresh by the command it calls.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from flask_socketio import SocketIO, join_room
from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from blueprints.errors import as_ack, broken_ack
from blueprints.guard import current_actor
from blueprints.parsing import parse
from odr.access.actor import Actor
from odr.errors import InvalidInput, OdrError, TooMany
from odr.events import AccessRevoked, Event, subscribe

NAMESPACE = "/"
MAX_FRAME_BYTES = 64 * 1024
MAX_SOCKETS_OF_ONE_ACCOUNT = 12
BURST = RateLimitItemPerSecond(20, 5)
# A made-up channel has a budget like any other, so one person's budgets have a sum.
BURST_IN_ALL = RateLimitItemPerSecond(60, 5)


@dataclass(frozen=True)
class Accepted:
    """One event a page may send: the shape of its payload and the act it stands for."""

    shape: type
    act: Callable[[Actor, Any, str], Any]


@dataclass(frozen=True)
class Feature:
    """What one feature accepts and sends over the socket."""

    accepts: Mapping[str, Accepted]
    sends: Mapping[type[Event], str]
    gone: Callable[[str], None] | None = None
    """Called with the id of a connection that has ended."""


socketio = SocketIO()
_budget = MovingWindowRateLimiter(MemoryStorage())
_open: dict[str, set[str]] = {}
_when_gone: list[Callable[[str], None]] = []


def room_of(account_id: str) -> str:
    """The one room of an account."""
    return f"account:{account_id}"


def connection_id() -> str:
    """This connection's id."""
    return str(request.sid)  # type: ignore[attr-defined]


def as_json(value: Any) -> Any:
    """Facts as they travel: instants in ISO 8601 with zone, enums as their values, tuples as lists."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def deliver(name: str, event: Event) -> None:
    """Emit to exactly the event's audience. An empty audience reaches nobody."""
    payload = asdict(event)
    for account_id in payload.pop("audience"):
        socketio.emit(name, as_json(payload), to=room_of(account_id), namespace=NAMESPACE)


def close_sockets(event: AccessRevoked) -> None:
    """Those whose access ended are told so and cut off at once."""
    for account_id in event.audience:
        socketio.emit("access:revoked", {}, to=room_of(account_id), namespace=NAMESPACE)
        for connection in tuple(_open.get(account_id, ())):
            socketio.server.disconnect(connection, namespace=NAMESPACE)  # pyright: ignore[reportAttributeAccessIssue]


def register(app: Flask, features: Iterable[Feature], *, async_mode: str, message_queue: str) -> None:
    """Mount the socket: who may connect, what it accepts, what it sends."""
    socketio.init_app(
        app,
        async_mode=async_mode,
        message_queue=message_queue or None,
        cors_allowed_origins=_same_origin(app.config["PUBLIC_URL"]),
        max_http_buffer_size=MAX_FRAME_BYTES,
        manage_session=False,
        http_compression=False,
        websocket_compression=False,  # pyright: ignore[reportCallIssue]
        ping_interval=25,
    )
    socketio.on_event("connect", _connect, namespace=NAMESPACE)
    socketio.on_event("disconnect", _disconnect, namespace=NAMESPACE)
    subscribe(AccessRevoked, close_sockets)
    _when_gone.clear()
    for feature in features:
        if feature.gone is not None:
            _when_gone.append(feature.gone)
        for name, accepted in feature.accepts.items():
            socketio.on_event(name, _handler(name, accepted), namespace=NAMESPACE)
        for kind, name in feature.sends.items():
            subscribe(kind, _sender(name))


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
        account_id = current_actor().account_id
    except OdrError:
        return False
    connections = _open.setdefault(account_id, set())
    if len(connections) >= MAX_SOCKETS_OF_ONE_ACCOUNT:
        return False
    connections.add(connection_id())
    join_room(room_of(account_id))
    return True


def _disconnect(reason: object = None) -> None:
    connection = connection_id()
    for account_id, connections in tuple(_open.items()):
        connections.discard(connection)
        if not connections:
            _open.pop(account_id, None)
    for told in _when_gone:
        told(connection)


def _handler(name: str, accepted: Accepted) -> Callable[..., dict[str, Any]]:
    def handle(data: object = None, *surplus: object) -> dict[str, Any]:
        try:
            if surplus:
                raise InvalidInput(payload="one")
            actor = current_actor()
            scope = data.get("channel_id", "") if isinstance(data, dict) else ""
            in_all = _budget.hit(BURST_IN_ALL, actor.account_id, name)
            if not in_all or not _budget.hit(BURST, actor.account_id, name, str(scope)[:32]):
                raise TooMany(retry_after=5)
            result = accepted.act(actor, parse(accepted.shape, data), connection_id())
            return {"ok": True, "result": as_json(result)}
        except OdrError as error:
            return as_ack(error)
        except Exception as failure:
            # Left to the library, it would print the event with what was said, and never answer the page.
            return broken_ack(failure, name)

    return handle


def _sender(name: str) -> Callable[[Event], None]:
    def send(event: Event) -> None:
        deliver(name, event)

    return send
