"""The table of samples held against the rules: exactly what the articles call for, and offers that cure."""

from __future__ import annotations

from collections import Counter

import pytest

from odr.law.articles import STATUTES
from odr.law.confirmability import check_draft
from odr.law.draft import ClauseKind, DraftClause
from odr.law.findings import Finding
from tests.odr.law.drafts import found, free, lawful_draft
from tests.odr.law.samples import clarity, scope, title, waivers
from tests.odr.law.samples.table import B, Sample

ALL = (*title.ROWS, *scope.ROWS, *clarity.ROWS, *waivers.ROWS)
FILLER_ZH, FILLER_EN = "本条与测试无关。", "This clause has no bearing on the test."
names = [f"{row.law} {(row.zh or row.en)[:30]}" for row in ALL]


def check(row: Sample) -> tuple[Finding, ...]:
    clause = DraftClause(1, ClauseKind.OTHER, row.zh or FILLER_ZH, row.en or FILLER_EN)
    return check_draft(lawful_draft(clauses=(clause,), subject=row.subject))


@pytest.mark.parametrize("row", ALL, ids=names)
def test_a_clause_gets_exactly_the_findings_the_articles_call_for(row: Sample) -> None:
    assert found(check(row)) == row.expected


@pytest.mark.parametrize("row", [row for row in ALL if row.expected], ids=lambda row: (row.zh or row.en)[:30])
def test_every_wording_offered_cures_the_finding_it_was_offered_for(row: Sample) -> None:
    for finding in check(row):
        for offer in finding.offers:
            again = check_draft(lawful_draft(clauses=(free(offer.words.zh, offer.words.en),), subject=row.subject))
            left = {other.code for other in again if "空白" not in other.message.zh}
            assert finding.code not in left, "what is left to fill in may remain, the fault may not"
            others = {code for code, severity in found(again) if severity == B} - {f.code for f in check(row)}
            assert others <= {"P-20"}, "a cure brings no other fault than blanks"


@pytest.mark.parametrize("row", [row for row in ALL if row.expected], ids=lambda row: (row.zh or row.en)[:30])
def test_a_finding_points_at_words_of_its_clause(row: Sample) -> None:
    for finding in check(row):
        assert finding.clause == 1
        for span in finding.spans:
            text = row.zh or FILLER_ZH if span.language == "zh" else row.en or FILLER_EN
            assert 0 <= span.start < span.end <= len(text) and text[span.start : span.end].strip()


def test_the_table_is_large_and_even_enough_to_mean_something() -> None:
    assert len(ALL) >= 160
    assert sum(1 for row in ALL if row.en and not row.zh) >= 30
    assert sum(1 for row in ALL if not row.expected) >= 60, "lawful clauses, on which an alarm is false"
    codes = Counter(code for row in ALL for code, _ in row.expected)
    assert set(codes) >= {
        "P-14", "P-15", "P-16", "P-17", "P-20", "P-21", "P-22", "P-23", "P-24", "P-25", "P-29", "P-38", "P-40",
        "AG-7", "AG-8", "AG-9", "AG-10", "AG-16",
    }  # fmt: skip


def test_every_row_stands_on_an_article() -> None:
    for row in ALL:
        assert row.law.split()[0] in {*STATUTES, "COP"}, row.law


def test_every_finding_names_an_article_and_speaks_both_languages() -> None:
    for row in ALL:
        for finding in check(row):
            assert finding.citation.words().zh.startswith("《")
            assert finding.message.zh and finding.message.en
