"""The platform as gunicorn serves it, but nobody is told to slow down: `gunicorn 'tests.machines.served:create()'`."""

from __future__ import annotations

import os
from dataclasses import replace

from flask import Flask

from odr.settings import from_environment
from wsgi import create_app

HURRY = 1_000_000


def create() -> Flask:
    """A worker without budgets for one person's speed and without letters to send."""
    settings = from_environment(os.environ)
    return create_app(replace(settings, rate_limits=False, events_in_5_seconds=HURRY, background=False))
