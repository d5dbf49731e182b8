"""What a mediator reads of sittings and consents at one look, and what nobody else may."""

from __future__ import annotations

from datetime import timedelta

import pytest

from odr import clock
from odr.access.actor import Role, Side
from odr.cases.consents import ONLINE, RECORDING, SEPARATE_TIMES, SERVICE, SUBJECTS
from odr.cases.models import Mandate
from odr.db import transaction
from odr.errors import NotAllowed, NotFound
from odr.rooms.opening import agree_to_extend, choose_consents
from odr.rooms.sitting_page import consents_of_sides, sitting_now
from odr.rooms.sittings import (
    adjourn_sitting,
    cancel_sitting,
    end_mediation_session,
    open_mediation_session,
    plan_sitting,
)
from odr.rooms.states import SittingState
from tests.factories.guests import admit_guest
from tests.factories.mediation import Mediation, begin_mediation
from tests.factories.notes import second_mediator


def standing(mediation: Mediation, who: str = "mediator") -> dict[str, dict[Side, bool]]:
    found = consents_of_sides(mediation.who(who), mediation.case_ref)
    return {one.subject: {side.side: side.given for side in one.sides} for one in found}


def test_the_sitting_that_is_alive_is_found_and_none_after_it(mediation: Mediation) -> None:
    mediator, at = mediation.who("mediator"), clock.now() + timedelta(days=2)

    def state() -> tuple[int, SittingState] | None:
        now = sitting_now(mediator, mediation.case_ref)
        return (now.number, now.state) if now else None

    assert state() == (1, SittingState.OPEN)
    adjourn_sitting(mediator, mediation.case_id, at=at, minutes=60)
    assert state() == (1, SittingState.ADJOURNED)
    open_mediation_session(mediator, mediation.case_id)
    end_mediation_session(mediator, mediation.case_id)
    assert state() is None
    plan_sitting(mediator, mediation.case_id, at=at, minutes=60)
    assert state() == (2, SittingState.PLANNED)
    cancel_sitting(mediator, mediation.case_id)
    assert state() is None
    with pytest.raises(NotFound):
        sitting_now(mediation.who("outsider"), mediation.case_ref)


def test_each_step_says_of_each_side_whether_it_agreed_and_by_which_article(mediation: Mediation) -> None:
    choose_consents(mediation.who("applicant"), mediation.case_id, given=[ONLINE, RECORDING])
    agree_to_extend(mediation.who("respondent"), mediation.case_id)
    applicant, respondent = Side.APPLICANT, Side.RESPONDENT
    assert standing(mediation) == {
        ONLINE: {applicant: True, respondent: True},
        SERVICE: {applicant: False, respondent: True},
        SEPARATE_TIMES: {applicant: False, respondent: True},
        RECORDING: {applicant: True, respondent: False},
        "extension": {applicant: False, respondent: True},
    }
    found = consents_of_sides(mediation.who("mediator"), mediation.case_ref)
    assert tuple(one.subject for one in found) == SUBJECTS
    assert [one.citation.key() for one in found] == ["OMR 4", "OMR 17", "OMR 16", "OMR 22", "OMR 24"]
    assert all(one.name.zh and one.name.en for one in found)


def test_an_agent_without_authority_agrees_to_nothing_for_its_side(mediation: Mediation) -> None:
    choose_consents(mediation.who("respondent"), mediation.case_id, given=[])
    assert standing(mediation)[ONLINE][Side.RESPONDENT]
    with transaction() as tx:
        mandate = tx.session.query(Mandate).filter_by(participant_id=mediation.participants["agent"]).one()
        mandate.may_settle = False
    assert not standing(mediation)[ONLINE][Side.RESPONDENT]


def test_what_the_sides_agreed_to_is_for_the_mediators_of_the_case_alone(database) -> None:
    mediation = begin_mediation()
    observer = admit_guest(mediation, Role.OBSERVER, {mediation.joint: False})
    for name in ("applicant", "respondent", "agent", "clerk"):
        with pytest.raises(NotAllowed):
            consents_of_sides(mediation.who(name), mediation.case_ref)
    for actor in (observer.actor, mediation.who("other_mediator"), mediation.who("outsider")):
        with pytest.raises(NotFound):
            consents_of_sides(actor, mediation.case_ref)
    assert len(consents_of_sides(second_mediator(mediation), mediation.case_ref)) == len(SUBJECTS)
