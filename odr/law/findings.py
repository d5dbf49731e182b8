"""A finding: one rule's objection to an agreement, with its article, the place it is about, and a better wording."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from odr.law.articles import Citation
from signing.wording import Words


class Severity(StrEnum):
    """Whether the agreement may be frozen while the finding stands."""

    BLOCK = "block"
    WARN = "warn"


class Eyes(StrEnum):
    """Who may read a finding."""

    EVERYBODY = "everybody"
    MEDIATOR = "mediator"
    """Whoever leads the case, and who supervises them; never a party, an agent or a guest (INV 18; OMR 23)."""


@dataclass(frozen=True)
class Span:
    """A place in the text of a clause: the language, and first and last character as a slice counts them."""

    language: str
    """zh or en."""
    start: int
    end: int


@dataclass(frozen=True)
class Offer:
    """Another wording for a clause: what it is, in a word or two, and the whole text of the clause with it."""

    title: Words
    words: Words


REWORDED = Words(zh="改写", en="Reworded")


@dataclass(frozen=True)
class Finding:
    """What is wrong, where, under which article, and what could stand there instead."""

    code: str
    severity: Severity
    citation: Citation
    message: Words
    clause: int | None = None
    offers: tuple[Offer, ...] = ()
    """For a clause: its whole text, rewritten so that the finding falls away; the likeliest first."""
    also: tuple[Citation, ...] = ()
    spans: tuple[Span, ...] = ()
    eyes: Eyes = Eyes.EVERYBODY

    @property
    def blocks(self) -> bool:
        """Whether the agreement may not be frozen, or filed, while this stands."""
        return self.severity is Severity.BLOCK

    @property
    def suggestion(self) -> Words | None:
        """The likeliest of the wordings offered."""
        return self.offers[0].words if self.offers else None

    def key(self) -> str:
        """Stable within one check, for links and for the buttons that take a wording."""
        said = sha256(self.message.zh.encode()).hexdigest()[:8]
        return f"{self.code}-{self.clause or 0}-{said}"

    def at(self, number: int) -> Finding:
        """The same finding at the clause of this number."""
        return replace(self, clause=number)


def block(
    code: str,
    citation: Citation,
    message: Words,
    *,
    clause: int | None = None,
    suggestion: Words | None = None,
    offers: tuple[Offer, ...] = (),
    also: tuple[Citation, ...] = (),
    spans: tuple[Span, ...] = (),
    eyes: Eyes = Eyes.EVERYBODY,
) -> Finding:
    """A finding that must be cured."""
    offered = offers or ((Offer(REWORDED, suggestion),) if suggestion else ())
    return Finding(code, Severity.BLOCK, citation, message, clause, offered, also, spans, eyes)


def warn(
    code: str,
    citation: Citation,
    message: Words,
    *,
    clause: int | None = None,
    suggestion: Words | None = None,
    offers: tuple[Offer, ...] = (),
    also: tuple[Citation, ...] = (),
    spans: tuple[Span, ...] = (),
    eyes: Eyes = Eyes.EVERYBODY,
) -> Finding:
    """A finding that calls for a second look and, before the text is frozen, for a written reason."""
    offered = offers or ((Offer(REWORDED, suggestion),) if suggestion else ())
    return Finding(code, Severity.WARN, citation, message, clause, offered, also, spans, eyes)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Whole-agreement findings first, then by clause; blocks before warnings."""
    return tuple(sorted(findings, key=lambda f: (f.clause or 0, not f.blocks, f.code)))


def for_everybody(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Without those that only the mediator and the supervisor may read."""
    return tuple(finding for finding in findings if finding.eyes is Eyes.EVERYBODY)
