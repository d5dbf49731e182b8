"""Is the process alive, and can it serve? For load balancers; nothing here is about people."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify

from blueprints import crossing
from odr.audit.queries import log_alarmed
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
    pages ask for what they missed. An alarm about the public log is told too: somebody must look, and run
    verify-audit."""
    waiting, others, alarm = outbox_age(), crossing.state(), log_alarmed()
    return jsonify(
        {
            "status": "degraded" if others == "degraded" or alarm else "ok",
            "outbox": "late" if waiting > LATE_AFTER_SECONDS else "ok",
            "crossing": others,
            "log": "alarm" if alarm else "ok",
            "timestamps": "degraded" if timestamps_failing() else "ok",
        }
    )
