"""A supervisor asks without signing in, and learns nothing about people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from odr import clock
from odr.db import transaction
from odr.notices.commands import queue


def test_the_process_says_that_it_lives(app: Flask) -> None:
    assert app.test_client().get("/health/live").get_json() == {"status": "ok"}


def test_ready_means_that_the_database_answers(app: Flask) -> None:
    ready = app.test_client().get("/health/ready").get_json()
    assert ready == {"status": "ok", "outbox": "ok", "crossing": "alone", "log": "ok", "timestamps": "ok"}


def test_letters_that_wait_too_long_are_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction() as tx:
        queue(tx, "case_moved", email="zhang.min@qinghe.example")
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    answer = app.test_client().get("/health/ready")
    assert answer.get_json()["outbox"] == "late"
    assert "qinghe" not in answer.text
