"""Reading clauses: sentences of either language, what is found in them and where, and one sentence put for another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from odr.law.draft import DraftClause
from odr.law.findings import Span
from signing.wording import Words

_ENDS_ZH = re.compile(r"[^。；;！？!?\n]+")
_ENDS_EN = re.compile(
    r"(?:[^;!?\n.]|\.(?!\s|$)|(?:(?<=Ltd)|(?<=Inc)|(?<=Corp)|(?<=Co))\.(?=\s[a-z\d])|"
    r"(?:(?<=\bMr)|(?<=\bMs)|(?<=\bNo)|(?<=\bart))\.)+"
)
"""A full stop ends no sentence inside a name (`Ltd. shall`), a number or an address."""
_ADDRESS = re.compile(r"https?://[^\s；，。）]+")
_WIDE = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
ZH, EN = "zh", "en"


@dataclass(frozen=True)
class Sentence:
    """One sentence as the patterns read it, and where each of its characters stands in the clause."""

    language: str
    text: str
    places: tuple[int, ...]

    @property
    def start(self) -> int:
        """Where the sentence begins in the clause."""
        return self.places[0]

    @property
    def end(self) -> int:
        """Where it ends, before its full stop."""
        return self.places[-1] + 1

    def span(self, match: re.Match[str]) -> Span:
        """The place of a match in the clause itself."""
        first, last = match.span()
        return Span(self.language, self.places[first], self.places[max(last - 1, first)] + 1)


@dataclass(frozen=True)
class Hit:
    """A pattern met in a sentence."""

    sentence: Sentence
    match: re.Match[str]

    @property
    def span(self) -> Span:
        """The place of what was met."""
        return self.sentence.span(self.match)


@lru_cache(maxsize=1024)
def sentences_zh(text: str) -> tuple[Sentence, ...]:
    """The sentences of a Chinese clause without blanks, full-width digits made plain; a semicolon also ends one."""
    found = []
    for part in _ENDS_ZH.finditer(text):
        places = tuple(part.start() + i for i, sign in enumerate(part.group()) if not sign.isspace())
        if places:
            found.append(Sentence(ZH, "".join(text[i] for i in places).translate(_WIDE), places))
    return tuple(found)


@lru_cache(maxsize=1024)
def sentences_en(text: str) -> tuple[Sentence, ...]:
    """The sentences of an English clause in lower case with single blanks."""
    found = []
    for part in _ENDS_EN.finditer(text):
        places, signs = [], []
        for i, sign in enumerate(part.group(), part.start()):
            if sign.isspace() and (not signs or signs[-1] == " "):
                continue
            signs.append(" " if sign.isspace() else low if len(low := sign.lower()) == 1 else sign)
            places.append(i)
        while signs and signs[-1] == " ":
            signs.pop()
            places.pop()
        if signs:
            found.append(Sentence(EN, "".join(signs), tuple(places)))
    return tuple(found)


def without_addresses(text: str) -> str:
    """The text with the addresses of web pages, whose letters say nothing, blotted out; everything keeps its place."""
    return _ADDRESS.sub(lambda found: "a" * len(found.group()), text)


def pattern_zh(*alternatives: str) -> re.Pattern[str]:
    """One pattern out of several, for Chinese sentences."""
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))


def pattern_en(*alternatives: str) -> re.Pattern[str]:
    """One pattern out of several, for lower-case English sentences, bound to whole words."""
    return re.compile(r"\b(?:" + "|".join(f"(?:{alternative})" for alternative in alternatives) + r")\b")


def hits(
    clause: DraftClause,
    zh: re.Pattern[str],
    en: re.Pattern[str],
    *,
    unless_zh: re.Pattern[str] | None = None,
    unless_en: re.Pattern[str] | None = None,
) -> list[Hit]:
    """The sentences of the clause, of either language, that match and are not excused."""
    found = []
    for sentences, pattern, unless in (
        (sentences_zh(clause.zh), zh, unless_zh),
        (sentences_en(clause.en), en, unless_en),
    ):
        for sentence in sentences:
            match = pattern.search(sentence.text)
            if match and not (unless and unless.search(sentence.text)):
                found.append(Hit(sentence, match))
    return found


def spans(found: Iterable[Hit]) -> tuple[Span, ...]:
    """The places of several hits."""
    return tuple(hit.span for hit in found)


def reworded(clause: DraftClause, found: list[Hit], words: Words) -> Words:
    """The clause with the sentences that were met exchanged for `words`; everything else in it stays.

    In the language in which nothing was met, the sentence of the same place gives way, or else the words are added.
    """
    return Words(
        zh=_exchanged(clause.zh, ZH, _met(clause, found, ZH), words.zh),
        en=_exchanged(clause.en, EN, _met(clause, found, EN), words.en),
    )


def _met(clause: DraftClause, found: list[Hit], language: str) -> list[Sentence]:
    here = [hit.sentence for hit in found if hit.sentence.language == language]
    zh, en = sentences_zh(clause.zh), sentences_en(clause.en)
    if here or len(zh) != len(en):
        return here
    mine, other = (zh, en) if language == ZH else (en, zh)
    met = {hit.sentence.start for hit in found}
    return [mine[i] for i, sentence in enumerate(other) if sentence.start in met]


def _exchanged(text: str, language: str, met: list[Sentence], words: str) -> str:
    stop = "。" if language == ZH else "."
    said = words.rstrip("。.")
    if not met:
        return (text.rstrip() + (" " if text.strip() and language == EN else "") + said + stop) if said else text
    out, put = text, False
    for sentence in sorted(met, key=lambda one: one.start, reverse=True):
        last = sentence is min(met, key=lambda one: one.start)
        after = out[sentence.end :]
        if last and said:
            out, put = out[: sentence.start] + said + (after or stop), True
        else:
            out = out[: sentence.start] + after.lstrip("。；;.!！？? ")
    return out if put or out.strip() else said + stop
