"""How often one address may try the few acts that invite guessing or flooding."""

from __future__ import annotations

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")


def register(app: Flask) -> None:
    """Count in Redis when there is one, so that several workers share one count."""
    redis_url = app.config["SETTINGS"].redis_url
    if redis_url:
        app.config["RATELIMIT_STORAGE_URI"] = redis_url
    limiter.init_app(app)
