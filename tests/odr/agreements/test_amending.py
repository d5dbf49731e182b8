"""A signed agreement never changes: an amendment is a new one, names the old, and replaces it only once in effect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from odr import clock
from odr.access.actor import Actor
from odr.agreements.acceptances import accept_whole
from odr.agreements.amending import begin_amendment
from odr.agreements.amendments import Succession, succession
from odr.agreements.commands import Wording, edit_clause
from odr.agreements.finality import abandon, finalise
from odr.agreements.models import Agreement, Version
from odr.agreements.queries import draft_page
from odr.agreements.states import AgreementState
from odr.bundles.commands import build_bundle
from odr.cases.models import Case
from odr.confirmations.asking import Asked, request_supplement
from odr.confirmations.commands import file_with_court, withdraw_application
from odr.confirmations.queries import confirmation_page, court_application, filing_page
from odr.db import reading
from odr.errors import AmendmentClosed, BeingReplaced, BundleUnsound, IllegalTransition, NotAllowed, NotFound
from odr.law.time_limits import beijing_date
from odr.signatures.queries import signing_version
from odr.signatures.sealing import affix_seal
from tests.factories.agreements import Agreed, BeforeCourt, apply_as, build, filed, sign, signatories
from tests.factories.judging import ANSWERED
from tests.factories.stages import applied, on_the_desk, signed


def amended(agreed: Agreed) -> Agreed:
    """An amendment of a signed text, accepted by both sides and out for signature."""
    case = agreed.case
    assert case.mediator is not None and case.respondent is not None
    new = begin_amendment(case.applicant.actor, agreed.agreement_id)
    change_last_clause(case.mediator.actor, case.ref)
    for side in (case.applicant, case.respondent):
        accept_whole(side.actor, new, revision=draft_page(side.actor, case.ref).revision)
    return Agreed(case, new, finalise(case.mediator.actor, new, development=True, judged=ANSWERED))


def change_last_clause(actor: Actor, ref: str) -> None:
    clause = draft_page(actor, ref).clauses[-1]
    answers = {**clause.answers, "fen": "3000.00"}
    edit_clause(actor, clause.id, revision=clause.revision, wording=Wording(clause.kind, answers=answers))


def sign_all(agreed: Agreed) -> None:
    for field, person in signatories(agreed):
        sign(agreed, person, field)


def kept(agreement_id: str) -> Agreement:
    with reading() as now:
        row = now.get_one(Agreement, agreement_id)
        now.expunge(row)
        return row


def seen(agreed: Agreed) -> Succession:
    return succession(agreed.case.applicant.actor, agreed.case.ref)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[BeforeCourt]:
    """Signed and sealed; nobody has chosen a court."""
    with signed(tmp_path) as (_, signed_case):
        yield signed_case


@pytest.fixture
def agreed(stage: BeforeCourt) -> Agreed:
    return stage.agreed


@pytest.fixture
def ready(tmp_path: Path) -> Iterator[BeforeCourt]:
    """Both parties have applied for confirmation."""
    with applied(tmp_path) as (_, ready_case):
        yield ready_case


@pytest.fixture
def filing(tmp_path: Path) -> Iterator[BeforeCourt]:
    """The court has the application."""
    with on_the_desk(tmp_path) as (_, filed_case):
        yield filed_case


def test_an_amendment_begins_from_the_old_words_and_leaves_the_old_text_as_it_is(agreed: Agreed) -> None:
    before = agreed.version.pdf_sha256
    old = draft_page(agreed.case.applicant.actor, agreed.case.ref)
    new_id = begin_amendment(agreed.case.applicant.actor, agreed.agreement_id)
    view = draft_page(agreed.case.applicant.actor, agreed.case.ref)
    assert (view.agreement_id, view.state, view.may_edit) == (new_id, AgreementState.DRAFT, True)
    assert [clause.text for clause in view.clauses] == [clause.text for clause in old.clauses]
    assert {clause.id for clause in view.clauses}.isdisjoint(clause.id for clause in old.clauses)
    assert not any(clause.accepted_by for clause in view.clauses)
    assert (agreed.version.pdf_sha256, kept(agreed.agreement_id).state) == (before, AgreementState.SEALED)


def test_whoever_begins_twice_goes_on_with_the_one_that_is_there(agreed: Agreed) -> None:
    case = agreed.case
    assert case.respondent is not None
    first = begin_amendment(case.applicant.actor, agreed.agreement_id)
    assert begin_amendment(case.respondent.actor, agreed.agreement_id) == first


def test_nobody_else_begins_one(agreed: Agreed) -> None:
    with pytest.raises((NotFound, NotAllowed)):
        begin_amendment(agreed.case.clerk.actor, agreed.agreement_id)


def test_what_is_not_in_effect_cannot_be_amended(agreed: Agreed) -> None:
    new = begin_amendment(agreed.case.applicant.actor, agreed.agreement_id)
    with pytest.raises(IllegalTransition):
        begin_amendment(agreed.case.applicant.actor, new)


def test_the_new_text_names_what_it_replaces_in_its_own_words(agreed: Agreed) -> None:
    new = amended(agreed)
    content, old = json.loads(new.version.content), agreed.version
    first = content["provisions"][0]
    assert content["version"] == 2
    assert first["code"] == "supersedes"
    for words in (first["zh"], first["en"]):
        assert old.content_sha256 in words and agreed.case.ref in words
    assert content["supersedes"]["content_sha256"] == old.content_sha256
    assert content["supersedes"]["version"] == 1


def test_the_old_text_binds_until_the_new_one_takes_effect_and_not_a_moment_longer(agreed: Agreed) -> None:
    new = amended(agreed)
    people = signatories(new)
    for field, person in people[:-1]:
        assert kept(agreed.agreement_id).state == AgreementState.SEALED
        sign(new, person, field)
    sign(new, people[-1][1], people[-1][0])
    old, fresh = kept(agreed.agreement_id), kept(new.agreement_id)
    assert old.state == AgreementState.SUPERSEDED
    assert old.superseded_at == fresh.effective_at is not None
    with reading() as now:
        assert now.get_one(Case, agreed.case.id).settled_at == fresh.effective_at
    assert agreed.version.pdf_sha256 == signed_once(agreed)


def signed_once(agreed: Agreed) -> str:
    with reading() as now:
        return now.scalars(sa.select(Version.pdf_sha256).where(Version.id == agreed.version_id)).one()


def test_the_pages_and_the_bundle_use_the_text_in_force(stage: BeforeCourt) -> None:
    new = amended(stage.agreed)
    case, clerk = stage.case, stage.case.clerk.actor
    assert seen(stage.agreed).in_force.version_id == stage.agreed.version_id  # type: ignore[union-attr]
    sign_all(new)
    affix_seal(clerk, new.version_id)
    found = seen(stage.agreed)
    assert found.in_force is not None and found.in_force.version_id == new.version_id
    assert [text.version_id for text in found.earlier] == [stage.agreed.version_id]
    assert signing_version(case.applicant.actor, case.id) == new.version_id
    again = BeforeCourt(new, stage.court_id, stage.court_clerk, stage.second_clerk, stage.foreign_court_id,
                        stage.foreign_clerk)  # fmt: skip
    again.choose_court()
    for person in again.parties:
        apply_as(person, again.confirmation_id)
    build(again)
    assert file_with_court(clerk, again.confirmation_id)


def test_an_amendment_given_up_leaves_everything_as_it_was_and_another_may_begin(agreed: Agreed) -> None:
    new = amended(agreed)
    assert agreed.case.mediator is not None
    abandon(agreed.case.mediator.actor, new.agreement_id)
    view = draft_page(agreed.case.applicant.actor, agreed.case.ref)
    assert (view.agreement_id, view.state) == (agreed.agreement_id, AgreementState.SEALED)
    assert signing_version(agreed.case.applicant.actor, agreed.case.id) == agreed.version_id
    assert begin_amendment(agreed.case.applicant.actor, agreed.agreement_id) != new.agreement_id


def test_what_a_court_is_examining_cannot_be_amended_before_it_is_withdrawn(filing: BeforeCourt) -> None:
    stage = filing
    with pytest.raises(AmendmentClosed) as refused:
        begin_amendment(stage.parties[0].actor, stage.agreed.agreement_id)
    assert refused.value.details["citation"] == "INT 357"
    answer = seen(stage.agreed).answer
    assert answer is not None and not answer.allowed
    withdraw_application(stage.parties[0].actor, stage.confirmation_id)
    assert begin_amendment(stage.parties[0].actor, stage.agreed.agreement_id)


def test_while_the_court_waits_for_a_supplement_a_changed_agreement_takes_over_the_application(
    filing: BeforeCourt,
) -> None:
    stage, clerk = filing, filing.case.clerk.actor
    due = beijing_date(clock.now()) + timedelta(days=10)
    asked = [Asked("请改正数额。", "clause", "2")]
    request_supplement(stage.court_clerk.actor, stage.confirmation_id, items=asked, due=due)
    new = amended(stage.agreed)
    with pytest.raises(BeingReplaced):
        build(stage)
        file_with_court(clerk, stage.confirmation_id)
    sign_all(new)
    affix_seal(clerk, new.version_id)
    page = confirmation_page(stage.parties[0].actor, stage.case.ref)
    assert page.text_replaced and page.may_apply and not page.may_file
    apply_as(stage.parties[0], stage.confirmation_id)
    with pytest.raises(BundleUnsound):
        file_with_court(clerk, stage.confirmation_id)
    apply_as(stage.parties[1], stage.confirmation_id)
    build(stage)
    file_with_court(clerk, stage.confirmation_id)
    filed_page = filing_page(stage.court_clerk.actor, stage.confirmation_id)
    changed = filed_page.differences
    assert changed is not None and [clause.number for clause in changed.clauses]
    assert any("000" in piece.text for clause in changed.clauses for piece in clause.pieces)
    assert filed_page.view.rounds == 2 and filed_page.inspection.verdict.sound


def test_a_draft_begun_before_the_filing_cannot_be_put_out_for_signature_after_it(ready: BeforeCourt) -> None:
    stage = ready
    case = stage.case
    assert case.mediator is not None
    new = begin_amendment(case.applicant.actor, stage.agreed.agreement_id)
    change_last_clause(case.mediator.actor, case.ref)
    for side in stage.parties:
        accept_whole(side.actor, new, revision=draft_page(side.actor, case.ref).revision)
    filed(stage)
    with pytest.raises(AmendmentClosed):
        finalise(case.mediator.actor, new, development=True, judged=ANSWERED)


def test_a_text_goes_to_no_court_while_another_is_out_for_signature_that_would_replace_it(ready: BeforeCourt) -> None:
    stage = ready
    build(stage)
    amended(stage.agreed)
    with pytest.raises(BeingReplaced):
        file_with_court(stage.case.clerk.actor, stage.confirmation_id)


def test_a_replaced_text_goes_to_no_court_at_all(stage: BeforeCourt) -> None:
    stage.choose_court()
    apply_as(stage.parties[0], stage.confirmation_id)
    new = amended(stage.agreed)
    sign_all(new)
    with pytest.raises(IllegalTransition):
        apply_as(stage.parties[1], stage.confirmation_id)
    page = confirmation_page(stage.parties[0].actor, stage.case.ref)
    assert page.application is None


def test_no_bundle_is_built_of_a_text_that_was_replaced(ready: BeforeCourt) -> None:
    stage = ready
    asked = court_application(stage.case.clerk.actor, stage.case.id)
    sign_all(amended(stage.agreed))
    with pytest.raises(IllegalTransition):
        build_bundle(stage.case.clerk.actor, stage.case.id, application=asked)
