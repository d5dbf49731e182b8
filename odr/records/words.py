"""The words of facts and records: checked, sealed as one small piece of JSON, and opened again."""

from __future__ import annotations

import json
import unicodedata

from odr.access.vault import ChannelCipher
from odr.errors import InvalidInput
from odr.papers.fonts import refuse_unprintable
from signing.canonical import canonical_bytes, sha256_hex
from signing.wording import Words

LONGEST_SENTENCE = 600
LONGEST_REASON = 600
_QUOTES = str.maketrans({"‘": "'", "’": "'"})


def checked(text: str, field: str, *, longest: int, needed: bool = True) -> str:
    """The text composed (NFC), without blanks at its ends; what a court reads must be printable.

    Raises:
        InvalidInput: missing, too long, or with a character no document can show.
    """
    lines = unicodedata.normalize("NFC", text).strip().splitlines()
    clean = "\n".join(line.strip() for line in lines if line.strip())
    if needed and not clean:
        raise InvalidInput(**{field: "missing"})
    if len(clean) > longest:
        raise InvalidInput(**{field: "too_long"})
    refuse_unprintable(**{field: clean})
    return clean


def sentence(words: Words) -> Words:
    """One fact as a sentence in the language of the court, and for reading in English.

    Raises:
        InvalidInput: no Chinese words, or words that cannot be kept.
    """
    return Words(
        zh=checked(words.zh, "text", longest=LONGEST_SENTENCE),
        en=checked(words.en, "text_en", longest=LONGEST_SENTENCE, needed=False).translate(_QUOTES),
    )


def seal_words(cipher: ChannelCipher, place: str, words: Words) -> bytes:
    """Encrypt words for one place of their channel."""
    return cipher.seal(place, json.dumps({"zh": words.zh, "en": words.en}, ensure_ascii=False).encode())


def open_words(cipher: ChannelCipher, place: str, sealed: bytes) -> Words:
    """The words sealed for that place."""
    return words_of(cipher.open(place, sealed))


def words_of(opened: bytes) -> Words:
    """Words from their kept form."""
    return Words(**json.loads(opened))


def fact_digest(*, case_ref: str, number: int, revision: int, words: Words) -> str:
    """SHA-256 (hexadecimal) of one wording of one fact of one case: what a confirmation is bound to."""
    content = {"case": case_ref, "number": number, "revision": revision, "zh": words.zh, "en": words.en}
    return sha256_hex(canonical_bytes(content))
