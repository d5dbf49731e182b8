"""Is the process alive, and can it serve? For load balancers; nothing here is about people."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify

from odr.notices.queries import outbox_age

health = Blueprint("health", __name__, url_prefix="/health")
LATE_AFTER_SECONDS = 900


@health.get("/live")
def live() -> Any:
    """The process answers."""
    return jsonify({"status": "ok"})


@health.get("/ready")
def ready() -> Any:
    """The database answers; letters that wait too long are told, but do not take the platform out of service."""
    waiting = outbox_age()
    return jsonify({"status": "ok", "outbox": "late" if waiting > LATE_AFTER_SECONDS else "ok"})
