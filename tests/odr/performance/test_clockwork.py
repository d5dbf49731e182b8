"""What time does: days that pass, reminders that go out once, the two years to enforce, signs of bad faith."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest

from odr import clock
from odr.access.actor import SYSTEM
from odr.errors import NotFound
from odr.law.enforcement import daily_interest, last_day_of_performance, limit_of_enforcement, warning_days
from odr.law.time_limits import beijing_date
from odr.performance.bad_faith import Conduct, Reason, serious_bad_faith
from odr.performance.clockwork import keep_performance
from odr.performance.commands import Said, claim_performed, dismiss_flag
from odr.performance.queries import overdue_list, performance_page
from odr.performance.reminders import reminders_for
from odr.performance.states import ObligationState
from tests.factories.agreements import BeforeCourt
from tests.factories.people import letters

S = ObligationState
DUE = date(2026, 6, 30)
LIMIT = limit_of_enforcement([DUE], DUE)


def codes(state: S, day: date, *, limited: bool = False) -> list[str]:
    return [one.code for one in reminders_for(state, DUE, day, limit=LIMIT if limited else None)]


@pytest.mark.parametrize(
    ("before", "code"),
    [(8, []), (7, ["before_7"]), (3, ["before_7"]), (1, ["before_1"]), (0, ["before_0"])],
)
def test_whoever_owes_is_reminded_before_and_on_the_day(before: int, code: list[str]) -> None:
    assert codes(S.DUE, DUE - timedelta(days=before)) == code


def test_nobody_is_reminded_of_what_was_reported_or_is_over() -> None:
    for state in (S.CLAIMED, S.PERFORMED, S.PERFORMED_LATE, S.WAIVED, S.REPLACED):
        for days in range(-10, 800, 5):
            assert codes(state, DUE + timedelta(days=days), limited=True) == []


def test_the_creditor_is_warned_six_three_and_one_month_before_the_two_years_end() -> None:
    """CPL 250: 2026-06-30 → 2028-06-30."""
    assert LIMIT.safe == date(2028, 6, 30)
    assert warning_days(LIMIT) == {6: date(2027, 12, 30), 3: date(2028, 3, 30), 1: date(2028, 5, 30)}
    for day, months in ((date(2027, 12, 30), 6), (date(2028, 3, 30), 3), (date(2028, 6, 30), 1)):
        assert f"limit_{months}" in codes(S.OVERDUE, day, limited=True)
    assert not [code for code in codes(S.OVERDUE, date(2027, 12, 29), limited=True) if "limit" in code]
    assert not [code for code in codes(S.OVERDUE, date(2028, 7, 1), limited=True) if "limit" in code]
    assert "limit_1" not in codes(S.OVERDUE, date(2028, 6, 30)), "without a ruling there is nothing to enforce"


def test_the_two_years_run_from_the_last_instalment_or_from_the_ruling() -> None:
    ruled = date(2026, 5, 1)
    assert last_day_of_performance([date(2026, 3, 31), None, date(2026, 9, 30)], ruled) == date(2026, 9, 30)
    assert last_day_of_performance([None], ruled) == ruled


def test_daily_interest_is_exact_and_never_negative() -> None:
    assert daily_interest(35_000_000, Decimal("0.03"), DUE, DUE + timedelta(days=10)) == 105_000
    assert daily_interest(1, Decimal("0.03"), DUE, DUE) == 0
    assert daily_interest(1, Decimal("0.03"), DUE, DUE - timedelta(days=9)) == 0


def test_each_reminder_goes_out_once_however_often_the_clock_is_read(agreed: BeforeCourt, after) -> None:
    creditor, debtor = agreed.parties
    for day in (33, 34, 39, 40, 41, 42):
        after(day)
        for _ in range(2):
            keep_performance(SYSTEM)
    told = Counter(letters(debtor.email))
    assert told["performance_due"] >= 3
    assert Counter(letters(creditor.email))["performance_missing"] == 2, "the sum and the act, once each"
    assert told["performance_late"] == 2


def test_what_is_overdue_is_on_the_list_of_its_organisation_alone(agreed: BeforeCourt, after) -> None:
    after(60)
    keep_performance(SYSTEM)
    lines = overdue_list(agreed.case.clerk.actor)
    assert {line.case_ref for line in lines} == {agreed.case.ref}
    assert [line.remaining for line in lines if line.remaining] == [35_000_000]
    for other in (*agreed.parties, agreed.court_clerk):
        with pytest.raises(NotFound):
            overdue_list(other.actor)


def test_signs_of_bad_faith_are_for_the_clerk_alone_and_dismissed_ones_stay_away(agreed: BeforeCourt, after) -> None:
    after(120)
    keep_performance(SYSTEM)
    clerk, flags = agreed.case.clerk.actor, performance_page(agreed.case.clerk.actor, agreed.case.ref).flags
    assert len(flags) == 1 and flags[0].reasons
    assert agreed.case.mediator is not None
    for other in (*agreed.parties, agreed.case.mediator):
        assert performance_page(other.actor, agreed.case.ref).flags == ()
        with pytest.raises(NotFound):
            dismiss_flag(other.actor, flags[0].id, reason="没有")
    dismiss_flag(clerk, flags[0].id, reason="双方正在协商延期。")
    keep_performance(SYSTEM)
    assert performance_page(clerk, agreed.case.ref).flags[0].dismissed_at is not None


def test_the_rule_on_bad_faith_looks_at_silence_number_and_denial_and_at_nothing_else() -> None:
    today, long_ago, lately = DUE + timedelta(days=100), DUE, DUE + timedelta(days=95)
    assert serious_bad_faith([Conduct(S.OVERDUE, lately, 0, 0)], today) == frozenset()
    assert serious_bad_faith([Conduct(S.OVERDUE, long_ago, 1, 0)], today) == frozenset()
    assert serious_bad_faith([Conduct(S.OVERDUE, long_ago, 0, 0)], today) == {Reason.SILENT}
    assert serious_bad_faith([Conduct(S.OVERDUE, long_ago, 1, 0)] * 2, today) == {Reason.SEVERAL_LATE}
    assert serious_bad_faith([Conduct(S.DISPUTED, lately, 2, 2)], today) == {Reason.DENIED}
    for over in (S.PERFORMED, S.PERFORMED_LATE, S.WAIVED, S.REPLACED, S.CLAIMED):
        assert serious_bad_faith([Conduct(over, long_ago, 3, 3)] * 3, today) == frozenset()


def test_a_report_that_waits_is_not_overdue(agreed: BeforeCourt, after) -> None:
    line = next(one for one in performance_page(agreed.parties[1].actor, agreed.case.ref).mine if one.fen)
    said = Said(on=beijing_date(clock.now()), fen=line.fen)
    claim_performed(agreed.parties[1].actor, agreed.case.id, line.id, said=said, client_ref="in time")
    after(60)
    keep_performance(SYSTEM)
    shown = {one.id: one.state for one in performance_page(agreed.parties[1].actor, agreed.case.ref).mine}
    assert shown[line.id] == S.CLAIMED
