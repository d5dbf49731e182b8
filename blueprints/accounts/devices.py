"""What a browser keeps to be told from a stranger at the next sign-in, and the name its owner knows it by."""

from __future__ import annotations

from flask import current_app, request
from werkzeug.wrappers import Response

from odr.accounts.attempts import device_mark

MARK = "device"
YEAR_SECONDS = 365 * 24 * 3600
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("HarmonyOS", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)


def device_name() -> str:
    """The browser and the system in two words."""
    agent = request.user_agent.string
    found = [next((name for sign, name in table if sign in agent), "") for table in (_BROWSERS, _SYSTEMS)]
    return " · ".join(name for name in found if name)


def remember_device(answer: Response, email: str) -> Response:
    """Give the browser its mark after a sign-in, unless it has one."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    answer.set_cookie(
        MARK,
        device_mark(email),
        max_age=YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=secure,
        path="/sign-in",
    )
    return answer
