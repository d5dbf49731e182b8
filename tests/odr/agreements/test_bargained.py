"""What a round or a proposal has agreed becomes clauses of the draft: by one press, once, like any other clause."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from odr import clock
from odr.access.actor import Side
from odr.agreements.acceptances import accept_clause, accept_whole
from odr.agreements.bargained import put_proposal_in, put_round_in, standing_of
from odr.agreements.commands import (
    Head,
    Wording,
    add_clause,
    begin_agreement,
    edit_clause,
    remove_clause,
    write_head,
)
from odr.agreements.finality import finalise
from odr.agreements.models import Clause
from odr.agreements.queries import draft_page
from odr.audit.models import AuditEntry
from odr.audit.trail import verify_all
from odr.cases.models import Case
from odr.cases.states import CaseState
from odr.db import reading, transaction
from odr.errors import Conflict, InvalidInput, NotAllowed, NotFound, TextFinal
from odr.law.draft import ClauseKind
from odr.offers.rules import Currency, Issue, Subject
from odr.offers.usual import USUAL
from odr.proposals.commands import put_proposal
from signing.wording import Words
from tests.factories.judging import ANSWERED
from tests.factories.mediation import Mediation
from tests.factories.sealing import (
    open_round,
    put_in,
    rules_of_a_package,
    rules_of_a_search,
    rules_of_a_sum,
    say_to,
)

TEXT = "被申请人支付二十万元。\nThe respondent pays 200,000 yuan."


def met_at(mediation: Mediation, fen: int = 35_000_000, **rules: object) -> str:
    """A round on a sum that both sides met at."""
    round_id = open_round(mediation, rules_of_a_sum(mediation, **rules))
    for name in ("applicant", "respondent"):
        put_in(mediation, name, round_id, str(fen))
    return round_id


def package(mediation: Mediation, *issues: Issue, choice: int = 0, **rules: object) -> str:
    """A package in which both sides ticked this option of every issue, at 350,000 yuan if a sum is sought."""
    made = rules_of_a_package(mediation, issues=issues, **rules)
    round_id = open_round(mediation, made)
    body = "|".join(["35000000" if made.has_sum else "-", *(str(choice) for _ in issues)])
    for name in ("applicant", "respondent"):
        put_in(mediation, name, round_id, body)
    return round_id


def usual(language: str = "zh") -> tuple[Issue, ...]:
    """The usual issues as the form proposes them in this language."""
    return tuple(
        Issue(getattr(one.name, language), tuple(getattr(option, language) for option in one.options)) for one in USUAL
    )


def accepted(mediation: Mediation, text: str = TEXT) -> str:
    """A proposal that every side said yes to."""
    proposal_id = put_proposal(
        mediation.who("mediator"), mediation.case_id, text=text, deadline=clock.now() + timedelta(hours=1)
    )
    for name in ("applicant", "respondent"):
        say_to(mediation, name, proposal_id, "yes")
    return proposal_id


def clauses(mediation: Mediation, name: str = "mediator"):
    return draft_page(mediation.who(name), mediation.case_ref).clauses


@pytest.mark.parametrize(
    ("subject", "purpose"),
    [
        (Subject.WHOLE, "和解款"),
        (Subject.COMPENSATION, "经济损失和合理开支"),
        (Subject.LICENCE_FEE, "许可使用费"),
        (Subject.COSTS, "支付合理开支"),
    ],
)
def test_an_agreed_sum_becomes_a_payment_with_its_capitals(mediation, subject, purpose):
    put_round_in(mediation.who("mediator"), met_at(mediation, subject=subject))
    (clause,) = clauses(mediation, "respondent")
    assert clause.kind is ClauseKind.PAY and clause.answers["fen"] == "35000000"
    assert clause.answers["obligor"] == mediation.parties[Side.RESPONDENT]
    assert clause.answers["obligee"] == mediation.parties[Side.APPLICANT]
    assert "人民币叁拾伍万元整（¥350,000.00）" in clause.text.zh and purpose in clause.text.zh
    assert "CNY 350,000.00" in clause.text.en


def test_what_nobody_has_said_stays_blank_and_keeps_the_text_from_being_made_final(mediation):
    done = put_round_in(mediation.who("mediator"), met_at(mediation))
    (clause,) = clauses(mediation)
    assert "【付款日期】" in clause.text.zh and "【收款账户（户名、开户行、账号）】" in clause.text.zh
    assert "[date]" in clause.text.en and "[to be filled in]" in clause.text.en
    assert {finding.code for finding in clause.findings if finding.blocks} == {"P-20"}
    answers = clause.answers | {"fen": "350000", "due": "2099-12-31", "account": "中国示范银行 6222"}
    edit_clause(
        mediation.who("applicant"), done.clause_id, revision=1, wording=Wording(kind=ClauseKind.PAY, answers=answers)
    )
    (clause,) = clauses(mediation)
    assert (clause.revision, clause.findings) == (2, ()) and "【" not in clause.text.zh


def test_only_what_comes_from_an_outcome_may_leave_particulars_open(mediation):
    agreement_id = begin_agreement(mediation.who("mediator"), mediation.case_id)
    with pytest.raises(InvalidInput):
        add_clause(mediation.who("mediator"), agreement_id, Wording(kind=ClauseKind.PAY, answers={"fen": "350000"}))


def test_a_sum_in_another_currency_is_never_called_yuan(mediation):
    put_round_in(mediation.who("mediator"), met_at(mediation, currency=Currency.USD))
    (clause,) = clauses(mediation)
    assert "美元叁拾伍万元整（USD 350,000.00）" in clause.text.zh and "USD 350,000.00" in clause.text.en
    assert "人民币" not in clause.text.zh and "CNY" not in clause.text.en
    assert any(finding.blocks for finding in clause.findings), "the day and the account are still missing"


def test_a_sum_of_nothing_is_said_in_words(mediation):
    put_round_in(mediation.who("mediator"), met_at(mediation, fen=0))
    assert "不支付任何款项" in clauses(mediation)[0].text.zh


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_package_becomes_clauses_point_by_point_in_whatever_language_it_was_set_out(mediation, language):
    done = put_round_in(mediation.who("mediator"), package(mediation, *usual(language), choice=1))
    made = clauses(mediation)
    assert done.clause_id == made[0].id
    assert [clause.kind for clause in made] == [
        ClauseKind.PAY, ClauseKind.LICENCE, ClauseKind.TAKEDOWN, ClauseKind.OTHER, ClauseKind.APOLOGY,
    ]  # fmt: skip
    _, licence, takedown, stock, apology = made
    assert "自本协议生效之日起两年，在中国大陆以" in licence.text.zh
    assert "for two years to use" in licence.text.en and "in Mainland China" in licence.text.en
    assert licence.answers["obligor"] == mediation.parties[Side.APPLICANT], "the owner licenses"
    assert "自本协议生效之日起七日内下架" in takedown.text.zh
    assert "within 7 days from the day on which this agreement takes effect" in takedown.text.en
    assert takedown.answers["obligor"] == mediation.parties[Side.RESPONDENT], "the user takes down"
    assert (
        "库存处理" in stock.text.zh and "去除标识后销售" in stock.text.zh and "Sold without the mark" in stock.text.en
    )
    assert "【声明全文】" in apology.text.zh


def test_stock_that_is_destroyed_asks_for_what_a_court_needs(mediation):
    (stock,) = (issue for issue in usual() if issue.name == "库存处理")
    put_round_in(mediation.who("mediator"), package(mediation, stock, choice=2))
    assert clauses(mediation)[1].kind is ClauseKind.DESTROY
    assert "【物品和数量】" in clauses(mediation)[1].text.zh


def test_a_point_somebody_thought_of_themselves_is_written_as_it_was_agreed(mediation):
    own = Issue("质量检验", ("每季度一次", "每年一次"))
    put_round_in(mediation.who("mediator"), package(mediation, own, choice=1))
    assert clauses(mediation)[1].text.zh == "关于“质量检验”，各方商定：每年一次。"


def test_without_a_sum_nobody_is_taken_for_owner_or_user(mediation):
    round_id = package(mediation, *usual(), demander="", payer="")
    put_round_in(mediation.who("mediator"), round_id)
    licence = clauses(mediation)[0]
    assert licence.kind is ClauseKind.LICENCE and "obligor" not in licence.answers
    assert "【许可人】许可【被许可人】" in licence.text.zh


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (TEXT, "被申请人支付二十万元。", "The respondent pays 200,000 yuan."),
        ("被申请人停止使用。\n申请人撤回通知。", "被申请人停止使用。\n申请人撤回通知。", ""),
        ("The use ends.", "The use ends.", "The use ends."),
        ("停止使用。\nQINGHE\nVERDANT", "停止使用。\nQINGHE\nVERDANT", ""),
    ],
)
def test_an_accepted_proposal_becomes_a_clause_in_the_very_words(mediation, text, zh, en):
    put_proposal_in(mediation.who("mediator"), accepted(mediation, text))
    (clause,) = clauses(mediation, "applicant")
    assert (clause.text.zh, clause.text.en) == (zh, en)


def test_it_is_an_ordinary_clause_that_both_sides_accept_and_the_trail_shows_as_any_other(mediation):
    agreement_id = begin_agreement(mediation.who("mediator"), mediation.case_id)
    before = draft_page(mediation.who("mediator"), mediation.case_ref).revision
    done = put_round_in(mediation.who("mediator"), met_at(mediation))
    page = draft_page(mediation.who("mediator"), mediation.case_ref)
    assert (page.agreement_id, page.revision) == (agreement_id, before + 1)
    for name in ("applicant", "respondent"):
        accept_clause(mediation.who(name), done.clause_id, revision=1)
    assert len(clauses(mediation)[0].accepted_by) == 2
    with reading() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.subject == done.clause_id)).first()
        assert (entry.act, entry.chain) == ("clause.added", f"case:{mediation.case_id}")
        assert entry.account_id == mediation.accounts["mediator"]
        assert verify_all() == {}


@pytest.mark.parametrize("kind", ["round", "proposal"])
def test_it_is_put_in_once_and_a_second_press_leads_to_where_it_stands(mediation, kind):
    origin = met_at(mediation) if kind == "round" else accepted(mediation)
    put = put_round_in if kind == "round" else put_proposal_in
    first = put(mediation.who("mediator"), origin)
    again = put(mediation.who("applicant"), origin)
    assert (first.again, again.again, again.clause_id) == (False, True, first.clause_id)
    assert len(clauses(mediation)) == 1
    standing = standing_of(mediation.who("respondent"), mediation.case_id, origin)
    assert (standing.clause_id, standing.number, standing.may_put) == (first.clause_id, 1, False)


def test_what_was_taken_out_again_can_be_put_in_again(mediation):
    round_id = met_at(mediation)
    first = put_round_in(mediation.who("mediator"), round_id)
    remove_clause(mediation.who("mediator"), first.clause_id, revision=1)
    assert standing_of(mediation.who("mediator"), mediation.case_id, round_id).may_put
    assert not put_round_in(mediation.who("mediator"), round_id).again


def test_a_frozen_text_refuses_it_and_says_why_and_what_stands_there_is_still_found(mediation):
    there, other = (
        accepted(mediation, "双方各自承担已经支出的费用。\nEach side bears its own costs."),
        met_at(mediation),
    )
    mediator = mediation.who("mediator")
    done = put_proposal_in(mediator, there)
    freeze(mediation)
    with pytest.raises(TextFinal):
        put_round_in(mediator, other)
    assert put_proposal_in(mediator, there).clause_id == done.clause_id
    standing = standing_of(mediator, mediation.case_id, other)
    assert (standing.may_put, standing.final, standing.clause_id) == (False, True, "")
    assert len(clauses(mediation)) == 1


def freeze(mediation: Mediation) -> None:
    """Make the text final as it stands."""
    page = draft_page(mediation.who("mediator"), mediation.case_ref)
    head = Head(facts=Words(zh="使用了商标。", en="Used."), issues=Words(zh="如何停止。", en="How."))
    write_head(mediation.who("mediator"), page.agreement_id, revision=page.revision, head=head)
    for name in ("applicant", "respondent"):
        accept_whole(mediation.who(name), page.agreement_id, revision=page.revision + 1)
    finalise(mediation.who("mediator"), page.agreement_id, development=True, judged=ANSWERED)


def test_what_was_not_agreed_is_never_written(mediation):
    mediator = mediation.who("mediator")
    failed = open_round(mediation)
    put_in(mediation, "applicant", failed, "40000000")
    put_in(mediation, "respondent", failed, "30000000")
    search = open_round(mediation, rules_of_a_search(mediation))
    put_in(mediation, "applicant", search, "10|all|5:10,5,0|5:10,0")
    put_in(mediation, "respondent", search, "10|all|1:0,5,10|9:0,10")
    refused = put_proposal(mediator, mediation.case_id, text=TEXT, deadline=clock.now() + timedelta(hours=1))
    for name, answer in (("applicant", "yes"), ("respondent", "no")):
        say_to(mediation, name, refused, answer)
    for put, origin in (
        (put_round_in, open_round(mediation, rules_of_a_sum(mediation, subject=Subject.COSTS))),
        (put_round_in, failed),
        (put_round_in, search),
        (put_proposal_in, refused),
    ):
        with pytest.raises(Conflict):
            put(mediator, origin)
    with reading() as session:
        assert session.scalar(sa.select(sa.func.count(Clause.id))) == 0
    assert draft_page(mediator, mediation.case_ref).agreement_id == "", "no agreement is begun for nothing"


def test_only_those_of_the_outcome_who_draft_the_agreement_put_it_in(mediation):
    round_id, proposal_id = met_at(mediation), accepted(mediation)
    for name in ("clerk", "other_mediator", "other_clerk", "court_clerk", "outsider"):
        for put, origin in ((put_round_in, round_id), (put_proposal_in, proposal_id)):
            with pytest.raises((NotFound, NotAllowed)):
                put(mediation.who(name), origin)
        with pytest.raises((NotFound, NotAllowed)):
            standing_of(mediation.who(name), mediation.case_id, round_id)
    assert not put_round_in(mediation.who("agent"), round_id).again


def test_a_case_that_is_no_longer_mediated_takes_nothing_in(mediation):
    round_id = met_at(mediation)
    begin_agreement(mediation.who("mediator"), mediation.case_id)
    with transaction() as tx:
        tx.session.get_one(Case, mediation.case_id).state = CaseState.ENDED
    assert not standing_of(mediation.who("mediator"), mediation.case_id, round_id).may_put
    with pytest.raises(Conflict):
        put_round_in(mediation.who("mediator"), round_id)
