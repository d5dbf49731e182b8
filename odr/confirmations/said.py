"""What people write that goes into a document: not empty, not endless, and every sign of it printable."""

from __future__ import annotations

from odr.errors import InvalidInput
from odr.papers.fonts import unprintable

MOST_LETTERS = {"court_ref": 64, "judge": 40, "name": 80, "approved_by": 40}
OTHERWISE = 4000


def printable(field: str, value: str) -> str:
    """The text without its margins.

    Raises:
        InvalidInput: under the name of the field, that it is missing, too long or unprintable.
    """
    text = value.replace("\r\n", "\n").strip()
    if not text:
        raise InvalidInput(**{field: "missing"})
    if len(text) > MOST_LETTERS.get(field, OTHERWISE):
        raise InvalidInput(**{field: "too_long"})
    if unprintable(text):
        raise InvalidInput(**{field: "unprintable"})
    return text
