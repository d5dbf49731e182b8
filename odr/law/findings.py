"""A finding: one rule's objection to an agreement, with its article and, where possible, a better wording."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from odr.law.articles import Citation
from signing.wording import Words


class Severity(StrEnum):
    """Whether the agreement may be frozen while the finding stands."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True)
class Finding:
    """What is wrong, where, under which article, and what could stand there instead."""

    code: str
    severity: Severity
    citation: Citation
    message: Words
    clause: int | None = None
    suggestion: Words | None = None
    """For a clause: its whole text, rewritten so that the finding falls away."""
    also: tuple[Citation, ...] = ()

    @property
    def blocks(self) -> bool:
        """Whether the agreement may not be frozen, or filed, while this stands."""
        return self.severity is Severity.BLOCK

    def key(self) -> str:
        """Stable within one check, for links and for `apply the rewrite` buttons."""
        return f"{self.code}-{self.clause or 0}"


def block(
    code: str,
    citation: Citation,
    message: Words,
    *,
    clause: int | None = None,
    suggestion: Words | None = None,
    also: tuple[Citation, ...] = (),
) -> Finding:
    """A finding that must be cured."""
    return Finding(code, Severity.BLOCK, citation, message, clause, suggestion, also)


def warn(
    code: str,
    citation: Citation,
    message: Words,
    *,
    clause: int | None = None,
    suggestion: Words | None = None,
    also: tuple[Citation, ...] = (),
) -> Finding:
    """A finding that calls for a second look."""
    return Finding(code, Severity.WARN, citation, message, clause, suggestion, also)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Whole-agreement findings first, then by clause; blocks before warnings."""
    return tuple(sorted(findings, key=lambda f: (f.clause or 0, not f.blocks, f.code)))
