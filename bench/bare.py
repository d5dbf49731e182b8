"""What the platform is measured against: Flask-SocketIO that passes a message on to a room, and does nothing else."""

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

from typing import Any  # noqa: E402

from flask import Flask  # noqa: E402
from flask_socketio import SocketIO, emit, join_room  # noqa: E402

app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent", cors_allowed_origins="*")


@socketio.on("join")
def join(data: dict[str, Any]) -> dict[str, Any]:
    """Come into a room."""
    join_room(data["room"])
    return {"ok": True}


@socketio.on("message:post")
def post(data: dict[str, Any]) -> dict[str, Any]:
    """Pass a message on to everybody in its room."""
    emit("message:posted", {"text": data["text"]}, to=data["channel_id"])
    return {"ok": True}
