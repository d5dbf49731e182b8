"""The headers every answer carries: nothing inline, nothing framed, nothing cached that a person reads."""

from __future__ import annotations

from urllib.parse import quote

from flask import Flask, request
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types heqi",
    ]
)
FEATURES = (
    "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)"
)
HARMLESS = "default-src 'none'; sandbox"
"""Bytes from outside run nothing."""


def register(app: Flask) -> None:
    """Put the headers on every answer."""

    @app.after_request
    def harden(answer: Response) -> Response:
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        answer.headers.setdefault("Permissions-Policy", FEATURES)
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Referrer-Policy"] = "no-referrer"
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if app.config["SESSION_COOKIE_SECURE"]:
            answer.headers["Strict-Transport-Security"] = "max-age=63072000"
        if request.endpoint != "static":
            answer.headers["Cache-Control"] = "no-store"
        return answer


def safe_headers(name: str, *, inline: bool) -> Headers:
    """Headers under which bytes from outside run nothing and are kept by no cache."""
    headers = Headers({"Content-Security-Policy": HARMLESS})
    how = "inline" if inline else "attachment"
    headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(name, safe='')}"
    return headers
