"""Keeping many messages at once: the same as one after the other, and each acknowledged only when it is kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from odr import clock, db, events
from odr.access.actor import Side
from odr.accounts.models import Login
from odr.audit.models import AuditEntry
from odr.audit.trail import verify_all
from odr.cases.models import Participant
from odr.db import reading, transaction
from odr.errors import (
    AudienceChanged,
    NotAllowed,
    NotFound,
    NotSignedIn,
    OdrError,
    PrivateFigure,
    Unavailable,
)
from odr.events import MessagePosted
from odr.rooms.batch import Batch, Posting, Receipt
from odr.rooms.commands import end_mediation_session
from odr.rooms.content import Content
from odr.rooms.models import Channel, Message
from odr.rooms.posting import LINE, post, post_message, post_messages, post_soon
from odr.rooms.queries import channel_page, messages_after
from tests.factories.mediation import Mediation, begin_mediation
from tests.factories.postgresql import fresh_postgresql

SPEAKERS = ("applicant", "respondent", "agent", "mediator", "clerk", "outsider")


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(request: pytest.FixtureRequest) -> Iterator[Mediation]:
    """A mediation on each kind of database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("mediation")
        return
    with fresh_postgresql("posting"):
        yield begin_mediation()


def said(mediation: Mediation, who: str, channel: str, text: str = "hello", **rest: object) -> Posting:
    words = {"client_ref": text} | rest
    return Posting(mediation.accounts[who], channel, Content(text), **words)  # type: ignore[arg-type]


def sign_in(account_id: str, *, lasts: timedelta = timedelta(hours=1)) -> str:
    now = clock.now()
    with transaction() as tx:
        row = Login(account_id=account_id, token_digest=account_id.encode(), created_at=now, last_password_at=now)
        row.expires_at = now + lasts
        return tx.add(row).id


def remove(mediation: Mediation, who: str) -> None:
    with transaction() as tx:
        tx.session.get_one(Participant, mediation.participants[who]).removed_at = clock.now()


def kind(outcome: object) -> tuple[Any, object]:
    """A receipt by its channel and place, a refusal by its class and details."""
    if isinstance(outcome, Receipt):
        return (outcome.channel_id, outcome.seq)
    assert isinstance(outcome, OdrError)
    return (type(outcome), repr(outcome.details))


def test_one_bad_message_spoils_no_other(anywhere: Mediation) -> None:
    m = anywhere
    outcomes = post_messages(
        [
            said(m, "applicant", m.joint, "one"),
            said(m, "applicant", m.caucus[Side.RESPONDENT], "let me in"),
            said(m, "outsider", m.joint, "and me"),
            said(m, "respondent", m.joint, "two"),
            said(m, "applicant", "A" * 22, "nowhere"),
            said(m, "mediator", m.joint, "three", audience="other people"),
            said(m, "mediator", m.joint, "four"),
        ]
    )
    assert [kind(o)[0] for o in outcomes] == [
        m.joint, NotFound, NotFound, m.joint, NotFound, AudienceChanged, m.joint
    ]  # fmt: skip
    kept = messages_after(m.who("mediator"), m.joint, 0)
    assert [(x.seq, x.text) for x in kept] == [(1, "one"), (2, "two"), (3, "four")]
    with reading():
        assert verify_all() == {}


asked = st.lists(
    st.tuples(
        st.sampled_from(SPEAKERS),
        st.sampled_from(["joint", "applicant", "respondent", "nowhere"]),
        st.sampled_from(["hello", "38万元", "our floor is 380,000 yuan", "no", "7%"]),
        st.sampled_from(["a", "b", "c", "d", "e"]),
        st.booleans(),
    ),
    max_size=12,
)
_marks = (f"{number:02x}" for number in range(256))


@how(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=asked)
def test_a_batch_does_what_its_messages_would_do_one_by_one(
    database: db.Database, asked: list[tuple[str, str, str, str, bool]]
) -> None:
    """The same is asked in two fresh cases: in one together, in the other one after the other."""
    together, apart = (begin_mediation(mark=next(_marks)) for _ in range(2))
    answers = []
    for case, batches in ((together, [asked]), (apart, [[one] for one in asked])):
        where = {"joint": case.joint, "nowhere": "A" * 22} | {str(side): ident for side, ident in case.caucus.items()}
        names = {ident: name for name, ident in where.items()}
        outcomes = [
            kind(outcome)
            for batch in batches
            for outcome in post_messages(
                [said(case, who, where[place], text, client_ref=ref, knowingly=k) for who, place, text, ref, k in batch]
            )
        ]
        kept = [
            (names[channel], message.seq, message.text, message.author)
            for channel in (case.joint, *case.caucus.values())
            for message in messages_after(case.who("mediator"), channel, 0)
        ]
        answers.append(([(names.get(what, what), more) for what, more in outcomes], kept))
    assert answers[0] == answers[1]
    with reading():
        assert verify_all() == {}


def test_who_was_removed_between_asking_and_keeping_is_neither_kept_nor_told(anywhere: Mediation) -> None:
    m = anywhere
    delivered: list[MessagePosted] = []
    events.subscribe(MessagePosted, delivered.append)
    post_messages([said(m, "agent", m.joint, "before")])
    waiting = said(m, "agent", m.joint, "after")
    remove(m, "agent")
    assert kind(post_messages([waiting])[0])[0] is NotFound
    post_messages([said(m, "mediator", m.joint, "gone?")])
    assert m.accounts["agent"] in delivered[0].audience
    assert m.accounts["agent"] not in delivered[1].audience


def test_a_sign_in_that_ended_meanwhile_is_refused_with_the_words(anywhere: Mediation) -> None:
    m = anywhere
    live = sign_in(m.accounts["applicant"])
    waiting = said(m, "applicant", m.joint, "hello", login_id=live)
    assert isinstance(post(waiting), Receipt)
    with transaction() as tx:
        tx.session.get_one(Login, live).revoked_at = clock.now()
    for login_id in (live, "never", sign_in(m.accounts["respondent"])):
        with pytest.raises(NotSignedIn):
            post(waiting._replace(client_ref="again", login_id=login_id))


def test_a_sign_in_of_somebody_else_speaks_for_nobody(mediation: Mediation) -> None:
    other = sign_in(mediation.accounts["respondent"])
    with pytest.raises(NotSignedIn):
        post(said(mediation, "applicant", mediation.joint, "hello", login_id=other))


def test_a_figure_named_privately_in_the_same_batch_is_private_too(mediation: Mediation) -> None:
    m = mediation
    outcomes = post_messages(
        [
            said(m, "applicant", m.caucus[Side.APPLICANT], "our floor is 380,000 yuan"),
            said(m, "applicant", m.joint, "take 38万元"),
            said(m, "respondent", m.joint, "380,000 yuan?"),
            said(m, "applicant", m.joint, "yes, 38万元", client_ref="yes"),
        ]
    )
    assert [kind(o)[0] for o in outcomes] == [m.caucus[Side.APPLICANT], PrivateFigure, m.joint, m.joint]


def test_the_same_word_twice_in_a_batch_is_said_once(mediation: Mediation) -> None:
    once, twice = post_messages([said(mediation, "applicant", mediation.joint, "hello", client_ref="r")] * 2)
    assert once == twice
    assert len(messages_after(mediation.who("mediator"), mediation.joint, 0)) == 1


def test_the_mark_of_the_audience_is_compared_when_the_words_are_kept(anywhere: Mediation) -> None:
    m = anywhere
    shown = channel_page(m.who("applicant"), m.joint).audience
    assert isinstance(post(said(m, "applicant", m.joint, "one", audience=shown)), Receipt)
    remove(m, "agent")
    with pytest.raises(AudienceChanged):
        post(said(m, "applicant", m.joint, "two", audience=shown))


def test_a_channel_of_a_case_that_is_over_is_heard_and_not_spoken_in(mediation: Mediation) -> None:
    post(said(mediation, "applicant", mediation.joint, "one"))
    with transaction() as tx:
        tx.session.execute(sa.text("UPDATE \"case\" SET state = 'closed'"))
    with pytest.raises(NotAllowed):
        post(said(mediation, "applicant", mediation.joint, "two"))


def test_nothing_is_told_before_it_is_kept(anywhere: Mediation, monkeypatch: pytest.MonkeyPatch) -> None:
    m = anywhere
    seen: list[int] = []

    def look(event: MessagePosted) -> None:
        with db.database().engine.connect() as other:
            seen.append(other.scalar(sa.text("SELECT count(*) FROM message")) or 0)

    events.subscribe(MessagePosted, look)
    post_messages([said(m, "applicant", m.joint, f"{n}") for n in range(3)])
    assert seen == [3, 3, 3]


def test_a_batch_that_fails_leaves_nothing_and_tells_nothing(
    mediation: Mediation, monkeypatch: pytest.MonkeyPatch
) -> None:
    m = mediation
    delivered: list[MessagePosted] = []
    events.subscribe(MessagePosted, delivered.append)
    monkeypatch.setattr(Batch, "_finish", lambda self: (self._write(), 1 / 0))
    outcomes = post_messages([said(m, "applicant", m.joint, f"{n}") for n in range(3)])
    assert [type(o) for o in outcomes] == [ZeroDivisionError] * 3
    with reading() as session:
        assert session.scalar(sa.select(sa.func.count(Message.id))) == 0
        assert session.get_one(Channel, m.joint).last_seq == 0
        assert session.scalar(sa.select(sa.func.count()).where(AuditEntry.act == "message.posted")) == 0
    assert delivered == []


def test_when_a_batch_fails_as_a_whole_each_message_is_tried_alone(
    mediation: Mediation, monkeypatch: pytest.MonkeyPatch
) -> None:
    m = mediation
    whole = Batch._finish

    def finish(self: Batch) -> None:
        if any(p.content.text == "poison" for p in self._postings):
            raise OSError("disk")
        whole(self)

    monkeypatch.setattr(Batch, "_finish", finish)
    outcomes = post_messages([said(m, "applicant", m.joint, t) for t in ("one", "poison", "two")])
    assert [type(o) for o in outcomes] == [Receipt, OSError, Receipt]
    assert [x.text for x in messages_after(m.who("mediator"), m.joint, 0)] == ["one", "two"]


def test_many_who_speak_at_once_share_units_and_everybody_is_answered(
    anywhere: Mediation, monkeypatch: pytest.MonkeyPatch
) -> None:
    m = anywhere
    units: list[int] = []
    commit = LINE.commit

    def counted(messages: list[Posting]) -> object:
        units.append(len(messages))
        return commit(messages)

    monkeypatch.setattr(LINE, "commit", counted)
    told: list[MessagePosted] = []
    events.subscribe(MessagePosted, told.append)
    start = threading.Barrier(16)

    def speak(number: int) -> list[int]:
        start.wait()
        who = ("applicant", "respondent", "agent", "mediator")[number % 4]
        return [post(said(m, who, m.joint, f"{number}.{k}")).seq for k in range(10)]

    with ThreadPoolExecutor(16) as people:
        places = [seq for seqs in people.map(speak, range(16)) for seq in seqs]
    assert sorted(places) == list(range(1, 161))
    assert sum(units) == 160
    assert len(units) < 160
    assert [event.seq for event in told] == list(range(1, 161))
    with reading():
        assert verify_all() == {}


def test_a_leader_that_is_cut_off_leaves_nobody_waiting(mediation: Mediation, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = LINE.commit

    def cut_off(messages: list[Posting]) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr(LINE, "commit", cut_off)
    with pytest.raises(KeyboardInterrupt):
        post(said(mediation, "applicant", mediation.joint, "one"))
    monkeypatch.setattr(LINE, "commit", commit)
    assert isinstance(post(said(mediation, "applicant", mediation.joint, "one")), Receipt)


def test_inside_a_unit_that_fails_nothing_is_kept_and_the_standing_is_not_remembered(mediation: Mediation) -> None:
    m = mediation
    post(said(m, "agent", m.joint, "before"))
    with pytest.raises(RuntimeError), transaction() as tx:
        tx.session.get_one(Participant, m.participants["agent"]).removed_at = clock.now()
        post(said(m, "mediator", m.joint, "never"))
        with pytest.raises(NotFound):
            post(said(m, "agent", m.joint, "never"))
        raise RuntimeError("undone")
    assert post(said(m, "agent", m.joint, "after")).seq == 2


def test_on_postgresql_a_removal_and_a_message_follow_one_another() -> None:
    """A removal that is not committed yet makes the message wait; then it counts."""
    with fresh_postgresql("removal"):
        m = begin_mediation()
        post(said(m, "agent", m.joint, "before"))
        removing, go_on = threading.Event(), threading.Event()

        def take_away() -> None:
            with transaction() as tx:
                tx.session.get_one(Participant, m.participants["agent"]).removed_at = clock.now()
                tx.session.flush()
                removing.set()
                go_on.wait(0.3)

        with ThreadPoolExecutor(2) as pool:
            removal = pool.submit(take_away)
            removing.wait()
            late = pool.submit(partial(post, said(m, "agent", m.joint, "late")))
            removal.result()
            with pytest.raises(NotFound):
                late.result()


def test_on_postgresql_a_unit_that_waits_too_long_gives_way_and_can_be_sent_again() -> None:
    with fresh_postgresql("patience"):
        m = begin_mediation()
        holding, let_go = threading.Event(), threading.Event()

        def hold() -> None:
            with transaction() as tx:
                tx.session.execute(sa.text('SELECT id FROM "case" FOR UPDATE'))
                holding.set()
                let_go.wait(10)

        with ThreadPoolExecutor(1) as pool:
            held = pool.submit(hold)
            holding.wait()
            with pytest.raises(Unavailable):
                post(said(m, "applicant", m.joint, "hello"))
            let_go.set()
            held.result()
        assert post(said(m, "applicant", m.joint, "hello")).seq == 1


def test_the_sitting_may_end_and_people_go_on_writing(mediation: Mediation) -> None:
    end_mediation_session(mediation.who("mediator"), mediation.case_id)
    assert post_message(mediation.who("applicant"), mediation.joint, text="still here", client_ref="r").seq == 1


def test_on_postgresql_a_connection_that_was_cut_meanwhile_loses_no_word() -> None:
    with fresh_postgresql("cut"):
        m = begin_mediation()
        post(said(m, "agent", m.joint, "before"))
        with db.database().engine.connect() as other:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            other.execute(sa.text(f"{others} WHERE datname = current_database() AND pid <> pg_backend_pid()"))
        assert post(said(m, "agent", m.joint, "after")).seq == 2
        assert [x.text for x in messages_after(m.who("mediator"), m.joint, 0)] == ["before", "after"]


def test_whoever_does_not_wait_is_answered_after_the_commit(anywhere: Mediation) -> None:
    m = anywhere
    answers: list[object] = []

    def answer(outcome: object) -> None:
        with db.database().engine.connect() as other:
            answers.append((outcome, other.scalar(sa.text("SELECT count(*) FROM message"))))

    post_soon(m.who("agent"), m.joint, Content("hello"), client_ref="r", answer=answer, apart=lambda lead: lead())
    post_soon(m.who("agent"), m.joint, Content("hello"), client_ref="r", answer=answer, apart=lambda lead: lead())
    (first, kept), (second, still) = answers  # type: ignore[misc]
    assert isinstance(first, Receipt)
    assert (second, kept, still) == (first, 1, 1)
