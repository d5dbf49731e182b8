"""Who must sign, who has, and when an agreement is in effect: pure rules over places."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from odr.law.draft import Track
from odr.signatures.requirements import SEAL, Place, all_signed, effect, persons
from signing.wording import Words

DAY = datetime(2026, 11, 23, tzinfo=UTC)


def place(field: str, *, party: str = "", kind: str = "signatory") -> Place:
    return Place(field, 0, (0, 0, 200, 60), kind, f"{field}-person", party, field, field, "self", Words("人", "person"))


PLACES = (place("applicant", party="a"), place("respondent", party="b"), place("mediator"), place("seal", kind=SEAL))


def test_people_sign_and_the_organisation_seals() -> None:
    assert [one.field for one in persons(PLACES)] == ["applicant", "respondent", "mediator"]
    assert PLACES[-1].is_seal and PLACES[0].size == (200, 60)


@pytest.mark.parametrize("missing", ["applicant", "respondent", "mediator"])
def test_as_long_as_one_is_missing_not_all_have_signed(missing: str) -> None:
    signed = {one.field: DAY for one in PLACES if one.field != missing}
    assert not all_signed(PLACES, signed)
    assert all_signed(PLACES, {**signed, missing: DAY})


def test_the_seal_is_not_asked_for_among_the_signatures() -> None:
    assert all_signed(PLACES, {one.field: DAY for one in persons(PLACES)})


@pytest.mark.parametrize("track", list(Track))
def test_nothing_is_in_effect_before_both_parties_have_signed(track: Track) -> None:
    for signed in ({}, {"applicant": DAY}, {"respondent": DAY, "mediator": DAY}):
        assert effect(track, PLACES, signed, None).effective_at is None


@pytest.mark.parametrize("track", list(Track))
def test_with_every_signature_and_the_seal_it_is_in_effect_at_a_moment_of_signing(track: Track) -> None:
    signed = {one.field: DAY + timedelta(hours=hour) for hour, one in enumerate(persons(PLACES))}
    sealed = DAY + timedelta(hours=5)
    assert effect(track, PLACES, signed, sealed).effective_at in {*signed.values(), sealed}
