"""What changed between two texts, word by word: Chinese by the character, English by the word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,'’¥$%/-]*|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed (`same`), came (`added`) or went (`removed`)."""

    change: str
    text: str


def difference(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in reading order; joined without the removed ones they are `new`, without the added ones `old`."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(before[a:b])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(before[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(after[c:d])))
    return tuple(pieces)
