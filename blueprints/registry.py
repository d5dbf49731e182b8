"""The list of blueprints and socket features to mount."""

from __future__ import annotations

from flask import Blueprint

from blueprints.accounts.views import accounts
from blueprints.cases.views import cases
from blueprints.evidence.views import evidence
from blueprints.health.views import health
from blueprints.home.views import home
from blueprints.locale import locale
from blueprints.realtime import Feature
from blueprints.rooms import socket as rooms_socket
from blueprints.rooms.views import rooms
from blueprints.signatures.views import signatures

BLUEPRINTS: list[Blueprint] = [
    locale,
    home,
    accounts,
    cases,
    health,
    rooms,
    evidence,
    signatures,
]
SOCKET_FEATURES: list[Feature] = [rooms_socket.FEATURE]
