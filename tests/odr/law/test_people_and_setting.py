"""The setting and the people of an agreement: each rule refuses its case and leaves the lawful one alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from odr.law.confirmability import check_draft, obstacles
from odr.law.draft import (
    DraftAgent,
    DraftAgreement,
    DraftMediator,
    DraftOrganisation,
    Instalment,
    Mention,
    Origin,
    Subject,
    Track,
)
from odr.law.grounds.people import age_on
from signing.wording import Words
from tests.odr.law.drafts import APPLICANT, RESPONDENT, TODAY, found, lawful_draft, party, pay

LICENSED = DraftOrganisation(name="京华商事调解中心", established=True, licence_no="SJ-01", listed=True)
LAWYER = DraftAgent(
    name="王一鸣",
    principal=RESPONDENT,
    kind="lawyer",
    powers=frozenset({"settle", "sign_agreement", "apply_confirmation"}),
    mandate_filed=True,
    proof_filed=True,
)
MEDIATOR = DraftMediator(name="周慧兰", belongs=True, disclosed=True)


def codes(draft: DraftAgreement) -> set[tuple[str, str]]:
    return found(check_draft(draft))


def test_a_lawful_draft_has_no_finding_at_all() -> None:
    assert check_draft(lawful_draft(agents=(LAWYER,))) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"organisation": DraftOrganisation(name="", established=False)}, ("P-01", "block")),
        ({"organisation": DraftOrganisation(name="中心", established=False)}, ("P-01", "block")),
        ({"organisation": DraftOrganisation("中心", True, proof_until=date(2026, 11, 10))}, ("P-01", "block")),
        ({"organisation": DraftOrganisation("中心", True, proof_from=date(2026, 11, 10))}, ("P-01", "block")),
        ({"track": Track.COMMERCIAL}, ("P-02", "block")),
        ({"mediators": ()}, ("P-03", "block")),
        ({"mediators": (replace(MEDIATOR, belongs=False),)}, ("P-03", "block")),
        ({"mediators": (replace(MEDIATOR, disclosed=False),)}, ("P-03", "block")),
        ({"mediators": (replace(MEDIATOR, open_challenge=True),)}, ("P-03", "block")),
        ({"track": Track.COMMERCIAL, "organisation": LICENSED, "mediators": (replace(MEDIATOR, interested=True),)},
         ("P-03", "block")),
        ({"origin": Origin.ENTRUSTED}, ("P-04", "block")),
        ({"subject": Subject.FAMILY_STATUS}, ("P-16", "block")),
        ({"subject": Subject.BANKRUPTCY}, ("P-16", "block")),
        ({"subject": Subject.CRIMINAL}, ("P-17", "block")),
        ({"subject": Subject.ADMINISTRATIVE_ACT}, ("P-17", "block")),
        ({"arbitration_agreement": True}, ("P-18", "warn")),
        ({"facts": Words(zh=" ", en="x")}, ("AG-1", "block")),
        ({"issues": Words(zh="", en="")}, ("AG-1", "block")),
        ({"track": Track.PEOPLE, "organisation": DraftOrganisation("中心", True, charges_fee=True)}, ("P-41", "block")),
        ({"organisation": DraftOrganisation("中心", True, charges_fee=True),
          "mediators": (replace(MEDIATOR, volunteer=True),)}, ("P-41", "block")),
    ],
)  # fmt: skip
def test_an_unlawful_setting_is_found(changes: dict[str, object], expected: tuple[str, str]) -> None:
    assert codes(lawful_draft(**changes)) == {expected}


@pytest.mark.parametrize(
    "changes",
    [
        {"track": Track.COMMERCIAL, "organisation": LICENSED},
        {"track": Track.COMMERCIAL, "mediated_from": date(2026, 3, 1), "mediated_until": date(2026, 4, 30)},
        {"mediators": (replace(MEDIATOR, interested=True),)},
        {"origin": Origin.ENTRUSTED, "confirmation_intended": False},
        {"origin": Origin.ASSIGNED},
    ],
)
def test_a_lawful_setting_is_left_alone(changes: dict[str, object]) -> None:
    assert codes(lawful_draft(**changes)) == set()


@pytest.mark.parametrize("power", sorted(LAWYER.powers))
def test_an_agent_without_one_special_power_cannot_sign(power: str) -> None:
    lacking = replace(LAWYER, powers=LAWYER.powers - {power})
    assert codes(lawful_draft(agents=(lacking,))) == {("P-08", "block")}


def test_a_bare_general_power_does_not_let_an_agent_settle() -> None:
    assert codes(lawful_draft(agents=(replace(LAWYER, powers=frozenset({"general"})),))) == {("P-08", "block")}


def test_an_agent_who_does_not_sign_needs_no_special_power_but_the_papers() -> None:
    watching = replace(LAWYER, signs=False, powers=frozenset())
    assert codes(lawful_draft(agents=(watching,))) == set()
    assert codes(lawful_draft(agents=(replace(watching, mandate_filed=False),))) == {("P-08", "block")}
    assert codes(lawful_draft(agents=(replace(watching, proof_filed=False),))) == {("P-08", "block")}


def test_a_side_has_at_most_two_agents() -> None:
    two = (LAWYER, replace(LAWYER, name="赵四"))
    assert codes(lawful_draft(agents=two)) == set()
    assert codes(lawful_draft(agents=(*two, replace(LAWYER, name="钱五")))) == {("P-08", "block")}


def test_one_agent_on_both_sides_calls_for_a_review() -> None:
    both = (LAWYER, replace(LAWYER, principal=APPLICANT))
    assert codes(lawful_draft(agents=both)) == {("P-30", "warn")}


@pytest.mark.parametrize(
    ("birth", "changes", "refused"),
    [
        (date(2008, 11, 23), {}, False),
        (date(2008, 11, 24), {}, True),
        (date(2009, 1, 1), {"lives_on_own_work": True}, False),
        (date(2011, 1, 1), {"lives_on_own_work": True}, True),
        (date(2011, 1, 1), {"guardian": "李母"}, False),
        (date(2020, 1, 1), {}, True),
        (date(1980, 1, 1), {"lacks_capacity": True}, True),
    ],
)
def test_nobody_without_capacity_signs_alone(birth: date, changes: dict[str, object], refused: bool) -> None:
    person = party(RESPONDENT, is_organisation=False, identity_code="11010519491231002X", birth_date=birth, **changes)
    assert (("P-09", "block") in codes(lawful_draft(parties=(party(APPLICANT), person)))) is refused


def test_a_person_born_on_29_february_ages_on_1_march() -> None:
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize("field", ["identity_code", "address", "contact", "representative"])
def test_a_party_whose_particulars_are_missing_is_not_clear(field: str) -> None:
    incomplete = party(RESPONDENT, **{field: " "})
    assert ("P-20", "block") in codes(lawful_draft(parties=(party(APPLICANT), incomplete)))


def test_a_wrong_check_digit_is_pointed_out_and_a_foreign_number_is_not_judged() -> None:
    slip = party(RESPONDENT, identity_code="91310199MA1WY6FP0H")
    assert codes(lawful_draft(parties=(party(APPLICANT), slip))) == {("P-38", "warn")}
    foreign = party(RESPONDENT, identity_code="C-123456", foreign=True, identity_authenticated=True)
    assert codes(lawful_draft(parties=(party(APPLICANT), foreign))) == set()


def test_a_foreign_party_is_told_about_authentication() -> None:
    foreign = party(RESPONDENT, identity_code="C-123456", foreign=True)
    assert codes(lawful_draft(parties=(party(APPLICANT), foreign))) == {("P-37", "warn")}


def test_names_must_be_the_same_on_every_paper() -> None:
    paper = Words(zh="调解申请书", en="The application")
    same = Mention(paper, RESPONDENT, RESPONDENT, "91310199ma1wy6fp0g")
    assert codes(lawful_draft(mentions=(same,))) == set()
    assert codes(lawful_draft(mentions=(replace(same, name="沃野食品公司"),))) == {("P-38", "block")}
    assert codes(lawful_draft(mentions=(replace(same, identity_code="913"),))) == {("P-38", "block")}


@pytest.mark.parametrize(
    "changes",
    [
        {"obligor": ""},
        {"obligee": ""},
        {"fen": None},
        {"due": None},
        {"method": ""},
        {"account": " "},
        {"currency": ""},
    ],
)
def test_a_payment_clause_with_one_particular_missing_is_not_clear(changes: dict[str, object]) -> None:
    assert codes(lawful_draft(clauses=(pay(**changes),))) == {("P-20", "block")}


def test_a_third_person_cannot_be_bound_but_a_guarantor_can() -> None:
    clause = pay(obligor="丰收物流有限公司")
    assert codes(lawful_draft(clauses=(clause,))) == {("P-24", "block")}
    assert codes(lawful_draft(clauses=(clause,), guarantors=("丰收物流有限公司",))) == set()


def test_instalments_add_up_to_the_sum_in_order() -> None:
    first, second = Instalment(10_000_000, date(2026, 12, 31)), Instalment(20_000_000, date(2027, 3, 31))
    assert codes(lawful_draft(clauses=(pay(due=None, instalments=(first, second)),))) == set()
    assert codes(lawful_draft(clauses=(pay(due=None, instalments=(second, first)),))) == {("P-21", "block")}
    short = (first, Instalment(10_000_000, date(2027, 3, 31)))
    assert codes(lawful_draft(clauses=(pay(due=None, instalments=short),))) == {("P-21", "block")}


def test_a_day_of_performance_lies_ahead() -> None:
    clause = replace(pay(due=date(2026, 11, 22)), zh="内容见上。", en="As above.")
    assert codes(lawful_draft(clauses=(clause,))) == {("P-20", "block")}
    assert codes(lawful_draft(clauses=(replace(pay(due=TODAY), zh="内容见上。", en="As above."),))) == set()


def test_the_chinese_text_may_not_be_missing_and_the_english_should_not() -> None:
    assert ("P-20", "block") in codes(lawful_draft(clauses=(replace(pay(), zh=" "),)))
    assert codes(lawful_draft(clauses=(replace(pay(), en=""),))) == {("P-20", "warn")}


def test_obstacles_are_the_findings_that_block() -> None:
    findings = check_draft(lawful_draft(origin=Origin.ENTRUSTED, arbitration_agreement=True))
    assert [finding.code for finding in obstacles(findings)] == ["P-04"]
