"""The look into a file: done by a child process that has little memory, little time and no right to write."""

from __future__ import annotations

import base64
import hashlib
import warnings
from typing import Any, BinaryIO

from odr.errors import FileRefused
from odr.evidence.archives import check_archive, check_office, clean_office
from odr.evidence.findings import Findings
from odr.evidence.kinds import HEAD_BYTES, OFFICE, PICTURES, TEXTS, kind_of
from odr.evidence.papers import check_letter, check_pdf, check_text, clean_pdf
from odr.evidence.pictures import check_picture, clean_picture
from odr.evidence.recordings import check_film, check_mp3, check_wave
from odr.evidence.storage import FileBlobStore

BLOCK = 1024 * 1024
CLEANED_UP_TO = 80 * 1024 * 1024
MEMORY = 1024 * 1024 * 1024
SECONDS = 20
BYTES_A_SECOND = 40_000_000
CLEANABLE = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp", *OFFICE})


def seconds_for(size: int) -> int:
    """How long the look into a file of this size may take at most."""
    return SECONDS + size // BYTES_A_SECOND


def examine(store: FileBlobStore, blob_id: str, key: bytes, size: int, name: str) -> dict[str, Any]:
    """Read a sealed file once for its digests, then by its kind's own check.

    Returns plain values: media type, SHA-256, the digest over its blocks' digests, and what was found.

    Raises:
        FileRefused: with the reason.
    """
    with store.open(blob_id, key, size) as file:
        sha256, blocks = digests(file, size)
        file.seek(0)
        media_type = kind_of(file.read(HEAD_BYTES), name)
        file.seek(0)
        found = check(file, size, media_type)
    return {
        "media_type": media_type,
        "sha256": sha256,
        "blocks": blocks,
        "facts": found.facts(),
        "thumb": base64.b64encode(found.thumb).decode(),
        "view": base64.b64encode(found.view).decode(),
    }


def check(file: BinaryIO, size: int, media_type: str) -> Findings:
    """The check that belongs to the kind. What a reader merely warns of is no refusal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _check(file, size, media_type)


def _check(file: BinaryIO, size: int, media_type: str) -> Findings:
    if media_type == "application/pdf":
        return check_pdf(file)
    if media_type in PICTURES:
        return check_picture(file, media_type)
    if media_type in OFFICE:
        return check_office(file, size, media_type)
    if media_type in TEXTS:
        return check_text(file, size)
    others = {
        "application/zip": check_archive,
        "message/rfc822": check_letter,
        "audio/mpeg": check_mp3,
        "audio/wav": check_wave,
    }
    return others.get(media_type, check_film)(file, size)


def cleaned(store: FileBlobStore, blob_id: str, key: bytes, size: int, media_type: str) -> dict[str, Any]:
    """A copy of a sealed file without what it says about its maker, as base64.

    Raises:
        FileRefused: of a kind or size for which no such copy can be made.
    """
    if media_type not in CLEANABLE or size > CLEANED_UP_TO:
        raise FileRefused(reason="not_cleanable")
    with store.open(blob_id, key, size) as file:
        if media_type == "application/pdf":
            data = clean_pdf(file)
        elif media_type in OFFICE:
            data = clean_office(file, size)
        else:
            data = clean_picture(file, media_type)
    return {"data": base64.b64encode(data).decode()}


def digests(file: BinaryIO, size: int) -> tuple[str, str]:
    """SHA-256 of the whole, and SHA-256 over the SHA-256 of each block of 1 MiB: what a browser can compute piecewise.

    Two files with one digest over their blocks are one file, as surely as with one digest over the whole.
    """
    whole, blocks, left = hashlib.sha256(), hashlib.sha256(), size
    while left > 0:
        block = file.read(min(BLOCK, left))
        if not block:
            raise FileRefused(reason="broken")
        whole.update(block)
        blocks.update(hashlib.sha256(block).digest())
        left -= len(block)
    return whole.hexdigest(), blocks.hexdigest()
