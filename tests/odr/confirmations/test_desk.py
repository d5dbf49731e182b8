"""The desk beyond yes and no: items asked and answered, more time, another court, objections, and what is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from odr import clock
from odr.access.actor import SYSTEM
from odr.accounts.models import Body
from odr.confirmations import handing, queries
from odr.confirmations.asking import Asked, answer_request, deem_withdrawn, request_supplement
from odr.confirmations.clocks import due_of
from odr.confirmations.commands import file_with_court
from odr.confirmations.court import Decision, accept_filing, draft_ruling, record_ruling
from odr.confirmations.courts import CourtOption
from odr.confirmations.figures import court_figures
from odr.confirmations.handing import extend_time, transfer_filing
from odr.confirmations.inbox import court_inbox
from odr.confirmations.models import Confirmation, CourtFiling
from odr.confirmations.objecting import decide_objection, object_to_ruling, record_objection
from odr.confirmations.queries import confirmation_page, filing_file, filing_page, filing_ruling, filing_summary
from odr.confirmations.reminders import remind_of_terms
from odr.confirmations.rounds import kept_inspection, rounds_of
from odr.confirmations.ruling import Outcome
from odr.confirmations.states import ConfirmationState
from odr.db import reading
from odr.errors import (
    AlreadyAnswered,
    DeadlinePassed,
    FileRefused,
    IllegalTransition,
    InvalidInput,
    NotFound,
    WrongCourt,
)
from odr.law.articles import cite
from odr.law.time_limits import beijing_date
from signing.wording import Words
from tests.factories.agreements import BeforeCourt, build
from tests.factories.people import letters

S = ConfirmationState
NUMBER = "（2026）京示01民特17号"
CONFIRM = Decision(Outcome.CONFIRMED, judge="赵法官")


def today() -> date:
    return beijing_date(clock.now())


def accept(stage: BeforeCourt) -> None:
    accept_filing(stage.court_clerk.actor, stage.confirmation_id, court_ref=NUMBER)


def confirm(stage: BeforeCourt) -> None:
    accept(stage)
    record_ruling(stage.court_clerk.actor, stage.confirmation_id, decision=CONFIRM)


def ask(stage: BeforeCourt, *items: Asked) -> list[str]:
    """Ask for these; returns the ids of the items."""
    wanted = items or (Asked("请补充登记簿副本。"), Asked("第二条写明期限。", "clause", "2"))
    request_supplement(stage.court_clerk.actor, stage.confirmation_id, items=wanted, due=today() + timedelta(days=10))
    view = confirmation_page(stage.parties[0].actor, stage.case.ref).application
    assert view is not None
    return [item.id for item in view.requests[-1].items]


def row(stage: BeforeCourt) -> Confirmation:
    """As it stands; its place in the inbox must be what its clock says."""
    with reading() as now:
        found = now.get_one(Confirmation, stage.confirmation_id)
        due = due_of(found)
        assert due is None or found.due_on == due.last
        now.expunge(found)
        return found


def test_each_item_is_tied_to_its_clause_and_each_side_answers_it(filing: BeforeCourt) -> None:
    first, second = ask(filing)
    applicant, respondent = filing.parties
    assert answer_request(applicant.actor, filing.confirmation_id, answers={first: "见附件。"}) == 1
    assert answer_request(applicant.actor, filing.confirmation_id, answers={first: "已补。", second: ""}) == 1
    answer_request(respondent.actor, filing.confirmation_id, answers={second: "同意变更。"})
    asked = filing_summary(filing.court_clerk.actor, filing.confirmation_id).requests[0]
    assert [(item.tie, item.about) for item in asked.items] == [("", ""), ("clause", "2")]
    assert [[answer.wording for answer in item.answers] for item in asked.items] == [["已补。"], ["同意变更。"]]
    assert letters(filing.court_clerk.email)[-1] == "filing_waiting"
    assert row(filing).state == S.SUPPLEMENT
    with pytest.raises(NotFound):
        answer_request(applicant.actor, filing.confirmation_id, answers={"x" * 22: "他案"})
    with pytest.raises(NotFound):
        answer_request(filing.foreign_clerk.actor, filing.confirmation_id, answers={first: "外人"})


def test_silence_counts_only_once_the_day_is_over(filing: BeforeCourt, set_clock) -> None:
    ask(filing)
    clerk = filing.court_clerk.actor
    with pytest.raises(InvalidInput):
        deem_withdrawn(clerk, filing.confirmation_id, reasons="逾期未补充。")
    set_clock(clock.now() + timedelta(days=11))
    deem_withdrawn(clerk, filing.confirmation_id, reasons="逾期未补充。")
    assert row(filing).state == S.WITHDRAWN and row(filing).due_on is None


def test_the_second_round_says_what_changed_and_opening_it_verifies_nothing_again(
    filing: BeforeCourt, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk = filing.court_clerk.actor
    assert filing_page(clerk, filing.confirmation_id).differences is None
    ask(filing)
    build(filing)
    file_with_court(filing.case.clerk.actor, filing.confirmation_id)
    monkeypatch.setattr(queries, "inspect_bundle", None)
    page = filing_page(clerk, filing.confirmation_id)
    assert page.kept and page.inspection.verdict.sound and page.view.rounds == 2
    assert page.differences is not None and page.differences.clauses == ()
    assert court_inbox(clerk).rows[0].rounds == 2
    papers = page.inspection.papers
    assert papers is not None
    place = papers.files.index("application.json")
    name, data = filing_file(clerk, filing.confirmation_id, place)
    assert name == "application.json" and data.startswith(b"{")
    with pytest.raises(NotFound):
        filing_file(clerk, filing.confirmation_id, len(papers.files))


def test_a_verdict_under_other_roots_is_made_anew(filing: BeforeCourt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("odr.confirmations.rounds.roots_digest", lambda: "0" * 64)
    assert not filing_page(filing.court_clerk.actor, filing.confirmation_id).kept


def test_what_was_found_lies_sealed_and_cannot_be_taken_from_another_filing(filing: BeforeCourt) -> None:
    page = filing_page(filing.court_clerk.actor, filing.confirmation_id)
    assert page.kept
    with reading():
        kept = rounds_of(filing.confirmation_id)[0]
        assert page.view.parties[0].name.encode() not in kept.sealed_found
        assert kept_inspection(kept, kept.sha256) is not None
        for column, other in (("id", "x" * 22), ("sealed_found", kept.sealed_found[:-1] + b"?"), ("sealed_found", b"")):
            altered = CourtFiling(
                id=kept.id, sha256=kept.sha256, roots_sha256=kept.roots_sha256, sealed_found=kept.sealed_found
            )
            setattr(altered, column, other)
            assert kept_inspection(altered, kept.sha256) is None


def test_more_time_needs_a_later_day_a_reason_and_the_president(filing: BeforeCourt) -> None:
    clerk, later = filing.court_clerk.actor, today() + timedelta(days=60)
    with pytest.raises(IllegalTransition):
        extend_time(clerk, filing.confirmation_id, until=later, reason="案情复杂。", approved_by="钱院长")
    accept(filing)
    for until, reason, president in ((today(), "因", "钱"), (later, " ", "钱"), (later, "因", "")):
        with pytest.raises(InvalidInput):
            extend_time(clerk, filing.confirmation_id, until=until, reason=reason, approved_by=president)
    extend_time(clerk, filing.confirmation_id, until=later, reason="案情复杂。", approved_by="钱院长")
    assert row(filing).due_on == later
    due = court_inbox(clerk).rows[0].due
    assert due is not None and due.last == later and due.citation == cite("CPL 187")


def test_another_competent_court_takes_over_and_the_first_sees_it_no_more(
    filing: BeforeCourt, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept(filing)
    clerk, other = filing.court_clerk.actor, filing.foreign_clerk.actor
    with pytest.raises(WrongCourt):
        transfer_filing(clerk, filing.confirmation_id, court_id=filing.foreign_court_id, reason="管辖。")
    reason = Words(zh="被申请人住所地。", en="Domicile of a party.")
    with reading() as now:
        name = now.get_one(Body, filing.foreign_court_id).name
    option = CourtOption(
        filing.foreign_court_id, Words(zh=name, en=name), (reason,), (cite("CPL 205(2)"),), True, Words(zh="", en="")
    )
    monkeypatch.setattr(handing, "options_for", lambda case: (option,))
    with pytest.raises(InvalidInput):
        transfer_filing(clerk, filing.confirmation_id, court_id=option.court_id, reason=" ")
    transfer_filing(clerk, filing.confirmation_id, court_id=option.court_id, reason="由其管辖更便利。")
    with pytest.raises(NotFound):
        filing_page(clerk, filing.confirmation_id)
    assert row(filing).state == S.FILED and row(filing).court_ref == ""
    assert court_inbox(clerk).rows == () and len(court_inbox(other).rows) == 1
    view = filing_summary(other, filing.confirmation_id)
    assert view.transfers[0].reason == "由其管辖更便利。" and view.court_reason.zh == reason.zh


def test_a_party_objects_in_fifteen_days_and_an_upheld_objection_sets_the_ruling_aside(
    filing: BeforeCourt, set_clock
) -> None:
    first, second = filing.parties
    with pytest.raises(IllegalTransition):
        object_to_ruling(first.actor, filing.confirmation_id, grounds="有错误。")
    confirm(filing)
    objection = object_to_ruling(first.actor, filing.confirmation_id, grounds="有错误。")
    with pytest.raises(AlreadyAnswered):
        object_to_ruling(first.actor, filing.confirmation_id, grounds="再次。")
    waiting = court_inbox(filing.court_clerk.actor).rows
    assert [line.state_words.en for line in waiting] == ["An objection to decide"]
    decide_objection(filing.court_clerk.actor, filing.confirmation_id, objection, upheld=True, reasons="成立。")
    assert row(filing).state == S.REVOKED and row(filing).due_on is None
    with pytest.raises(IllegalTransition):
        decide_objection(filing.court_clerk.actor, filing.confirmation_id, objection, upheld=False, reasons="不。")


def test_after_the_fifteen_days_a_party_is_too_late(filing: BeforeCourt, set_clock) -> None:
    confirm(filing)
    set_clock(clock.now() + timedelta(days=30))
    with pytest.raises(DeadlinePassed):
        object_to_ruling(filing.parties[1].actor, filing.confirmation_id, grounds="有错误。")


def test_a_third_person_has_six_months_and_a_late_objection_can_only_be_rejected(filing: BeforeCourt) -> None:
    confirm(filing)
    clerk, known = filing.court_clerk.actor, today() - timedelta(days=250)
    late = record_objection(clerk, filing.confirmation_id, name="案外人甲", known_on=known, grounds="损害权益。")
    with pytest.raises(InvalidInput):
        decide_objection(clerk, filing.confirmation_id, late, upheld=True, reasons="成立。")
    decide_objection(clerk, filing.confirmation_id, late, upheld=False, reasons="逾期。")
    assert row(filing).state == S.CONFIRMED and court_inbox(clerk).rows == ()
    line = filing_summary(clerk, filing.confirmation_id).objections[0]
    assert line.late and line.state == "rejected" and not line.by_party


def test_an_uploaded_ruling_is_served_byte_for_byte_and_must_be_a_pdf(filing: BeforeCourt) -> None:
    accept(filing)
    clerk = filing.court_clerk.actor
    own = draft_ruling(clerk, filing.confirmation_id, decision=CONFIRM)
    assert own.startswith(b"%PDF-") and row(filing).state == S.ACCEPTED
    for wrong in (b"PK\x03\x04", b"%PDF-1.7\nnothing"):
        with pytest.raises(FileRefused):
            record_ruling(
                clerk, filing.confirmation_id, decision=Decision(Outcome.CONFIRMED, judge="赵", document=wrong)
            )
    record_ruling(clerk, filing.confirmation_id, decision=Decision(Outcome.CONFIRMED, judge="赵", document=own))
    assert filing_ruling(clerk, filing.confirmation_id)[1] == own


def test_the_figures_count_first_passes_rounds_and_days(filing: BeforeCourt, set_clock) -> None:
    clerk = filing.court_clerk.actor
    assert court_figures(clerk).first_pass is None
    accept(filing)
    set_clock(clock.now() + timedelta(days=6))
    record_ruling(clerk, filing.confirmation_id, decision=CONFIRM)
    figures = court_figures(clerk)
    assert (figures.first_pass, figures.rounds, figures.days_to_ruling) == (1.0, 1.0, 6)
    assert court_figures(filing.foreign_clerk.actor).received == 0
    with pytest.raises(NotFound):
        court_figures(filing.parties[0].actor)


def test_the_decided_leave_the_waiting_list(filing: BeforeCourt) -> None:
    confirm(filing)
    clerk = filing.court_clerk.actor
    assert court_inbox(clerk).rows == ()
    assert [line.id for line in court_inbox(clerk, decided=True).rows] == [filing.confirmation_id]
    with pytest.raises(InvalidInput):
        court_inbox(clerk, after="nonsense_x")


def test_both_sides_are_reminded_of_the_thirty_days_once_a_day_that_reminds(
    signed_case: BeforeCourt, set_clock
) -> None:
    start = clock.now()
    applicant, _ = signed_case.parties
    assert remind_of_terms(SYSTEM) == 0
    set_clock(start + timedelta(days=5))
    assert remind_of_terms(SYSTEM) == 1 and remind_of_terms(SYSTEM) == 0
    assert letters(applicant.email)[-1] == "application_term"
    set_clock(start + timedelta(days=40))
    assert remind_of_terms(SYSTEM) == 0
    with pytest.raises(NotFound):
        set_clock(start + timedelta(days=15))
        remind_of_terms(applicant.actor)


def test_the_court_and_the_parties_are_reminded_of_the_day_the_court_set(filing: BeforeCourt, set_clock) -> None:
    ask(filing)
    start = clock.now()
    assert remind_of_terms(SYSTEM) == 0
    set_clock(start + timedelta(days=8))
    assert remind_of_terms(SYSTEM) == 1
    assert letters(filing.parties[0].email)[-1] == "supplement_term"
