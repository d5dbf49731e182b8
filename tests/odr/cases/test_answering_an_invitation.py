"""Sixty seconds without an account: take part, decline, or say that one is somebody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from odr import events
from odr.accounts.models import Account
from odr.cases import commands
from odr.cases.consents import ONLINE, SERVICE
from odr.cases.models import Participant
from odr.cases.queries import case_page
from odr.cases.respondent import accept_as_known, accept_as_new, decline, invitation_view, not_me
from odr.db import reading
from odr.errors import Conflict, InvalidInput, InvitationSpent, NotAllowed, OdrError
from tests.factories.people import PASSWORD, last_link, letters, make_account, make_case, respondent_email


@pytest.fixture
def invited(database):
    return make_case("invited")


def token_of(case):
    return last_link(respondent_email(case))


def count(model):
    with reading() as session:
        return session.scalar(select(func.count(model.id)))


def test_the_page_says_who_asks_who_mediates_and_what_about(invited):
    view = invitation_view(token_of(invited))
    assert (view.applicant, view.respondent) == ("青禾茶业有限公司", "沃野食品有限公司")
    assert view.organisation == "京华知识产权调解中心"
    assert view.claims and view.title
    assert view.email == respondent_email(invited)
    assert not view.has_account


def test_taking_part_opens_an_account_for_that_very_address(invited):
    token = token_of(invited)
    assert accept_as_new(token, name="Eleanor Hart", password=PASSWORD, consents=(ONLINE, SERVICE)) == invited.ref
    assert invited.state == "appointing"
    with reading() as session:
        account = session.scalars(select(Account).where(Account.email == respondent_email(invited))).one()
        assert account.name == "Eleanor Hart"


def test_without_consent_nobody_takes_part_and_the_link_stays_good(invited):
    token = token_of(invited)
    with pytest.raises(InvalidInput):
        accept_as_new(token, name="Eleanor Hart", password=PASSWORD, consents=(SERVICE,))
    with pytest.raises(InvalidInput):
        accept_as_new(token, name="Eleanor Hart", password="short", consents=(ONLINE,))
    with pytest.raises(InvalidInput):
        accept_as_new(token, name="\u202eEleanor", password=PASSWORD, consents=(ONLINE,))
    assert accept_as_new(token, name="Eleanor Hart", password=PASSWORD) == invited.ref


def test_declining_ends_the_case_without_a_reason_and_without_an_account(invited):
    accounts = count(Account)
    decline(token_of(invited))
    assert invited.state == "ended"
    assert count(Account) == accounts
    assert letters(invited.applicant.email)[-1] == "case_moved"


def test_not_me_tells_the_clerk_who_asks_the_right_person(invited):
    token = token_of(invited)
    not_me(token)
    assert invited.state == "invited"
    assert case_page(invited.clerk.actor, invited.ref).next_act == "find_person"
    commands.invite_again(invited.clerk.actor, invited.id, email="right.person@verdant.example")
    assert case_page(invited.clerk.actor, invited.ref).next_act == "wait_respondent"
    assert accept_as_new(last_link("right.person@verdant.example"), name="Eleanor Hart", password=PASSWORD)


def test_asking_again_replaces_the_earlier_link(invited):
    old = token_of(invited)
    commands.invite_again(invited.clerk.actor, invited.id, email=respondent_email(invited))
    with pytest.raises(InvitationSpent):
        invitation_view(old)
    assert invitation_view(token_of(invited))


def test_the_applicants_own_address_is_no_respondent(invited):
    own = next(p.email for p in case_page(invited.applicant.actor, invited.ref).parties if p.side == "applicant")
    with pytest.raises(InvalidInput):
        commands.invite_again(invited.clerk.actor, invited.id, email=own)


def test_an_answer_stands_whatever_comes_after(invited):
    token = token_of(invited)
    accept_as_new(token, name="Eleanor Hart", password=PASSWORD)
    for late in (decline, not_me):
        with pytest.raises(InvitationSpent):
            late(token)
    assert invited.state == "appointing"


def test_of_answers_in_parallel_exactly_one_counts(invited):
    token = token_of(invited)
    acts = [lambda: decline(token), lambda: not_me(token)] + [
        lambda: accept_as_new(token, name="Eleanor Hart", password=PASSWORD)
    ] * 4

    def attempt(act):
        try:
            return act() and 1
        except OdrError:
            return 0

    with ThreadPoolExecutor(6) as crowd:
        assert sum(crowd.map(attempt, acts)) == 1


def test_who_has_an_account_takes_part_with_it(invited):
    known = make_account(email=respondent_email(invited))
    assert invitation_view(token_of(invited)).has_account
    with pytest.raises(Conflict):
        accept_as_new(token_of(invited), name="Eleanor Hart", password=PASSWORD)
    assert accept_as_known(known.actor, token_of(invited)) == invited.ref
    assert case_page(known.actor, invited.ref).who == "respondent"


def test_a_forwarded_link_does_not_admit_another_person(invited):
    people = count(Participant)
    with pytest.raises(NotAllowed):
        accept_as_known(make_account().actor, token_of(invited))
    assert count(Participant) == people
    assert invitation_view(token_of(invited))


def test_nobody_is_on_both_sides(invited):
    commands.invite_again(invited.clerk.actor, invited.id, email=invited.applicant.email)
    with pytest.raises(Conflict):
        accept_as_known(invited.applicant.actor, last_link(invited.applicant.email))
    assert invited.state == "invited"


def test_the_others_pages_hear_that_somebody_joined(invited):
    heard = []
    events.subscribe(events.ParticipantsChanged, heard.append)
    accept_as_new(token_of(invited), name="Eleanor Hart", password=PASSWORD)
    assert invited.applicant.account_id in heard[0].audience
