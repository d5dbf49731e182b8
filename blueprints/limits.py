"""How often one address may try the few acts that invite guessing or flooding."""

from __future__ import annotations

import hmac
from hashlib import sha256

from flask import Flask, current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address


def digest_of_address() -> str:
    """The address that asks, as it is counted: nobody who looks at the counts learns it."""
    return hmac.new(current_app.config["SECRET_KEY"], get_remote_address().encode(), sha256).hexdigest()[:32]


limiter = Limiter(digest_of_address, strategy="moving-window")


def register(app: Flask) -> None:
    """Count in Redis when there is one, so that several processes share one count; by itself while Redis is away."""
    redis_url = app.config["SETTINGS"].redis_url
    patience = {"socket_timeout": 1, "socket_connect_timeout": 1} if redis_url else {}
    app.config.update(
        RATELIMIT_STORAGE_URI=redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS=patience,
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=True,
    )
    limiter.init_app(app)
