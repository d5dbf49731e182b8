"""The court decides: one decision stands, with a ground of the law, and reaches both sides at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from odr import clock
from odr.confirmations.asking import Asked, request_supplement
from odr.confirmations.commands import file_with_court, withdraw_application
from odr.confirmations.court import Decision, accept_filing, open_ruling, record_ruling
from odr.confirmations.models import Confirmation, Ruling
from odr.confirmations.queries import confirmation_page, filing_page, filing_ruling, filing_summary
from odr.confirmations.ruling import GROUNDS, Outcome
from odr.confirmations.states import ConfirmationState
from odr.db import reading
from odr.errors import BundleUnsound, IllegalTransition, InvalidInput, NotFound
from odr.law.time_limits import beijing_date
from tests.factories.agreements import BeforeCourt, build
from tests.factories.papers import words_of
from tests.factories.people import letters

S = ConfirmationState
NUMBER = "（2026）京示01民特17号"
CONFIRM = Decision(Outcome.CONFIRMED, judge="赵法官")
DISMISS = Decision(Outcome.DISMISSED, judge="赵法官", ground="unclear", reasons="第二条没有写明履行期限。")
REFUSE = Decision(Outcome.REFUSED, judge="赵法官", ground="ownership", reasons="第一条涉及商标归属。", court_ref=NUMBER)


def accept(stage: BeforeCourt) -> None:
    accept_filing(stage.court_clerk.actor, stage.confirmation_id, court_ref=NUMBER)


def decide(stage: BeforeCourt, decision: Decision) -> str:
    return record_ruling(stage.court_clerk.actor, stage.confirmation_id, decision=decision)


def ask(stage: BeforeCourt, wording: str = "请补充商标注册证的登记簿副本。") -> None:
    due = beijing_date(clock.now()) + timedelta(days=10)
    request_supplement(stage.court_clerk.actor, stage.confirmation_id, items=[Asked(wording)], due=due)


def state(stage: BeforeCourt) -> ConfirmationState:
    with reading() as now:
        return now.get_one(Confirmation, stage.confirmation_id).state


def test_acceptance_needs_the_courts_own_number(filing: BeforeCourt) -> None:
    for wrong in ("", "   ", "号" * 65, "（2026）\u202e民特1号"):
        with pytest.raises(InvalidInput):
            accept_filing(filing.court_clerk.actor, filing.confirmation_id, court_ref=wrong)
    accept(filing)
    assert state(filing) == S.ACCEPTED
    assert filing_summary(filing.court_clerk.actor, filing.confirmation_id).court_ref == NUMBER


def test_a_confirmed_agreement_is_ruled_valid_and_served_on_both_sides_at_once(filing: BeforeCourt) -> None:
    accept(filing)
    decide(filing, CONFIRM)
    assert state(filing) == S.CONFIRMED
    for person in filing.parties:
        view = confirmation_page(person.actor, filing.case.ref).application
        assert view is not None and view.ruling is not None
        assert {one.delivered_at for one in view.ruling.services} == {view.ruling.at}
        assert len(view.ruling.services) == 2
        assert letters(person.email)[-1] == "case_moved"


def test_the_ruling_says_what_the_law_wants_it_to_say(filing: BeforeCourt) -> None:
    accept(filing)
    decide(filing, CONFIRM)
    number, document = filing_ruling(filing.court_clerk.actor, filing.confirmation_id)
    said = words_of(document)
    assert number == NUMBER
    for words in ("北京市示范区人民法院", "民事裁定书", NUMBER, "青禾茶业有限公司", "沃野食品有限公司", "赵法官"):
        assert words in said
    assert "第二百零六条" in said and "达成的调解协议" in said and "有效。" in said
    assert "演示文书，不具有法律效力" in said


def test_the_ruling_holds_no_personal_number_or_contact(filing: BeforeCourt) -> None:
    accept(filing)
    decide(filing, CONFIRM)
    said = words_of(filing_ruling(filing.court_clerk.actor, filing.confirmation_id)[1])
    for private in ("91110105MA01QHCY3J", "010-00001234", "@qinghe.example"):
        assert private not in said


def test_opening_the_ruling_is_proof_of_service_kept_once(filing: BeforeCourt, set_clock) -> None:
    accept(filing)
    decide(filing, CONFIRM)
    first, _ = filing.parties
    open_ruling(first.actor, filing.confirmation_id)
    opened = clock.now()
    set_clock(opened + timedelta(days=1))
    open_ruling(first.actor, filing.confirmation_id)
    view = confirmation_page(first.actor, filing.case.ref).application
    assert view is not None and view.ruling is not None
    seen = sorted((one.opened_at is not None, one.name) for one in view.ruling.services)
    assert [known for known, _ in seen] == [False, True]
    assert all(one.opened_at is None or one.opened_at <= opened for one in view.ruling.services)


def test_a_mediator_reading_the_ruling_proves_no_service(filing: BeforeCourt) -> None:
    accept(filing)
    decide(filing, CONFIRM)
    assert filing.case.mediator is not None
    open_ruling(filing.case.mediator.actor, filing.confirmation_id)
    view = confirmation_page(filing.parties[0].actor, filing.case.ref).application
    assert view is not None and view.ruling is not None
    assert all(one.opened_at is None for one in view.ruling.services)


def test_there_is_no_ruling_before_the_court_rules(filing: BeforeCourt) -> None:
    with pytest.raises(NotFound):
        open_ruling(filing.parties[0].actor, filing.confirmation_id)


@pytest.mark.parametrize("decision, after", [(DISMISS, S.DISMISSED), (REFUSE, S.REFUSED)])
def test_a_court_that_does_not_confirm_names_the_article_and_its_reasons(
    filing: BeforeCourt, decision: Decision, after: ConfirmationState
) -> None:
    if decision is DISMISS:
        accept(filing)
    decide(filing, decision)
    assert state(filing) == after
    said = words_of(filing_ruling(filing.court_clerk.actor, filing.confirmation_id)[1])
    ground = GROUNDS[decision.outcome][decision.ground]
    assert ground.words.zh in said and decision.reasons in said
    assert "".join(ground.citation.words().zh.split()) in said


@pytest.mark.parametrize("outcome", [Outcome.DISMISSED, Outcome.REFUSED])
@pytest.mark.parametrize("ground", ["", "because", "unclear", "ownership"])
def test_a_ground_outside_the_closed_list_is_refused(filing: BeforeCourt, outcome: Outcome, ground: str) -> None:
    if ground in GROUNDS[outcome]:
        return
    if outcome == Outcome.DISMISSED:
        accept(filing)
    before = state(filing)
    with pytest.raises(InvalidInput):
        decide(filing, Decision(outcome, judge="赵法官", ground=ground, reasons="理由。", court_ref=NUMBER))
    assert state(filing) == before


def test_a_ruling_that_denies_needs_reasons_and_every_ruling_a_judge(filing: BeforeCourt) -> None:
    with pytest.raises(InvalidInput):
        decide(filing, Decision(Outcome.REFUSED, judge="赵法官", ground="ownership", reasons=" ", court_ref=NUMBER))
    with pytest.raises(InvalidInput):
        decide(filing, Decision(Outcome.REFUSED, judge="赵法官", ground="ownership", reasons="理由。"))
    accept(filing)
    with pytest.raises(InvalidInput):
        decide(filing, Decision(Outcome.CONFIRMED, judge=""))


def test_of_two_clerks_who_decide_at_once_one_wins(filing: BeforeCourt) -> None:
    accept(filing)
    clerks = [(filing.court_clerk.actor, CONFIRM), (filing.second_clerk.actor, DISMISS)]

    def rule(pair) -> str:
        actor, decision = pair
        try:
            record_ruling(actor, filing.confirmation_id, decision=decision)
        except IllegalTransition:
            return "too late"
        return str(decision.outcome)

    with ThreadPoolExecutor(2) as threads:
        results = sorted(threads.map(rule, clerks))
    assert results in (["confirmed", "too late"], ["dismissed", "too late"])
    with reading() as now:
        assert now.scalar(select(func.count(Ruling.id))) == 1
    assert str(state(filing)) in results


def test_of_two_clerks_who_accept_at_once_one_number_stands(filing: BeforeCourt) -> None:
    def take(number: int) -> bool:
        clerk = (filing.court_clerk, filing.second_clerk)[number]
        try:
            accept_filing(clerk.actor, filing.confirmation_id, court_ref=f"（2026）京示01民特{number}号")
        except IllegalTransition:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(take, (0, 1))) == [False, True]


def test_a_request_reaches_both_sides_in_the_same_words(filing: BeforeCourt) -> None:
    ask(filing)
    assert state(filing) == S.SUPPLEMENT
    for person in filing.parties:
        view = confirmation_page(person.actor, filing.case.ref).application
        assert view is not None
        assert [one.wording for one in view.requests] == ["请补充商标注册证的登记簿副本。"]
        assert letters(person.email)[-1] == "your_turn"


def test_a_request_asks_for_something_and_gives_time(filing: BeforeCourt) -> None:
    with pytest.raises(InvalidInput):
        ask(filing, " \n ")
    yesterday = beijing_date(clock.now()) - timedelta(days=1)
    with pytest.raises(InvalidInput):
        request_supplement(filing.court_clerk.actor, filing.confirmation_id, items=[Asked("补充")], due=yesterday)


def test_a_supplement_is_answered_with_a_new_bundle_not_the_old_one(filing: BeforeCourt) -> None:
    ask(filing)
    clerk = filing.case.clerk.actor
    with pytest.raises(BundleUnsound):
        file_with_court(clerk, filing.confirmation_id)
    before = filing_page(filing.court_clerk.actor, filing.confirmation_id).inspection.verdict.sha256
    build(filing)
    file_with_court(clerk, filing.confirmation_id)
    page = filing_page(filing.court_clerk.actor, filing.confirmation_id)
    assert state(filing) == S.FILED
    assert page.inspection.verdict.sha256 != before
    assert all(one.answered_at is not None for one in page.view.requests)


def test_a_supplement_may_be_answered_after_the_thirty_days(filing: BeforeCourt, set_clock) -> None:
    ask(filing)
    with reading() as now:
        last = now.get_one(Confirmation, filing.confirmation_id).last_day
    set_clock(clock.now() + timedelta(days=(last - beijing_date(clock.now())).days + 5))
    assert build(filing)
    assert file_with_court(filing.case.clerk.actor, filing.confirmation_id)


def test_the_parties_may_withdraw_until_the_ruling_and_not_after(filing: BeforeCourt) -> None:
    accept(filing)
    decide(filing, CONFIRM)
    with pytest.raises(IllegalTransition):
        withdraw_application(filing.parties[0].actor, filing.confirmation_id)


def test_a_withdrawn_application_cannot_be_decided(filing: BeforeCourt) -> None:
    withdraw_application(filing.parties[0].actor, filing.confirmation_id)
    assert letters(filing.court_clerk.email)[-1] == "filing_waiting"
    with pytest.raises(IllegalTransition):
        accept(filing)
    with pytest.raises(IllegalTransition):
        decide(filing, REFUSE)


ACTS = {
    "accept": accept,
    "ask": ask,
    "confirm": lambda stage: decide(stage, CONFIRM),
    "dismiss": lambda stage: decide(stage, DISMISS),
    "refuse": lambda stage: decide(stage, REFUSE),
}


@pytest.mark.parametrize("act", ["confirm", "dismiss"])
def test_nothing_is_ruled_on_before_it_is_accepted(filing: BeforeCourt, act: str) -> None:
    with pytest.raises(IllegalTransition):
        ACTS[act](filing)
    assert state(filing) == S.FILED


@pytest.mark.parametrize("act", ["accept", "refuse"])
def test_what_was_accepted_is_neither_accepted_again_nor_refused(filing: BeforeCourt, act: str) -> None:
    accept(filing)
    with pytest.raises(IllegalTransition):
        ACTS[act](filing)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_a_ruling_is_final_here(filing: BeforeCourt, act: str) -> None:
    accept(filing)
    decide(filing, CONFIRM)
    with pytest.raises(IllegalTransition):
        ACTS[act](filing)
    with reading() as now:
        assert now.scalar(select(func.count(Ruling.id))) == 1
