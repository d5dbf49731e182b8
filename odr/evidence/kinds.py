"""Which files are taken, judged by their content and never by their name alone."""

from __future__ import annotations

import filetype

from odr.errors import FileRefused

HEAD_BYTES = 4096
MAX_NAME = 120

ACCEPTED = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/webp": ("webp",),
    "text/plain": ("txt",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
    "audio/mpeg": ("mp3",),
    "video/mp4": ("mp4",),
}


def kind_of(head: bytes, name: str) -> str:
    """The media type that the first bytes show, when it is accepted and the name's ending agrees with it.

    Raises:
        FileRefused: empty, a kind that is not taken, or a name that says something else.
    """
    if not head:
        raise FileRefused(reason="empty")
    guess = filetype.guess(head)
    media_type = guess.mime if guess is not None else _plain_text(head)
    if media_type not in ACCEPTED:
        raise FileRefused(reason="kind")
    if name.rsplit(".", 1)[-1].lower() not in ACCEPTED[media_type]:
        raise FileRefused(reason="name")
    return media_type


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


def _plain_text(head: bytes) -> str:
    if b"\0" in head:
        return ""
    text = head[: HEAD_BYTES - 4] if len(head) >= HEAD_BYTES else head
    try:
        start = text.decode("utf-8").lstrip("\ufeff \r\n\t").lower()
    except UnicodeDecodeError as broken:
        if broken.start < len(text) - 4:
            return ""
        start = text[: broken.start].decode("utf-8").lstrip().lower()
    return "" if start.startswith(("<!doctype", "<html", "<svg", "<?xml", "<script")) else "text/plain"
