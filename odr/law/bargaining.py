"""How an offer or a proposal becomes an agreement: by an active yes of every side, and never by silence."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from odr.law.articles import Citation, cite

ACTIVE_CONSENT: Citation = cite("OMR 19")


def accepted_by_all(sides: Collection[str], answers: Mapping[str, bool]) -> bool:
    """Has every side said yes itself? A side that said nothing has not accepted (OMR 19; INT 358(4)).

    The practice of taking silence within seven days for consent is deliberately not offered: an agreement must be
    voluntary, and a court dismisses one that is not.
    """
    return bool(sides) and all(answers.get(side) is True for side in sides)
