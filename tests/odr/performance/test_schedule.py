"""The schedule says what the sealed clauses say: each sum, each instalment, each act with its day, and nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from odr.agreements.clause_library import answers_kept
from odr.agreements.slots import PartyName, instalments_of
from odr.law.draft import ClauseKind
from odr.performance.queries import performance_page
from odr.performance.schedule import drawn_from, late_interest, obligation_id
from tests.factories.agreements import BeforeCourt

K = ClauseKind
PARTIES = {"r": PartyName("乙公司", "B"), "a": PartyName("甲公司", "A")}
BOTH = {"obligor": "r", "obligee": "a"}
EFFECT = date(2026, 1, 31)


def sealed(kind: ClauseKind, kept: dict[str, str], number: int = 1) -> dict[str, Any]:
    """A clause as the sealed content has it."""
    clause: dict[str, Any] = {"number": number, "kind": kind.value, "zh": "", "en": ""}
    if kept.get("fen"):
        clause["amount_fen"] = int(kept["fen"])
    if kept.get("instalments"):
        parts = instalments_of(kept["instalments"])
        clause["instalments"] = [{"amount_fen": part.fen, "due": part.due.isoformat()} for part in parts]
    return clause


def drawn(kind: ClauseKind, **answers: str) -> list[tuple[int | None, date | None]]:
    kept = answers_kept(kind, {**BOTH, **answers}, PARTIES)
    return [(one.fen, one.due) for one in drawn_from("v", sealed(kind, kept), kept, EFFECT)]


def test_instalments_are_one_obligation_each() -> None:
    found = drawn(K.PAY, purpose="losses", fen="3000", instalments="2026-03-31 1000.50\n2026-06-30 1999.5", account="x")
    assert found == [(100050, date(2026, 3, 31)), (199950, date(2026, 6, 30))]


@pytest.mark.parametrize(
    ("within", "unit", "due"),
    [
        ("10", "day", date(2026, 2, 10)),
        ("3", "month", date(2026, 4, 30)),
        ("2", "year", date(2028, 1, 31)),
        ("2", "workday", date(2026, 2, 3)),
    ],
)
def test_a_time_from_effect_ends_on_a_day(within: str, unit: str, due: date) -> None:
    kept = {**BOTH, "model": "stock-remove-marks", "within": within, "within_unit": unit}
    (found,) = drawn_from("v", sealed(K.DESTROY, kept), kept, EFFECT)
    assert (found.fen, found.due) == (None, due)


@pytest.mark.parametrize("kind", [K.APOLOGY, K.COOPERATE, K.DESTROY, K.TAKEDOWN])
def test_the_plainest_act_of_each_kind_falls_due_on_its_day(kind: K) -> None:
    kept = {**BOTH, "due": "2026-05-01"}
    assert [one.due for one in drawn_from("v", sealed(kind, kept), kept, EFFECT)] == [date(2026, 5, 1)]


def test_a_time_in_free_words_is_shown_without_a_day() -> None:
    kept = {**BOTH, "within": "收到通知后三日内"}
    assert [one.due for one in drawn_from("v", sealed(K.TAKEDOWN, kept), kept, EFFECT)] == [None]


def test_what_lasts_or_depends_on_a_breach_is_no_obligation_with_a_day() -> None:
    assert drawn(K.PENALTY, model="penalty", object="第一条", fen="1000", within="5", within_unit="day") == []


def test_late_interest_by_the_day_is_read_as_a_decimal() -> None:
    answers = {"model": "interest-daily", "obligor": "r", "rate": "0.03"}
    kept = answers_kept(K.DEFAULT_INTEREST, answers, PARTIES)
    rule = late_interest(sealed(K.DEFAULT_INTEREST, kept, 4), kept)
    assert rule is not None
    assert (rule.clause, rule.daily, rule.accelerates) == (4, Decimal("0.03"), False)


def test_a_clause_in_free_words_gives_nothing_to_count() -> None:
    assert list(drawn_from("v", {"number": 1, "kind": "other"}, {}, EFFECT)) == []


def test_names_of_obligations_follow_from_the_text_and_differ() -> None:
    names = {obligation_id("v", clause, part) for clause in range(1, 30) for part in range(1, 30)}
    assert len(names) == 29 * 29 and {len(name) for name in names} == {22}
    assert obligation_id("w", 1, 1) not in names


def test_the_page_of_a_sealed_case_shows_its_sum_and_its_act(agreed: BeforeCourt) -> None:
    view = performance_page(agreed.parties[0].actor, agreed.case.ref)
    assert [(line.clause.kind, line.fen) for line in view.lines] == [(K.STOP, None), (K.PAY, 35000000)]
    assert view.owed == view.lines and view.mine == ()
    other = performance_page(agreed.parties[1].actor, agreed.case.ref)
    assert len(other.mine) == 2 and other.owed == ()
