"""The parties choose a court and apply, each for itself, within thirty days."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from odr.access.actor import SYSTEM, Actor
from odr.agreements.models import Agreement
from odr.audit.trail import verify_all
from odr.confirmations.commands import (
    apply_for_confirmation,
    choose_court,
    lapse_overdue,
    open_confirmation,
    withdraw_application,
)
from odr.confirmations.models import Confirmation
from odr.confirmations.queries import confirmation_page
from odr.confirmations.states import ConfirmationState
from odr.confirmations.words import APPLICATION_WORDS, STATEMENTS
from odr.db import reading, transaction
from odr.errors import (
    AlreadyAnswered,
    DeadlinePassed,
    IllegalTransition,
    InvalidInput,
    NotAllowed,
    NotFound,
    OdrError,
    WrongCourt,
)
from tests.factories.agreements import BeforeCourt, apply_as
from tests.factories.people import letters, make_account, make_agent, make_case

S = ConfirmationState
BEIJING = ZoneInfo("Asia/Shanghai")


def state(stage: BeforeCourt) -> ConfirmationState:
    with reading() as now:
        return now.get_one(Confirmation, stage.confirmation_id).state


def take_effect_on(stage: BeforeCourt, day: date) -> None:
    with transaction() as tx:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING)
        tx.session.get_one(Agreement, stage.agreed.agreement_id).effective_at = noon.astimezone(UTC)


def last_minute_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=BEIJING).astimezone(UTC)


def test_a_court_can_be_chosen_only_when_an_agreement_is_in_effect(signed_case: BeforeCourt) -> None:
    other = make_case("mediating")
    with pytest.raises(IllegalTransition):
        open_confirmation(other.applicant.actor, other.id, court_id=signed_case.court_id)


def test_the_court_is_kept_with_the_reason_why_it_is_competent(signed_case: BeforeCourt) -> None:
    signed_case.choose_court()
    view = confirmation_page(signed_case.parties[1].actor, signed_case.case.ref).application
    assert view is not None
    assert view.court.zh == "北京市示范区人民法院"
    assert "调解组织所在地" in view.court_reason.zh and "seat" in view.court_reason.en


def test_a_court_that_is_not_competent_is_refused(signed_case: BeforeCourt) -> None:
    with pytest.raises(WrongCourt):
        open_confirmation(signed_case.parties[0].actor, signed_case.case.id, court_id=signed_case.foreign_court_id)


def test_an_empty_court_is_no_court(signed_case: BeforeCourt) -> None:
    with pytest.raises(WrongCourt):
        open_confirmation(signed_case.parties[0].actor, signed_case.case.id, court_id="")


def test_choosing_the_same_court_again_changes_nothing(signed_case: BeforeCourt) -> None:
    first = signed_case.choose_court()
    again = open_confirmation(signed_case.parties[1].actor, signed_case.case.id, court_id=signed_case.court_id)
    assert again == first


def test_both_sides_choosing_at_the_same_moment_make_one_application(signed_case: BeforeCourt) -> None:
    def choose(actor: Actor) -> str:
        return open_confirmation(actor, signed_case.case.id, court_id=signed_case.court_id)

    with ThreadPoolExecutor(2) as threads:
        made = set(threads.map(choose, [person.actor for person in signed_case.parties]))
    assert len(made) == 1


def test_another_court_is_chosen_by_changing_it_openly(signed_case: BeforeCourt) -> None:
    signed_case.choose_court()
    with pytest.raises(AlreadyAnswered):
        open_confirmation(signed_case.parties[1].actor, signed_case.case.id, court_id=signed_case.foreign_court_id)
    with pytest.raises(WrongCourt):
        choose_court(signed_case.parties[1].actor, signed_case.confirmation_id, court_id=signed_case.foreign_court_id)


def test_the_first_application_waits_for_the_other_side(signed_case: BeforeCourt) -> None:
    signed_case.choose_court()
    apply_as(signed_case.parties[0], signed_case.confirmation_id)
    assert state(signed_case) == S.PREPARING
    view = confirmation_page(signed_case.parties[0].actor, signed_case.case.ref)
    assert view.application is not None
    assert [party.applied_at is not None for party in view.application.parties] == [True, False]
    assert not view.may_apply
    assert confirmation_page(signed_case.parties[1].actor, signed_case.case.ref).may_apply


def test_the_last_application_makes_it_ready_and_tells_the_organisation(signed_case: BeforeCourt) -> None:
    signed_case.choose_court()
    before = len(letters(signed_case.case.clerk.email))
    for person in signed_case.parties:
        apply_as(person, signed_case.confirmation_id)
    assert state(signed_case) == S.READY
    assert letters(signed_case.case.clerk.email)[before:] == ["your_turn"]


def test_a_party_applies_once(signed_case: BeforeCourt) -> None:
    signed_case.choose_court()
    apply_as(signed_case.parties[0], signed_case.confirmation_id)
    with pytest.raises(AlreadyAnswered):
        apply_as(signed_case.parties[0], signed_case.confirmation_id)


def test_both_sides_applying_at_the_same_moment_are_both_counted(signed_case: BeforeCourt) -> None:
    signed_case.choose_court()
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda person: apply_as(person, signed_case.confirmation_id), signed_case.parties))
    assert state(signed_case) == S.READY


def test_one_side_pressing_twice_at_the_same_moment_applies_once(signed_case: BeforeCourt) -> None:
    signed_case.choose_court()

    def press(_: int) -> str:
        try:
            apply_as(signed_case.parties[0], signed_case.confirmation_id)
        except AlreadyAnswered:
            return "refused"
        return "kept"

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(press, range(4))) == ["kept", "refused", "refused", "refused"]


@pytest.mark.parametrize("missing", sorted(STATEMENTS))
def test_an_application_without_every_statement_is_refused(signed_case: BeforeCourt, missing: str) -> None:
    signed_case.choose_court()
    with pytest.raises(InvalidInput) as refused:
        apply_for_confirmation(
            signed_case.parties[0].actor,
            signed_case.confirmation_id,
            agreed=STATEMENTS.keys() - {missing},
            words_version=APPLICATION_WORDS,
        )
    assert refused.value.details == {"fields": {missing: "missing"}}


def test_words_that_are_no_longer_in_force_cannot_be_agreed_to(signed_case: BeforeCourt) -> None:
    signed_case.choose_court()
    with pytest.raises(InvalidInput):
        apply_for_confirmation(
            signed_case.parties[0].actor, signed_case.confirmation_id, agreed=STATEMENTS, words_version="application/0"
        )


def test_nobody_applies_for_a_side_who_does_not_bind_it(signed_case: BeforeCourt) -> None:
    signed_case.choose_court()
    assert signed_case.case.mediator is not None
    for person in (signed_case.case.mediator, signed_case.case.clerk):
        with pytest.raises(NotAllowed):
            apply_as(person, signed_case.confirmation_id)
    for person in (make_account(), signed_case.court_clerk, signed_case.foreign_clerk):
        with pytest.raises(NotFound):
            apply_as(person, signed_case.confirmation_id)


@pytest.mark.parametrize("special", [True, False])
def test_an_agent_applies_only_with_special_authority(signed_case: BeforeCourt, special: bool) -> None:
    signed_case.choose_court()
    agent = make_agent(signed_case.case, special=special)
    if special:
        apply_as(agent, signed_case.confirmation_id)
        assert not confirmation_page(signed_case.parties[1].actor, signed_case.case.ref).may_apply
    else:
        with pytest.raises(NotAllowed):
            apply_as(agent, signed_case.confirmation_id)


VECTORS = [
    (date(2026, 1, 5), date(2026, 2, 4), date(2026, 2, 4)),
    (date(2026, 1, 18), date(2026, 2, 17), date(2026, 2, 24)),
    (date(2026, 6, 4), date(2026, 7, 4), date(2026, 7, 6)),
    (date(2026, 9, 4), date(2026, 10, 4), date(2026, 10, 8)),
]


@pytest.mark.parametrize("effect, safe, last", VECTORS)
def test_the_term_runs_from_the_day_of_effect_and_moves_past_days_of_rest(
    signed_case: BeforeCourt, set_clock, effect: date, safe: date, last: date
) -> None:
    take_effect_on(signed_case, effect)
    set_clock(last_minute_of(last))
    signed_case.choose_court()
    apply_as(signed_case.parties[0], signed_case.confirmation_id)
    view = confirmation_page(signed_case.parties[0].actor, signed_case.case.ref).application
    assert view is not None
    assert (view.term.deadline.safe, view.term.deadline.last) == (safe, last)


@pytest.mark.parametrize("effect, safe, last", VECTORS)
def test_a_second_after_the_last_day_nothing_can_be_applied_for(
    signed_case: BeforeCourt, set_clock, effect: date, safe: date, last: date
) -> None:
    take_effect_on(signed_case, effect)
    set_clock(last_minute_of(last))
    signed_case.choose_court()
    after = last_minute_of(last)
    set_clock(after + timedelta(seconds=1))
    with pytest.raises(DeadlinePassed) as refused:
        apply_as(signed_case.parties[0], signed_case.confirmation_id)
    assert refused.value.details["last_day"] == last.isoformat()
    with pytest.raises(DeadlinePassed):
        choose_court(signed_case.parties[0].actor, signed_case.confirmation_id, court_id=signed_case.court_id)


def test_a_court_cannot_be_chosen_when_the_term_is_over(signed_case: BeforeCourt, set_clock) -> None:
    take_effect_on(signed_case, date(2026, 1, 5))
    set_clock(datetime(2026, 2, 4, 16, 0, tzinfo=UTC))
    with pytest.raises(DeadlinePassed):
        signed_case.choose_court()


def test_an_application_not_filed_in_time_lapses(signed_case: BeforeCourt, set_clock) -> None:
    take_effect_on(signed_case, date(2026, 1, 5))
    set_clock(last_minute_of(date(2026, 2, 4)))
    signed_case.choose_court()
    assert lapse_overdue(SYSTEM) == 0
    set_clock(datetime(2026, 2, 4, 16, 0, tzinfo=UTC))
    assert lapse_overdue(SYSTEM) == 1
    assert state(signed_case) == S.LAPSED
    assert lapse_overdue(SYSTEM) == 0


def test_an_application_both_made_but_nobody_filed_lapses_too(ready_case: BeforeCourt, set_clock) -> None:
    with reading() as now:
        last = now.get_one(Confirmation, ready_case.confirmation_id).last_day
    set_clock(last_minute_of(last) + timedelta(seconds=1))
    assert lapse_overdue(SYSTEM) == 1
    assert state(ready_case) == S.LAPSED


def test_what_was_filed_does_not_lapse(filing: BeforeCourt, set_clock) -> None:
    set_clock(datetime(2030, 1, 1, tzinfo=UTC))
    assert lapse_overdue(SYSTEM) == 0


def test_only_the_platform_lets_terms_run_out(ready_case: BeforeCourt, set_clock) -> None:
    clerk = ready_case.case.clerk.actor
    set_clock(datetime(2030, 1, 1, tzinfo=UTC))
    with pytest.raises(OdrError):
        lapse_overdue(clerk)
    assert state(ready_case) == S.READY


def test_either_side_may_withdraw_before_the_ruling_and_then_nothing_follows(ready_case: BeforeCourt) -> None:
    withdraw_application(ready_case.parties[1].actor, ready_case.confirmation_id)
    assert state(ready_case) == S.WITHDRAWN
    with pytest.raises(IllegalTransition):
        withdraw_application(ready_case.parties[0].actor, ready_case.confirmation_id)
    with pytest.raises(IllegalTransition):
        apply_as(ready_case.parties[0], ready_case.confirmation_id)


def test_a_mediator_cannot_withdraw_for_the_parties(ready_case: BeforeCourt) -> None:
    assert ready_case.case.mediator is not None
    with pytest.raises(NotAllowed):
        withdraw_application(ready_case.case.mediator.actor, ready_case.confirmation_id)


def test_every_step_stands_in_an_unbroken_trail(ready_case: BeforeCourt) -> None:
    with reading():
        assert verify_all() == {}
