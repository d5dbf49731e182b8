"""Whole agreements: clauses against each other, penalties in proportion, signs of a sham, the right court."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from odr.law.confirmability import check_draft, doubts, obstacles
from odr.law.draft import ClauseKind, DraftAgreement, DraftClause, Signals, Slots
from odr.law.findings import Eyes, for_everybody
from tests.odr.law.drafts import APPLICANT as Q
from tests.odr.law.drafts import RESPONDENT as V
from tests.odr.law.drafts import found, free, lawful_draft, party, pay

B, W = "block", "warn"
THIRD = "南山茶行"
EN = "This clause has no bearing on the test."


def licence(
    number: int, to: str, *, sort: str = "独占", sign: str = "“青禾”商标", territory: str = "中国"
) -> DraftClause:
    slots = Slots(obligor=Q, obligee=to, object=sign, period="两年", territory=territory)
    zh = f"{Q}许可{to}自本协议生效之日起两年内，在{territory}以{sort}许可的方式，在茶叶上使用{sign}。"
    return DraftClause(number, ClauseKind.LICENCE, zh, EN, slots)


def three(*clauses: DraftClause) -> DraftAgreement:
    """An agreement with a third party."""
    people = (party(Q), party(V), party(THIRD, address="3", contact="3", representative="3"))
    return of(*clauses, parties=people)


def stop(number: int, sign: str = "“青禾”商标", extra: str = "", due: date | None = None) -> DraftClause:
    slots = Slots(obligor=V, obligee=Q, object=sign, period="自本协议生效之日起", due=due)
    return DraftClause(number, ClauseKind.STOP, f"{V}停止在茶叶上使用{sign}{extra}。", EN, slots)


def again(number: int, zh: str) -> DraftClause:
    return DraftClause(number, ClauseKind.OTHER, zh, EN)


def of(*clauses: DraftClause, **changes: object) -> DraftAgreement:
    return lawful_draft(clauses=clauses, **changes)


LOSSES = f"{V}应于2026年12月31日前向{Q}支付经济损失人民币叁拾万元整（¥300,000.00）。"
CASES = [
    # INT 358(5): two clauses, one payment, two sums or two days.
    (
        "two sums",
        of(again(1, LOSSES), again(2, LOSSES.replace("叁拾万", "贰拾万").replace("300,", "200,"))),
        {("P-21", B)},
    ),
    ("two days", of(again(1, LOSSES), again(2, LOSSES.replace("12月31日", "11月30日"))), {("P-21", B)}),
    (
        "another purpose",
        of(
            again(1, LOSSES),
            again(2, LOSSES.replace("经济损失", "许可费").replace("叁拾", "贰拾").replace("300,", "200,")),
        ),
        set(),
    ),
    (
        "the rest",
        of(again(1, LOSSES), again(2, "余款" + LOSSES.replace("叁拾", "贰拾").replace("300,", "200,"))),
        set(),
    ),
    (
        "the other way",
        of(again(1, LOSSES), again(2, f"{Q}应于2026年12月31日前向{V}支付经济损失人民币壹拾万元整（¥100,000.00）。")),
        set(),
    ),
    # INT 358(5): what one licensee has exclusively, no other is licensed.
    ("exclusive twice", three(licence(1, V), licence(2, THIRD)), {("P-21", B)}),
    ("two ordinary licences", three(licence(1, V, sort="普通"), licence(2, THIRD, sort="普通")), set()),
    ("two territories", three(licence(1, V, territory="北京"), licence(2, THIRD, territory="上海")), set()),
    ("two signs", three(licence(1, V), licence(2, THIRD, sign="“山禾”商标")), set()),
    # INT 358(5): stop and licence of one thing.
    ("stop and licence", of(stop(1), licence(2, V, sort="普通")), {("P-21", W)}),
    ("stop except what is licensed", of(stop(1, extra="，第二条许可的使用除外"), licence(2, V, sort="普通")), set()),
    ("stop another sign", of(stop(1, "“青山”标识"), licence(2, V, sort="普通")), set()),
    # CC 585: a penalty of more than 30 % of the sum.
    (
        "penalty above",
        of(pay(), again(2, f"{V}逾期付款的，另行支付违约金人民币壹拾伍万元整（¥150,000.00）。")),
        {("AG-7", W)},
    ),
    ("penalty within", of(pay(), again(2, f"{V}逾期付款的，另行支付违约金人民币伍万元整（¥50,000.00）。")), set()),
    # CPL 206: nothing left to confirm.
    ("all done", of(again(1, "全部和解款已付清。")), {("P-42", W)}),
    ("one thing done", of(pay(), again(2, "首期款已付清。"), again(3, "双方各自承担费用。")), set()),
    # INT 355(2), CPL 205: the court.
    ("another court", of(pay(), court="甲法院", candidate_courts=("乙法院",)), {("P-19", W)}),
    ("a competent court", of(pay(), court="乙法院", candidate_courts=("乙法院",)), set()),
    # INV 18: signs of a sham.
    ("one address", of(pay(), parties=(party(Q), party(V, address="北京市示范区和平路 1号"))), {("P-30", W)}),
    ("one leader", of(pay(), parties=(party(Q), party(V, representative="张敏"))), {("P-30", W)}),
    ("at once", of(pay(), signals=Signals(hours_of_mediation=0.5, contested=False)), {("P-30", W)}),
    ("at once after an argument", of(pay(), signals=Signals(hours_of_mediation=0.5, contested=True)), set()),
    ("slowly and in peace", of(pay(), signals=Signals(hours_of_mediation=50, contested=False)), set()),
    ("a repeated pair", of(pay(), signals=Signals(earlier_cases=2)), {("P-30", W)}),
]


@pytest.mark.parametrize(("draft", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_an_agreement_gets_exactly_the_findings_the_articles_call_for(
    draft: DraftAgreement, expected: set[tuple[str, str]]
) -> None:
    assert found(check_draft(draft)) == expected


def test_signs_of_a_sham_are_for_the_mediator_and_never_among_what_everybody_reads() -> None:
    draft = of(pay(), parties=(party(Q), party(V, representative="张敏")), signals=Signals(earlier_cases=1))
    signs = [finding for finding in check_draft(draft) if finding.code == "P-30"]
    assert len(signs) == 2 and {finding.eyes for finding in signs} == {Eyes.MEDIATOR}
    assert for_everybody(check_draft(draft)) == ()


def test_what_was_found_in_a_clause_follows_it_to_another_number() -> None:
    bad = free("赔偿金额由双方协商确定。")
    first, moved = check_draft(of(bad)), check_draft(of(pay(), replace(bad, number=2)))
    assert {finding.clause for finding in first} == {1} and {finding.clause for finding in moved} == {2}
    assert obstacles(first) and not doubts(first)


def test_the_same_words_are_judged_anew_among_other_people() -> None:
    clause = DraftClause(1, ClauseKind.OTHER, f"由{THIRD}对付款承担连带责任保证。", EN)
    assert ("AG-9", B) in found(check_draft(of(clause)))
    assert found(check_draft(of(clause, guarantors=(THIRD,)))) == set()
