"""An author learns who has read their words, in that channel; nobody else learns anything of it."""

from __future__ import annotations

import pytest

from odr import events
from odr.access.actor import Side
from odr.errors import NotFound
from odr.events import ReceiptChanged, TypingStarted
from odr.rooms.posting import post_message
from odr.rooms.receipts import ReadUpTo, mark_read, receipts
from odr.rooms.typing import start_typing
from tests.factories.mediation import Mediation


def say(mediation: Mediation, who: str, channel: str, text: str) -> None:
    post_message(mediation.who(who), channel, text=text, client_ref=text)


def test_an_author_is_told_of_their_own_last_word_that_was_read(mediation: Mediation) -> None:
    told: list[ReceiptChanged] = []
    events.subscribe(ReceiptChanged, told.append)
    for who, text in (("applicant", "a"), ("applicant", "b"), ("mediator", "c"), ("respondent", "d")):
        say(mediation, who, mediation.joint, text)
    mark_read(mediation.who("respondent"), mediation.joint, 4)
    reader = mediation.participants["respondent"]
    assert {fact.audience: (fact.participant_id, fact.seq) for fact in told} == {
        (mediation.accounts["applicant"],): (reader, 2),
        (mediation.accounts["mediator"],): (reader, 3),
    }
    mark_read(mediation.who("respondent"), mediation.joint, 4)
    mark_read(mediation.who("respondent"), mediation.joint, 1)
    assert len(told) == 2


def test_a_page_shows_an_author_who_has_read_what_of_theirs_and_nothing_of_others(mediation: Mediation) -> None:
    for who, text in (("applicant", "a"), ("mediator", "b"), ("applicant", "c"), ("mediator", "d")):
        say(mediation, who, mediation.joint, text)
    mark_read(mediation.who("respondent"), mediation.joint, 2)
    mark_read(mediation.who("mediator"), mediation.joint, 4)
    read = {place.participant_id: place.seq for place in receipts(mediation.who("applicant"), mediation.joint)}
    assert read == {mediation.participants["respondent"]: 1, mediation.participants["mediator"]: 3}
    assert receipts(mediation.who("mediator"), mediation.joint) == [ReadUpTo(mediation.participants["respondent"], 2)]
    assert receipts(mediation.who("agent"), mediation.joint) == []


def test_reading_a_caucus_shows_in_that_caucus_only(mediation: Mediation) -> None:
    told: list[ReceiptChanged] = []
    events.subscribe(ReceiptChanged, told.append)
    caucus = mediation.caucus[Side.APPLICANT]
    say(mediation, "applicant", mediation.joint, "public")
    say(mediation, "applicant", caucus, "private")
    mark_read(mediation.who("mediator"), caucus, 1)
    assert [(fact.audience, fact.channel_id) for fact in told] == [((mediation.accounts["applicant"],), caucus)]
    assert receipts(mediation.who("applicant"), mediation.joint) == []
    with pytest.raises(NotFound):
        receipts(mediation.who("respondent"), caucus)


def test_typing_is_told_to_the_other_hearers_of_that_channel(mediation: Mediation) -> None:
    told: list[TypingStarted] = []
    events.subscribe(TypingStarted, told.append)
    start_typing(mediation.who("agent"), mediation.caucus[Side.RESPONDENT])
    assert set(told[0].audience) == {mediation.accounts["respondent"], mediation.accounts["mediator"]}
    with pytest.raises(NotFound):
        start_typing(mediation.who("applicant"), mediation.caucus[Side.RESPONDENT])
    assert len(told) == 1
