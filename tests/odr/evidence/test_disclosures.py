"""An exhibit of a caucus reaches others only by its owner's consent, and then as if it had been put in that moment."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from odr import clock
from odr.access.actor import Side
from odr.audit.models import AuditEntry
from odr.db import reading
from odr.errors import AudienceChanged, Conflict, NotAllowed, NotFound
from odr.evidence.commands import release_for_court, submit_exhibit, withdraw_exhibit
from odr.evidence.disclosures import appearances, destinations, disclose_exhibit
from odr.evidence.models import Exhibit
from odr.evidence.queries import exhibit_drawing, exhibit_file, exhibits_in
from odr.evidence.secrecy import mark_secret
from odr.rooms.queries import channel_page
from tests.factories import files
from tests.factories.mediation import Mediation

PHOTO = files.picture("JPEG", (500, 400), place=True, maker="Phone")


def in_caucus(mediation: Mediation, who: str, side: Side, data: bytes = PHOTO, name: str = "照片.jpg") -> str:
    """Put a file into a side's caucus."""
    channel = mediation.caucus[side]
    return submit_exhibit(
        mediation.who(who), channel, name=name, source=io.BytesIO(data), max_bytes=10**7, said={"proves": "仍在销售"}
    ).exhibit_id


def tag(mediation: Mediation, channel: str, who: str = "mediator") -> str:
    return channel_page(mediation.who(who), channel).audience


def disclose(mediation: Mediation, who: str, exhibit: str, channel: str, **more: object):
    asked = {"audience": tag(mediation, channel)} | more
    return disclose_exhibit(mediation.who(who), exhibit, channel_id=channel, **asked)  # type: ignore[arg-type]


def opened(mediation: Mediation, who: str, exhibit: str) -> bytes:
    with exhibit_file(mediation.who(who), exhibit).file as file:
        return file.read()


def test_with_consent_the_others_get_the_same_bytes_under_another_key(mediation: Mediation, settings) -> None:
    exhibit = in_caucus(mediation, "applicant", Side.APPLICANT)
    kept = disclose(mediation, "applicant", exhibit, mediation.joint)
    assert opened(mediation, "respondent", kept.exhibit_id) == PHOTO
    assert exhibit_drawing(mediation.who("respondent"), kept.exhibit_id, "thumb")[1][8:12] == b"WEBP"
    with reading() as now:
        rows = now.scalars(select(Exhibit)).all()
        assert len({row.keyed_digest for row in rows}) == len({row.blob_id for row in rows}) == 2
    blobs = [path.read_bytes() for path in settings.blobs_dir.iterdir()]
    assert len(set(blobs)) == len(blobs) == 6
    with pytest.raises(NotFound):
        exhibit_file(mediation.who("respondent"), exhibit)


def test_what_the_others_see_says_nothing_of_the_caucus(mediation: Mediation, monkeypatch) -> None:
    exhibit, now = in_caucus(mediation, "applicant", Side.APPLICANT), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=3))
    kept = disclose(mediation, "applicant", exhibit, mediation.joint)
    fresh = submit_exhibit(
        mediation.who("applicant"),
        mediation.joint,
        name="照片.jpg",
        source=io.BytesIO(PHOTO),
        max_bytes=10**7,
        said={"proves": "仍在销售"},
    )
    seen = {view.id: view for view in exhibits_in(mediation.who("respondent"), mediation.joint)}
    one, other = seen[kept.exhibit_id], seen[fresh.exhibit_id]
    assert one.at == other.at == now + timedelta(days=3)
    for name in (
        "name",
        "media_type",
        "size",
        "sha256",
        "owner",
        "proves",
        "hidden",
        "cleaned",
        "may_disclose",
        "secret",
    ):
        assert getattr(one, name) == getattr(other, name)
    assert appearances(mediation.who("respondent"), kept.exhibit_id) == []
    assert destinations(mediation.who("respondent"), kept.exhibit_id) == []


def test_only_its_owner_or_who_binds_that_side_consents(mediation: Mediation) -> None:
    exhibit = in_caucus(mediation, "agent", Side.RESPONDENT)
    with pytest.raises(NotAllowed):
        disclose(mediation, "mediator", exhibit, mediation.joint)
    for name in ("applicant", "clerk", "court_clerk", "outsider"):
        with pytest.raises(NotFound):
            disclose(mediation, name, exhibit, mediation.joint)
    assert disclose(mediation, "respondent", exhibit, mediation.joint).size == len(PHOTO)


def test_what_the_mediator_put_into_a_caucus_is_the_mediators_to_disclose(mediation: Mediation) -> None:
    exhibit = in_caucus(mediation, "mediator", Side.RESPONDENT)
    with pytest.raises(NotAllowed):
        disclose(mediation, "respondent", exhibit, mediation.joint)
    channel = mediation.caucus[Side.APPLICANT]
    assert [one.channel_id for one in destinations(mediation.who("mediator"), exhibit)] == [mediation.joint, channel]
    kept = disclose(mediation, "mediator", exhibit, channel)
    assert opened(mediation, "applicant", kept.exhibit_id) == PHOTO
    with pytest.raises(NotFound):
        exhibit_file(mediation.who("respondent"), kept.exhibit_id)


def test_nobody_discloses_into_a_channel_they_do_not_hear(mediation: Mediation) -> None:
    exhibit = in_caucus(mediation, "applicant", Side.APPLICANT)
    with pytest.raises(NotFound):
        disclose(mediation, "applicant", exhibit, mediation.caucus[Side.RESPONDENT])
    assert [one.channel_id for one in destinations(mediation.who("applicant"), exhibit)] == [mediation.joint]


@pytest.mark.parametrize("shown", ["", "somebody else"])
def test_the_consent_names_exactly_those_who_hear_it_now(mediation: Mediation, settings, shown: str) -> None:
    exhibit = in_caucus(mediation, "applicant", Side.APPLICANT)
    before = len(list(settings.blobs_dir.iterdir()))
    with pytest.raises(AudienceChanged):
        disclose(mediation, "applicant", exhibit, mediation.joint, audience=shown)
    assert exhibits_in(mediation.who("mediator"), mediation.joint) == []
    assert len(list(settings.blobs_dir.iterdir())) == before


def test_the_consent_is_on_record_where_it_came_from_and_nowhere_else(mediation: Mediation) -> None:
    exhibit = in_caucus(mediation, "applicant", Side.APPLICANT)
    disclose(mediation, "applicant", exhibit, mediation.joint)
    with reading() as now:
        entries = now.scalars(select(AuditEntry).where(AuditEntry.act.like("exhibit.%"))).all()
    told = {(entry.chain, entry.act) for entry in entries}
    assert told == {
        (f"channel:{mediation.caucus[Side.APPLICANT]}", "exhibit.submitted"),
        (f"channel:{mediation.caucus[Side.APPLICANT]}", "exhibit.disclosed"),
        (f"channel:{mediation.joint}", "exhibit.submitted"),
    }
    (there,) = appearances(mediation.who("mediator"), exhibit)
    assert (there.number, there.withdrawn) == (1, False)


def test_a_copy_without_particulars_goes_out_and_the_original_stays(mediation: Mediation) -> None:
    exhibit = in_caucus(mediation, "applicant", Side.APPLICANT)
    kept = disclose(mediation, "applicant", exhibit, mediation.joint, clean=True)
    assert b"Phone" not in opened(mediation, "respondent", kept.exhibit_id)
    assert opened(mediation, "applicant", exhibit) == PHOTO
    (seen,) = exhibits_in(mediation.who("respondent"), mediation.joint)
    assert seen.cleaned
    with reading() as now:
        assert "original" not in json.dumps([row.sealed_facts.hex() for row in now.scalars(select(Exhibit))])


def test_it_is_not_disclosed_twice_but_again_after_it_was_taken_back(mediation: Mediation) -> None:
    exhibit = in_caucus(mediation, "applicant", Side.APPLICANT)
    kept = disclose(mediation, "applicant", exhibit, mediation.joint)
    with pytest.raises(Conflict):
        disclose(mediation, "applicant", exhibit, mediation.joint)
    withdraw_exhibit(mediation.who("applicant"), kept.exhibit_id)
    assert opened(mediation, "applicant", exhibit) == PHOTO
    assert disclose(mediation, "applicant", exhibit, mediation.joint).exhibit_id != kept.exhibit_id


def test_what_was_withdrawn_or_is_a_secret_is_not_disclosed(mediation: Mediation) -> None:
    for make in (
        lambda exhibit: withdraw_exhibit(mediation.who("applicant"), exhibit),
        lambda exhibit: mark_secret(mediation.who("applicant"), exhibit, readers=[]),
    ):
        exhibit = in_caucus(mediation, "applicant", Side.APPLICANT)
        make(exhibit)
        with pytest.raises(Conflict):
            disclose(mediation, "applicant", exhibit, mediation.joint)


def test_an_exhibit_of_the_joint_channel_needs_no_disclosure(mediation: Mediation) -> None:
    kept = submit_exhibit(
        mediation.who("applicant"), mediation.joint, name="a.txt", source=io.BytesIO(b"x"), max_bytes=9
    )
    with pytest.raises(NotAllowed):
        disclose(mediation, "applicant", kept.exhibit_id, mediation.caucus[Side.APPLICANT])


def test_a_disclosed_exhibit_goes_to_the_court_like_any_other(mediation: Mediation) -> None:
    exhibit = in_caucus(mediation, "applicant", Side.APPLICANT)
    kept = disclose(mediation, "applicant", exhibit, mediation.joint)
    assert not release_for_court(mediation.who("applicant"), kept.exhibit_id)
    assert release_for_court(mediation.who("respondent"), kept.exhibit_id)
    with pytest.raises(NotAllowed):
        withdraw_exhibit(mediation.who("applicant"), kept.exhibit_id)
    withdraw_exhibit(mediation.who("applicant"), exhibit)
