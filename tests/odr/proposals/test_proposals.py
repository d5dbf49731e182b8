"""A mediator's proposal: one text, a yes or no of each side, and what anybody ever learns of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from odr import clock, db
from odr.access.actor import SYSTEM
from odr.audit.models import AuditEntry
from odr.audit.trail import verify_all
from odr.errors import AlreadyAnswered, Conflict, DeadlinePassed, IllegalTransition, InvalidInput, NotAllowed, NotFound
from odr.law.bargaining import accepted_by_all
from odr.offers import box
from odr.proposals.commands import answer_proposal, put_proposal, withdraw_proposal
from odr.proposals.models import Proposal, SealedAnswer
from odr.proposals.opening import close_due, settle
from odr.proposals.queries import proposal_page, proposals_page
from tests.factories.sealing import Place, say_to, sealed_as

TEXT = "被申请人支付二十万元，申请人许可其售完库存。"
EVERYBODY = ("applicant", "respondent", "agent", "mediator")


def put(mediation, **changes):
    facts = {"text": TEXT, "deadline": clock.now() + timedelta(hours=1)} | changes
    return put_proposal(mediation.who("mediator"), mediation.case_id, **facts)


def page_of(mediation, name, proposal_id):
    return proposal_page(mediation.who(name), mediation.case_ref, proposal_id=proposal_id)


def states(mediation, proposal_id):
    return {page_of(mediation, name, proposal_id).state for name in EVERYBODY}


def answers():
    with db.reading() as session:
        return session.scalar(sa.select(sa.func.count(SealedAnswer.id)))


def test_every_side_is_asked_the_same_frozen_words(mediation):
    proposal_id = put(mediation)
    views = [page_of(mediation, name, proposal_id) for name in EVERYBODY]
    assert {(view.text, view.digest) for view in views} == {(TEXT, views[0].digest)}


def test_a_yes_of_everybody_is_told_to_all_at_once(mediation):
    proposal_id = put(mediation)
    say_to(mediation, "applicant", proposal_id, "yes")
    assert states(mediation, proposal_id) == {"put"}
    say_to(mediation, "agent", proposal_id, "yes")
    assert states(mediation, proposal_id) == {"accepted"}
    assert answers() == 0


@pytest.mark.parametrize(("one", "other"), [("yes", "no"), ("no", "yes"), ("no", "no")])
def test_with_a_no_everybody_learns_only_that_not_all_accepted(mediation, one, other):
    proposal_id = put(mediation)
    say_to(mediation, "applicant", proposal_id, one)
    say_to(mediation, "respondent", proposal_id, other)
    assert states(mediation, proposal_id) == {"not_accepted"}
    assert answers() == 0


def test_nobody_is_told_whether_the_other_side_has_answered(mediation):
    proposal_id = put(mediation)
    before = [page_of(mediation, name, proposal_id) for name in ("respondent", "mediator")]
    say_to(mediation, "applicant", proposal_id, "no")
    assert [page_of(mediation, name, proposal_id) for name in ("respondent", "mediator")] == before
    assert page_of(mediation, "applicant", proposal_id).answered


def test_an_answer_is_final(mediation):
    proposal_id = put(mediation)
    say_to(mediation, "respondent", proposal_id, "no")
    for name in ("respondent", "agent"):
        with pytest.raises(AlreadyAnswered):
            say_to(mediation, name, proposal_id, "yes")


def test_silence_is_no(mediation, at):
    proposal_id = put(mediation)
    say_to(mediation, "applicant", proposal_id, "yes")
    at(page_of(mediation, "mediator", proposal_id).deadline)
    with pytest.raises(DeadlinePassed):
        say_to(mediation, "respondent", proposal_id, "yes")
    assert close_due(SYSTEM) == 1
    assert states(mediation, proposal_id) == {"not_accepted"}
    assert not accepted_by_all({"A", "B"}, {"A": True})


def test_the_mediator_withdraws_before_it_is_closed_and_the_answers_are_gone(mediation):
    proposal_id = put(mediation)
    say_to(mediation, "applicant", proposal_id, "yes")
    withdraw_proposal(mediation.who("mediator"), proposal_id)
    assert states(mediation, proposal_id) == {"withdrawn"}
    assert answers() == 0
    with pytest.raises(Conflict):
        say_to(mediation, "respondent", proposal_id, "yes")
    with pytest.raises(IllegalTransition):
        withdraw_proposal(mediation.who("mediator"), proposal_id)


def test_only_the_mediator_puts_one_and_only_those_who_bind_a_side_answer(mediation):
    for name, refusal in (("applicant", NotAllowed), ("clerk", NotAllowed), ("outsider", NotFound)):
        with pytest.raises(refusal):
            put_proposal(mediation.who(name), mediation.case_id, text=TEXT, deadline=clock.now() + timedelta(hours=1))
    proposal_id = put(mediation)
    with pytest.raises(NotAllowed):
        answer_proposal(mediation.who("mediator"), proposal_id, sealed=bytes(337), commitment=bytes(32))
    with pytest.raises(NotAllowed):
        proposals_page(mediation.who("clerk"), mediation.case_ref)


def test_there_is_one_open_proposal_at_a_time(mediation):
    put(mediation)
    with pytest.raises(Conflict):
        put(mediation)


def test_a_text_longer_than_a_clause_is_refused(mediation):
    assert put(mediation, text="长" * 4_000)
    withdraw_proposal(
        mediation.who("mediator"), proposals_page(mediation.who("mediator"), mediation.case_ref).live[0].id
    )
    with pytest.raises(InvalidInput):
        put(mediation, text="长" * 4_001)


def test_an_answer_fits_its_proposal_its_side_and_its_words_only(mediation):
    first = put(mediation)
    view = page_of(mediation, "applicant", first)
    place = Place(view.case_id, view.id, view.my_party_id, view.terms)
    made = sealed_as(place, view.public_key, "yes")
    for name in ("respondent", "agent"):
        with pytest.raises(InvalidInput):
            answer_proposal(mediation.who(name), first, sealed=made.sealed, commitment=made.commitment)
    odd = sealed_as(place, view.public_key, "perhaps")
    with pytest.raises(InvalidInput):
        answer_proposal(mediation.who("applicant"), first, sealed=odd.sealed, commitment=odd.commitment)
    withdraw_proposal(mediation.who("mediator"), first)
    second = put(mediation)
    with pytest.raises(InvalidInput):
        answer_proposal(mediation.who("applicant"), second, sealed=made.sealed, commitment=made.commitment)


def test_a_proposal_whose_answers_cannot_be_opened_is_void(mediation, settings):
    proposal_id = put(mediation)
    say_to(mediation, "applicant", proposal_id, "yes")
    with db.transaction() as tx:
        tx.session.execute(sa.update(Proposal).values(state="opening"))
    box.forget(proposal_id)
    assert settle(proposal_id)
    assert states(mediation, proposal_id) == {"void"}


def test_the_trail_knows_that_it_was_put_and_accepted_and_nothing_of_a_no(mediation):
    for answer in ("no", "yes"):
        proposal_id = put(mediation)
        say_to(mediation, "applicant", proposal_id, answer)
        say_to(mediation, "respondent", proposal_id, "yes")
        with db.reading() as session:
            acts = session.scalars(sa.select(AuditEntry.act).where(AuditEntry.chain == f"channel:{proposal_id}")).all()
            assert verify_all() == {}
        assert acts == ["proposal.put"] + ["proposal.accepted"] * (answer == "yes")
