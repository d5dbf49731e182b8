"""A round from its rules to its end, and what is left of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from odr import clock, db
from odr.access.actor import SYSTEM, Side
from odr.audit.models import AuditEntry
from odr.audit.trail import verify_all
from odr.cases.models import Case, CaseStep, Mandate
from odr.errors import (
    Conflict,
    DeadlinePassed,
    IllegalTransition,
    InvalidInput,
    NotAllowed,
    NotFound,
    RoundsSpent,
)
from odr.offers.commands import (
    accept_rules,
    call_off,
    decline_rules,
    propose_round,
    seal_offer,
    withdraw_offer,
)
from odr.offers.models import SealedOffer
from odr.offers.opening import close_due
from odr.offers.queries import rounds_page
from tests.factories.sealing import (
    offer_of,
    open_round,
    page_of,
    put_in,
    rules_of_a_package,
    rules_of_a_search,
    rules_of_a_sum,
)

EVERYBODY = ("applicant", "respondent", "agent", "mediator")


def count(model: type[db.Base]) -> int:
    with db.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def seen_by_all(mediation, round_id):
    return {name: (page_of(mediation, name, round_id).state, page_of(mediation, name, round_id).outcome)
            for name in EVERYBODY}  # fmt: skip


def test_two_figures_that_overlap_are_told_to_all_at_once_as_the_agreed_figure(mediation):
    round_id = open_round(mediation)
    put_in(mediation, "applicant", round_id, "30000000")
    assert {state for state, _ in seen_by_all(mediation, round_id).values()} == {"open"}
    put_in(mediation, "respondent", round_id, "40000000")
    assert {(state, outcome.fen) for state, outcome in seen_by_all(mediation, round_id).values()} == {
        ("agreed", 35_000_000)
    }


def test_two_figures_that_do_not_overlap_leave_no_trace_in_the_file_of_the_case(mediation):
    steps, entries = count(CaseStep), count(AuditEntry)
    round_id = open_round(mediation)
    put_in(mediation, "respondent", round_id, "30000000")
    put_in(mediation, "applicant", round_id, "40000000")
    assert set(seen_by_all(mediation, round_id).values()) == {("failed", None)}
    assert (count(CaseStep), count(AuditEntry), count(SealedOffer)) == (steps, entries, 0)


def test_an_agreed_round_keeps_each_commitment_in_a_chain_of_its_own_and_nothing_sealed(mediation):
    round_id = open_round(mediation)
    put_in(mediation, "applicant", round_id, "1")
    put_in(mediation, "respondent", round_id, "2")
    with db.reading() as session:
        acts = session.execute(
            sa.select(AuditEntry.act, AuditEntry.subject).where(AuditEntry.chain == f"channel:{round_id}")
        ).all()
        assert verify_all() == {}
    assert {tuple(row) for row in acts} == {
        ("offer.committed", mediation.parties[Side.APPLICANT]),
        ("offer.committed", mediation.parties[Side.RESPONDENT]),
        ("round.agreed", round_id),
    }
    assert count(SealedOffer) == 0


def test_a_package_is_agreed_as_a_whole(mediation):
    round_id = open_round(mediation, rules_of_a_package(mediation))
    put_in(mediation, "applicant", round_id, "10|0,1|1")
    put_in(mediation, "respondent", round_id, "20|1,2|0,1")
    outcome = page_of(mediation, "mediator", round_id).outcome
    assert (outcome.fen, outcome.choices) == (15, (1, 1))


@pytest.mark.parametrize(("shown", "sides_see"), [("all", "agreed"), ("mediator", "closed")])
def test_what_a_search_finds_is_shown_to_the_sides_only_if_both_allowed_it(mediation, shown, sides_see):
    round_id = open_round(mediation, rules_of_a_search(mediation))
    put_in(mediation, "applicant", round_id, "10|all|5:10,5,0|5:10,0")
    put_in(mediation, "respondent", round_id, f"10|{shown}|1:0,5,10|9:0,10")
    assert page_of(mediation, "mediator", round_id).outcome.packages
    assert page_of(mediation, "applicant", round_id).state == page_of(mediation, "agent", round_id).state == sides_see
    assert (page_of(mediation, "applicant", round_id).outcome is None) == (sides_see == "closed")


def test_a_search_shown_to_the_mediator_alone_looks_the_same_to_the_sides_when_nothing_is_found(mediation):
    round_id = open_round(mediation, rules_of_a_search(mediation))
    put_in(mediation, "applicant", round_id, "100|mediator|5:10,5,0|5:10,0")
    put_in(mediation, "respondent", round_id, "100|mediator|5:0,5,10|5:0,10")
    assert page_of(mediation, "mediator", round_id).state == "failed"
    assert page_of(mediation, "respondent", round_id).state == "closed"


def test_nobody_can_seal_before_every_side_has_accepted_the_rules(mediation):
    round_id = propose_round(mediation.who("mediator"), mediation.case_id, rules=rules_of_a_sum(mediation))
    accept_rules(mediation.who("applicant"), round_id)
    with pytest.raises(Conflict):
        put_in(mediation, "applicant", round_id, "1")
    accept_rules(mediation.who("agent"), round_id)
    put_in(mediation, "applicant", round_id, "1")


def test_a_side_may_set_out_rules_and_has_accepted_them_by_that(mediation):
    round_id = propose_round(mediation.who("applicant"), mediation.case_id, rules=rules_of_a_sum(mediation))
    accept_rules(mediation.who("respondent"), round_id)
    assert page_of(mediation, "mediator", round_id).state == "open"


def test_a_side_that_declines_ends_the_round(mediation):
    round_id = propose_round(mediation.who("mediator"), mediation.case_id, rules=rules_of_a_sum(mediation))
    decline_rules(mediation.who("respondent"), round_id)
    assert {state for state, _ in seen_by_all(mediation, round_id).values()} == {"declined"}


@pytest.mark.parametrize("name", ["mediator", "clerk", "outsider"])
def test_only_those_who_bind_a_side_can_seal(mediation, name):
    round_id = open_round(mediation)
    made = offer_of(mediation, "applicant", round_id, "1")
    with pytest.raises((NotAllowed, NotFound)):
        seal_offer(mediation.who(name), round_id, sealed=made.sealed, commitment=made.commitment)


def test_an_agent_without_special_authority_cannot_seal(mediation):
    round_id = open_round(mediation)
    with db.transaction() as tx:
        tx.session.execute(sa.update(Mandate).values(may_settle=False))
    with pytest.raises(NotAllowed):
        put_in(mediation, "agent", round_id, "1")


def test_who_has_sealed_is_seen_by_all_where_the_rules_say_so(mediation):
    round_id = open_round(mediation)
    put_in(mediation, "applicant", round_id, "1")
    for name in EVERYBODY:
        assert [side.sealed for side in page_of(mediation, name, round_id).sides] == [True, False]


def test_who_has_sealed_is_seen_by_that_side_alone_where_the_rules_do_not_say_so(mediation, at):
    rules = rules_of_a_sum(mediation, tells_sealed=False)
    round_id = open_round(mediation, rules)
    for name, body in (("applicant", "1"), ("respondent", "2")):
        put_in(mediation, name, round_id, body)
    assert [side.sealed for side in page_of(mediation, "applicant", round_id).sides] == [True, None]
    assert [side.sealed for side in page_of(mediation, "mediator", round_id).sides] == [None, None]
    assert page_of(mediation, "mediator", round_id).state == "open"
    at(rules.deadline)
    assert close_due(SYSTEM) == 1
    assert page_of(mediation, "mediator", round_id).outcome.fen == 1


def test_an_offer_may_be_replaced_or_taken_back_until_the_other_side_is_in(mediation):
    round_id = open_round(mediation)
    put_in(mediation, "applicant", round_id, "50")
    put_in(mediation, "applicant", round_id, "10")
    withdraw_offer(mediation.who("applicant"), round_id)
    put_in(mediation, "respondent", round_id, "20")
    put_in(mediation, "applicant", round_id, "12")
    assert page_of(mediation, "applicant", round_id).outcome.fen == 16
    with pytest.raises(IllegalTransition):
        withdraw_offer(mediation.who("applicant"), round_id)
    with pytest.raises(Conflict):
        put_in(mediation, "respondent", round_id, "30")


def test_a_side_that_never_sealed_looks_like_figures_that_do_not_meet(mediation, at):
    rules = rules_of_a_sum(mediation)
    round_id = open_round(mediation, rules)
    put_in(mediation, "applicant", round_id, "1")
    at(rules.deadline)
    with pytest.raises(DeadlinePassed):
        put_in(mediation, "respondent", round_id, "2")
    assert close_due(SYSTEM) == 1
    assert set(seen_by_all(mediation, round_id).values()) == {("failed", None)}
    assert count(SealedOffer) == 0


def test_there_are_three_rounds_on_one_subject_and_no_fourth(mediation):
    for number in (1, 2, 3):
        round_id = open_round(mediation)
        assert page_of(mediation, "mediator", round_id).number == number
        with pytest.raises(Conflict):
            open_round(mediation)
        put_in(mediation, "applicant", round_id, "2")
        put_in(mediation, "respondent", round_id, "1")
    with pytest.raises(RoundsSpent):
        open_round(mediation)


def test_the_mediator_calls_a_round_off_and_it_counts_for_nothing(mediation):
    round_id = open_round(mediation)
    put_in(mediation, "applicant", round_id, "2")
    with pytest.raises(NotAllowed):
        call_off(mediation.who("applicant"), round_id)
    call_off(mediation.who("mediator"), round_id)
    assert {state for state, _ in seen_by_all(mediation, round_id).values()} == {"cancelled"}
    assert count(SealedOffer) == 0
    assert page_of(mediation, "mediator", open_round(mediation)).number == 1


def test_a_sealed_offer_altered_anywhere_is_refused(mediation):
    round_id = open_round(mediation)
    made = offer_of(mediation, "applicant", round_id, "1")
    for place in range(0, len(made.sealed), 41):
        altered = made.sealed[:place] + bytes([made.sealed[place] ^ 1]) + made.sealed[place + 1 :]
        with pytest.raises(InvalidInput):
            seal_offer(mediation.who("applicant"), round_id, sealed=altered, commitment=made.commitment)
    with pytest.raises(InvalidInput):
        seal_offer(mediation.who("applicant"), round_id, sealed=made.sealed, commitment=bytes(32))


def test_a_sealed_offer_cannot_be_moved_to_another_round_or_another_side(mediation):
    first = open_round(mediation)
    made = offer_of(mediation, "applicant", first, "1")
    second = open_round(mediation, rules_of_a_sum(mediation, subject="costs"))
    for name, round_id in (("applicant", second), ("respondent", first)):
        with pytest.raises(InvalidInput):
            seal_offer(mediation.who(name), round_id, sealed=made.sealed, commitment=made.commitment)


def test_a_body_that_the_rules_do_not_allow_is_refused_when_it_is_sealed(mediation):
    round_id = open_round(mediation)
    for body in ("", "-5", "1|0", "lots"):
        with pytest.raises(InvalidInput):
            put_in(mediation, "applicant", round_id, body)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"split": 101}, "split"),
        ({"tolerance_percent": 60}, "tolerance"),
        ({"demander": "nobody"}, "demander"),
        ({"deadline": timedelta(minutes=1)}, "deadline"),
        ({"deadline": timedelta(days=40)}, "deadline"),
    ],
)
def test_rules_that_cannot_be_are_refused_by_their_name(mediation, changes, field):
    if isinstance(changes.get("deadline"), timedelta):
        changes = {"deadline": clock.now() + changes["deadline"]}
    with pytest.raises(InvalidInput) as refused:
        open_round(mediation, replace(rules_of_a_sum(mediation), **changes))
    assert field in refused.value.details["fields"]


def test_a_clerk_sees_no_round(mediation):
    open_round(mediation)
    with pytest.raises(NotAllowed):
        rounds_page(mediation.who("clerk"), mediation.case_ref)
    with pytest.raises(NotFound):
        rounds_page(mediation.who("outsider"), mediation.case_ref)


def test_the_list_says_what_waits_for_whom(mediation):
    round_id = propose_round(mediation.who("mediator"), mediation.case_id, rules=rules_of_a_sum(mediation))

    def waits():
        return {name for name in EVERYBODY if rounds_page(mediation.who(name), mediation.case_ref).live[0].waits_for_me}

    assert waits() == {"applicant", "respondent", "agent"}
    accept_rules(mediation.who("applicant"), round_id)
    assert waits() == {"respondent", "agent"}
    accept_rules(mediation.who("respondent"), round_id)
    put_in(mediation, "respondent", round_id, "1")
    assert waits() == {"applicant"}


def test_nothing_is_sealed_any_more_once_the_case_has_ended(mediation):
    round_id = open_round(mediation)
    with db.transaction() as tx:
        tx.session.execute(sa.update(Case).values(state="ended"))
    with pytest.raises(Conflict):
        put_in(mediation, "applicant", round_id, "1")
    assert not page_of(mediation, "applicant", round_id).may_make
    with pytest.raises(Conflict):
        open_round(mediation, rules_of_a_sum(mediation, subject="costs"))
