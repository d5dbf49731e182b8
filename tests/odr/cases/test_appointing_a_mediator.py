"""Nobody mediates before the disclosure is made and both sides have accepted."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from odr import events
from odr.access.actor import Duty, Role
from odr.accounts.administration import appoint, end_duty
from odr.accounts.models import Track
from odr.cases.appointment_page import appointment_page, challenges, mediators_to_propose
from odr.cases.appointments import (
    answer_appointment,
    decline_appointment,
    disclose,
    propose_mediator,
    replace_mediator,
)
from odr.cases.commands import withdraw
from odr.cases.models import Appointment, Participant
from odr.cases.queries import case_page, my_cases
from odr.db import reading
from odr.errors import AlreadyAnswered, Conflict, InvalidInput, LegalObstacle, NotAllowed, NotFound, OdrError
from tests.factories.people import letters, make_account, make_agent, make_case, make_mediator, make_organisation


@pytest.fixture
def case(database):
    return make_case("appointing")


def proposed(case):
    mediator = make_mediator(case.organisation_id)
    return mediator, propose_mediator(case.clerk.actor, case.id, account_id=mediator.account_id)


def disclosed(case, *, has_interest=False, statement=""):
    mediator, appointment = proposed(case)
    disclose(mediator.actor, appointment, has_interest=has_interest, statement=statement)
    return mediator, appointment


def state_of(appointment):
    with reading() as session:
        return session.scalar(select(Appointment.state).where(Appointment.id == appointment))


def test_mediation_begins_when_both_sides_have_accepted(case):
    mediator, appointment = disclosed(case)
    answer_appointment(case.applicant.actor, appointment, accepted=True)
    assert case.state == "appointing"
    answer_appointment(case.respondent.actor, appointment, accepted=True)
    assert case.state == "mediating"
    assert mediator.actor.in_case(case.id).role == Role.MEDIATOR


def test_before_the_disclosure_nobody_can_accept(case):
    _, appointment = proposed(case)
    with pytest.raises(Conflict):
        answer_appointment(case.applicant.actor, appointment, accepted=True)


def test_the_mediator_proposed_knows_who_but_not_what(case):
    mediator, _ = proposed(case)
    view = appointment_page(mediator.actor, case.ref)
    assert view.may_disclose
    assert [name for name, _ in view.parties] == ["青禾茶业有限公司", "沃野食品有限公司"]
    with pytest.raises(NotFound):
        case_page(mediator.actor, case.ref)
    (line,) = my_cases(mediator.actor)
    assert (line.who, line.next_act) == ("proposed", "disclose")


def test_an_interest_must_be_named(case):
    mediator, appointment = proposed(case)
    with pytest.raises(InvalidInput):
        disclose(mediator.actor, appointment, has_interest=True, statement=" ")
    assert state_of(appointment) == "proposed"


def test_sides_who_know_of_an_interest_may_still_agree(case):
    _, appointment = disclosed(case, has_interest=True, statement="曾为申请人的关联公司提供讲座。")
    assert appointment_page(case.respondent.actor, case.ref).disclosure == "曾为申请人的关联公司提供讲座。"
    for side in (case.applicant, case.respondent):
        answer_appointment(side.actor, appointment, accepted=True)
    assert case.state == "mediating"


def test_on_the_commercial_track_an_interest_means_withdrawing(database):
    case = make_case("appointing", track=Track.COMMERCIAL)
    _, appointment = disclosed(case, has_interest=True, statement="持有被申请人少量股份。")
    assert state_of(appointment) == "declined"
    with pytest.raises(AlreadyAnswered):
        answer_appointment(case.applicant.actor, appointment, accepted=True)
    assert case_page(case.clerk.actor, case.ref).next_act == "propose_mediator"


def test_a_challenge_ends_the_appointment_and_its_reason_is_the_clerks_alone(case):
    _, appointment = disclosed(case)
    with pytest.raises(InvalidInput):
        answer_appointment(case.respondent.actor, appointment, accepted=False)
    answer_appointment(case.respondent.actor, appointment, accepted=False, reason="曾是对方的代理人。")
    assert state_of(appointment) == "challenged"
    assert challenges(case.clerk.actor, case.ref) == [("周慧兰", "曾是对方的代理人。")]
    for side in (case.applicant, case.respondent):
        with pytest.raises(NotAllowed):
            challenges(side.actor, case.ref)
    assert letters(case.clerk.email)[-1] == "your_turn"


def test_a_side_answers_once(case):
    _, appointment = disclosed(case)
    answer_appointment(case.applicant.actor, appointment, accepted=True)
    with pytest.raises(AlreadyAnswered):
        answer_appointment(case.applicant.actor, appointment, accepted=False, reason="改主意了")


def test_both_sides_who_accept_at_once_begin_one_mediation(case):
    mediator, appointment = disclosed(case)
    actors = [case.applicant.actor, case.respondent.actor] * 3

    def accept(actor):
        try:
            answer_appointment(actor, appointment, accepted=True)
        except OdrError:
            return 0
        return 1

    with ThreadPoolExecutor(6) as crowd:
        assert sum(crowd.map(accept, actors)) == 2
    assert case.state == "mediating"
    with reading() as session:
        admitted = session.scalars(
            select(Participant.account_id).where(Participant.case_id == case.id, Participant.role == Role.MEDIATOR)
        ).all()
    assert admitted == [mediator.account_id]


def test_only_an_agent_with_special_authority_answers_for_a_side(case):
    _, appointment = disclosed(case)
    with pytest.raises(NotAllowed):
        answer_appointment(make_agent(case, special=False).actor, appointment, accepted=True)
    answer_appointment(make_agent(case, special=True).actor, appointment, accepted=True)


def test_nobody_discloses_answers_or_declines_for_another(case):
    mediator, appointment = proposed(case)
    for other in (case.clerk, case.applicant, case.respondent):
        with pytest.raises(NotAllowed):
            disclose(other.actor, appointment, has_interest=False, statement="")
        with pytest.raises(NotAllowed):
            decline_appointment(other.actor, appointment)
    with pytest.raises(NotFound):
        disclose(make_account().actor, appointment, has_interest=False, statement="")
    with pytest.raises(NotAllowed):
        answer_appointment(mediator.actor, appointment, accepted=True)


def test_nobody_appoints_themselves(case):
    mediator = make_mediator(case.organisation_id)
    with pytest.raises(NotFound):
        propose_mediator(mediator.actor, case.id, account_id=mediator.account_id)
    for side in (case.applicant, case.respondent):
        with pytest.raises(NotAllowed):
            propose_mediator(side.actor, case.id, account_id=side.account_id)


def test_only_a_mediator_of_the_organisation_can_be_proposed(case):
    foreign = make_mediator(make_organisation("另一家调解中心"))
    former = make_mediator(case.organisation_id)
    end_duty(former.account_id, case.organisation_id, Duty.MEDIATOR)
    for person in (foreign, former, case.clerk, make_account()):
        with pytest.raises(Conflict):
            propose_mediator(case.clerk.actor, case.id, account_id=person.account_id)


def test_a_mediator_who_is_of_a_side_is_an_obstacle_in_law(case):
    appoint(case.respondent.account_id, case.organisation_id, Duty.MEDIATOR)
    with pytest.raises(LegalObstacle):
        propose_mediator(case.clerk.actor, case.id, account_id=case.respondent.account_id)
    _, offered = mediators_to_propose(case.clerk.actor, case.ref)
    assert case.respondent.account_id not in [mediator.account_id for mediator in offered]


def test_one_mediator_is_proposed_at_a_time(case):
    proposed(case)
    with pytest.raises(Conflict):
        proposed(case)


def test_a_mediator_may_decline_and_another_is_proposed(case):
    mediator, appointment = proposed(case)
    decline_appointment(mediator.actor, appointment)
    assert case_page(case.clerk.actor, case.ref).next_act == "propose_mediator"
    with pytest.raises(AlreadyAnswered):
        decline_appointment(mediator.actor, appointment)
    proposed(case)


def test_a_replaced_mediator_is_cut_off_at_once(database):
    case = make_case("mediating")
    heard = []
    events.subscribe(events.AccessRevoked, heard.append)
    with pytest.raises(NotAllowed):
        replace_mediator(case.applicant.actor, case.id)
    replace_mediator(case.clerk.actor, case.id)
    assert case.state == "appointing"
    assert heard[0].audience == (case.mediator.account_id,)
    assert case.mediator.actor.in_case(case.id) is None
    with pytest.raises(NotFound):
        case_page(case.mediator.actor, case.ref)


def test_when_a_case_ends_the_appointment_under_way_ends_too(case):
    mediator, appointment = proposed(case)
    assert len(my_cases(mediator.actor)) == 1
    withdraw(case.applicant.actor, case.id)
    assert state_of(appointment) == "declined"
    assert my_cases(mediator.actor) == []
