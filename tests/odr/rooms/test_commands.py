"""Speaking in a room: who hears, in which order, and what is kept."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError, StatementError

from odr import clock, events
from odr.access.actor import Side
from odr.access.vault import CannotOpen
from odr.accounts.models import Account
from odr.cases.models import Participant
from odr.db import Database, reading, transaction
from odr.errors import AudienceChanged, Conflict, InvalidInput, NotAllowed, NotFound
from odr.events import MessagePosted
from odr.rooms.commands import end_mediation_session, open_mediation_session
from odr.rooms.models import Channel, Message
from odr.rooms.posting import post_message
from odr.rooms.queries import channel_page, messages_after, room_page
from odr.rooms.receipts import mark_read
from tests.factories.mediation import Mediation


def say(mediation: Mediation, who: str, channel: str, text: str, ref: str = "r1") -> int:
    return post_message(mediation.who(who), channel, text=text, client_ref=ref).seq


def heard(mediation: Mediation, who: str, channel: str) -> list[str]:
    return [m.text for m in messages_after(mediation.who(who), channel, 0)]


def test_a_caucus_word_reaches_its_side_and_the_mediator_only(mediation: Mediation) -> None:
    delivered: list[MessagePosted] = []
    events.subscribe(MessagePosted, delivered.append)
    caucus = mediation.caucus[Side.RESPONDENT]
    say(mediation, "respondent", caucus, "our ceiling is 380,000")
    for name in ("respondent", "agent", "mediator"):
        assert heard(mediation, name, caucus) == ["our ceiling is 380,000"]
    for name in ("applicant", "clerk", "court_clerk", "other_mediator", "outsider"):
        with pytest.raises(NotFound):
            messages_after(mediation.who(name), caucus, 0)
    expected = {mediation.accounts[name] for name in ("respondent", "agent", "mediator")}
    assert set(delivered[0].audience) == expected


def test_the_room_of_one_side_does_not_hold_the_caucus_of_the_other(mediation: Mediation) -> None:
    seen = {c.id for c in room_page(mediation.who("applicant"), mediation.case_ref).channels}
    assert seen == {mediation.joint, mediation.caucus[Side.APPLICANT]}


def test_a_clerk_knows_the_case_but_has_no_place_in_its_room(mediation: Mediation) -> None:
    with pytest.raises(NotAllowed):
        room_page(mediation.who("clerk"), mediation.case_ref)
    with pytest.raises(NotFound):
        room_page(mediation.who("other_clerk"), mediation.case_ref)


def test_each_channel_counts_for_itself(mediation: Mediation) -> None:
    for number in range(5):
        say(mediation, "applicant", mediation.caucus[Side.APPLICANT], "quietly", ref=f"c{number}")
    assert say(mediation, "respondent", mediation.joint, "hello") == 1


def test_repeating_a_message_gives_the_same_receipt_and_says_it_once(mediation: Mediation) -> None:
    first = post_message(mediation.who("applicant"), mediation.joint, text="hello", client_ref="same")
    again = post_message(mediation.who("applicant"), mediation.joint, text="hello", client_ref="same")
    assert first == again
    assert heard(mediation, "respondent", mediation.joint) == ["hello"]


def test_what_is_kept_cannot_be_read_without_the_key(mediation: Mediation, database: Database) -> None:
    say(mediation, "applicant", mediation.caucus[Side.APPLICANT], "the floor is 38万元")
    with reading() as session:
        assert "38万元".encode() not in session.scalars(sa.select(Message.body)).one()


def test_words_moved_to_another_place_cannot_be_opened(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.caucus[Side.APPLICANT], "ours alone")
    say(mediation, "applicant", mediation.joint, "for all")
    with transaction() as tx:
        private = tx.session.scalars(
            sa.select(Message).where(Message.channel_id == mediation.caucus[Side.APPLICANT])
        ).one()
        public = tx.session.scalars(sa.select(Message).where(Message.channel_id == mediation.joint)).one()
        public.body = private.body
    with pytest.raises(CannotOpen):
        messages_after(mediation.who("respondent"), mediation.joint, 0)


def test_a_removed_person_neither_hears_nor_speaks_from_that_moment(mediation: Mediation) -> None:
    with transaction() as tx:
        tx.session.get_one(Participant, mediation.participants["agent"]).removed_at = clock.now()
    with pytest.raises(NotFound):
        say(mediation, "agent", mediation.joint, "still here?")
    with pytest.raises(NotFound):
        messages_after(mediation.who("agent"), mediation.caucus[Side.RESPONDENT], 0)


def test_a_removal_counts_even_for_an_act_that_had_begun(mediation: Mediation) -> None:
    actor = mediation.who("agent")
    with transaction() as tx:
        tx.session.get_one(Participant, mediation.participants["agent"]).removed_at = clock.now()
    with pytest.raises(NotFound):
        post_message(actor, mediation.joint, text="too late", client_ref="r")
    assert heard(mediation, "mediator", mediation.joint) == []


def test_words_of_a_removed_person_keep_their_name(mediation: Mediation) -> None:
    say(mediation, "agent", mediation.joint, "for the record")
    with transaction() as tx:
        tx.session.get_one(Participant, mediation.participants["agent"]).removed_at = clock.now()
    message = messages_after(mediation.who("applicant"), mediation.joint, 0)[0]
    assert (message.author, message.text) == ("王一鸣", "for the record")


def test_words_written_for_other_ears_are_held_back(mediation: Mediation) -> None:
    shown = channel_page(mediation.who("applicant"), mediation.joint).audience
    with transaction() as tx:
        tx.session.get_one(Participant, mediation.participants["agent"]).removed_at = clock.now()
    actor = mediation.who("applicant")
    with pytest.raises(AudienceChanged):
        post_message(actor, mediation.joint, text="hello", client_ref="a", audience=shown)
    assert heard(mediation, "mediator", mediation.joint) == []
    now = channel_page(actor, mediation.joint).audience
    assert post_message(actor, mediation.joint, text="hello", client_ref="a", audience=now).seq == 1


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 8001, "a\x00b", "a\x1b[31m"])
def test_words_that_cannot_be_kept_are_refused(mediation: Mediation, text: str) -> None:
    with pytest.raises(InvalidInput):
        say(mediation, "applicant", mediation.joint, text)
    assert heard(mediation, "applicant", mediation.joint) == []


def test_nothing_is_delivered_when_the_unit_fails(mediation: Mediation) -> None:
    delivered: list[MessagePosted] = []
    events.subscribe(MessagePosted, delivered.append)
    with pytest.raises(RuntimeError), transaction():
        say(mediation, "applicant", mediation.joint, "never happened")
        raise RuntimeError("power")
    assert delivered == []
    assert heard(mediation, "mediator", mediation.joint) == []


def test_many_speak_at_once_and_each_word_has_its_own_place(mediation: Mediation) -> None:
    actors = [mediation.who(name) for name in ("applicant", "respondent", "agent", "mediator")]

    def talk(index: int) -> None:
        for number in range(10):
            post_message(actors[index], mediation.joint, text=f"{index}.{number}", client_ref=f"{index}.{number}")

    threads = [threading.Thread(target=talk, args=(index,)) for index in range(len(actors))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = messages_after(mediation.who("mediator"), mediation.joint, 0)
    assert [m.seq for m in kept] == list(range(1, 41))
    for index in range(len(actors)):
        assert [m.text for m in kept if m.text.startswith(f"{index}.")] == [f"{index}.{n}" for n in range(10)]


@how(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200))
def test_any_words_come_back_as_they_were_said(mediation: Mediation, text: str) -> None:
    actor = mediation.who("applicant")
    try:
        seq = post_message(actor, mediation.joint, text=text, client_ref=clock.now().isoformat()).seq
    except InvalidInput:
        assert not text.strip()
        return
    (kept,) = messages_after(actor, mediation.joint, seq - 1)
    assert kept.text.split() and "".join(kept.text.split())


def test_read_marks_are_private_and_never_move_back(mediation: Mediation) -> None:
    for number in range(3):
        say(mediation, "applicant", mediation.joint, "word", ref=f"m{number}")
    mark_read(mediation.who("respondent"), mediation.joint, 2)
    mark_read(mediation.who("respondent"), mediation.joint, 1)
    assert channel_page(mediation.who("respondent"), mediation.joint).unread == 1
    assert channel_page(mediation.who("agent"), mediation.joint).unread == 3


def test_only_the_mediator_opens_a_sitting_and_only_one_at_a_time(mediation: Mediation) -> None:
    with pytest.raises(NotAllowed):
        open_mediation_session(mediation.who("applicant"), mediation.case_id)
    with pytest.raises(Conflict):
        open_mediation_session(mediation.who("mediator"), mediation.case_id)
    end_mediation_session(mediation.who("mediator"), mediation.case_id)
    assert open_mediation_session(mediation.who("mediator"), mediation.case_id) == 2


def test_a_caucus_without_a_party_cannot_be_stored(mediation: Mediation) -> None:
    caucus = Channel(case_id=mediation.case_id, kind="caucus", party_id=None, wrapped_key=b"x")
    with pytest.raises(IntegrityError), transaction() as tx:
        tx.add(caucus)


def test_a_time_without_zone_is_refused(mediation: Mediation) -> None:
    with pytest.raises(StatementError), transaction() as tx:
        tx.add(Account(email="a@b.example", name="x", created_at=datetime(2026, 1, 1)))  # noqa: DTZ001
    with transaction() as tx:
        tx.add(Account(email="a@b.example", name="x", created_at=datetime(2026, 1, 1, tzinfo=UTC)))
