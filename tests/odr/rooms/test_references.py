"""A message answers, corrects or translates an earlier one of the very same channel, and no other."""

from __future__ import annotations

import pytest

from odr import events
from odr.access.actor import Role, Side
from odr.errors import InvalidInput, NotAllowed, PrivateFigure
from odr.events import MessagePosted, Quoted
from odr.rooms.opened import MessageView
from odr.rooms.posting import post_message
from odr.rooms.queries import messages_after, messages_before
from odr.rooms.receipts import mark_read, receipts
from odr.rooms.search import search_channel
from tests.factories.guests import admit_guest
from tests.factories.mediation import Mediation


def say(mediation: Mediation, who: str, channel: str, text: str, **about: int | str | bool) -> int:
    return post_message(mediation.who(who), channel, text=text, client_ref=text[:60], **about).seq  # type: ignore[arg-type]


def seen(mediation: Mediation, who: str, channel: str) -> list[MessageView]:
    return messages_after(mediation.who(who), channel, 0)


def test_an_answer_shows_what_it_answers(mediation: Mediation) -> None:
    told: list[MessagePosted] = []
    events.subscribe(MessagePosted, told.append)
    say(mediation, "applicant", mediation.joint, "我们要求下架。")
    say(mediation, "respondent", mediation.joint, "Agreed.", quotes=1)
    quote = seen(mediation, "mediator", mediation.joint)[1].quote
    assert quote is not None
    assert (quote.seq, quote.author, quote.text) == (1, "张敏", "我们要求下架。")
    assert told[1].quote == Quoted(1, mediation.participants["applicant"], "我们要求下架。")


def test_a_long_message_is_quoted_by_its_beginning(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.joint, "长" * 500)
    say(mediation, "respondent", mediation.joint, "Too long.", quotes=1)
    quote = seen(mediation, "mediator", mediation.joint)[1].quote
    assert quote is not None and quote.text == "长" * 199 + "…"


@pytest.mark.parametrize("name", ["quotes", "corrects", "translates"])
def test_a_place_in_another_channel_is_a_place_that_does_not_exist(mediation: Mediation, name: str) -> None:
    caucus = mediation.caucus[Side.APPLICANT]
    for number in range(3):
        say(mediation, "applicant", caucus, f"private {number}")
    say(mediation, "applicant", mediation.joint, "public")
    refusals = []
    for place in (2, 3, 99):
        with pytest.raises(InvalidInput) as refused:
            say(mediation, "applicant", mediation.joint, "about it", **{name: place})
        refusals.append(refused.value.details)
    assert refusals == [{"fields": {name: "unknown"}}] * 3
    assert len(seen(mediation, "applicant", mediation.joint)) == 1


def test_a_correction_is_a_new_version_and_the_first_one_stays(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.joint, "库存 4,200 罐。")
    say(mediation, "respondent", mediation.joint, "Noted.")
    say(mediation, "applicant", mediation.joint, "库存 2,400 罐。", corrects=1)
    first, _, third = seen(mediation, "respondent", mediation.joint)
    assert first.text == "库存 4,200 罐。"
    assert [(word.seq, word.text) for word in first.corrections] == [(3, "库存 2,400 罐。")]
    assert (third.corrects, third.text) == (1, "库存 2,400 罐。")


def test_nobody_corrects_what_another_person_said(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.joint, "We accept.")
    for name in ("respondent", "mediator"):
        with pytest.raises(NotAllowed):
            say(mediation, name, mediation.joint, "We do not.", corrects=1)


def test_a_later_word_cannot_itself_be_corrected_or_quoted(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.joint, "one")
    say(mediation, "applicant", mediation.joint, "two", corrects=1)
    for name in ("quotes", "corrects", "translates"):
        with pytest.raises(InvalidInput):
            say(mediation, "applicant", mediation.joint, "three", **{name: 2})


def test_a_translation_is_the_authors_own_or_that_of_somebody_who_hears_it(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.joint, "我们愿意谈。", translation="We are willing to talk.")
    say(mediation, "mediator", mediation.joint, "We would like to talk.", translates=1)
    first = seen(mediation, "respondent", mediation.joint)[0]
    assert [(w.author, w.text, w.engine) for w in first.translations] == [
        ("张敏", "We are willing to talk.", ""),
        ("周慧兰", "We would like to talk.", ""),
    ]


def test_a_private_figure_is_not_said_in_a_translation_or_a_correction_either(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.caucus[Side.APPLICANT], "最低可以", translation="our floor is 380,000 yuan")
    say(mediation, "applicant", mediation.joint, "我们再想想。")
    for about in ({"translation": "380k"}, {"corrects": 1}):
        with pytest.raises(PrivateFigure):
            say(mediation, "applicant", mediation.joint, "38 万元" if "corrects" in about else "嗯", **about)  # type: ignore[arg-type]


def test_the_order_can_be_walked_both_ways(mediation: Mediation) -> None:
    for number in range(1, 8):
        say(mediation, "applicant", mediation.joint, f"word {number}")
    actor = mediation.who("respondent")
    assert [m.seq for m in messages_before(actor, mediation.joint, 7, limit=3)] == [4, 5, 6]
    assert [m.seq for m in messages_after(actor, mediation.joint, 2, limit=3)] == [3, 4, 5]
    assert messages_before(actor, mediation.joint, 1) == []


def test_a_guest_who_came_later_neither_sees_nor_finds_nor_quotes_what_was_said_before(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.joint, "before the interpreter came")
    guest = admit_guest(mediation, Role.INTERPRETER, {mediation.joint: False}).actor
    say(mediation, "respondent", mediation.joint, "an answer", quotes=1)
    (heard,) = messages_after(guest, mediation.joint, 0)
    assert (heard.text, heard.quote) == ("an answer", None)
    assert messages_before(guest, mediation.joint, 2) == []
    assert search_channel(guest, mediation.joint, words="before").hits == ()
    mark_read(guest, mediation.joint, 2)
    assert receipts(mediation.who("applicant"), mediation.joint) == []
    assert [read.seq for read in receipts(mediation.who("respondent"), mediation.joint)] == [2]
    for name in ("quotes", "translates"):
        with pytest.raises(InvalidInput) as refused:
            post_message(guest, mediation.joint, text="about it", client_ref=name, **{name: 1})  # type: ignore[arg-type]
        assert refused.value.details == {"fields": {name: "unknown"}}
