"""Shapes that the pages of proposals send."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from odr.errors import InvalidInput


@dataclass(frozen=True)
class SealedAnswer:
    """A yes or no as the page's script sealed it; both in Base64."""

    sealed: str
    commitment: str


def as_bytes(name: str, text: str) -> bytes:
    """What a page sent in Base64.

    Raises:
        InvalidInput: it is not Base64.
    """
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput(**{name: "unreadable"}) from None
