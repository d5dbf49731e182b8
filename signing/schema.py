"""The published JSON Schemas (2020-12) of the records, and the check of a record against its own."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from signing.canonical import canonical_bytes
from signing.errors import BundleError, SigningError

NAMES = ("agreement", "application", "ceremony", "evidence", "evidence-2", "identity-list", "inclusion")
"""Every schema ever published; a record names its version itself, and a later version stands beside the earlier."""
LARGEST_RECORD = 8 * 1024 * 1024


@cache
def schema(name: str) -> dict[str, Any]:
    """The schema of one record."""
    return json.loads(files("signing").joinpath("schemas", f"{name}.json").read_text("utf-8"))


def text(name: str) -> bytes:
    """One of `NAMES` as it is published, with its examples."""
    return files("signing").joinpath("schemas", f"{name}.json").read_bytes()


def validate(name: str, value: Any) -> None:
    """Raise BundleError, naming the place, when `value` does not follow the schema `name` in the version it states."""
    error = next(iter(Draft202012Validator(schema(_version(name, value))).iter_errors(value)), None)
    if error is not None:
        place = "/".join(str(part) for part in error.absolute_path) or "."
        raise BundleError("record.schema", record=name, place=place)


def _version(name: str, value: Any) -> str:
    stated = value.get("schema") if isinstance(value, dict) else None
    later = f"{name}-{stated.rpartition('/')[2]}" if isinstance(stated, str) else name
    return later if later in NAMES else name


def read_record(name: str, data: bytes) -> Any:
    """Parse a record: canonical bytes (RFC 8785) that follow its schema; raises BundleError."""
    if len(data) > LARGEST_RECORD:
        raise BundleError("record.form", record=name)
    try:
        value = json.loads(data)
        canonical = canonical_bytes(value)
    except (ValueError, RecursionError, SigningError) as error:
        raise BundleError("record.form", record=name) from error
    if canonical != data:
        raise BundleError("record.not_canonical", record=name)
    validate(name, value)
    return value
