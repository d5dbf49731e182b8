"""Which files are taken, judged by their content and never by their name alone."""

from __future__ import annotations

import filetype

from odr.errors import FileRefused

HEAD_BYTES = 4096
MAX_NAME = 120

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OFFICE = frozenset({DOCX, XLSX, PPTX})
PICTURES = frozenset({"image/png", "image/jpeg", "image/webp", "image/gif", "image/tiff"})
TEXTS = frozenset({"text/plain", "text/csv"})
SOUND = frozenset({"audio/mpeg", "audio/mp4", "audio/wav"})
FILM = frozenset({"video/mp4", "video/quicktime"})

ACCEPTED: dict[str, tuple[str, ...]] = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/webp": ("webp",),
    "image/gif": ("gif",),
    "image/tiff": ("tif", "tiff"),
    "text/plain": ("txt",),
    "text/csv": ("csv",),
    "message/rfc822": ("eml",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    PPTX: ("pptx",),
    "application/zip": ("zip",),
    "audio/mpeg": ("mp3",),
    "audio/mp4": ("m4a",),
    "audio/wav": ("wav",),
    "video/mp4": ("mp4", "m4v"),
    "video/quicktime": ("mov",),
}
# What one and the same beginning may be; the ending of the name says which, and the kind's own check says whether.
_ZIPPED = frozenset({DOCX, XLSX, PPTX, "application/zip"})
_BOXED = frozenset({"video/mp4", "video/quicktime", "audio/mp4"})
_WORDS = frozenset({"text/plain", "text/csv", "message/rfc822"})
_SEEN_AS = {
    "image/apng": frozenset({"image/png"}),
    "audio/x-wav": frozenset({"audio/wav"}),
    "video/x-m4v": _BOXED,
    "video/3gpp": _BOXED,
    **{kind: _BOXED for kind in _BOXED},
}
_MARKUP = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<head", "<body", "<iframe", "<!--")


def kind_of(head: bytes, name: str) -> str:
    """The media type that the first bytes allow and the name's ending claims; the kind's own check comes later.

    Raises:
        FileRefused: empty, a kind that is not taken, or a name that says something else.
    """
    if not head:
        raise FileRefused(reason="empty")
    possible = _possible(head)
    if not possible:
        raise FileRefused(reason="kind")
    ending = ending_of(name)
    for media_type in possible:
        if ending in ACCEPTED[media_type]:
            return media_type
    raise FileRefused(reason="name")


def ending_of(name: str) -> str:
    """What stands after the last point of a name, in small letters."""
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def taken(name: str) -> bool:
    """Is a file with this ending taken at all?"""
    return any(ending_of(name) in endings for endings in ACCEPTED.values())


def safe_name(name: str) -> str:
    """A file name fit to show and to save: its last part, without control or direction characters, of bounded length.

    Raises:
        FileRefused: nothing is left of it.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*\u200e\u200f').strip(". ")
    if not kept:
        raise FileRefused(reason="name")
    stem, dot, ending = kept.rpartition(".")
    return kept if len(kept) <= MAX_NAME else stem[: MAX_NAME - len(ending) - 1] + dot + ending


def _possible(head: bytes) -> frozenset[str]:
    if head.startswith(b"PK\x03\x04"):
        return _ZIPPED
    guess = filetype.guess(head)
    if guess is None:
        return _WORDS if _is_text(head) else frozenset()
    if guess.mime in _SEEN_AS:
        return _SEEN_AS[guess.mime]
    return frozenset({guess.mime}) if guess.mime in ACCEPTED else frozenset()


def _is_text(head: bytes) -> bool:
    """Text in one of the encodings of Chinese office files, and not the beginning of a page or a drawing."""
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        if encoding == "utf-16" and head[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        if encoding != "utf-16" and b"\0" in head:
            continue
        if (start := decoded(head, encoding, whole=len(head) < HEAD_BYTES)) is not None:
            return not start.lstrip("\ufeff \r\n\t").lower().startswith(_MARKUP)
    return False


def decoded(data: bytes, encoding: str, *, whole: bool) -> str | None:
    """The text in that encoding, or None; unless it is `whole`, a character cut at the end is no error."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as broken:
        if whole or broken.start < len(data) - 4:
            return None
        return data[: broken.start].decode(encoding)
