"""The platform as gunicorn serves it, but nobody is told to slow down: `gunicorn 'tests.machines.served:create()'`."""

from __future__ import annotations

import os
from dataclasses import replace

from flask import Flask
from limits import RateLimitItemPerSecond

from blueprints import realtime
from odr.settings import from_environment
from wsgi import create_app


def create() -> Flask:
    """A worker without budgets for one person's speed and without letters to send."""
    realtime.BURST = realtime.BURST_IN_ALL = RateLimitItemPerSecond(1_000_000, 1)
    return create_app(replace(from_environment(os.environ), rate_limits=False, background=False))
