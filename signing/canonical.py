"""Canonical JSON bytes (RFC 8785) and digests; refuses values whose reading could differ between two readers."""

import hashlib
import unicodedata
from collections.abc import Mapping

import rfc8785
from cryptography.hazmat.primitives import hashes

from signing.errors import SigningError

LARGEST_EXACT_INTEGER = 2**53 - 1
DEEPEST_NESTING = 32
_REFUSED_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})


def canonical_bytes(value: object) -> bytes:
    """The one byte form of `value` (RFC 8785 §3.2).

    Raises SigningError for floats, integers beyond 2^53-1, text that is not NFC, and control,
    zero-width or direction-changing characters (a line feed is allowed).
    """
    _check(value, depth=0)
    return rfc8785.dumps(value)  # pyright: ignore[reportArgumentType]


def canonical_digest(value: object) -> str:
    """SHA-256 of the canonical bytes, lower-case hexadecimal."""
    return sha256_hex(canonical_bytes(value))


def sha256_hex(data: bytes) -> str:
    """SHA-256, lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sm3_hex(data: bytes) -> str:
    """SM3 (GB/T 32905-2016), lower-case hexadecimal."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def check_text(text: str) -> None:
    """Refuse text that two people could read differently: not NFC, or invisible and bidirectional characters."""
    if unicodedata.normalize("NFC", text) != text:
        raise SigningError("canonical.not_nfc")
    for character in text:
        if character != "\n" and unicodedata.category(character) in _REFUSED_CATEGORIES:
            raise SigningError("canonical.hidden_character", character=f"U+{ord(character):04X}")


def _check(value: object, *, depth: int) -> None:
    if depth > DEEPEST_NESTING:
        raise SigningError("canonical.too_deep")
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise SigningError("canonical.type", kind=type(key).__name__)
            check_text(key)
            _check(item, depth=depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item, depth=depth + 1)
    elif value is not None and not isinstance(value, bool):
        _check_scalar(value)


def _check_scalar(value: object) -> None:
    if isinstance(value, str):
        check_text(value)
    elif not isinstance(value, int):
        raise SigningError("canonical.type", kind=type(value).__name__)
    elif abs(value) > LARGEST_EXACT_INTEGER:
        raise SigningError("canonical.integer_too_large")
