"""Who may be present in a mediation besides the sides and the mediator, and what the law wants first."""

from __future__ import annotations

from collections.abc import Iterable

from odr.law.articles import Citation, cite

UNDERTAKING = "2026-11"
"""The version of the undertaking of confidentiality; it changes whenever its sentences change."""


def sides_to_ask(*, joint: bool, caucuses: Iterable[str], parties: Iterable[str]) -> frozenset[str]:
    """ME-12: the parties whose consent a guest needs (PML 20; INV 14, 17).

    Every side that would be heard: all `parties` for the joint channel, the party alone for each of `caucuses`. No
    article speaks of caucuses; that a side's own caucus is its own affair is our reading.
    """
    return frozenset(parties) if joint else frozenset(caucuses)


def consent_article() -> Citation:
    """The article a side is shown when it is asked about a guest."""
    return cite("PML 20")


def undertaking_articles() -> tuple[Citation, ...]:
    """CF-3, ME-12: what binds a guest to silence before they hear anything (INT 146; OMR 29)."""
    return cite("INT 146"), cite("OMR 29(4)")
