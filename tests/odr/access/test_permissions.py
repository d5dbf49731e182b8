"""Who may do what: the table of the policy, written again by hand and compared with the one in force."""

from __future__ import annotations

import pytest

from odr.access.actor import SYSTEM, Side
from odr.access.load import load, open_channel
from odr.access.permissions import READ_OF, TABLE, Permission, can
from odr.cases.models import Case
from odr.db import reading
from odr.errors import NotAllowed, NotFound
from odr.rooms.models import Channel
from tests.factories.mediation import PEOPLE, Mediation

P = Permission
EVERYBODY = frozenset(PEOPLE)
ADMITTED = frozenset({"applicant", "respondent", "agent", "mediator"})
ON_THE_CASE = {
    P.CASE_READ: ADMITTED | {"clerk"},
    P.CASE_EDIT: {"applicant"},
    P.CASE_INTAKE: {"clerk"},
    P.CASE_ANSWER: {"respondent", "agent"},
    P.CASE_WITHDRAW: {"applicant"},
    P.CASE_END: {"mediator"},
    P.AGENT_ADMIT: {"applicant", "respondent", "agent"},
    P.SESSION_LEAD: {"mediator"},
    P.AGREEMENT_READ: ADMITTED,
    P.AGREEMENT_EDIT: ADMITTED,
    P.AGREEMENT_ACCEPT: {"applicant", "respondent", "agent"},
    P.AGREEMENT_LEAD: {"mediator"},
    P.AGREEMENT_AMEND: ADMITTED,
    P.SEAL_AFFIX: {"clerk"},
    P.BUNDLE_BUILD: {"mediator", "clerk"},
    P.BUNDLE_READ: ADMITTED | {"clerk"},
    P.PAPER_READ: ADMITTED | {"clerk"},
    P.CONFIRMATION_APPLY: {"applicant", "respondent", "agent"},
    P.CONFIRMATION_FILE: {"clerk"},
}


@pytest.mark.parametrize("permission", ON_THE_CASE, ids=str)
def test_the_case_is_open_to_those_the_table_names(mediation: Mediation, permission: Permission) -> None:
    with reading() as session:
        case = session.get_one(Case, mediation.case_id)
        allowed = {name for name in EVERYBODY if can(mediation.who(name), permission, case)}
    assert allowed == ON_THE_CASE[permission]


@pytest.mark.parametrize("permission", [P.CHANNEL_READ, P.CHANNEL_SPEAK], ids=str)
def test_the_channels_are_open_to_their_hearers(mediation: Mediation, permission: Permission) -> None:
    expected = {
        mediation.joint: ADMITTED,
        mediation.caucus[Side.APPLICANT]: {"applicant", "mediator"},
        mediation.caucus[Side.RESPONDENT]: {"respondent", "agent", "mediator"},
    }
    with reading() as session:
        for channel_id, names in expected.items():
            channel = session.get_one(Channel, channel_id)
            assert {name for name in EVERYBODY if can(mediation.who(name), permission, channel)} == names


def test_nobody_speaks_after_the_case_has_ended_but_what_was_said_stays_readable(mediation: Mediation) -> None:
    with reading() as session:
        channel = session.get_one(Channel, mediation.joint)
        channel.case.state = "ended"  # type: ignore[assignment]
        assert not can(mediation.who("applicant"), P.CHANNEL_SPEAK, channel)
        assert can(mediation.who("applicant"), P.CHANNEL_READ, channel)


def test_every_permission_has_a_rule_and_what_may_be_refused_can_be_seen() -> None:
    assert set(TABLE) == set(Permission)
    assert set(READ_OF.values()) <= set(Permission)


def test_what_one_may_not_know_looks_as_if_it_did_not_exist(mediation: Mediation) -> None:
    with reading():
        with pytest.raises(NotFound) as foreign:
            load(mediation.who("outsider"), P.CASE_READ, Case, mediation.case_id)
        with pytest.raises(NotFound) as absent:
            load(mediation.who("outsider"), P.CASE_READ, Case, "A" * 22)
        assert foreign.value.details == absent.value.details


def test_what_one_sees_but_may_not_do_is_refused_as_such(mediation: Mediation) -> None:
    with reading(), pytest.raises(NotAllowed):
        load(mediation.who("applicant"), P.CASE_END, Case, mediation.case_id)


def test_the_key_of_a_caucus_is_handed_to_nobody_else(mediation: Mediation) -> None:
    with reading():
        for name in EVERYBODY - {"applicant", "mediator"}:
            with pytest.raises(NotFound):
                open_channel(mediation.who(name), P.CHANNEL_READ, Channel, mediation.caucus[Side.APPLICANT])


def test_the_platform_itself_hears_nothing(mediation: Mediation) -> None:
    with reading() as session:
        for channel_id in (mediation.joint, *mediation.caucus.values()):
            assert not can(SYSTEM, P.CHANNEL_READ, session.get_one(Channel, channel_id))
