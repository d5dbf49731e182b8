"""What a call accepts and sends over the socket. Each act calls one command."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from blueprints.calls.payloads import Caption, Devices, InChannel, Signal
from blueprints.realtime import Accepted, Feature
from odr.access.actor import Actor
from odr.calls.commands import (
    caption,
    connection_gone,
    end_call,
    leave_seat,
    relay,
    start_call,
    switch_devices,
    take_seat,
)
from odr.events import CallCaptioned, CallChanged, CallSignalled


def _start(actor: Actor, p: InChannel, connection: str) -> None:
    start_call(actor, p.channel_id)


def _end(actor: Actor, p: InChannel, connection: str) -> None:
    end_call(actor, p.channel_id)


def _join(actor: Actor, p: InChannel, connection: str) -> dict[str, Any]:
    return asdict(take_seat(actor, p.channel_id, connection=connection))


def _leave(actor: Actor, p: InChannel, connection: str) -> None:
    leave_seat(actor, p.channel_id)


def _devices(actor: Actor, p: Devices, connection: str) -> None:
    switch_devices(actor, p.channel_id, muted=p.muted, camera=p.camera, sharing=p.sharing)


def _signal(actor: Actor, p: Signal, connection: str) -> None:
    relay(actor, p.channel_id, recipient=p.recipient, kind=p.kind, body=p.body)


def _caption(actor: Actor, p: Caption, connection: str) -> None:
    caption(actor, p.channel_id, text=p.text)


FEATURE = Feature(
    accepts={
        "call:start": Accepted(InChannel, _start),
        "call:end": Accepted(InChannel, _end),
        "call:join": Accepted(InChannel, _join),
        "call:leave": Accepted(InChannel, _leave),
        "call:devices": Accepted(Devices, _devices),
        "call:signal": Accepted(Signal, _signal),
        "call:caption": Accepted(Caption, _caption),
    },
    sends={
        CallChanged: "call:changed",
        CallSignalled: "call:signalled",
        CallCaptioned: "call:captioned",
    },
    gone=connection_gone,
)
