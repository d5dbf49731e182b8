"""Saying that it was paid, confirming it, disputing it: nothing acknowledged is lost, and what remains is exact."""

from __future__ import annotations

import io
import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from odr import clock
from odr.access.actor import SYSTEM
from odr.db import reading
from odr.errors import AlreadyAnswered, FileRefused, IllegalTransition, InvalidInput, NotAllowed, NotFound, OdrError
from odr.law.time_limits import beijing_date
from odr.performance.clockwork import keep_performance
from odr.performance.commands import (
    Said,
    Upload,
    claim_performed,
    confirm_received,
    dispute,
    record_receipt,
    waive,
)
from odr.performance.models import Obligation, Statement
from odr.performance.proofs import open_proof
from odr.performance.queries import performance_page
from odr.performance.shown import ObligationView
from odr.performance.states import ObligationState
from tests.factories import files
from tests.factories.agreements import BeforeCourt
from tests.factories.people import letters, make_account

S = ObligationState
WHOLE = 35_000_000


def money(stage: BeforeCourt) -> ObligationView:
    return next(line for line in performance_page(stage.parties[0].actor, stage.case.ref).lines if line.fen)


def act(stage: BeforeCourt) -> ObligationView:
    return next(line for line in performance_page(stage.parties[0].actor, stage.case.ref).lines if not line.fen)


def paid(fen: int | None, days_ago: int = 0) -> Said:
    return Said(on=beijing_date(clock.now()) - timedelta(days=days_ago), fen=fen)


def claim(stage: BeforeCourt, fen: int = WHOLE, ref: str = "first-try", **more: object) -> str:
    debtor = stage.parties[1].actor
    return claim_performed(debtor, stage.case.id, money(stage).id, said=paid(fen), client_ref=ref, **more)  # type: ignore[arg-type]


def test_a_payment_reported_and_confirmed_is_performed(agreed: BeforeCourt) -> None:
    creditor = agreed.parties[0]
    statement = claim(agreed)
    assert money(agreed).state == S.CLAIMED
    assert letters(creditor.email)[-1] == "performance_waits"
    confirm_received(creditor.actor, statement)
    line = money(agreed)
    assert (line.state, line.remaining, line.ended_on) == (S.PERFORMED, 0, beijing_date(clock.now()))
    assert letters(agreed.parties[1].email)[-1] == "performance_answered"


def test_the_same_report_sent_twice_is_one_and_keeps_its_proof(agreed: BeforeCourt) -> None:
    def proof() -> Upload:
        return Upload(io.BytesIO(files.picture(place=True, maker="Camera")), "receipt.png", 1_000_000)

    first = claim(agreed, 100, proof=proof())
    assert claim(agreed, 100, proof=proof()) == first
    with reading() as now:
        assert now.scalar(select(func.count()).select_from(Statement)) == 1
    opened = open_proof(agreed.parties[0].actor, first)
    data = b"".join(opened.pieces())
    assert data.startswith(b"\x89PNG") and len(data) == opened.proof.size
    assert b"Camera" not in data, "what a camera writes about its owner is left out"


def test_a_part_leaves_the_rest_open_and_the_two_make_the_whole(agreed: BeforeCourt) -> None:
    confirm_received(agreed.parties[0].actor, claim(agreed, 12_345_678))
    assert (money(agreed).state, money(agreed).remaining) == (S.DUE, WHOLE - 12_345_678)
    with pytest.raises(InvalidInput):
        claim(agreed, WHOLE - 12_345_677, "too much")
    confirm_received(agreed.parties[0].actor, claim(agreed, WHOLE - 12_345_678, "rest"))
    assert money(agreed).state == S.PERFORMED


def test_a_dispute_needs_a_reason_and_the_first_answer_stands(agreed: BeforeCourt) -> None:
    creditor, statement = agreed.parties[0].actor, claim(agreed)
    with pytest.raises(InvalidInput):
        dispute(creditor, statement, reason="  ")
    for _ in range(2):
        dispute(creditor, statement, reason="账户没有到账。")
    assert money(agreed).state == S.DISPUTED
    assert money(agreed).statements[0].answer == "账户没有到账。"
    with pytest.raises(AlreadyAnswered):
        confirm_received(creditor, statement)
    claim(agreed, ref="again")
    assert money(agreed).state == S.CLAIMED


def test_only_the_side_that_owes_reports_and_only_the_side_it_is_owed_to_answers(agreed: BeforeCourt) -> None:
    creditor, debtor = (person.actor for person in agreed.parties)
    assert agreed.case.mediator is not None
    statement, line = claim(agreed), money(agreed)
    with pytest.raises(NotAllowed):
        claim_performed(creditor, agreed.case.id, line.id, said=paid(1), client_ref="x")
    for other in (debtor, agreed.case.mediator.actor, agreed.case.clerk.actor):
        with pytest.raises(NotAllowed):
            confirm_received(other, statement)
        with pytest.raises(NotAllowed):
            waive(other, agreed.case.id, line.id)
    for stranger in (make_account("路人").actor, agreed.court_clerk.actor):
        with pytest.raises(NotFound):
            performance_page(stranger, agreed.case.ref)
        with pytest.raises(NotFound):
            confirm_received(stranger, statement)
        with pytest.raises(NotFound):
            open_proof(stranger, statement)
    with pytest.raises(NotFound):
        keep_performance(debtor)


def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_is_kept(agreed: BeforeCourt) -> None:
    with pytest.raises(FileRefused):
        claim(agreed, proof=Upload(io.BytesIO(b"MZ not a picture"), "receipt.png", 1_000_000))
    assert money(agreed).statements == ()


def test_a_day_to_come_cannot_be_reported(agreed: BeforeCourt) -> None:
    with pytest.raises(InvalidInput):
        claim_performed(agreed.parties[1].actor, agreed.case.id, act(agreed).id, said=paid(None, -1), client_ref="x")


def test_what_the_creditor_received_without_a_report_counts(agreed: BeforeCourt) -> None:
    creditor = agreed.parties[0].actor
    for _ in range(2):
        record_receipt(creditor, agreed.case.id, money(agreed).id, said=paid(1_000), client_ref="bank")
    assert money(agreed).remaining == WHOLE - 1_000
    record_receipt(creditor, agreed.case.id, act(agreed).id, said=paid(None), client_ref="seen")
    assert act(agreed).state in (S.PERFORMED, S.PERFORMED_LATE)


def test_a_debt_that_was_released_is_over(agreed: BeforeCourt) -> None:
    for _ in range(2):
        waive(agreed.parties[0].actor, agreed.case.id, money(agreed).id)
    assert money(agreed).state == S.WAIVED
    with pytest.raises(IllegalTransition):
        claim(agreed)


def test_whatever_the_two_sides_do_no_fen_is_lost_or_made(agreed: BeforeCourt) -> None:
    """A random walk of reports, answers and receipts: every acknowledged one is there, and the sums always fit."""
    chance, kept = random.Random(20), set[str]()
    creditor, line = agreed.parties[0].actor, money(agreed)
    for step in range(16):
        ref, fen = f"step-{chance.randrange(step + 1)}", chance.choice([1, 999, 5_000_000, 12_000_000])
        waits = [one.id for one in money(agreed).waiting]
        try:
            match chance.randrange(4):
                case 0 | 1:
                    kept.add(claim(agreed, fen, ref))
                case 2 if waits:
                    confirm_received(creditor, chance.choice(waits))
                case 3 if waits:
                    dispute(creditor, chance.choice(waits), reason="没有收到")
                case _:
                    said = paid(fen)
                    kept.add(record_receipt(creditor, agreed.case.id, line.id, said=said, client_ref=f"own-{step}"))
        except OdrError:
            pass
        now = money(agreed)
        received = sum(one.fen or 0 for one in now.statements if one.state == "confirmed")
        assert now.remaining is not None
        assert now.remaining == WHOLE - received >= 0
        assert (now.remaining == 0) == (now.state == S.PERFORMED)
        assert kept == {one.id for one in now.statements}
        assert bool(now.waiting) == (now.state == S.CLAIMED)


def test_the_schedule_is_kept_once_however_often_it_is_asked_for(agreed: BeforeCourt) -> None:
    for _ in range(2):
        keep_performance(SYSTEM)
    with reading() as now:
        assert now.scalar(select(func.count()).select_from(Obligation)) == 2
