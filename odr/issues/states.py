"""The closed lists of a mediator's notes, as data."""

from __future__ import annotations

from enum import StrEnum


class NoteKind(StrEnum):
    """What a note is."""

    ISSUE = "issue"
    INTEREST = "interest"
    OFFER = "offer"
    PROMISE = "promise"


class IssueState(StrEnum):
    """Where an issue stands, as the mediator sees it."""

    OPEN = "open"
    AGREED = "agreed"
    SET_ASIDE = "set_aside"


class Weight(StrEnum):
    """How much an interest counts for its side, as the mediator understood it."""

    MUST = "must"
    MATTERS = "matters"
    NICE = "nice"
