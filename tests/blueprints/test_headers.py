"""Every answer forbids what a page of ours never does."""

from __future__ import annotations

import pytest
from flask import Flask

PAGES = ["/", "/sign-in", "/verify", "/health/live", "/nowhere", "/static/css/base.css"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_inline_framed_or_sniffed(app: Flask, path: str) -> None:
    with app.test_client().get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("path", PAGES[:-1])
def test_nothing_a_person_reads_is_kept_by_a_cache(app: Flask, path: str) -> None:
    headers = app.test_client().get(path).headers
    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]
