"""Counting periods of law: the vectors of the rule book, and what holds for every day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odr.law import time_limits as limits
from odr.law.articles import cite

SOURCE = cite("CPL 85")
DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("effective", "safe", "last"),
    [
        (date(2026, 1, 5), date(2026, 2, 4), date(2026, 2, 4)),
        (date(2026, 1, 18), date(2026, 2, 17), date(2026, 2, 24)),
        (date(2026, 6, 4), date(2026, 7, 4), date(2026, 7, 6)),
        (date(2026, 9, 4), date(2026, 10, 4), date(2026, 10, 8)),
    ],
)
def test_the_thirty_days_for_confirmation(effective: date, safe: date, last: date) -> None:
    window = limits.confirmation_window(effective)
    assert (window.safe, window.last, window.calendar_published) == (safe, last, True)
    assert window.moved is (safe != last)


def test_fifteen_days_six_months_two_and_three_years() -> None:
    fifteen = limits.party_objection(date(2026, 7, 10))
    assert (fifteen.safe, fifteen.last) == (date(2026, 7, 25), date(2026, 7, 27))
    months = limits.third_party_objection(date(2026, 8, 31))
    assert (months.safe, months.last) == (date(2027, 2, 28), date(2027, 3, 1))
    two = limits.enforcement_limit(date(2026, 3, 31))
    assert (two.safe, two.last) == (date(2028, 3, 31), date(2028, 3, 31))
    three = limits.years_after(date(2024, 2, 29), 3, cite("CC 188"))
    assert (three.safe, three.last) == (date(2027, 2, 28), date(2027, 3, 1))


def test_a_weekend_day_that_is_worked_is_no_day_of_rest() -> None:
    assert limits.is_rest_day(date(2026, 10, 11))
    assert not limits.is_rest_day(date(2026, 10, 10)), "the Saturday worked for the National Day"
    assert limits.is_rest_day(date(2026, 10, 7))


def test_three_working_days_step_over_the_holiday() -> None:
    assert limits.working_days_after(date(2026, 9, 30), 3, SOURCE).last == date(2026, 10, 10)


def test_a_year_without_its_holiday_notice_is_not_relied_on() -> None:
    assert not limits.confirmation_window(date(2027, 1, 10)).calendar_published
    assert not limits.confirmation_window(date(2026, 12, 10)).calendar_published


def test_reminders_come_before_the_safe_day() -> None:
    days = limits.confirmation_reminders(date(2026, 6, 4))
    assert days[0] == date(2026, 6, 9)
    assert all(day < limits.confirmation_window(date(2026, 6, 4)).safe for day in days)


def test_an_instant_belongs_to_its_beijing_day() -> None:
    assert limits.beijing_date(datetime(2026, 6, 4, 16, 0, tzinfo=UTC)) == date(2026, 6, 5)
    assert limits.beijing_date(datetime(2026, 6, 4, 15, 59, tzinfo=UTC)) == date(2026, 6, 4)
    with pytest.raises(ValueError, match="time zone"):
        limits.beijing_date(datetime(2026, 6, 4, 16, 0))


@settings(deadline=None)
@given(DAYS, st.integers(1, 400))
def test_the_last_day_is_never_before_the_safe_day_and_never_a_day_of_rest(start: date, days: int) -> None:
    deadline = limits.days_after(start, days, SOURCE)
    assert deadline.safe - start == timedelta(days=days)
    assert deadline.safe <= deadline.last <= deadline.safe + timedelta(days=12)
    assert not limits.is_rest_day(deadline.last)
    assert all(
        limits.is_rest_day(deadline.safe + timedelta(days=n)) for n in range((deadline.last - deadline.safe).days)
    )


@settings(deadline=None)
@given(DAYS, st.integers(0, 120))
def test_months_end_on_the_matching_day_or_the_end_of_the_month(start: date, months: int) -> None:
    end = limits.add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end + timedelta(days=1)).day == 1


@settings(deadline=None)
@given(DAYS, st.integers(1, 30))
def test_working_days_count_working_days(start: date, days: int) -> None:
    end = limits.working_days_after(start, days, SOURCE).last
    between = [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(not limits.is_rest_day(day) for day in between) == days
