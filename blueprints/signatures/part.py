"""The blueprint all pages of the signing are mounted on."""

from __future__ import annotations

from flask import Blueprint

signatures = Blueprint("signatures", __name__)
PLACE = "/versions/<version_id>/signatures/<field>"
