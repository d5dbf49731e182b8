"""Reading clauses: sentences of either language and the patterns that occur in them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from odr.law.draft import DraftAgreement, DraftClause

_ENDS_ZH = re.compile(r"[。；;！？!?\n]+")
_ENDS_EN = re.compile(r"(?<=[.;!?])\s+|\n+")
_ADDRESS = re.compile(r"https?://[^\s；，。）]+")


def sentences_zh(text: str) -> list[str]:
    """The sentences of a Chinese clause, blanks removed; a semicolon also ends one."""
    return [part for part in (re.sub(r"\s+", "", s) for s in _ENDS_ZH.split(text)) if part]


def sentences_en(text: str) -> list[str]:
    """The sentences of an English clause in lower case with single spaces."""
    return [part for part in (" ".join(s.lower().split()) for s in _ENDS_EN.split(text)) if part]


def without_addresses(text: str) -> str:
    """The text without addresses of web pages, whose letters and digits say nothing about blanks, sums or days."""
    return _ADDRESS.sub("", text)


def pattern_zh(*alternatives: str) -> re.Pattern[str]:
    """One pattern out of several, for Chinese sentences."""
    return re.compile("|".join(f"(?:{alternative})" for alternative in alternatives))


def pattern_en(*alternatives: str) -> re.Pattern[str]:
    """One pattern out of several, for lower-case English sentences, bound to whole words."""
    return re.compile("|".join(rf"\b(?:{alternative})\b" for alternative in alternatives))


def hits(
    clause: DraftClause,
    zh: re.Pattern[str],
    en: re.Pattern[str],
    *,
    unless_zh: re.Pattern[str] | None = None,
    unless_en: re.Pattern[str] | None = None,
) -> list[str]:
    """The sentences of the clause, of either language, that match and are not excused."""
    found = [s for s in sentences_zh(clause.zh) if zh.search(s) and not (unless_zh and unless_zh.search(s))]
    found += [s for s in sentences_en(clause.en) if en.search(s) and not (unless_en and unless_en.search(s))]
    return found


def clauses_of(draft: DraftAgreement) -> Iterator[DraftClause]:
    """The clauses in their order."""
    yield from sorted(draft.clauses, key=lambda clause: clause.number)
