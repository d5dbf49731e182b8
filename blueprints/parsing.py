"""Untrusted JSON into a typed payload, or InvalidInput naming the field."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar, get_type_hints

from odr.errors import InvalidInput

T = TypeVar("T")
MAX_STRING = 20_000


def parse(shape: type[T], data: object) -> T:
    """Accept exactly the fields of the dataclass `shape`, each of its declared built-in type.

    Raises:
        InvalidInput: not an object, a field missing, unknown, of another type, or absurdly long.
    """
    if not isinstance(data, dict):
        raise InvalidInput(payload="object")
    kinds = get_type_hints(shape)
    known: dict[str, Any] = {f.name: f for f in fields(shape)}  # type: ignore[arg-type]
    wrong = {str(name)[:40]: "unknown" for name in data if name not in known}
    for name, field in known.items():
        if name not in data:
            if field.default is MISSING:
                wrong[name] = "missing"
        elif type(data[name]) is not kinds[name]:
            wrong[name] = "type"
        elif isinstance(data[name], str) and len(data[name]) > MAX_STRING:
            wrong[name] = "too_long"
    if wrong:
        raise InvalidInput(**wrong)
    return shape(**data)
