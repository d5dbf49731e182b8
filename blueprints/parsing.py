"""Untrusted JSON into a typed payload, or InvalidInput naming the field."""

from __future__ import annotations

import re
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any, TypeVar, get_type_hints

from odr.errors import InvalidInput

T = TypeVar("T")
MAX_STRING = 20_000
MAX_NUMBER = 2**53
SURROGATE = re.compile("[\ud800-\udfff]")


def parse(shape: type[T], data: object) -> T:
    """Accept exactly the fields of the dataclass `shape`, each of its declared built-in type.

    Raises:
        InvalidInput: not an object, a field missing, unknown, of another type, or absurdly long
            or large, or with characters no text holds.
    """
    if not isinstance(data, dict):
        raise InvalidInput(payload="object")
    kinds, known = _plan(shape)
    wrong = {str(name)[:40]: "unknown" for name in data if name not in known}
    for name, field in known.items():
        if name not in data:
            if field.default is MISSING:
                wrong[name] = "missing"
        elif type(data[name]) is not kinds[name]:
            wrong[name] = "type"
        elif reason := _unfit(data[name]):
            wrong[name] = reason
    if wrong:
        raise InvalidInput(**wrong)
    return shape(**data)


@cache
def _plan(shape: type) -> tuple[dict[str, Any], dict[str, Field[Any]]]:
    """The type of each field and the fields; worked out once, since evaluating annotations is slow."""
    return get_type_hints(shape), {field.name: field for field in fields(shape)}


def _unfit(value: object) -> str:
    """Why a value of the right type cannot be used all the same, or nothing."""
    if isinstance(value, str):
        if len(value) > MAX_STRING:
            return "too_long"
        return "hidden_characters" if SURROGATE.search(value) else ""
    return "number" if isinstance(value, int) and abs(value) > MAX_NUMBER else ""
