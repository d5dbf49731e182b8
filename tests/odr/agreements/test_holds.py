"""Everybody who drafts sees who writes in which clause now: it lapses by itself, yields to one press, locks nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from odr import clock, events
from odr.agreements.commands import Wording, edit_clause
from odr.agreements.holds import LASTS, HoldView, hold_clause, holds, let_go
from odr.errors import NotAllowed, NotFound
from odr.events import ClauseHeld
from tests.odr.agreements.conftest import Draft

STRANGERS = ("clerk", "other_mediator", "other_clerk", "court_clerk", "outsider")
START = datetime(2026, 11, 2, 2, 32, tzinfo=UTC)


class Hands:
    """A clock that stands where the test puts it."""

    now = START

    def __call__(self) -> datetime:
        return self.now

    def after(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Hands:
    moved = Hands()
    monkeypatch.setattr(clock, "now", moved)
    return moved


@pytest.fixture
def told(draft: Draft) -> list[ClauseHeld]:
    heard: list[ClauseHeld] = []
    events.subscribe(ClauseHeld, heard.append)
    return heard


def seen(draft: Draft, name: str) -> list[HoldView]:
    return holds(draft.who(name), draft.id)


def test_those_who_draft_see_who_writes_and_since_when(draft: Draft, hands: Hands, told: list[ClauseHeld]) -> None:
    clause = draft.add()
    hold_clause(draft.who("applicant"), clause)
    (view,) = seen(draft, "respondent")
    assert (view.clause_id, view.since, view.mine) == (clause, START, False)
    assert draft.page("mediator").clauses[0].held == seen(draft, "mediator")[0]
    assert told[-1].clause_id == clause and told[-1].lapses_in == LASTS.total_seconds()


def test_nobody_else_is_told(draft: Draft, told: list[ClauseHeld]) -> None:
    clause = draft.add()
    hold_clause(draft.who("applicant"), clause)
    let_go(draft.who("applicant"), clause)
    audience = {account for fact in told for account in fact.audience}
    assert not audience & {draft.who(name).account_id for name in STRANGERS}


@pytest.mark.parametrize("name", STRANGERS)
def test_nobody_else_may_ask_or_hold(draft: Draft, name: str) -> None:
    clause = draft.add()
    for act in (
        lambda who: hold_clause(who, clause),
        lambda who: let_go(who, clause),
        lambda who: holds(who, draft.id),
    ):
        with pytest.raises((NotFound, NotAllowed)):
            act(draft.who(name))


def test_it_lapses_by_itself_by_the_servers_clock(draft: Draft, hands: Hands) -> None:
    hold_clause(draft.who("applicant"), draft.add())
    hands.after(LASTS.total_seconds() - 1)
    assert seen(draft, "respondent")[0].lapses_in == 1
    hands.after(1)
    assert not seen(draft, "respondent")


def test_a_sign_of_life_renews_it_and_the_beginning_stays(draft: Draft, hands: Hands) -> None:
    clause = draft.add()
    hold_clause(draft.who("applicant"), clause)
    for _ in range(5):
        hands.after(15)
        hold_clause(draft.who("applicant"), clause)
    assert seen(draft, "respondent")[0].since == START


def test_whoever_comes_second_is_told_of_the_first_and_takes_over_with_one_press(draft: Draft, hands: Hands) -> None:
    clause = draft.add()
    hold_clause(draft.who("applicant"), clause)
    assert not hold_clause(draft.who("respondent"), clause).mine
    hands.after(5)
    taken = hold_clause(draft.who("respondent"), clause, take_over=True)
    assert taken.mine and taken.since == hands.now
    assert not hold_clause(draft.who("applicant"), clause).mine


def test_what_lapsed_is_anybodys_and_begins_anew(draft: Draft, hands: Hands) -> None:
    clause = draft.add()
    hold_clause(draft.who("applicant"), clause)
    hands.after(60)
    assert hold_clause(draft.who("respondent"), clause).since == hands.now


def test_it_keeps_nobody_from_saving(draft: Draft) -> None:
    clause = draft.add()
    hold_clause(draft.who("applicant"), clause)
    assert edit_clause(draft.who("respondent"), clause, revision=1, wording=Wording(zh="费用各自承担。")) == 2
    assert seen(draft, "respondent")[0].mine is False


def test_saving_ends_ones_own(draft: Draft, told: list[ClauseHeld]) -> None:
    clause = draft.add()
    hold_clause(draft.who("applicant"), clause)
    edit_clause(draft.who("applicant"), clause, revision=1, wording=Wording(zh="费用各自承担。"))
    assert not seen(draft, "respondent")
    assert told[-1].lapses_in == 0


def test_letting_go_touches_nobody_elses(draft: Draft) -> None:
    clause = draft.add()
    hold_clause(draft.who("applicant"), clause)
    let_go(draft.who("respondent"), clause)
    assert len(seen(draft, "respondent")) == 1
