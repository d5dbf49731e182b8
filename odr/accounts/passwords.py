"""What a password must be, and the slow work on it, which runs in a worker process (NIST SP 800-63B-4, 3.1.1)."""

from __future__ import annotations

import base64
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from odr import offload
from odr.errors import InvalidInput

SHORTEST = 15
"""Characters, while a password is the only factor."""
LONGEST = 256
_HASHER = PasswordHasher()
# What guessers try first at this length; the rest of the list is made of the person's own name and address.
_GUESSED = (
    "passwordpassword", "password12345678", "123456789012345", "1234567890123456", "12345678901234567890",
    "qwertyuiopasdfg", "qwertyuiopasdfgh", "qwertyuiop12345", "1qaz2wsx3edc4rfv", "iloveyouiloveyou",
    "letmeinletmeinletmein",
    "abcdefghijklmno", "correcthorsebatterystaple", "changemechangeme", "administrator123", "woaini1314521521",
    "wodemimashi123456", "mima1234567890", "heqiheqiheqiheqi",
)  # fmt: skip


def normalised(password: str) -> str:
    """One form for the same characters typed on different keyboards (NFKC, as SP 800-63B-4 advises)."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, *own_words: str) -> None:
    """Refuse a password that is too short or that anybody would try; no rule asks for digits or signs.

    `own_words` are the person's name and e-mail address.

    Raises:
        InvalidInput: `password` is "too_short", "too_long" or "too_common".
    """
    text = normalised(password)
    if len(text) < SHORTEST:
        raise InvalidInput(password="too_short")  # noqa: S106 - a reason code
    if len(text) > LONGEST:
        raise InvalidInput(password="too_long")  # noqa: S106 - a reason code
    if _is_common(text.casefold(), own_words):
        raise InvalidInput(password="too_common")  # noqa: S106 - a reason code


def _is_common(text: str, own_words: tuple[str, ...]) -> bool:
    joined = text.replace(" ", "")
    if joined in _GUESSED or len(set(joined)) < 5:
        return True
    for word in own_words:
        plain = word.casefold().replace(" ", "")
        left = joined.replace(plain, "").replace(plain.partition("@")[0], "") if plain else joined
        if len(left) < 5:
            return True
    return False


def hashed(password: str) -> str:
    """The Argon2id hash to store, made in a worker process; call it outside a unit of work."""
    return offload.run(hash_here, normalised(password))


def matches(stored: str, password: str) -> bool:
    """Does the password belong to this hash? An empty hash costs the same work and never matches."""
    return offload.run(verify_here, stored or _hash_of_nothing(), normalised(password))


def is_outdated(stored: str) -> bool:
    """Was the hash made with weaker parameters than today's?"""
    return _HASHER.check_needs_rehash(stored)


def hash_here(password: str) -> str:
    """The hash, in this process."""
    return _HASHER.hash(password)


def verify_here(stored: str, password: str) -> bool:
    """The comparison, in this process."""
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _hash_of_nothing() -> str:
    """A hash of today's cost that no password has, so that an unknown address takes as long as a known one."""
    cost = f"m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    salt, digest = (
        base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=")
        for size in (_HASHER.salt_len, _HASHER.hash_len)
    )
    return f"$argon2id$v=19${cost}${salt}${digest}"
