"""Fills a form as a person does: opens the page, keeps its token, sends the answers."""

from __future__ import annotations

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def submit(browser: FlaskClient, to: str, /, *, page: str = "", **answers: Any) -> TestResponse:
    """Send `answers` to `to` with the token found on `page` (the same address when none is given)."""
    found = _TOKEN.search(browser.get(page or to).text)
    assert found is not None, f"no form on {page or to}"
    return browser.post(to, data={"csrf_token": found.group(1), **answers}, content_type="multipart/form-data")
