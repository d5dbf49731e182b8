"""Pure: who must sign a version, who has, whose turn it is, and whether the agreement is in effect."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from odr.law.draft import Track
from odr.law.effect import Completed, Effect, effect_of
from signing.wording import Words

SEAL = "seal"


@dataclass(frozen=True)
class Place:
    """One place to sign, as it was fixed when the text was frozen. `box` in points from the lower left."""

    field: str
    page: int
    box: tuple[float, float, float, float]
    kind: str
    participant_id: str
    party_id: str
    name: str
    name_en: str
    capacity: str
    capacity_words: Words

    @property
    def is_seal(self) -> bool:
        """The organisation's place rather than a person's."""
        return self.kind == SEAL

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        left, bottom, right, top = self.box
        return right - left, top - bottom


def places_of(fields: str) -> tuple[Place, ...]:
    """Read the places from the version's own record."""
    return tuple(
        Place(
            field=item["field"],
            page=item["page"],
            box=tuple(item["box"]),
            kind=item["kind"],
            participant_id=item["participant_id"] or "",
            party_id=item["party_id"] or "",
            name=item["name"],
            name_en=item["name_en"],
            capacity=item["capacity"],
            capacity_words=Words(**item["capacity_words"]),
        )
        for item in json.loads(fields)
    )


def signer_ref(field: str) -> str:
    """How the records of a bundle call whoever signs in a field; a party is called by another reference (its side)."""
    return f"{field}-signer"


def persons(places: Iterable[Place]) -> tuple[Place, ...]:
    """The places that people sign, in any order; the seal comes after them all."""
    return tuple(place for place in places if not place.is_seal)


def all_signed(places: Iterable[Place], signed: Mapping[str, datetime]) -> bool:
    """Has every person signed?"""
    return all(place.field in signed for place in persons(places))


def effect(track: Track, places: Iterable[Place], signed: Mapping[str, datetime], sealed_at: datetime | None) -> Effect:
    """Is the agreement in effect on this track, and what is still missing (PML 29; OMR 19; INV 24; CC 490; CMR 22)?

    `signed` maps a field to the instant of its time-stamp.
    """
    people = persons(places)
    return effect_of(
        track,
        Completed(
            parties=tuple(signed.get(place.field) for place in people if place.party_id),
            mediators=tuple(signed.get(place.field) for place in people if not place.party_id),
            seal=sealed_at,
        ),
    )
