"""The list of blueprints and socket features to mount."""

from __future__ import annotations

from flask import Blueprint

from blueprints.accounts.views import accounts
from blueprints.cases.views import cases
from blueprints.health.views import health
from blueprints.home.views import home
from blueprints.locale import locale
from blueprints.realtime import Feature
from blueprints.rooms import socket as rooms_socket

BLUEPRINTS: list[Blueprint] = [
    locale,
    home,
    accounts,
    cases,
    health,
]
SOCKET_FEATURES: list[Feature] = [rooms_socket.FEATURE]
