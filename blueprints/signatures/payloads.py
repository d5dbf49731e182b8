"""Shapes that the signing page sends. Bytes travel in base64."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from odr.errors import InvalidInput


@dataclass(frozen=True)
class BeginSigning:
    """The typed name, the words consented to, and the password when it was not given lately."""

    name: str
    consent: str
    password: str = ""


@dataclass(frozen=True)
class ReadTo:
    """The page whose end was reached, of how many, and whether one's own eyes or the device's voice read it."""

    page: int
    pages: int
    by: str = "self"


@dataclass(frozen=True)
class EnrolKey:
    """The public half of the one-time key (SPKI), its signature over the challenge (r‖s), and over the request for its
    certificate where the authority wants one."""

    spki: str
    proof: str
    request_signature: str = ""


@dataclass(frozen=True)
class FinishSigning:
    """The signature (r‖s) over the prepared attributes."""

    signature: str


def decoded(**fields: str) -> bytes:
    """The bytes of the one field given.

    Raises:
        InvalidInput: it is not base64.
    """
    ((name, text),) = fields.items()
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput(**{name: "base64"}) from None


def encoded(data: bytes) -> str:
    """Bytes as they travel."""
    return base64.b64encode(data).decode()
