"""Is the process alive, and can it serve? For load balancers; nothing here is about people."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify

from blueprints import crossing
from odr.notices.queries import outbox_age
from odr.signatures.operation import timestamps_failing

health = Blueprint("health", __name__, url_prefix="/health")
LATE_AFTER_SECONDS = 900


@health.get("/live")
def live() -> Any:
    """The process answers."""
    return jsonify({"status": "ok"})


@health.get("/ready")
def ready() -> Any:
    """The database answers. Letters that wait too long, a Redis that is away, or a time-stamp service that failed when
    it was last asked, are told, but take nothing out of service: a process that is alone serves its own sockets, and
    pages ask for what they missed."""
    waiting, others = outbox_age(), crossing.state()
    return jsonify(
        {
            "status": "degraded" if others == "degraded" else "ok",
            "outbox": "late" if waiting > LATE_AFTER_SECONDS else "ok",
            "crossing": others,
            "timestamps": "degraded" if timestamps_failing() else "ok",
        }
    )
