"""The organisation files, and only the court named receives it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from odr import clock
from odr.accounts.models import Membership
from odr.audit.models import AuditEntry
from odr.audit.trail import verify_all
from odr.bundles.keeping import bytes_of, keep
from odr.bundles.models import Bundle
from odr.confirmations.asking import Asked, request_supplement
from odr.confirmations.commands import file_with_court
from odr.confirmations.court import Decision, accept_filing, open_ruling, record_ruling
from odr.confirmations.inbox import court_inbox
from odr.confirmations.models import Confirmation
from odr.confirmations.queries import (
    confirmation_page,
    filing_agreement,
    filing_bundle,
    filing_page,
    filing_ruling,
    filing_summary,
)
from odr.confirmations.ruling import Outcome
from odr.confirmations.states import ConfirmationState
from odr.db import reading, transaction
from odr.errors import BundleUnsound, DeadlinePassed, IllegalTransition, NotAllowed, NotFound, Unavailable
from odr.law.time_limits import beijing_date
from tests.factories.agreements import BeforeCourt, build
from tests.factories.people import letters, make_account

S = ConfirmationState


def file(stage: BeforeCourt) -> str:
    return file_with_court(stage.case.clerk.actor, stage.confirmation_id)


def row(stage: BeforeCourt) -> Confirmation:
    with reading() as now:
        return now.get_one(Confirmation, stage.confirmation_id)


def today():
    return beijing_date(clock.now())


def tamper_with_stored_bundle() -> None:
    with reading() as now:
        kept = now.scalars(select(Bundle)).one()
        data = bytearray(bytes_of(kept))
    data[len(data) // 2] ^= 1
    keep(kept.id, kept.blob_id, bytes(data))


def test_nothing_is_filed_without_a_bundle(ready_case: BeforeCourt) -> None:
    with pytest.raises(BundleUnsound):
        file(ready_case)
    assert row(ready_case).state == S.READY


def test_filing_puts_it_on_the_desk_and_tells_the_court_and_both_sides(ready_case: BeforeCourt) -> None:
    build(ready_case)
    receipt = file(ready_case)
    assert receipt.startswith("R-")
    assert [line.case_ref for line in court_inbox(ready_case.court_clerk.actor).rows] == [ready_case.case.ref]
    assert letters(ready_case.court_clerk.email) == ["filing_waiting"]
    for person in ready_case.parties:
        assert letters(person.email)[-1] == "case_moved"


def test_the_court_sees_nothing_before_it_is_filed(ready_case: BeforeCourt) -> None:
    build(ready_case)
    assert court_inbox(ready_case.court_clerk.actor).rows == ()
    with pytest.raises(NotFound):
        filing_summary(ready_case.court_clerk.actor, ready_case.confirmation_id)


def test_filing_twice_is_refused(filing: BeforeCourt) -> None:
    with pytest.raises(IllegalTransition):
        file(filing)


def test_only_the_clerk_of_record_files(ready_case: BeforeCourt) -> None:
    build(ready_case)
    assert ready_case.case.mediator is not None
    for person in (*ready_case.parties, ready_case.case.mediator):
        with pytest.raises(NotAllowed):
            file_with_court(person.actor, ready_case.confirmation_id)
    for person in (ready_case.court_clerk, make_account()):
        with pytest.raises(NotFound):
            file_with_court(person.actor, ready_case.confirmation_id)


def test_stored_bytes_that_were_altered_are_not_filed(ready_case: BeforeCourt) -> None:
    build(ready_case)
    tamper_with_stored_bundle()
    with pytest.raises(BundleUnsound):
        file(ready_case)
    assert row(ready_case).state == S.READY and row(ready_case).filed_at is None


def test_after_the_last_day_nothing_is_filed(ready_case: BeforeCourt, set_clock) -> None:
    build(ready_case)
    last = row(ready_case).last_day
    set_clock(datetime(last.year, last.month, last.day, 16, 0, tzinfo=UTC))
    with pytest.raises(DeadlinePassed):
        file(ready_case)


def test_in_the_last_second_it_is_filed(ready_case: BeforeCourt, set_clock) -> None:
    build(ready_case)
    last = row(ready_case).last_day
    set_clock(datetime(last.year, last.month, last.day, 15, 59, 59, tzinfo=UTC))
    assert file(ready_case)


def test_a_court_without_a_clerk_cannot_be_reached(ready_case: BeforeCourt) -> None:
    build(ready_case)
    with transaction() as tx:
        here = Membership.body_id == ready_case.court_id
        tx.session.execute(update(Membership).where(here).values(ended_at=clock.now()))
    with pytest.raises(Unavailable):
        file(ready_case)
    assert row(ready_case).state == S.READY


def test_a_clerk_of_another_court_sees_nothing_of_it(filing: BeforeCourt) -> None:
    foreign = filing.foreign_clerk.actor
    assert court_inbox(foreign).rows == ()
    for read in (filing_page, filing_summary, filing_bundle, filing_agreement, filing_ruling, open_ruling):
        with pytest.raises(NotFound):
            read(foreign, filing.confirmation_id)
    with pytest.raises(NotFound):
        accept_filing(foreign, filing.confirmation_id, court_ref="（2026）京外01民特1号")
    with pytest.raises(NotFound):
        request_supplement(foreign, filing.confirmation_id, items=[Asked("补充")], due=today())
    with pytest.raises(NotFound):
        record_ruling(foreign, filing.confirmation_id, decision=Decision(Outcome.CONFIRMED, judge="某"))


def test_the_people_of_the_case_do_not_reach_the_desk(filing: BeforeCourt) -> None:
    for person in (*filing.parties, filing.case.clerk):
        with pytest.raises(NotFound):
            filing_page(person.actor, filing.confirmation_id)
        with pytest.raises(NotFound):
            court_inbox(person.actor)
        with pytest.raises(NotFound):
            accept_filing(person.actor, filing.confirmation_id, court_ref="（2026）京示01民特1号")


def test_the_court_does_not_reach_the_case_beyond_its_filing(filing: BeforeCourt) -> None:
    with pytest.raises(NotFound):
        confirmation_page(filing.court_clerk.actor, filing.case.ref)


def test_the_report_is_made_from_the_bytes_that_arrived(filing: BeforeCourt) -> None:
    page = filing_page(filing.court_clerk.actor, filing.confirmation_id)
    assert page.inspection.verdict.sound
    assert page.inspection.papers is not None
    assert page.inspection.papers.application["court"]["name"] == "北京市示范区人民法院"
    assert filing_agreement(filing.court_clerk.actor, filing.confirmation_id)[1].startswith(b"%PDF-")


def test_bytes_altered_after_arrival_are_reported_and_their_content_is_not_shown(filing: BeforeCourt) -> None:
    tamper_with_stored_bundle()
    page = filing_page(filing.court_clerk.actor, filing.confirmation_id)
    assert not page.inspection.verdict.sound
    assert page.inspection.papers is None
    with pytest.raises(NotFound):
        filing_agreement(filing.court_clerk.actor, filing.confirmation_id)


def test_the_checklist_cites_an_article_for_every_item(filing: BeforeCourt) -> None:
    items = filing_page(filing.court_clerk.actor, filing.confirmation_id).checklist
    basis = {item.citation.key() for item in items}
    assert {"CPL 205", "INT 351", "INT 354", "INT 355(5)", "INT 358(5)", "OMR 18"} <= basis
    assert [item.state for item in items] == sorted(
        (item.state for item in items), key=["failed", "judgement", "passed"].index
    )
    assert not [item for item in items if item.state == "failed"]


def test_the_inbox_puts_what_is_due_first_on_top(filing: BeforeCourt) -> None:
    line = court_inbox(filing.court_clerk.actor).rows[0]
    assert line.due is not None
    assert line.due.citation.key() == "SC11 4"
    assert line.due.safe == today() + timedelta(days=3)


def test_filing_leaves_its_trace_in_the_trail_of_the_case(filing: BeforeCourt) -> None:
    with reading() as now:
        acts = set(now.scalars(select(AuditEntry.act).where(AuditEntry.chain == f"case:{filing.case.id}")))
        assert {"confirmation.opened", "confirmation.applied", "bundle.built", "confirmation.filed"} <= acts
        assert verify_all() == {}
