"""The list of blueprints and socket features to mount."""

from __future__ import annotations

from flask import Blueprint

from blueprints.locale import locale
from blueprints.realtime import Feature
from blueprints.rooms import socket as rooms_socket

BLUEPRINTS: list[Blueprint] = [locale]
SOCKET_FEATURES: list[Feature] = [rooms_socket.FEATURE]
