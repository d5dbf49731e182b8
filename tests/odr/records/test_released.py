"""What was let out of a caucus: the mediator has every sentence before them, word for word, and nobody else has any."""

from __future__ import annotations

import pytest

from odr.access.actor import Side
from odr.errors import NotAllowed, NotFound
from odr.records.passing import agree_to_pass, ask_to_pass, pass_on, refuse_to_pass, reword_passing
from odr.records.released import released
from odr.rooms.queries import messages_after
from tests.factories.mediation import Mediation
from tests.factories.notes import second_mediator

SENTENCE = "申请人愿意考虑分两期付款。"


def asked(mediation: Mediation, text: str = SENTENCE, *, to: str = "") -> str:
    private = mediation.caucus[Side.APPLICANT]
    return ask_to_pass(mediation.who("mediator"), private, to_id=to or mediation.joint, text=text)


def test_a_sentence_is_in_it_with_its_consent_and_its_place(mediation: Mediation):
    agree_to_pass(mediation.who("applicant"), asked(mediation), revision=1)
    (one,) = released(mediation.who("mediator"), mediation.case_ref)
    (message,) = messages_after(mediation.who("respondent"), mediation.joint, 0)
    assert (one.text, one.by.zh, one.seq) == (SENTENCE, "张敏", message.seq)
    assert (one.from_id, one.to_id) == (mediation.caucus[Side.APPLICANT], mediation.joint)
    assert one.passed_at is not None


def test_what_was_only_asked_for_or_refused_is_not_in_it(mediation: Mediation):
    asked(mediation, "只是问问。")
    refuse_to_pass(mediation.who("applicant"), asked(mediation), revision=1)
    assert released(mediation.who("mediator"), mediation.case_ref) == ()


def test_what_is_agreed_and_still_to_be_told_stands_first_in_the_words_agreed_to(mediation: Mediation):
    other = mediation.caucus[Side.RESPONDENT]
    waiting = asked(mediation, to=other)
    reword_passing(mediation.who("mediator"), waiting, revision=1, text="申请人愿意分三期付款。")
    agree_to_pass(mediation.who("applicant"), waiting, revision=2)
    agree_to_pass(mediation.who("applicant"), asked(mediation), revision=1)
    mediator = mediation.who("mediator")
    found = released(mediator, mediation.case_ref)
    assert [(one.text, one.passed_at is None, one.seq is None) for one in found] == [
        ("申请人愿意分三期付款。", True, True),
        (SENTENCE, False, False),
    ]
    pass_on(mediator, waiting, revision=2)
    assert released(mediator, mediation.case_ref)[0].id == waiting


def test_what_is_taken_back_in_time_is_gone(mediation: Mediation):
    waiting = asked(mediation, to=mediation.caucus[Side.RESPONDENT])
    agree_to_pass(mediation.who("applicant"), waiting, revision=1)
    refuse_to_pass(mediation.who("applicant"), waiting, revision=1)
    assert released(mediation.who("mediator"), mediation.case_ref) == ()


def test_it_is_for_the_mediators_of_the_case_alone(mediation: Mediation):
    agree_to_pass(mediation.who("applicant"), asked(mediation), revision=1)
    for name in ("applicant", "respondent", "agent", "clerk"):
        with pytest.raises(NotAllowed):
            released(mediation.who(name), mediation.case_ref)
    for name in ("other_mediator", "other_clerk", "court_clerk", "outsider"):
        with pytest.raises(NotFound):
            released(mediation.who(name), mediation.case_ref)
    assert len(released(second_mediator(mediation), mediation.case_ref)) == 1
