"""Nothing said in private is passed on before its speaker's side allowed it in its own words."""

from __future__ import annotations

import pytest

from odr.access.actor import Side
from odr.errors import Conflict, InvalidInput, NotFound
from odr.issues.commands import add_note, remove_note
from odr.issues.contents import PromiseNote
from odr.issues.promises import mark_told, note_consent, withdraw_consent
from odr.issues.queries import notebook, to_pass_on
from odr.issues.states import NoteKind
from odr.rooms.posting import post_message
from tests.factories.mediation import Mediation


def promise_of(mediation: Mediation) -> str:
    content = PromiseNote(mediation.parties[Side.APPLICANT], "可以等到六月")
    return add_note(mediation.who("mediator"), mediation.case_id, content)


def say(mediation: Mediation, who: str, channel: str, text: str) -> int:
    return post_message(mediation.who(who), channel, text=text, client_ref=text[:60]).seq


def test_it_is_not_told_before_its_speaker_allowed_it(mediation: Mediation) -> None:
    promise, mediator = promise_of(mediation), mediation.who("mediator")
    with pytest.raises(Conflict):
        mark_told(mediator, promise)
    seq = say(mediation, "applicant", mediation.caucus[Side.APPLICANT], "可以告诉他们，我们能等到六月。")
    note_consent(mediator, promise, seq=seq)
    assert to_pass_on(mediator, mediation.case_ref).to_tell == 1
    mark_told(mediator, promise)
    view = notebook(mediator, mediation.case_ref).promises[0]
    assert view.told_at is not None
    assert view.consent is not None
    assert (view.consent.text, view.consent.author) == ("可以告诉他们，我们能等到六月。", "张敏")


def test_only_words_of_that_side_in_its_own_caucus_are_a_consent(mediation: Mediation) -> None:
    promise, mediator = promise_of(mediation), mediation.who("mediator")
    own = mediation.caucus[Side.APPLICANT]
    by_mediator = say(mediation, "mediator", own, "我可以转达吗？")
    in_the_open = [say(mediation, "applicant", mediation.joint, f"公开的话 {n}") for n in range(3)]
    say(mediation, "respondent", mediation.caucus[Side.RESPONDENT], "我们同意")
    for seq in (by_mediator, in_the_open[-1], 0, 99):
        with pytest.raises(InvalidInput):
            note_consent(mediator, promise, seq=seq)
    assert to_pass_on(mediator, mediation.case_ref).to_ask == 1


def test_a_consent_can_be_taken_back_until_it_was_told(mediation: Mediation) -> None:
    promise, mediator = promise_of(mediation), mediation.who("mediator")
    seq = say(mediation, "applicant", mediation.caucus[Side.APPLICANT], "可以说。")
    note_consent(mediator, promise, seq=seq)
    withdraw_consent(mediator, promise)
    with pytest.raises(Conflict):
        mark_told(mediator, promise)
    note_consent(mediator, promise, seq=seq)
    mark_told(mediator, promise)
    mark_told(mediator, promise)
    with pytest.raises(Conflict):
        withdraw_consent(mediator, promise)


@pytest.mark.parametrize("who", ["applicant", "respondent", "agent", "clerk", "other_mediator"])
def test_nobody_but_a_mediator_of_the_case_touches_the_list(mediation: Mediation, who: str) -> None:
    promise, actor = promise_of(mediation), mediation.who(who)
    seq = say(mediation, "applicant", mediation.caucus[Side.APPLICANT], "可以说。")
    with pytest.raises(NotFound):
        note_consent(actor, promise, seq=seq)
    with pytest.raises(NotFound):
        withdraw_consent(actor, promise)
    with pytest.raises(NotFound):
        mark_told(actor, promise)
    with pytest.raises(NotFound):
        to_pass_on(actor, mediation.case_ref)


def test_what_was_removed_waits_no_more(mediation: Mediation) -> None:
    promise, mediator = promise_of(mediation), mediation.who("mediator")
    remove_note(mediator, NoteKind.PROMISE, promise)
    waiting = to_pass_on(mediator, mediation.case_ref)
    assert (waiting.to_ask, waiting.to_tell) == (0, 0)
    with pytest.raises(NotFound):
        mark_told(mediator, promise)
