"""Exhibits: who may open them, what is taken, and what remains of what is refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from sqlalchemy import select

from odr import clock
from odr.access.actor import Side
from odr.access.vault import CannotOpen
from odr.cases.models import Participant
from odr.db import reading, transaction
from odr.errors import FileRefused, NotAllowed, NotFound
from odr.evidence.commands import Submitted, release_for_court, submit_exhibit, withdraw_exhibit
from odr.evidence.models import Exhibit
from odr.evidence.queries import exhibit_file, exhibits_in, released_exhibits
from odr.evidence.storage import CHUNK, RECORD
from odr.settings import Settings
from tests.factories import files
from tests.factories.mediation import Mediation

PDF = files.pdf("the other side price list")
MEGABYTE = 1024 * 1024


def submit(
    mediation: Mediation, who: str, channel: str, data: bytes = PDF, name: str = "价目表.pdf", limit: int = MEGABYTE
) -> Submitted:
    return submit_exhibit(mediation.who(who), channel, name=name, source=io.BytesIO(data), max_bytes=limit)


def opened(mediation: Mediation, who: str, exhibit_id: str) -> bytes:
    with exhibit_file(mediation.who(who), exhibit_id).file as file:
        return file.read()


@pytest.mark.parametrize("size", [1, CHUNK - 9, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_an_exhibit_comes_back_byte_for_byte(mediation: Mediation, size: int) -> None:
    data = (b"price list " * (size // 10 + 1))[:size]
    exhibit = submit(mediation, "applicant", mediation.joint, data, "价目.txt")
    assert opened(mediation, "respondent", exhibit.exhibit_id) == data
    assert exhibit.size == len(data)


def test_an_exhibit_of_a_caucus_is_opened_by_those_who_hear_it_only(mediation: Mediation) -> None:
    exhibit = submit(mediation, "respondent", mediation.caucus[Side.RESPONDENT])
    for name in ("respondent", "agent", "mediator"):
        assert opened(mediation, name, exhibit.exhibit_id) == PDF
    for name in ("applicant", "clerk", "court_clerk", "other_mediator", "outsider"):
        with pytest.raises(NotFound):
            exhibit_file(mediation.who(name), exhibit.exhibit_id)


def test_nothing_on_disk_shows_the_file_or_its_name(mediation: Mediation, settings: Settings) -> None:
    submit(mediation, "respondent", mediation.caucus[Side.RESPONDENT])
    everything = b"".join(p.read_bytes() for p in settings.data_dir.rglob("*") if p.is_file())
    assert b"price list" not in everything
    assert "价目表".encode() not in everything


def test_equal_files_in_two_channels_cannot_be_recognised_as_equal(mediation: Mediation, settings: Settings) -> None:
    submit(mediation, "applicant", mediation.caucus[Side.APPLICANT])
    submit(mediation, "respondent", mediation.caucus[Side.RESPONDENT])
    first, second = (p.read_bytes() for p in settings.blobs_dir.iterdir())
    with reading() as now:
        assert len({row.keyed_digest for row in now.scalars(select(Exhibit))}) == 2
    assert first != second


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "empty.pdf", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "picture.svg", "kind"),
        (b"<!DOCTYPE html><script>", "page.txt", "kind"),
        (b"MZ\x90\x00" + b"\0" * 200, "setup.pdf", "kind"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "contract.pdf", "name"),
        (PDF, "contract.pdf.exe", "name"),
        (PDF, "///", "name"),
        (b"%PDF-" + b"x" * MEGABYTE, "large.pdf", "size"),
    ],
)
def test_what_is_not_taken_is_refused_and_leaves_nothing(
    mediation: Mediation, settings: Settings, data: bytes, name: str, reason: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        submit(mediation, "applicant", mediation.joint, data, name)
    assert refused.value.details["reason"] == reason
    assert not settings.blobs_dir.exists() or list(settings.blobs_dir.iterdir()) == []
    assert exhibits_in(mediation.who("applicant"), mediation.joint) == []


def test_a_name_is_only_ever_a_label(mediation: Mediation) -> None:
    exhibit = submit(mediation, "applicant", mediation.joint, name="..\\..\\etc/\u202epass.pdf")
    assert exhibit.name == "pass.pdf"


def test_altered_bytes_are_refused_rather_than_shown(mediation: Mediation, settings: Settings) -> None:
    exhibit = submit(mediation, "applicant", mediation.joint, b"price list " * 20_000, "价目.txt")
    (blob,) = settings.blobs_dir.iterdir()
    sealed = bytearray(blob.read_bytes())
    sealed[CHUNK + 100] ^= 1
    blob.write_bytes(sealed)
    with pytest.raises(CannotOpen):
        opened(mediation, "applicant", exhibit.exhibit_id)
    blob.write_bytes(bytes(sealed[:RECORD]))
    with pytest.raises(CannotOpen):
        opened(mediation, "applicant", exhibit.exhibit_id)


def test_an_exhibit_goes_to_the_court_only_when_every_side_has_said_so(mediation: Mediation) -> None:
    exhibit = submit(mediation, "applicant", mediation.joint)
    assert released_exhibits(mediation.who("clerk"), mediation.case_id) == []
    assert not release_for_court(mediation.who("applicant"), exhibit.exhibit_id)
    assert not release_for_court(mediation.who("applicant"), exhibit.exhibit_id)
    assert release_for_court(mediation.who("agent"), exhibit.exhibit_id)
    (released,) = released_exhibits(mediation.who("clerk"), mediation.case_id)
    assert b"".join(released.data.pieces()) == PDF


def test_an_exhibit_of_a_caucus_never_goes_to_the_court(mediation: Mediation) -> None:
    exhibit = submit(mediation, "applicant", mediation.caucus[Side.APPLICANT])
    with pytest.raises(NotAllowed):
        release_for_court(mediation.who("applicant"), exhibit.exhibit_id)
    with pytest.raises(NotFound):
        release_for_court(mediation.who("respondent"), exhibit.exhibit_id)


def test_a_person_removed_during_the_upload_leaves_nothing_behind(mediation: Mediation, settings: Settings) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            with transaction() as tx:
                tx.session.get_one(Participant, mediation.participants["agent"]).removed_at = clock.now()
            return super().read(size)

    actor = mediation.who("agent")
    with pytest.raises(NotFound):
        submit_exhibit(actor, mediation.joint, name="价目表.pdf", source=Slow(PDF), max_bytes=MEGABYTE)
    assert list(settings.blobs_dir.iterdir()) == []
    assert exhibits_in(mediation.who("mediator"), mediation.joint) == []


def test_a_withdrawn_exhibit_stays_listed_but_cannot_be_opened(mediation: Mediation) -> None:
    exhibit = submit(mediation, "applicant", mediation.joint)
    with pytest.raises(NotAllowed):
        withdraw_exhibit(mediation.who("respondent"), exhibit.exhibit_id)
    withdraw_exhibit(mediation.who("applicant"), exhibit.exhibit_id)
    assert exhibits_in(mediation.who("respondent"), mediation.joint)[0].withdrawn
    with pytest.raises(NotFound):
        exhibit_file(mediation.who("respondent"), exhibit.exhibit_id)


def test_files_are_kept_where_only_the_platform_reads(mediation: Mediation, settings: Settings) -> None:
    submit(mediation, "applicant", mediation.joint)
    assert Path(settings.blobs_dir).stat().st_mode & 0o077 == 0
