"""A trade secret is opened by the people its owner named, after their undertaking, with their name across it."""

from __future__ import annotations

import io

import pytest

from odr.access.actor import Side
from odr.errors import Conflict, FileRefused, InvalidInput, NotAllowed, NotFound
from odr.evidence.commands import release_for_court, submit_exhibit, withdraw_exhibit
from odr.evidence.queries import exhibit_drawing, exhibit_file, exhibit_view, exhibits_in
from odr.evidence.secrecy import mark_secret, marked, nameable, undertake
from odr.law.trade_secrets import may_be_opened
from tests.factories import files
from tests.factories.mediation import Mediation
from tests.factories.papers import words_of

RECIPE = files.pdf("the recipe", pages=2)


def secret(mediation: Mediation, *named: str, data: bytes = RECIPE, name: str = "配方.pdf") -> str:
    """The applicant's secret in the joint channel, for these people."""
    readers = {mediation.participants[one] for one in named}
    source = io.BytesIO(data)
    return submit_exhibit(
        mediation.who("applicant"), mediation.joint, name=name, source=source, max_bytes=10**7, secret_for=readers
    ).exhibit_id


def test_only_whoever_is_named_and_has_undertaken_gets_it_and_only_with_their_name_across_it(mediation) -> None:
    exhibit = secret(mediation, "agent")
    with pytest.raises(NotAllowed):
        marked(mediation.who("agent"), exhibit)
    undertake(mediation.who("agent"), exhibit)
    shown = marked(mediation.who("agent"), exhibit)
    assert shown.media_type == "application/pdf"
    assert "王一鸣" in words_of(shown.data) and "therecipe" in words_of(shown.data)
    for name in ("respondent", "mediator"):
        with pytest.raises(NotAllowed):
            undertake(mediation.who(name), exhibit)
        with pytest.raises(NotAllowed):
            marked(mediation.who(name), exhibit)
    with pytest.raises(NotFound):
        marked(mediation.who("outsider"), exhibit)


def test_a_named_reader_never_gets_the_file_itself(mediation) -> None:
    exhibit = secret(mediation, "agent")
    undertake(mediation.who("agent"), exhibit)
    with pytest.raises(NotAllowed):
        exhibit_file(mediation.who("agent"), exhibit)
    with exhibit_file(mediation.who("applicant"), exhibit).file as file:
        assert file.read() == RECIPE


def test_a_picture_is_marked_too(mediation) -> None:
    data = files.picture(size=(600, 400))
    exhibit = secret(mediation, "mediator", data=data, name="图纸.png")
    undertake(mediation.who("mediator"), exhibit)
    plain = exhibit_drawing(mediation.who("applicant"), exhibit, "view")[1]
    for kind in ("thumb", "view"):
        with pytest.raises(NotAllowed):
            exhibit_drawing(mediation.who("mediator"), exhibit, kind)
    shown = marked(mediation.who("mediator"), exhibit)
    assert shown.media_type == "image/webp" and shown.data != plain


def test_those_who_are_not_named_learn_that_it_is_there_and_nothing_else(mediation) -> None:
    exhibit = secret(mediation, "agent")
    (seen,) = exhibits_in(mediation.who("respondent"), mediation.joint)
    assert (seen.id, seen.number, seen.secret, seen.may_open) == (exhibit, 1, True, False)
    assert (seen.name, seen.sha256, seen.size, seen.media_type) == ("", "", 0, "")
    assert exhibit_view(mediation.who("agent"), exhibit).must_undertake
    assert exhibit_view(mediation.who("applicant"), exhibit).name == "配方.pdf"


def test_the_list_of_those_named_can_change_and_an_undertaking_stays_with_those_who_stay(mediation) -> None:
    exhibit = secret(mediation, "agent", "mediator")
    for name in ("agent", "mediator"):
        undertake(mediation.who(name), exhibit)
    mark_secret(mediation.who("applicant"), exhibit, readers=[mediation.participants["mediator"]])
    assert exhibit_view(mediation.who("mediator"), exhibit).may_open
    with pytest.raises(NotAllowed):
        marked(mediation.who("agent"), exhibit)


def test_an_exhibit_that_was_open_becomes_a_secret(mediation) -> None:
    kept = submit_exhibit(
        mediation.who("applicant"), mediation.joint, name="配方.pdf", source=io.BytesIO(RECIPE), max_bytes=10**7
    )
    with pytest.raises(NotAllowed):
        mark_secret(mediation.who("respondent"), kept.exhibit_id, readers=[])
    mark_secret(mediation.who("applicant"), kept.exhibit_id, readers=[])
    with pytest.raises(NotAllowed):
        exhibit_file(mediation.who("respondent"), kept.exhibit_id)
    with pytest.raises(Conflict):
        release_for_court(mediation.who("applicant"), kept.exhibit_id)


def test_only_people_who_hear_the_channel_can_be_named(mediation) -> None:
    caucus = mediation.caucus[Side.APPLICANT]
    kept = submit_exhibit(
        mediation.who("applicant"), caucus, name="配方.pdf", source=io.BytesIO(RECIPE), max_bytes=10**7
    )
    with pytest.raises(InvalidInput):
        mark_secret(mediation.who("applicant"), kept.exhibit_id, readers=[mediation.participants["respondent"]])
    assert [person.name for person in nameable(mediation.who("applicant"), kept.exhibit_id)] == ["周慧兰"]


def test_a_kind_that_cannot_be_marked_cannot_be_a_secret(mediation, settings) -> None:
    with pytest.raises(FileRefused) as refused:
        secret(mediation, data=b"words", name="配方.txt")
    assert refused.value.details["reason"] == "secret_kind"
    assert list(settings.blobs_dir.iterdir()) == []


def test_what_was_withdrawn_is_opened_by_nobody(mediation) -> None:
    exhibit = secret(mediation, "agent")
    withdraw_exhibit(mediation.who("applicant"), exhibit)
    with pytest.raises(Conflict):
        undertake(mediation.who("agent"), exhibit)
    with pytest.raises(NotFound):
        marked(mediation.who("applicant"), exhibit)


@pytest.mark.parametrize(
    ("owner", "named", "undertaken", "opens"),
    [(True, False, False, True), (False, True, True, True), (False, True, False, False), (False, False, True, False)],
)
def test_the_rule_asks_for_a_name_and_an_undertaking(owner: bool, named: bool, undertaken: bool, opens: bool) -> None:
    assert may_be_opened(owner=owner, named=named, undertaken=undertaken) == opens
