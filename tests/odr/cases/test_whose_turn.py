"""Every living case waits for somebody, and a list shows first what waits for its reader."""

import itertools

import pytest

from odr.cases.models import AppointmentState
from odr.cases.next_acts import APPLICANT, CLERK, MEDIATOR, MINE, PROPOSED, RESPONDENT, Standing, next_act
from odr.cases.queries import case_page, desk, my_cases, organisations
from odr.cases.refs import LETTERS, PATTERN, case_id_of
from odr.cases.states import CaseState
from odr.db import reading
from odr.errors import NotFound
from tests.factories.people import make_account, make_agent, make_case, make_clerk, make_organisation

EVERYBODY = (APPLICANT, RESPONDENT, MEDIATOR, PROPOSED, CLERK)
APPOINTMENTS = (None, AppointmentState.PROPOSED, AppointmentState.DISCLOSED)


@pytest.mark.parametrize(
    "state, appointment, answered", list(itertools.product(CaseState, APPOINTMENTS, (True, False)))
)
def test_everybody_has_a_next_act_or_somebody_to_wait_for(state, appointment, answered):
    for who in EVERYBODY:
        assert next_act(who, Standing(state, appointment, answered))


@pytest.mark.parametrize("state", set(CaseState) - {CaseState.ENDED, CaseState.CLOSED, CaseState.INVITED})
def test_a_living_case_inside_the_platform_waits_for_somebody(state):
    for appointment in APPOINTMENTS if state == CaseState.APPOINTING else (None,):
        assert any(next_act(who, Standing(state, appointment)) in MINE for who in EVERYBODY)


def test_nothing_waits_in_a_case_that_is_over():
    for who in EVERYBODY:
        assert next_act(who, Standing(CaseState.ENDED)) == next_act(who, Standing(CaseState.CLOSED)) == "over"


@pytest.mark.parametrize(
    "state, applicant, clerk",
    [
        ("draft", "complete_application", None),
        ("submitted", "wait_intake", "review"),
        ("invited", "wait_respondent", "wait_respondent"),
        ("appointing", "wait_proposal", "propose_mediator"),
        ("mediating", "mediate", "wait_mediation"),
        ("settled", "settled", "close"),
        ("closed", "over", "over"),
    ],
)
def test_the_page_says_whose_turn_it_is(database, state, applicant, clerk):
    case = make_case(state)
    assert case_page(case.applicant.actor, case.ref).next_act == applicant
    if clerk is not None:
        assert case_page(case.clerk.actor, case.ref).next_act == clerk


def test_what_waits_for_me_stands_first_in_my_list(database):
    over, waiting = make_case("closed"), make_case("mediating")
    mediator = waiting.mediator
    lines = my_cases(mediator.actor)
    assert [line.ref for line in lines] == [waiting.ref]
    assert lines[0].next_act == "lead"
    assert [line.next_act for line in my_cases(over.applicant.actor)] == ["over"]


def test_my_list_holds_my_cases_only(database):
    mine, foreign = make_case("mediating"), make_case("mediating")
    agent = make_agent(mine)
    for person in (mine.applicant, mine.respondent, mine.mediator, agent):
        assert [line.ref for line in my_cases(person.actor)] == [mine.ref]
    assert foreign.ref not in [line.ref for line in my_cases(mine.applicant.actor)]
    assert my_cases(make_account().actor) == []


def test_the_desk_holds_the_filed_cases_of_its_own_organisation(database):
    here = make_organisation()
    draft, filed = make_case("draft", organisation_id=here), make_case("submitted", organisation_id=here)
    elsewhere = make_case("submitted")
    lines = [line.ref for line in desk(make_clerk(here).actor).lines]
    assert lines == [filed.ref]
    assert draft.ref not in lines and elsewhere.ref not in lines


def test_who_is_a_clerk_of_nothing_has_no_desk(database):
    case = make_case("mediating")
    for person in (case.applicant, case.respondent, case.mediator, make_account()):
        with pytest.raises(NotFound):
            desk(person.actor)


def test_a_case_of_others_looks_like_one_that_does_not_exist(database):
    case, stranger = make_case("mediating"), make_account()
    refusals = []
    for ref in (case.ref, "HQ-2026-222222", "HQ-2026-7F3KQ9'--", ""):
        with pytest.raises(NotFound) as refused:
            case_page(stranger.actor, ref)
        refusals.append(refused.value.details)
    assert all(details == refusals[0] for details in refusals)


def test_references_are_unmistakable_and_found_however_they_are_typed(database):
    case = make_case("draft")
    assert PATTERN.fullmatch(case.ref)
    assert not set("01ILO") & set(LETTERS)
    with reading():
        assert case_id_of(f" {case.ref.lower()} ") == case.id


def test_an_organisation_one_serves_in_is_not_offered(database):
    here, there = make_organisation(), make_organisation("另一家调解中心")
    assert {body.id for body in organisations(make_account().actor)} == {here, there}
    assert {body.id for body in organisations(make_clerk(here).actor)} == {there}


def test_a_clerk_is_not_led_to_the_parties_page_of_the_agreement(database):
    case = make_case("settled")
    assert "agreement" in case_page(case.applicant.actor, case.ref).powers
    assert "agreement" not in case_page(case.clerk.actor, case.ref).powers


def test_buttons_are_offered_to_those_whose_act_it_is(database):
    case = make_case("mediating")
    agent = make_agent(case, special=False)
    powers = {
        name: case_page(person.actor, case.ref).powers
        for name, person in {
            "applicant": case.applicant,
            "respondent": case.respondent,
            "agent": agent,
            "mediator": case.mediator,
            "clerk": case.clerk,
        }.items()
    }
    assert powers["applicant"] == {"withdraw", "agents", "particulars", "room", "agreement"}
    assert powers["respondent"] == {"refuse", "agents", "particulars", "room", "agreement"}
    assert powers["agent"] == {"room", "agreement"}
    assert powers["mediator"] == {"end", "room", "agreement"}
    assert powers["clerk"] == {"replace_mediator", "propose_co_mediator"}
