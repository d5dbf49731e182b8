"""A browser that is signed in, without the page where one signs in."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient

from blueprints.guard import TOKEN
from blueprints.realtime import socketio
from odr import clock
from odr.accounts.models import Login
from odr.accounts.queries import digest_of
from odr.db import transaction


def browser_of(app: Flask, account_id: str | None, *, language: str = "zh-CN") -> FlaskClient:
    """A browser of this account with a live sign-in of its own; of nobody when there is no account."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    if account_id is None:
        return client
    token, now = secrets.token_urlsafe(32), clock.now()
    with transaction() as tx:
        tx.add(
            Login(
                account_id=account_id,
                token_digest=digest_of(token),
                created_at=now,
                last_password_at=now,
                expires_at=now + timedelta(hours=12),
            )
        )
    with client.session_transaction() as kept:
        kept[TOKEN] = kept["_user_id"] = token
        kept["_fresh"] = True
    return client


def line_of(app: Flask, browser: FlaskClient) -> SocketIOTestClient:
    """An open socket with that browser's cookies."""
    origin = {"Origin": app.config["PUBLIC_URL"]}
    return socketio.test_client(app, flask_test_client=browser, headers=origin)
