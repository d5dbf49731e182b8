"""Which of the two texts prevails: chosen while drafting, fixed with the text, printed, compared, and checked."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from odr import clock
from odr.agreements.acceptances import accept_whole
from odr.agreements.commands import Head, write_head
from odr.agreements.comparing import comparison
from odr.agreements.composing import compose
from odr.agreements.document import render_agreement
from odr.agreements.facts import draft_of
from odr.agreements.models import Agreement, Version
from odr.db import reading, transaction
from odr.errors import InvalidInput
from odr.law.articles import cite
from odr.law.confirmability import check_draft
from odr.law.draft import DraftAgreement, Prevailing
from odr.law.findings import Finding, Severity
from signing.wording import Words
from tests.odr.agreements.conftest import Draft
from tests.odr.agreements.contents import content
from tests.odr.law.drafts import lawful_draft, pay


def frozen_text(draft: Draft) -> None:
    """A version with the words of the draft as they stand, as if it had been made final and opened again."""
    with transaction() as tx:
        agreement = tx.session.scalars(select(Agreement)).one()
        made, _ = compose(agreement, 1)
        tx.add(
            Version(
                agreement_id=agreement.id,
                number=1,
                content=made.canonical(),
                content_sha256=made.digest(),
                frozen_pdf=b"",
                frozen_sha256="",
                pdf=b"",
                pdf_sha256="",
                frozen_at=clock.now(),
                void_at=clock.now(),
            )
        )


def choose(draft: Draft, text: str, name: str = "applicant") -> None:
    page = draft.page()
    head = Head(page.facts, page.issues, text)
    write_head(draft.who(name), draft.id, revision=page.revision, head=head)


def about_language(draft: DraftAgreement) -> list[Finding]:
    return [finding for finding in check_draft(draft) if cite("INT 525") in (finding.citation, *finding.also)]


def test_chinese_prevails_until_somebody_chooses_otherwise(draft: Draft) -> None:
    assert draft.page().prevailing is Prevailing.ZH
    choose(draft, "en")
    assert draft.page("respondent").prevailing is Prevailing.EN
    choose(draft, "")
    assert draft.page().prevailing is Prevailing.EN


def test_a_text_that_does_not_exist_is_refused(draft: Draft) -> None:
    with pytest.raises(InvalidInput):
        choose(draft, "fr")
    assert draft.page().prevailing is Prevailing.ZH


def test_who_accepted_the_whole_is_asked_again(draft: Draft) -> None:
    draft.add_payment()
    accept_whole(draft.who("respondent"), draft.id, revision=draft.page().revision)
    assert [party.accepted_whole for party in draft.page().parties] == [False, True]
    choose(draft, "en")
    assert not any(party.accepted_whole for party in draft.page().parties)


def test_the_choice_is_in_the_text_that_is_made_final_and_in_its_json(draft: Draft) -> None:
    draft.add_payment()
    choose(draft, "en")
    with reading() as session:
        agreement = session.scalars(select(Agreement)).one()
        made, _ = compose(agreement, 1)
        assert draft_of(draft.mediation.case_id).prevailing is Prevailing.EN
    assert json.loads(made.canonical())["prevailing"] == "en"
    language = next(provision.text for provision in made.provisions if provision.code == "language")
    assert "以英文为准" in language.zh and "English prevails" in language.en


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [(Prevailing.ZH, "以中文为准", "Chinese text prevails"), (Prevailing.EN, "以英文为准", "English text prevails")],
)
def test_the_document_says_it_in_both_languages(text: Prevailing, zh: str, en: str, tmp_path: Path) -> None:
    path = tmp_path / "document.pdf"
    path.write_bytes(render_agreement(replace(content(), prevailing=text), True).pdf)
    printed = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True, text=True).stdout
    assert zh in "".join(printed.split()) and en in " ".join(printed.split())


def test_a_comparison_shows_that_another_text_prevails_now(draft: Draft) -> None:
    draft.add_payment()
    frozen_text(draft)
    choose(draft, "en")
    (changed,) = [part for part in comparison(draft.who("applicant"), draft.mediation.case_ref).parts if part.changed]
    assert changed.title.en == "Which text prevails"
    assert [piece.text for piece in changed.zh if piece.change != "same"] == ["中", "英"]
    assert "English" in [piece.text.strip() for piece in changed.en if piece.change == "added"]


def test_a_court_reads_chinese_and_the_check_says_so() -> None:
    assert about_language(lawful_draft()) == []
    (finding,) = about_language(lawful_draft(prevailing=Prevailing.EN))
    assert finding.code == "P-38" and finding.severity is Severity.WARN


def test_where_english_prevails_no_english_may_be_missing() -> None:
    clauses = (replace(pay(), en=""),)
    reading_for_reference = check_draft(lawful_draft(clauses=clauses))
    assert ("P-20", False) in {(finding.code, finding.blocks) for finding in reading_for_reference}
    prevailing = check_draft(lawful_draft(clauses=clauses, prevailing=Prevailing.EN))
    assert ("P-20", True) in {(finding.code, finding.blocks) for finding in prevailing}
    headless = check_draft(lawful_draft(facts=Words(zh="事实。", en=""), prevailing=Prevailing.EN))
    assert ("P-38", True) in {(finding.code, finding.blocks) for finding in headless}
