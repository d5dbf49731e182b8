"""What the law wants before a sitting may open, and who must agree to what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from odr.law.articles import Citation, cite

NOTICE_VERSION = "2026-11"
"""The version of the notice of rights and duties; it changes whenever its sentences change."""
EXTENSION_DAYS = 30
"""What the sides agree to add to the term, once (OMR 24)."""


@dataclass(frozen=True)
class Attendee:
    """Somebody of a side: told of rights and duties, and compared with their document."""

    participant_id: str
    name: str
    name_en: str
    told: bool
    identified: bool


@dataclass(frozen=True)
class SideReady:
    """A party as it stands before a sitting. The consents are those of people who may bind it."""

    party_id: str
    name: str
    name_en: str
    online: bool
    separate: bool
    address: bool
    people: tuple[Attendee, ...]


@dataclass(frozen=True)
class Missing:
    """One thing that is not there yet: what, of whom, and the article that wants it."""

    code: str
    name: str
    name_en: str
    citation: Citation


def missing_to_open(sides: Iterable[SideReady], *, disclosed: bool) -> tuple[Missing, ...]:
    """All that still stands in the way of opening: disclosure (OMR 13), people told (INV 14; PML 23), identities
    compared and addresses for service confirmed (OMR 17), and each side's consent to mediate online (OMR 4)."""
    found = [] if disclosed else [Missing("disclosure", "", "", cite("OMR 13"))]
    for side in sides:
        if not side.people:
            found.append(Missing("nobody", side.name, side.name_en, cite("OMR 17")))
        if not side.online:
            found.append(Missing("online", side.name, side.name_en, cite("OMR 4")))
        if not side.address:
            found.append(Missing("address", side.name, side.name_en, cite("OMR 17")))
        for person in side.people:
            if not person.told:
                found.append(Missing("told", person.name, person.name_en, cite("INV 14")))
            if not person.identified:
                found.append(Missing("identity", person.name, person.name_en, cite("OMR 17")))
    return tuple(found)


def separate_times_allowed(sides: Iterable[SideReady]) -> bool:
    """ID-8: writing each at one's own time takes the consent of every side (OMR 16; OLR 20)."""
    known = tuple(sides)
    return bool(known) and all(side.separate for side in known)


def separate_times_article() -> Citation:
    """The article behind `separate_times_allowed`."""
    return cite("OMR 16")


def extension_agreed(parties: Iterable[str], agreeing: Iterable[str]) -> bool:
    """CL-1: the term is extended when every party agrees (OMR 24; INV 27)."""
    return set(parties) <= set(agreeing)
