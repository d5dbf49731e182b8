"""What must hold on the day the joint application goes to the court."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from odr.law.confirmability import check_filing
from odr.law.draft import DraftFiling
from tests.odr.law.drafts import filing, found, lawful_draft


def codes(facts: DraftFiling) -> set[tuple[str, str]]:
    return found(check_filing(lawful_draft(), facts))


def test_a_lawful_filing_has_no_finding_at_all() -> None:
    assert check_filing(lawful_draft(), filing()) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"effective_on": None}, ("P-06", "block")),
        ({"signatures_sound": False}, ("P-11", "block")),
        ({"signature_assurance": False}, ("P-12", "warn")),
        ({"sealed": False}, ("P-13", "block")),
        ({"courts": ()}, ("P-19", "block")),
        ({"courts": ("BJ-SHIFAN", "BJ-HD"), "candidate_courts": ("BJ-SHIFAN", "BJ-HD")}, ("P-19", "block")),
        ({"courts": ("BJ-IP",)}, ("P-19", "block")),
        ({"court_row_verified": False}, ("P-19", "warn")),
        ({"mediation_proof": False}, ("P-31", "block")),
        ({"right_proofs": False}, ("P-28", "block")),
        ({"right_proofs_on": date(2026, 6, 1)}, ("P-28", "warn")),
        ({"record_confirmed": False}, ("P-34", "warn")),
        ({"performed_in_full": True}, ("P-42", "warn")),
        ({"content_roles": ("signed_agreement", "caucus_message")}, ("P-35", "block")),
        ({"content_roles": ("offer",)}, ("P-35", "block")),
        ({"content_roles": ("something_new",)}, ("P-35", "block")),
    ],
)
def test_one_thing_wrong_is_one_finding(changes: dict[str, object], expected: tuple[str, str]) -> None:
    assert codes(filing(**changes)) == {expected}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"applied": False}, ("P-07", "block")),
        ({"identity_verified": False}, ("P-10", "block")),
        ({"identity_method": ""}, ("P-10", "block")),
        ({"confirmed_alone": False}, ("P-27", "block")),
        ({"commitment_signed": False}, ("P-32", "warn")),
        ({"address_confirmed": False}, ("P-33", "block")),
        ({"data_consent": False}, ("P-36", "block")),
    ],
)
def test_each_party_does_its_own_part(change: dict[str, object], expected: tuple[str, str]) -> None:
    applicant, respondent = filing().parties
    assert codes(filing(parties=(applicant, replace(respondent, **change)))) == {expected}  # type: ignore[arg-type]


def test_a_party_that_has_not_applied_at_all_is_missed() -> None:
    assert ("P-07", "block") in codes(filing(parties=filing().parties[:1]))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 7, 4), set()),
        (date(2026, 7, 5), {("P-05", "warn")}),
        (date(2026, 7, 6), {("P-05", "warn")}),
        (date(2026, 7, 7), {("P-05", "block")}),
    ],
)
def test_the_thirty_days_end_on_a_saturday_and_run_on_to_monday(day: date, expected: set[tuple[str, str]]) -> None:
    facts = filing(effective_on=date(2026, 6, 4), on=day, right_proofs_on=date(2026, 6, 1))
    assert codes(facts) == expected
