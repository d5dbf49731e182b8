"""What the pages of the agreement send over the socket."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Writing:
    """I write in this clause, or still do; `take_over` when somebody else was shown who does."""

    clause_id: str
    take_over: bool = False


@dataclass(frozen=True)
class InClause:
    """I stopped writing in this clause."""

    clause_id: str


@dataclass(frozen=True)
class OfAgreement:
    """Who writes in which clause of this draft now?"""

    agreement_id: str
