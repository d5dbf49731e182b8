"""The life of a sitting: planned, opened only when the law's conditions are met, adjourned, resumed, ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from odr import clock, events
from odr.access.actor import Side
from odr.audit.models import AuditEntry
from odr.cases.consents import ONLINE, SEPARATE_TIMES, SERVICE, consents_of
from odr.db import reading
from odr.errors import Conflict, IllegalTransition, InvalidInput, LegalObstacle, NotAllowed, NotFound
from odr.events import CaseChanged
from odr.rooms.opening import ADDRESS, NOTICE, acknowledge, agree_to_extend, choose_consents, compare_identity
from odr.rooms.posting import post_message
from odr.rooms.queries import room_page
from odr.rooms.sitting_page import room_banner, sittings_page
from odr.rooms.sittings import (
    adjourn_sitting,
    cancel_sitting,
    close_caucus,
    end_mediation_session,
    meet_privately,
    move_sitting,
    open_caucus,
    open_mediation_session,
    plan_sitting,
    return_to_all,
)
from odr.rooms.states import IdentityWay, SittingState
from tests.factories.mediation import Mediation, begin_mediation
from tests.factories.opening import get_ready
from tests.factories.people import letters

SIDES = ("applicant", "respondent", "agent")


@pytest.fixture
def before(database) -> Mediation:
    """A case at mediation before anything was planned."""
    return begin_mediation(session=False)


def later(days: int = 1):
    return clock.now() + timedelta(days=days)


def current(mediation: Mediation):
    return sittings_page(mediation.who("mediator"), mediation.case_ref).current


def test_a_sitting_is_planned_and_everybody_is_told(before: Mediation) -> None:
    assert plan_sitting(before.who("mediator"), before.case_id, at=later(), minutes=90) == 1
    for name in SIDES:
        assert letters(f"{name}@people.example") == ["sitting_planned"]
    move_sitting(before.who("mediator"), before.case_id, at=later(2), minutes=60)
    assert current(before).revision == 1
    cancel_sitting(before.who("mediator"), before.case_id)
    assert current(before) is None
    assert letters("applicant@people.example") == ["sitting_planned", "sitting_moved", "sitting_cancelled"]


def test_only_a_mediator_plans_and_only_for_a_time_to_come(before: Mediation) -> None:
    with pytest.raises(NotAllowed):
        plan_sitting(before.who("applicant"), before.case_id, at=later(), minutes=60)
    with pytest.raises(InvalidInput):
        plan_sitting(before.who("mediator"), before.case_id, at=later(-1), minutes=60)
    with pytest.raises(InvalidInput):
        plan_sitting(before.who("mediator"), before.case_id, at=later(), minutes=5)
    plan_sitting(before.who("mediator"), before.case_id, at=later(), minutes=60)
    with pytest.raises(Conflict):
        plan_sitting(before.who("mediator"), before.case_id, at=later(), minutes=60)


def test_it_opens_only_when_everybody_is_told_compared_and_consents(before: Mediation) -> None:
    mediator = before.who("mediator")
    with pytest.raises(LegalObstacle) as refused:
        open_mediation_session(mediator, before.case_id)
    assert {"told", "identity", "online", "address"} <= set(refused.value.details["missing"])
    for name in SIDES:
        acknowledge(before.who(name), before.case_id, subjects=[NOTICE, ADDRESS])
        choose_consents(before.who(name), before.case_id, given=[ONLINE])
    with pytest.raises(LegalObstacle) as refused:
        open_mediation_session(mediator, before.case_id)
    assert set(refused.value.details["missing"]) == {"identity"}
    assert refused.value.details["citation"] == "OMR 17"
    for name in SIDES:
        compare_identity(mediator, before.participants[name], way=IdentityWay.DOCUMENT)
    assert open_mediation_session(mediator, before.case_id) == 1


def test_a_side_compares_nobody_and_a_stranger_acknowledges_nothing(before: Mediation) -> None:
    with pytest.raises(NotFound):
        compare_identity(before.who("applicant"), before.participants["respondent"], way=IdentityWay.IN_PERSON)
    with pytest.raises(NotFound):
        acknowledge(before.who("outsider"), before.case_id, subjects=[NOTICE])
    with pytest.raises(InvalidInput):
        acknowledge(before.who("applicant"), before.case_id, subjects=[NOTICE], version="2020-01")


def test_a_consent_taken_back_closes_the_way_again_and_may_be_given_once_more(before: Mediation) -> None:
    get_ready(before.case_id)
    for name in ("respondent", "agent"):
        choose_consents(before.who(name), before.case_id, given=[])
    with pytest.raises(LegalObstacle) as refused:
        open_mediation_session(before.who("mediator"), before.case_id)
    assert refused.value.details["missing"] == ["online"]
    choose_consents(before.who("respondent"), before.case_id, given=[ONLINE, SERVICE])
    with reading():
        assert consents_of(before.case_id, before.accounts["respondent"]) == {ONLINE, SERVICE}
    open_mediation_session(before.who("mediator"), before.case_id)


def test_outside_a_sitting_the_joint_room_is_open_only_with_the_consent_of_all(mediation: Mediation) -> None:
    end_mediation_session(mediation.who("mediator"), mediation.case_id)
    post_message(mediation.who("applicant"), mediation.joint, text="晚些时候", client_ref="1")
    choose_consents(mediation.who("applicant"), mediation.case_id, given=[ONLINE])
    with pytest.raises(NotAllowed):
        post_message(mediation.who("applicant"), mediation.joint, text="再写", client_ref="2")
    with pytest.raises(LegalObstacle):
        plan_sitting(mediation.who("mediator"), mediation.case_id, at=later(), minutes=60, separate=True)
    choose_consents(mediation.who("applicant"), mediation.case_id, given=[ONLINE, SEPARATE_TIMES])
    post_message(mediation.who("respondent"), mediation.joint, text="好", client_ref="3")


def test_it_is_adjourned_resumed_and_ended(mediation: Mediation) -> None:
    mediator = mediation.who("mediator")
    adjourn_sitting(mediator, mediation.case_id, at=later(3), minutes=30)
    assert current(mediation).state == SittingState.ADJOURNED
    with pytest.raises(IllegalTransition):
        cancel_sitting(mediator, mediation.case_id)
    assert open_mediation_session(mediator, mediation.case_id) == 1
    end_mediation_session(mediator, mediation.case_id)
    with pytest.raises(Conflict):
        end_mediation_session(mediator, mediation.case_id)


def test_the_others_learn_that_the_mediator_meets_somebody_and_nothing_else(mediation: Mediation) -> None:
    told: list[CaseChanged] = []
    events.subscribe(CaseChanged, told.append)
    caucus = mediation.caucus[Side.APPLICANT]
    meet_privately(mediation.who("mediator"), caucus)
    assert {fact.state for fact in told} == {"session_private"}
    others = room_banner(mediation.who("respondent"), mediation.joint)
    assert others.sitting is not None and others.sitting.private_since is not None and not others.private_here
    assert room_banner(mediation.who("applicant"), caucus).private_here
    with reading() as now:
        chains = set(now.scalars(select(AuditEntry.chain).where(AuditEntry.act.startswith("caucus."))))
    assert chains == {f"channel:{caucus}"}
    return_to_all(mediation.who("mediator"), mediation.case_id)
    assert room_banner(mediation.who("respondent"), mediation.joint).sitting.private_since is None
    with pytest.raises(Conflict):
        meet_privately(mediation.who("mediator"), mediation.joint)
    with pytest.raises(NotFound):
        meet_privately(mediation.who("respondent"), caucus)


def test_a_closed_caucus_is_read_and_not_written_and_only_its_hearers_are_told(mediation: Mediation) -> None:
    told: list[CaseChanged] = []
    events.subscribe(CaseChanged, told.append)
    caucus = mediation.caucus[Side.APPLICANT]
    close_caucus(mediation.who("mediator"), caucus)
    with pytest.raises(NotAllowed):
        post_message(mediation.who("applicant"), caucus, text="?", client_ref="1")
    assert mediation.accounts["respondent"] not in {account for fact in told for account in fact.audience}
    open_caucus(mediation.who("mediator"), caucus)
    post_message(mediation.who("applicant"), caucus, text="!", client_ref="2")


def test_the_term_is_extended_when_every_side_agrees(mediation: Mediation) -> None:
    before = sittings_page(mediation.who("applicant"), mediation.case_ref).term
    assert not agree_to_extend(mediation.who("applicant"), mediation.case_id)
    assert sittings_page(mediation.who("applicant"), mediation.case_ref).term.deadline == before.deadline
    assert agree_to_extend(mediation.who("respondent"), mediation.case_id)
    after = sittings_page(mediation.who("applicant"), mediation.case_ref).term
    assert (after.deadline.safe - before.deadline.safe).days == 30
    with pytest.raises(Conflict):
        agree_to_extend(mediation.who("applicant"), mediation.case_id)


def test_the_room_knows_a_planned_sitting_from_one_under_way(mediation: Mediation) -> None:
    mediator, seen = mediation.who("mediator"), []

    def look() -> None:
        view = room_page(mediator, mediation.case_ref)
        seen.append((view.session_state, view.session_open))

    end_mediation_session(mediator, mediation.case_id)
    look()
    plan_sitting(mediator, mediation.case_id, at=clock.now() + timedelta(days=2), minutes=60)
    look()
    open_mediation_session(mediator, mediation.case_id)
    look()
    assert seen == [(SittingState.ENDED, False), (SittingState.PLANNED, False), (SittingState.OPEN, True)]
