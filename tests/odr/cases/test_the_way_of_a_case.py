"""From the draft to the closed file: each step by the person the rules name, and by nobody else."""

import pytest
from sqlalchemy import select

from odr import events
from odr.accounts.models import Track
from odr.audit.models import AuditEntry
from odr.audit.trail import verify_all
from odr.cases import commands
from odr.cases.application import file_application, start_draft
from odr.cases.appointments import propose_mediator
from odr.cases.consents import consents_of
from odr.cases.models import Case, CaseStep
from odr.cases.queries import case_page
from odr.cases.respondent import decline
from odr.cases.states import EndGround
from odr.db import reading
from odr.errors import Conflict, IllegalTransition, InvalidInput, InvitationSpent, NotAllowed, NotFound
from tests.factories.people import (
    STAGES,
    application,
    last_link,
    letters,
    make_account,
    make_agent,
    make_case,
    make_clerk,
    make_organisation,
    respondent_email,
)


def steps(case):
    with reading() as session:
        wanted = select(CaseStep.act).where(CaseStep.case_id == case.id).order_by(CaseStep.at)
        return list(session.scalars(wanted))


def row(case):
    with reading() as session:
        found = session.get_one(Case, case.id)
        session.expunge(found)
        return found


@pytest.mark.parametrize("state", STAGES)
def test_a_case_lives_through_every_state_of_the_straight_path(database, state):
    assert make_case(state).state == state


def test_every_step_is_public_and_in_the_trail(database):
    case = make_case("closed")
    assert steps(case) == [
        "filed",
        "invited",
        "accepted",
        "mediator_proposed",
        "mediator_disclosed",
        "mediator_accepted",
        "mediator_accepted",
        "mediating",
        "settled",
        "closed",
    ]
    with reading() as session:
        chain = session.scalars(
            select(AuditEntry.act).where(AuditEntry.chain == f"case:{case.id}").order_by(AuditEntry.seq)
        ).all()
        assert [act.removeprefix("case.") for act in chain if act.startswith("case.")] == ["drafted", *steps(case)]
        assert verify_all() == {}


def test_each_person_is_written_to_when_it_is_their_turn(database):
    case = make_case("mediating")
    assert letters(case.applicant.email) == ["case_filed", "case_moved", "case_moved", "your_turn", "case_moved"]
    assert letters(case.clerk.email) == ["intake_waiting", "your_turn", "case_moved"]
    assert letters(case.respondent.email) == ["case_invitation", "joined", "your_turn", "case_moved"]
    assert letters(case.mediator.email) == ["mediator_proposed", "case_moved"]


def test_filing_gives_a_receipt_with_number_time_and_digest(database):
    case = make_case("draft")
    receipt = file_application(case.applicant.actor, case.id)
    page = case_page(case.applicant.actor, case.ref)
    assert (receipt.ref, receipt.filed_at, receipt.digest) == (page.ref, page.filed_at, page.receipt_digest)
    assert len(receipt.digest) == 64


def test_the_digest_of_the_receipt_depends_on_every_word(database):
    first, second = make_case("submitted"), make_case("submitted")
    assert row(first).receipt_digest != row(second).receipt_digest


def test_the_first_filing_is_the_day_of_the_request_even_if_it_came_back(database):
    case = make_case("submitted")
    first = row(case).filed_at
    commands.return_application(case.clerk.actor, case.id, reason="请补充商标注册证。")
    assert case.state == "returned"
    file_application(case.applicant.actor, case.id)
    assert row(case).filed_at == first
    assert case.state == "submitted"


def test_the_reason_of_a_return_is_for_the_applicant_and_the_clerk(database):
    case = make_case("submitted")
    commands.return_application(case.clerk.actor, case.id, reason="请补充商标注册证。")
    assert case_page(case.applicant.actor, case.ref).returned_reason == "请补充商标注册证。"
    with pytest.raises(InvalidInput):
        commands.return_application(case.clerk.actor, case.id, reason="  ")


def test_nothing_is_filed_twice(database):
    case = make_case("submitted")
    with pytest.raises(IllegalTransition):
        file_application(case.applicant.actor, case.id)


@pytest.mark.parametrize("missing", ["facts", "claims"])
def test_an_incomplete_application_is_not_filed(database, missing):
    organisation = make_organisation()
    applicant = make_account()
    draft = application(organisation)
    ref = start_draft(applicant.actor, type(draft)(**{**draft.__dict__, missing: ""}))
    page = case_page(applicant.actor, ref)
    with pytest.raises(InvalidInput) as refused:
        file_application(applicant.actor, page.id)
    assert refused.value.details["fields"] == {missing: "missing"}
    assert case_page(applicant.actor, ref).state == "draft"


def test_nobody_applies_to_the_organisation_they_serve(database):
    organisation = make_organisation()
    with pytest.raises(NotAllowed):
        start_draft(make_clerk(organisation).actor, application(organisation))


def test_consents_are_recorded_one_by_one(database):
    case = make_case("appointing")
    with reading():
        assert consents_of(case.id, case.respondent.account_id) == {"online_mediation", "electronic_service"}


INTAKE = {
    "return": lambda actor, case: commands.return_application(actor, case.id, reason="请补充。"),
    "invite": lambda actor, case: commands.invite_respondent(actor, case.id),
}


@pytest.mark.parametrize("act", INTAKE)
def test_intake_is_for_the_clerk_of_record(database, act):
    case = make_case("submitted")
    foreign = make_clerk(make_organisation("另一家调解中心"))
    with pytest.raises(NotAllowed):
        INTAKE[act](case.applicant.actor, case)
    for outsider in (foreign, make_account()):
        with pytest.raises(NotFound):
            INTAKE[act](outsider.actor, case)
    INTAKE[act](case.clerk.actor, case)


def test_the_respondent_sees_nothing_before_accepting(database):
    case = make_case("invited")
    same_address = make_account(email=respondent_email(case))
    with pytest.raises(NotFound):
        case_page(same_address.actor, case.ref)


ENDINGS = {
    "withdrawn": ("mediating", lambda c: commands.withdraw(c.applicant.actor, c.id)),
    "refused": ("mediating", lambda c: commands.refuse_to_continue(c.respondent.actor, c.id)),
    "unreachable": ("invited", lambda c: commands.mark_unreachable(c.clerk.actor, c.id)),
    "no_agreement": (
        "mediating",
        lambda c: commands.end_mediation(c.mediator.actor, c.id, ground=EndGround.NO_AGREEMENT),
    ),
}


@pytest.mark.parametrize("ground", ENDINGS)
def test_a_case_ends_on_its_ground_and_everybody_is_told(database, ground):
    state, end = ENDINGS[ground]
    case = make_case(state)
    end(case)
    assert (case.state, row(case).end_ground) == ("ended", ground)
    assert steps(case)[-1] == f"ended_{ground}"
    assert letters(case.clerk.email)[-1] == "case_moved" or ground == "unreachable"
    with pytest.raises(IllegalTransition):
        end(case)


def test_an_ended_case_leaves_no_open_link(database):
    case = make_case("invited")
    token = last_link(respondent_email(case))
    commands.withdraw(case.applicant.actor, case.id)
    with pytest.raises(InvitationSpent):
        decline(token)


def test_a_side_ends_only_its_own_will(database):
    case = make_case("mediating")
    with pytest.raises(NotAllowed):
        commands.withdraw(case.respondent.actor, case.id)
    with pytest.raises(NotAllowed):
        commands.refuse_to_continue(case.applicant.actor, case.id)
    with pytest.raises(NotAllowed):
        commands.end_mediation(case.clerk.actor, case.id, ground=EndGround.NO_AGREEMENT)


def test_an_agent_without_special_authority_cannot_end_the_mediation(database):
    case = make_case("mediating")
    agent = make_agent(case, special=False)
    with pytest.raises(NotAllowed):
        commands.refuse_to_continue(agent.actor, case.id)
    special = make_agent(case, special=True)
    commands.refuse_to_continue(special.actor, case.id)
    assert case.state == "ended"


def test_a_mediator_ends_on_a_mediators_ground_only(database):
    case = make_case("mediating")
    for ground in set(EndGround) - commands.BY_MEDIATOR:
        with pytest.raises(InvalidInput):
            commands.end_mediation(case.mediator.actor, case.id, ground=ground)


def test_open_pages_hear_of_each_step_and_outsiders_do_not(database):
    heard = []
    events.subscribe(events.CaseChanged, heard.append)
    case = make_case("invited")
    stranger = make_account()
    assert [event.state for event in heard] == ["submitted", "invited"]
    for event in heard:
        assert {case.applicant.account_id, case.clerk.account_id} == set(event.audience)
        assert stranger.account_id not in event.audience


def test_a_side_completes_its_own_particulars_only(database):
    case = make_case("appointing")
    with reading() as session:
        before = {party.side: party.name for party in session.get_one(Case, case.id).parties}
    facts = application("x").respondent
    commands.complete_own_particulars(
        case.respondent.actor, case.id, type(facts)(**{**facts.__dict__, "name": "沃野食品（上海）有限公司"})
    )
    with reading() as session:
        after = {party.side: (party.name, party.email) for party in session.get_one(Case, case.id).parties}
    assert after["applicant"][0] == before["applicant"]
    assert after["respondent"] == ("沃野食品（上海）有限公司", respondent_email(case))
    for outsider in (case.clerk, make_account()):
        with pytest.raises((NotAllowed, NotFound)):
            commands.complete_own_particulars(outsider.actor, case.id, facts)


def test_identity_numbers_are_sealed_and_shown_in_part_to_those_near(database):
    case = make_case("appointing")
    with reading() as session:
        for party in session.get_one(Case, case.id).parties:
            assert b"91110105MA01QHCY3J" not in party.id_number
            assert party.id_number
    seen = {party.side: party.id_number for party in case_page(case.applicant.actor, case.ref).parties}
    assert seen == {"applicant": "9111**********CY3J", "respondent": ""}
    by_clerk = {party.side: party.id_number for party in case_page(case.clerk.actor, case.ref).parties}
    assert by_clerk["respondent"] == "9131**********D8XX"


def test_a_mediation_on_the_commercial_track_walks_the_same_path(database):
    assert make_case("mediating", track=Track.COMMERCIAL).state == "mediating"


def test_two_clerks_who_take_the_same_application_send_one_invitation(database):
    case = make_case("submitted")
    other = make_clerk(case.organisation_id, "何静")
    commands.invite_respondent(case.clerk.actor, case.id)
    with pytest.raises(IllegalTransition):
        commands.invite_respondent(other.actor, case.id)
    assert letters(respondent_email(case)) == ["case_invitation"]


def test_a_proposal_needs_both_sides_in_the_case(database):
    case = make_case("invited")
    with pytest.raises(Conflict):
        propose_mediator(case.clerk.actor, case.id, account_id="nobody")
