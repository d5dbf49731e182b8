"""The blueprint all pages of accounts are mounted on."""

from __future__ import annotations

from flask import Blueprint

accounts = Blueprint("accounts", __name__)
