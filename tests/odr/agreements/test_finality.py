"""The freeze: only what everybody accepted and a court would confirm, and then never another byte."""

from __future__ import annotations

import io
import json
from dataclasses import asdict

import pikepdf
import pytest
from sqlalchemy import select

from odr import db, events
from odr.agreements import finality
from odr.agreements.acceptances import accept_whole, take_back
from odr.agreements.commands import Wording, edit_clause
from odr.agreements.comparing import comparison
from odr.agreements.finality import abandon, finalise, reopen
from odr.agreements.models import Version
from odr.agreements.queries import document_of
from odr.agreements.states import AgreementState
from odr.audit.models import AuditEntry
from odr.audit.trail import verify_all
from odr.db import reading, session, transaction
from odr.errors import Conflict, IllegalTransition, NotAllowed, NotConfirmable, NotFound, StaleVersion
from odr.events import AgreementChanged
from signing.canonical import canonical_digest, sha256_hex
from signing.pdf import field_names
from tests.factories.judging import ANSWERED
from tests.odr.agreements.conftest import Draft


def frozen(draft: Draft) -> Version:
    with reading():
        version = session().scalars(select(Version).where(Version.agreement_id == draft.id)).all()[-1]
        session().expunge(version)
        return version


@pytest.fixture
def ready(draft: Draft) -> Draft:
    draft.add_payment()
    draft.accept_all()
    return draft


def test_an_accepted_and_lawful_text_becomes_final(ready: Draft) -> None:
    version_id = finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    page, version = ready.page("respondent"), frozen(ready)
    assert page.state is AgreementState.FINAL and not page.may_edit
    assert page.current is not None and page.current.id == version_id == version.id
    assert sha256_hex(version.frozen_pdf) == version.frozen_sha256 == version.pdf_sha256
    assert canonical_digest(json.loads(version.content)) == version.content_sha256


def test_the_document_carries_its_content_and_an_empty_field_for_everybody_who_signs(ready: Draft) -> None:
    finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    version = frozen(ready)
    with pikepdf.open(io.BytesIO(version.frozen_pdf)) as document:
        assert document.attachments["agreement.json"].get_file().read_bytes() == version.content
    names = ("applicant", "respondent", "mediator", "seal")
    assert field_names(version.frozen_pdf) == names
    fields = {entry["field"]: entry for entry in json.loads(version.fields)}
    assert tuple(fields) == names
    participants = ready.mediation.participants
    assert fields["respondent"]["participant_id"] == participants["respondent"], "the party itself before its agent"
    assert fields["mediator"]["participant_id"] == participants["mediator"]
    assert fields["seal"]["participant_id"] is None and fields["seal"]["kind"] == "seal"
    assert fields["applicant"]["capacity"] == "legal_representative"


def test_the_freeze_is_in_the_trail_with_a_leaf_a_court_can_check(ready: Draft) -> None:
    version_id = finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    with reading():
        entry = session().scalars(select(AuditEntry).where(AuditEntry.act == "document.frozen")).one()
        assert (entry.subject, entry.chain) == (version_id, f"case:{ready.mediation.case_id}")
        assert verify_all() == {}


@pytest.mark.parametrize("name", ["applicant", "respondent", "agent", "clerk", "outsider", "other_mediator"])
def test_only_the_mediator_makes_it_final(ready: Draft, name: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        finalise(ready.who(name), ready.id, development=True, judged=ANSWERED)


def test_a_text_that_one_side_has_not_accepted_stays_a_draft(ready: Draft) -> None:
    clause_id = ready.page().clauses[0].id
    take_back(ready.who("respondent"), clause_id)
    with pytest.raises(Conflict):
        finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    assert ready.page().state is AgreementState.DRAFT


def test_a_text_a_court_would_refuse_stays_a_draft_and_the_article_is_named(draft: Draft) -> None:
    draft.add(zh="“青禾”商标归青禾茶业有限公司所有。", en="The trade mark belongs to the applicant.")
    draft.accept_all()
    with pytest.raises(NotConfirmable) as refused:
        finalise(draft.who("mediator"), draft.id, development=True, judged=ANSWERED)
    assert refused.value.details == {"citation": "INT 355(5)", "codes": ["P-14"], "clauses": [1]}


def test_a_change_made_while_the_document_was_made_wins(ready: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker takes seconds; an edit in that time must not be frozen over."""
    genuine = finality.offload.run

    def slow(function: object, *args: object) -> object:
        result = genuine(function, *args)  # type: ignore[arg-type]
        clause = ready.page().clauses[0]
        edit_clause(ready.who("applicant"), clause.id, revision=1, wording=Wording(zh="改过的文字。", en="New."))
        return result

    monkeypatch.setattr(finality.offload, "run", slow)
    with pytest.raises(StaleVersion):
        finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    assert ready.page().state is AgreementState.DRAFT and ready.page().versions == ()


def test_an_acceptance_taken_back_while_the_document_was_made_counts(
    ready: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = finality.offload.run

    def slow(function: object, *args: object) -> object:
        result = genuine(function, *args)  # type: ignore[arg-type]
        take_back(ready.who("respondent"), ready.page().clauses[0].id)
        return result

    monkeypatch.setattr(finality.offload, "run", slow)
    with pytest.raises(Conflict):
        finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    assert ready.page().state is AgreementState.DRAFT and ready.page().versions == ()


def test_it_is_final_once(ready: Draft) -> None:
    finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    with pytest.raises(IllegalTransition):
        finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)


def test_opened_again_everything_accepted_is_void_and_the_next_version_shows_what_changed(ready: Draft) -> None:
    first = finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    reopen(ready.who("respondent"), ready.id)
    page = ready.page()
    assert page.state is AgreementState.DRAFT and page.versions[0].void and page.current is None
    assert not page.accepted and not page.clauses[0].accepted_by
    clause = page.clauses[0]
    edit_clause(ready.who("mediator"), clause.id, revision=clause.revision, wording=Wording(
        zh=clause.text.zh.replace("叁拾万元整（¥300,000.00）", "贰拾万元整（¥200,000.00）"),
        en=clause.text.en.replace("300,000.00", "200,000.00"),
    ))  # fmt: skip
    ready.accept_all()
    second = finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    assert first != second and [version.number for version in ready.page().versions] == [2, 1]
    compared = comparison(ready.who("applicant"), ready.mediation.case_ref, new=second)
    (changed,) = [part for part in compared.parts if part.changed]
    assert ("removed", "叁") in [(piece.change, piece.text) for piece in changed.zh]
    assert ("added", "贰") in [(piece.change, piece.text) for piece in changed.zh]


def test_after_a_signature_it_is_not_simply_opened_again(ready: Draft) -> None:
    version_id = finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    with transaction() as tx:
        version = tx.session.get_one(Version, version_id)
        version.pdf, version.pdf_sha256 = b"signed", sha256_hex(b"signed")
    with pytest.raises(Conflict):
        reopen(ready.who("applicant"), ready.id)


def test_the_mediator_gives_it_up(ready: Draft) -> None:
    with pytest.raises(NotAllowed):
        abandon(ready.who("applicant"), ready.id)
    abandon(ready.who("mediator"), ready.id)
    assert ready.page().state is AgreementState.ABANDONED
    with pytest.raises(IllegalTransition):
        accept_whole(ready.who("applicant"), ready.id, revision=ready.page().revision)


@pytest.mark.parametrize("name", ["applicant", "respondent", "agent", "mediator", "clerk"])
def test_those_in_the_case_and_its_clerk_read_the_document(ready: Draft, name: str) -> None:
    version_id = finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    document = document_of(ready.who(name), version_id)
    assert document.data.startswith(b"%PDF-") and document.sha256 == sha256_hex(document.data)
    assert document.name.endswith(".pdf")


@pytest.mark.parametrize("name", ["outsider", "other_clerk", "other_mediator", "court_clerk"])
def test_nobody_else_reads_it(ready: Draft, name: str) -> None:
    version_id = finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    with pytest.raises(NotFound):
        document_of(ready.who(name), version_id)


def test_making_it_final_tells_everybody_in_the_case_but_nothing_of_it(ready: Draft) -> None:
    heard: list[AgreementChanged] = []
    events.subscribe(AgreementChanged, heard.append)
    finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    assert heard[-1].change == "agreement.final"
    assert set(asdict(heard[-1])) == {"audience", "agreement_id", "change"}


def test_the_document_is_made_outside_any_unit_of_work(ready: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []
    genuine = finality.offload.run

    def watching(function: object, *args: object) -> object:
        seen.append(db.in_unit())
        return genuine(function, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(finality.offload, "run", watching)
    finalise(ready.who("mediator"), ready.id, development=True, judged=ANSWERED)
    assert seen == [False]
