"""An agent acts by a mandate: given by the party, accepted by the agent, and no wider than its words."""

from dataclasses import replace

import pytest

from odr import events
from odr.access.actor import Participation, Role
from odr.cases.agents_page import agents_page
from odr.cases.mandates import (
    Authority,
    act_as_known,
    act_as_new,
    agent_invitation_view,
    cancel_agent_invitation,
    decline_mandate,
    invite_agent,
    remove_agent,
)
from odr.cases.models import AgentKind
from odr.cases.participants import active_participants, actor_for
from odr.cases.queries import case_page
from odr.errors import Conflict, InvalidInput, InvitationSpent, LegalObstacle, NotAllowed, NotFound
from tests.factories.people import PASSWORD, last_link, make_account, make_agent, make_case

LAWYER = Authority(kind=AgentKind.LAWYER, firm="示范律师事务所", document_digest="ab" * 32)
EMAIL = "wang.yiming@lawfirm.example"


@pytest.fixture
def case(database):
    return make_case("mediating")


def ask(case, *, email=EMAIL, by=None, **authority):
    principal = by or case.respondent
    return invite_agent(principal.actor, case.id, name="王一鸣", email=email, authority=replace(LAWYER, **authority))


def test_an_agent_joins_the_side_that_asked(case):
    agent = make_agent(case)
    here = agent.actor.in_case(case.id)
    assert (here.role, here.party_id) == (Role.AGENT, case.respondent.actor.in_case(case.id).party_id)
    assert case_page(agent.actor, case.ref).who == "respondent"


@pytest.mark.parametrize("lacking", ["may_settle", "may_sign", "may_apply"])
def test_special_authority_needs_every_power_named(case, lacking):
    powers = {name: name != lacking for name in ("may_settle", "may_sign", "may_apply")}
    ask(case, **powers)
    act_as_new(last_link(EMAIL), name="王一鸣", password=PASSWORD)
    (agent,) = [person for person in active_participants(case.id) if person.role == Role.AGENT]
    assert not actor_for(agent.account_id).in_case(case.id).special_authority
    assert not agents_page(case.respondent.actor, case.ref).agents[0].special


def test_all_three_powers_make_special_authority(case):
    here = make_agent(case, special=True).actor.in_case(case.id)
    assert isinstance(here, Participation) and here.special_authority


def test_a_side_has_two_agents_at_most_those_asked_included(case):
    make_agent(case)
    second = ask(case)
    with pytest.raises(LegalObstacle) as refused:
        ask(case, email="third@lawfirm.example")
    assert refused.value.details["citation"] == "CPL 61"
    cancel_agent_invitation(case.respondent.actor, second)
    ask(case, email="third@lawfirm.example")


def test_the_other_sides_agents_do_not_count_and_are_not_shown(case):
    for _ in range(2):
        make_agent(case, side="applicant")
    make_agent(case, side="respondent")
    assert len(agents_page(case.applicant.actor, case.ref).agents) == 2
    assert len(agents_page(case.respondent.actor, case.ref).agents) == 1


def test_a_mandate_needs_its_document(case):
    for digest in ("", "not a digest", "AB" * 32):
        with pytest.raises(InvalidInput):
            ask(case, document_digest=digest)


def test_only_the_party_itself_gives_a_mandate(case):
    agent = make_agent(case)
    for person in (agent, case.mediator, case.clerk):
        with pytest.raises(NotAllowed):
            ask(case, by=person)
    with pytest.raises(NotFound):
        ask(case, by=make_account())


def test_somebody_in_the_case_cannot_become_an_agent_in_it(case):
    for person in (case.applicant, case.mediator, case.respondent):
        with pytest.raises(Conflict):
            ask(case, email=person.email)


def test_who_was_asked_by_both_sides_serves_the_first_only(case):
    known = make_account(email=EMAIL)
    ask(case, by=case.respondent)
    first = last_link(EMAIL)
    ask(case, by=case.applicant)
    second = last_link(EMAIL)
    act_as_known(known.actor, first)
    with pytest.raises(Conflict):
        act_as_known(known.actor, second)
    assert known.actor.in_case(case.id).party_id == case.respondent.actor.in_case(case.id).party_id


def test_the_link_shows_the_powers_before_anything_is_accepted(case):
    ask(case, may_settle=True)
    view = agent_invitation_view(last_link(EMAIL))
    assert (view.principal, view.may_settle, view.may_sign) == ("沃野食品有限公司", True, False)


def test_a_forwarded_link_makes_nobody_else_an_agent(case):
    ask(case)
    with pytest.raises(NotAllowed):
        act_as_known(make_account().actor, last_link(EMAIL))


def test_a_declined_or_cancelled_link_is_spent(case):
    ask(case)
    token = last_link(EMAIL)
    decline_mandate(token)
    with pytest.raises(InvitationSpent):
        act_as_new(token, name="王一鸣", password=PASSWORD)
    wish = ask(case)
    token = last_link(EMAIL)
    cancel_agent_invitation(case.respondent.actor, wish)
    with pytest.raises(InvitationSpent):
        agent_invitation_view(token)


def test_the_other_side_cannot_cancel_or_remove(case):
    agent = make_agent(case)
    wish = ask(case)
    for person in (case.applicant, agent):
        with pytest.raises(NotAllowed):
            cancel_agent_invitation(person.actor, wish)
        with pytest.raises(NotAllowed):
            remove_agent(person.actor, agent.actor.in_case(case.id).participant_id)


def test_a_removed_agent_is_cut_off_at_once_and_the_others_are_told(case):
    agent = make_agent(case)
    revoked, changed = [], []
    events.subscribe(events.AccessRevoked, revoked.append)
    events.subscribe(events.ParticipantsChanged, changed.append)
    remove_agent(case.respondent.actor, agent.actor.in_case(case.id).participant_id)
    assert revoked[0].audience == (agent.account_id,)
    assert agent.account_id not in changed[0].audience
    assert {case.applicant.account_id, case.mediator.account_id} <= set(changed[0].audience)
    assert agent.actor.in_case(case.id) is None
    with pytest.raises(NotFound):
        case_page(agent.actor, case.ref)


def test_a_party_or_mediator_is_not_removed_as_if_an_agent(case):
    for person in (case.respondent, case.applicant, case.mediator):
        with pytest.raises((NotAllowed, NotFound)):
            remove_agent(case.respondent.actor, person.actor.in_case(case.id).participant_id)


def test_an_agent_who_was_removed_may_be_asked_anew(case):
    known = make_account(email=EMAIL)
    ask(case)
    act_as_known(known.actor, last_link(EMAIL))
    remove_agent(case.respondent.actor, known.actor.in_case(case.id).participant_id)
    ask(case, may_settle=True, may_sign=True, may_apply=True)
    act_as_known(known.actor, last_link(EMAIL))
    assert known.actor.in_case(case.id).special_authority
