"""Words from a caucus: passed on only with the side's consent to exactly them, and never hinted at before."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odr import events
from odr.access.actor import Side
from odr.audit.models import AuditEntry
from odr.db import reading
from odr.errors import Conflict, InvalidInput, NotAllowed, NotFound, StaleVersion
from odr.events import PassingChanged, WordsPassedOn
from odr.records.passing import (
    agree_to_pass,
    ask_to_pass,
    pass_on,
    passed_on_in,
    passing_page,
    passings_in,
    refuse_to_pass,
    reword_passing,
    withdraw_passing,
)
from odr.records.states import PassingState
from odr.rooms.queries import messages_after
from tests.factories.mediation import Mediation

SENTENCE = "申请人愿意考虑分两期付款。"


def asked(mediation: Mediation, *, to: str = "") -> str:
    private = mediation.caucus[Side.APPLICANT]
    return ask_to_pass(mediation.who("mediator"), private, to_id=to or mediation.joint, text=SENTENCE)


def said(mediation: Mediation, channel: str, who: str = "mediator") -> list[str]:
    return [message.text for message in messages_after(mediation.who(who), channel, 0)]


def test_with_the_sides_yes_the_exact_sentence_stands_in_the_joint_channel(mediation: Mediation):
    passing = asked(mediation)
    assert agree_to_pass(mediation.who("applicant"), passing, revision=1) == PassingState.PASSED
    (message,) = messages_after(mediation.who("respondent"), mediation.joint, 0)
    assert (message.text, message.author) == (SENTENCE, "张敏")
    assert passed_on_in(mediation.who("respondent"), mediation.joint) == {message.seq}


def test_before_it_is_agreed_and_after_a_refusal_there_is_no_trace_outside_the_caucus(mediation: Mediation):
    def outside() -> list[tuple[str, str]]:
        own = f"channel:{mediation.caucus[Side.APPLICANT]}"
        with reading() as now:
            return [tuple(row) for row in now.execute(sa.select(AuditEntry.chain, AuditEntry.act)) if row[0] != own]

    before = outside()
    passing = asked(mediation)
    refuse_to_pass(mediation.who("applicant"), passing, revision=1)
    assert said(mediation, mediation.joint) == []
    assert outside() == before
    for name in ("respondent", "agent", "clerk", "outsider"):
        with pytest.raises(NotFound):
            passing_page(mediation.who(name), passing)
        with pytest.raises(NotFound):
            passings_in(mediation.who(name), mediation.caucus[Side.APPLICANT])


def test_only_those_of_the_caucus_are_told_of_the_question(mediation: Mediation):
    heard: list[PassingChanged | WordsPassedOn] = []
    events.subscribe(PassingChanged, heard.append)
    events.subscribe(WordsPassedOn, heard.append)
    passing = asked(mediation)
    refuse_to_pass(mediation.who("applicant"), passing, revision=1)
    wanted = {mediation.accounts["applicant"], mediation.accounts["mediator"]}
    assert heard
    assert all(set(fact.audience) == wanted for fact in heard)


def test_to_the_other_caucus_the_mediator_takes_what_was_agreed(mediation: Mediation):
    other = mediation.caucus[Side.RESPONDENT]
    passing = asked(mediation, to=other)
    with pytest.raises(Conflict):
        pass_on(mediation.who("mediator"), passing, revision=1)
    assert agree_to_pass(mediation.who("applicant"), passing, revision=1) == PassingState.AGREED
    assert said(mediation, other) == []
    pass_on(mediation.who("mediator"), passing, revision=1)
    assert said(mediation, other, "respondent") == [SENTENCE]
    assert said(mediation, mediation.joint) == []


def test_other_words_void_the_consent(mediation: Mediation):
    passing = asked(mediation, to=mediation.caucus[Side.RESPONDENT])
    agree_to_pass(mediation.who("applicant"), passing, revision=1)
    reword_passing(mediation.who("mediator"), passing, revision=1, text="申请人愿意分三期付款。")
    with pytest.raises(Conflict):
        pass_on(mediation.who("mediator"), passing, revision=2)
    with pytest.raises(StaleVersion):
        agree_to_pass(mediation.who("applicant"), passing, revision=1)


def test_the_side_may_take_its_yes_back_until_it_was_passed_on(mediation: Mediation):
    passing = asked(mediation, to=mediation.caucus[Side.RESPONDENT])
    agree_to_pass(mediation.who("applicant"), passing, revision=1)
    refuse_to_pass(mediation.who("applicant"), passing, revision=1)
    with pytest.raises(Conflict):
        pass_on(mediation.who("mediator"), passing, revision=1)


def test_only_the_mediator_asks_and_only_the_very_side_answers(mediation: Mediation):
    private = mediation.caucus[Side.APPLICANT]
    with pytest.raises(NotAllowed):
        ask_to_pass(mediation.who("applicant"), private, to_id=mediation.joint, text=SENTENCE)
    with pytest.raises(NotAllowed):
        ask_to_pass(mediation.who("mediator"), mediation.joint, to_id=private, text=SENTENCE)
    with pytest.raises(InvalidInput):
        ask_to_pass(mediation.who("mediator"), private, to_id=private, text=SENTENCE)
    passing = asked(mediation)
    with pytest.raises(NotAllowed):
        agree_to_pass(mediation.who("mediator"), passing, revision=1)
    with pytest.raises(NotFound):
        agree_to_pass(mediation.who("respondent"), passing, revision=1)


def test_what_the_mediator_no_longer_asks_is_gone_from_the_caucus_too(mediation: Mediation):
    passing = asked(mediation)
    withdraw_passing(mediation.who("mediator"), passing, revision=1)
    assert passings_in(mediation.who("applicant"), mediation.caucus[Side.APPLICANT]).passings == ()


STEPS = ["agree", "refuse", "reword", "pass_on", "withdraw"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), max_size=7))
def test_nothing_is_ever_passed_on_that_was_not_agreed_to_word_for_word(mediation: Mediation, steps: list[str]):
    """Whatever the order of asking, agreeing, rewording, taking back and passing on."""
    other = mediation.caucus[Side.RESPONDENT]
    heard_before = said(mediation, other)
    passing, revision, words, agreed = asked(mediation, to=other), 1, SENTENCE, ""
    for number, step in enumerate(steps):
        try:
            if step == "agree":
                agree_to_pass(mediation.who("applicant"), passing, revision=revision)
                agreed = words
            elif step == "refuse":
                refuse_to_pass(mediation.who("applicant"), passing, revision=revision)
                agreed = ""
            elif step == "reword":
                reword_passing(mediation.who("mediator"), passing, revision=revision, text=f"改动{number}。")
                revision, words, agreed = revision + 1, f"改动{number}。", ""
            elif step == "withdraw":
                withdraw_passing(mediation.who("mediator"), passing, revision=revision)
                agreed = ""
            else:
                pass_on(mediation.who("mediator"), passing, revision=revision)
                assert said(mediation, other) == [*heard_before, agreed]
                assert agreed
                return
        except Conflict:
            continue
    assert said(mediation, other) == heard_before
