"""Whether sealed offers meet, and where."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odr.law.numerals import LARGEST_FEN
from odr.offers.reveal import NOTHING, NotAnOffer, Outcome, answers_outcome, outcome_of, read_offer, read_priorities
from odr.offers.rules import Issue, RoundKind, Rules, Subject, rules_from

ISSUES = (Issue("term", ("3", "6", "12")), Issue("stock", ("destroy", "sell")))
LATER = datetime(2026, 12, 1, 9, tzinfo=UTC)
sums = st.integers(0, LARGEST_FEN)


def of_a_sum(**changes: object) -> Rules:
    facts = {"kind": RoundKind.SUM, "subject": Subject.WHOLE, "deadline": LATER, "demander": "A", "payer": "B"}
    return Rules(**(facts | changes))


def of_a_package(**changes: object) -> Rules:
    return of_a_sum(**({"kind": RoundKind.PACKAGE, "subject": Subject.PACKAGE, "issues": ISSUES} | changes))


def met(rules: Rules, demand: object, offer: object) -> Outcome:
    return outcome_of(rules, {"A": str(demand), "B": str(offer)})


@given(demand=sums, offer=sums, split=st.integers(0, 100))
def test_figures_meet_exactly_when_the_offer_reaches_the_demand_and_the_point_lies_between(demand, offer, split):
    outcome = met(of_a_sum(split=split), demand, offer)
    assert outcome.met == (offer >= demand)
    assert outcome.fen is None if not outcome.met else demand <= outcome.fen <= offer


@pytest.mark.parametrize(("split", "point"), [(50, 35_000_000), (40, 34_000_000), (0, 30_000_000), (100, 40_000_000)])
def test_the_agreed_figure_lies_where_the_rules_say(split, point):
    assert met(of_a_sum(split=split), 30_000_000, 40_000_000) == Outcome(met=True, fen=point)


def test_an_odd_hundredth_goes_to_nobody():
    assert met(of_a_sum(), 100, 101).fen == 100


def test_figures_that_barely_miss_meet_where_the_rules_allow_it_and_nowhere_else():
    assert met(of_a_sum(), 1000, 999) == NOTHING
    assert met(of_a_sum(tolerance_fen=100), 1000, 900).fen == 950
    assert met(of_a_sum(tolerance_fen=100), 1000, 899) == NOTHING
    assert met(of_a_sum(tolerance_percent=10), 1000, 900).fen == 950
    assert met(of_a_sum(tolerance_percent=10), 1000, 899) == NOTHING


def test_a_package_is_agreed_only_if_every_issue_and_the_sum_meet():
    rules = of_a_package()
    assert outcome_of(rules, {"A": "10|0,2|1", "B": "20|1,2|0,1"}) == Outcome(met=True, fen=15, choices=(2, 1))
    assert outcome_of(rules, {"A": "10|0,2|1", "B": "20|1|0,1"}) == NOTHING
    assert outcome_of(rules, {"A": "30|0,2|1", "B": "20|1,2|0,1"}) == NOTHING


def test_where_several_options_suit_all_the_first_on_the_list_is_agreed():
    rules = of_a_package(demander="", payer="")
    assert outcome_of(rules, {"A": "-|0,1,2|0,1", "B": "-|1,2|0,1", "C": "-|1,2|1"}).choices == (1, 1)


BODIES = ["", "1", "-|0|0", "1|0|0|0", "01|0|0", "1|3|0", "1||0", "1|0,0|0", "1|1,0|0", "1|+1|0", "١|0|0", "-1|0|0"]


@pytest.mark.parametrize("body", [*BODIES, "9" * 19 + "|0|0", " 1|0|0", "1|0|0\n"])
def test_what_the_rules_do_not_allow_is_no_offer(body):
    with pytest.raises(NotAnOffer):
        read_offer(of_a_package(), body)


SEARCH = of_a_package(kind=RoundKind.SEARCH, subject=Subject.SEARCH, demander="", payer="")


@pytest.mark.parametrize(
    "body", ["60|all", "60|all|5:1,2,3|5:1", "101|all|5:1,2,3|5:1,2", "60|me|5:1,2,3|5:1,2", "60|all|11:1,2,3|5:1,2",
             "60|all|5:1,2,-2|5:1,2", "60|all|0:1,2,3|0:1,2"],
)  # fmt: skip
def test_what_the_rules_do_not_allow_is_no_priority(body):
    with pytest.raises(NotAnOffer):
        read_priorities(SEARCH, body)


def test_what_was_found_is_shown_to_all_only_if_every_side_allows_it():
    bodies = {"A": "10|all|5:10,5,0|5:10,0", "B": "10|mediator|1:0,5,10|9:0,10"}
    assert outcome_of(SEARCH, bodies).met
    assert not outcome_of(SEARCH, bodies).shown_to_all
    assert outcome_of(SEARCH, bodies | {"B": "10|all|1:0,5,10|9:0,10"}).shown_to_all


def test_a_proposal_is_accepted_by_a_yes_of_everybody_only():
    assert answers_outcome({"A": "yes", "B": "yes"}) == Outcome(met=True)
    assert answers_outcome({"A": "yes", "B": "no"}) == NOTHING
    assert answers_outcome({}) == NOTHING
    with pytest.raises(NotAnOffer):
        answers_outcome({"A": "yes", "B": "maybe"})


def test_the_rules_are_read_back_as_they_were_written():
    assert rules_from(of_a_package(split=40).terms()) == of_a_package(split=40)
