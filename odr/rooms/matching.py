"""Finding words in a text as people look for them: whatever the case, the width of the letters or the accents' form."""

from __future__ import annotations

import unicodedata

MAX_TERMS = 8


def terms_of(words: str) -> tuple[str, ...]:
    """What is looked for: every word by itself, each once, at most eight."""
    return tuple(dict.fromkeys(_folded(word) for word in words.split()))[:MAX_TERMS]


def spans_of(text: str, terms: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where in `text` the terms stand, in order and without overlap; empty unless every one of them does.

    Places are counted in characters. The work grows with the length of the text times the number of terms.
    """
    folded, origin = _mapped(text)
    found: list[tuple[int, int]] = []
    for term in terms:
        at = folded.find(term)
        if at < 0:
            return ()
        while at >= 0:
            found.append((origin[at], origin[at + len(term) - 1] + 1))
            at = folded.find(term, at + len(term))
    return tuple(_joined(sorted(found)))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _mapped(text: str) -> tuple[str, list[int]]:
    """The text folded character by character, and for each folded character where it comes from."""
    letters: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        folded = _folded(character)
        letters.append(folded)
        origin += [place] * len(folded)
    return "".join(letters), origin


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
