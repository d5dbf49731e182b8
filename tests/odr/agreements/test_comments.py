"""A remark on a clause is heard by those who hear its channel and read the draft; nobody else can tell it is there."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from odr import events
from odr.access.actor import Side
from odr.agreements.comments import comment, settle
from odr.agreements.models import ClauseComment
from odr.agreements.queries import draft_page
from odr.agreements.remarks import RemarksPage, remarks_in, remarks_page
from odr.audit.trail import verify_all
from odr.db import reading
from odr.errors import AudienceChanged, InvalidInput, NotAllowed, NotFound, PrivateFigure
from odr.events import CommentsChanged
from odr.rooms.posting import post_message
from tests.odr.agreements.conftest import Draft

EVERYBODY = ("mediator", "applicant", "respondent", "agent")
STRANGERS = ("clerk", "other_mediator", "other_clerk", "court_clerk", "outsider")
HEARERS = {
    None: EVERYBODY,
    Side.APPLICANT: ("mediator", "applicant"),
    Side.RESPONDENT: ("mediator", "respondent", "agent"),
}


def channel(draft: Draft, side: Side | None) -> str:
    return draft.mediation.joint if side is None else draft.mediation.caucus[side]


def page(draft: Draft, name: str, clause: str, side: Side | None) -> RemarksPage:
    return remarks_page(draft.who(name), clause, channel(draft, side))


@pytest.fixture
def told(draft: Draft) -> list[CommentsChanged]:
    heard: list[CommentsChanged] = []
    events.subscribe(CommentsChanged, heard.append)
    return heard


@pytest.mark.parametrize("side", HEARERS)
def test_exactly_the_hearers_of_the_channel_read_it_and_are_told(
    draft: Draft, told: list[CommentsChanged], side: Side | None
) -> None:
    clause = draft.add()
    comment(draft.who("mediator"), clause, channel(draft, side), text="这一条太含糊。")
    assert set(told[-1].audience) == {draft.who(name).account_id for name in HEARERS[side]}
    for name in (*EVERYBODY, *STRANGERS):
        if name in HEARERS[side]:
            assert page(draft, name, clause, side).threads[0].text == "这一条太含糊。"
        else:
            with pytest.raises(NotFound):
                page(draft, name, clause, side)


def test_nobody_else_can_count_it(draft: Draft) -> None:
    clause = draft.add()
    before = {name: remarks_in(draft.who(name), draft.mediation.case_ref) for name in EVERYBODY}
    pages = {name: draft_page(draft.who(name), draft.mediation.case_ref) for name in EVERYBODY}
    comment(draft.who("applicant"), clause, channel(draft, Side.APPLICANT), text="我们最多付二十万元。")
    for name in ("respondent", "agent"):
        assert remarks_in(draft.who(name), draft.mediation.case_ref) == before[name]
        assert draft_page(draft.who(name), draft.mediation.case_ref) == pages[name]
    (joint, caucus) = remarks_in(draft.who("applicant"), draft.mediation.case_ref)[clause]
    assert (joint.open, caucus.open) == (0, 1)


def test_it_is_sealed_with_the_key_of_its_channel_for_its_place(draft: Draft) -> None:
    clause = draft.add()
    comment(draft.who("applicant"), clause, channel(draft, Side.APPLICANT), text="底线")
    with reading() as now:
        row = now.scalars(sa.select(ClauseComment)).one()
        assert "底线".encode() not in row.sealed


def test_answers_stand_beneath_and_open_what_was_settled(draft: Draft) -> None:
    clause, joint = draft.add(), channel(draft, None)
    first = comment(draft.who("applicant"), clause, joint, text="期限太短。")
    settle(draft.who("respondent"), first, settled=True)
    assert page(draft, "applicant", clause, None).open == 0
    comment(draft.who("respondent"), clause, joint, text="再给十天。", answers=first)
    (thread,) = page(draft, "mediator", clause, None).threads
    assert [answer.text for answer in thread.answers] == ["再给十天。"]
    assert thread.settled_at is None


def test_an_answer_belongs_to_its_own_channel_and_clause(draft: Draft) -> None:
    clause, other = draft.add(), draft.add(zh="另一条。")
    first = comment(draft.who("applicant"), clause, channel(draft, Side.APPLICANT), text="期限太短。")
    for where, which in ((channel(draft, None), clause), (channel(draft, Side.APPLICANT), other)):
        with pytest.raises(NotFound):
            comment(draft.who("applicant"), which, where, text="答", answers=first)


@pytest.mark.parametrize("name", ["respondent", "agent", *STRANGERS])
def test_nobody_else_settles_or_writes_there(draft: Draft, name: str) -> None:
    clause, caucus = draft.add(), channel(draft, Side.APPLICANT)
    first = comment(draft.who("applicant"), clause, caucus, text="期限太短。")
    with pytest.raises(NotFound) as foreign:
        settle(draft.who(name), first, settled=True)
    with pytest.raises(NotFound) as absent:
        settle(draft.who(name), "A" * 22, settled=True)
    assert foreign.value.details == absent.value.details
    with pytest.raises((NotFound, NotAllowed)):
        comment(draft.who(name), clause, caucus, text="答")


def test_other_people_than_the_writer_was_shown_are_asked_about_first(draft: Draft) -> None:
    clause = draft.add()
    with pytest.raises(AudienceChanged):
        comment(draft.who("applicant"), clause, channel(draft, None), text="期限。", audience="0" * 16)
    shown = page(draft, "applicant", clause, None).channel.audience
    assert comment(draft.who("applicant"), clause, channel(draft, None), text="期限。", audience=shown)


@pytest.mark.parametrize("first", ["message", "remark"])
def test_a_figure_named_in_a_caucus_only_does_not_slip_out_by_a_remark(draft: Draft, first: str) -> None:
    who, clause = draft.who("applicant"), draft.add()
    if first == "message":
        post_message(who, channel(draft, Side.APPLICANT), text="我们最多付 38 万元。", client_ref="x")
    else:
        comment(who, clause, channel(draft, Side.APPLICANT), text="我们最多付 38 万元。")
    with pytest.raises(PrivateFigure):
        comment(who, clause, channel(draft, None), text="¥380,000 可以吗？")
    assert comment(who, clause, channel(draft, None), text="¥380,000 可以吗？", knowingly=True)


def test_nor_by_a_message_of_the_room_when_it_was_named_in_a_remark(draft: Draft) -> None:
    who = draft.who("applicant")
    comment(who, draft.add(), channel(draft, Side.APPLICANT), text="我们最多付 38 万元。")
    with pytest.raises(PrivateFigure):
        post_message(who, channel(draft, None), text="38万元行吗？", client_ref="y")


def test_a_figure_that_stands_in_the_draft_is_no_secret(draft: Draft) -> None:
    who, clause = draft.who("applicant"), draft.add_payment()
    post_message(who, channel(draft, Side.APPLICANT), text="300,000 元可以。", client_ref="x")
    assert comment(who, clause, channel(draft, None), text="300,000 元何时付？")


def test_empty_words_are_none(draft: Draft) -> None:
    with pytest.raises(InvalidInput):
        comment(draft.who("applicant"), draft.add(), channel(draft, None), text="  ")


def test_the_trail_of_the_channel_keeps_the_act_and_no_word(draft: Draft) -> None:
    comment(draft.who("applicant"), draft.add(), channel(draft, Side.APPLICANT), text="底线")
    with reading():
        verify_all()
