"""Words are found in what somebody hears, whatever their case and width, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odr.access.actor import Side
from odr.errors import InvalidInput, NotFound
from odr.rooms import search
from odr.rooms.matching import spans_of, terms_of
from odr.rooms.posting import post_message
from odr.rooms.search import search_channel
from tests.factories.mediation import Mediation


@pytest.mark.parametrize(
    "text, words, found",
    [
        ("我方要求下架全部侵权商品。", "下架", ["下架"]),
        ("The Respondent shall STOP, stop.", "stop", ["STOP", "stop"]),
        ("单价３８万元", "38", ["３８"]),
        ("Straße 7", "strasse", ["Straße"]),
        ("库存与赔偿", "赔偿 库存", ["库存", "赔偿"]),
        ("only one of them", "one two", []),
        ("nothing", "x", []),
    ],
)
def test_words_are_found_as_people_look_for_them(text: str, words: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in spans_of(text, terms_of(words))] == found


@given(text=st.text(max_size=60), start=st.integers(0, 59), length=st.integers(1, 9))
def test_every_part_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    words = text[start : start + length]
    terms = terms_of(words)
    spans = spans_of(text, terms)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert list(spans) == sorted(spans)
    if words.isascii() and terms:
        assert spans


def fill(mediation: Mediation, channel: str, count: int) -> None:
    for number in range(1, count + 1):
        text = f"word {number} {'needle' if number % 2 else 'hay'}"
        post_message(mediation.who("applicant"), channel, text=text, client_ref=f"m{number}")


def test_the_newest_come_first_and_one_can_go_on(mediation: Mediation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST_READ", 4)
    monkeypatch.setattr(search, "MOST_FOUND", 2)
    fill(mediation, mediation.joint, 9)
    actor, seen, before = mediation.who("respondent"), [], None
    while True:
        found = search_channel(actor, mediation.joint, words="NEEDLE", before=before)
        seen += [hit.message.seq for hit in found.hits]
        before = found.before
        if before is None:
            break
    assert seen == [9, 7, 5, 3, 1]


def test_nobody_finds_what_they_do_not_hear(mediation: Mediation) -> None:
    fill(mediation, mediation.caucus[Side.APPLICANT], 3)
    assert search_channel(mediation.who("respondent"), mediation.joint, words="needle").hits == ()
    assert len(search_channel(mediation.who("mediator"), mediation.caucus[Side.APPLICANT], words="needle").hits) == 2
    for name in ("respondent", "clerk", "outsider"):
        with pytest.raises(NotFound):
            search_channel(mediation.who(name), mediation.caucus[Side.APPLICANT], words="needle")


@pytest.mark.parametrize("words", ["", "  ", "x" * 101])
def test_something_has_to_be_looked_for(mediation: Mediation, words: str) -> None:
    with pytest.raises(InvalidInput):
        search_channel(mediation.who("applicant"), mediation.joint, words=words)


def test_a_translation_is_found_too(mediation: Mediation) -> None:
    actor = mediation.who("applicant")
    post_message(actor, mediation.joint, text="我们愿意谈。", client_ref="a", translation="We are willing to talk.")
    (hit,) = search_channel(actor, mediation.joint, words="willing").hits
    assert (hit.message.seq, hit.spans) == (1, ())
