"""Packets of the socket, and facts as they travel in them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import orjson
from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import ACK, EVENT, Packet

NAMESPACE = "/"


class _Json:
    """JSON as the socket speaks it; facts are written as `as_json` shows them."""

    @staticmethod
    def dumps(value: Any, **options: Any) -> str:
        return orjson.dumps(value, default=_listed).decode()

    @staticmethod
    def loads(text: str, **options: Any) -> Any:
        return orjson.loads(text)


class TextPacket(Packet):
    """A packet of JSON alone; nothing of ours is binary, so nobody needs to look for it."""

    uses_binary_events = False
    json = _Json


def _listed(value: Any) -> Any:
    if isinstance(value, set | frozenset):
        return list(value)
    raise TypeError(type(value).__name__)


def as_json(value: Any) -> Any:
    """Facts as they travel: instants in ISO 8601 with zone, enums as their values, tuples as lists."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    return value.value if isinstance(value, Enum) else value


def told(name: str, payload: Any) -> EnginePacket:
    """An event for as many as shall hear it."""
    return _wrapped(EVENT, [name, payload])


def answered(answer: Any, number: int) -> EnginePacket:
    """The acknowledgement of the event that came with this number."""
    return _wrapped(ACK, [answer], number)


def _wrapped(kind: int, data: list[Any], number: int | None = None) -> EnginePacket:
    return EnginePacket(MESSAGE, TextPacket(kind, namespace=NAMESPACE, id=number, data=data).encode())
