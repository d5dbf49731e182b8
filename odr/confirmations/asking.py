"""The court asks for a supplement item by item, both parties answer, and silence may count as withdrawal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.confirmations.clocks import keep_due, newest_request
from odr.confirmations.models import Confirmation, CourtRequest, RequestAnswer, RequestItem
from odr.confirmations.moves import step
from odr.confirmations.said import printable
from odr.confirmations.states import CONFIRMATION, ConfirmationState
from odr.confirmations.telling import note, tell_court, tell_parties
from odr.db import Transaction, transaction
from odr.errors import IllegalTransition, InvalidInput, NotFound
from odr.law.time_limits import beijing_date, silence_counts
from odr.lifecycle import next_state

Tie = Literal["", "check", "clause", "file"]
MOST_ITEMS = 12


@dataclass(frozen=True)
class Asked:
    """One thing the court asks for; `about` names the checklist item, the number of the clause or the file."""

    wording: str
    tie: Tie = ""
    about: str = ""


def request_supplement(actor: Actor, confirmation_id: str, *, items: Sequence[Asked], due: date) -> None:
    """Ask both parties at once for what is missing, item by item, until a day (INT 356).

    Raises:
        InvalidInput: nothing is asked for, too much at once, or the day has passed.
        IllegalTransition: the court has decided, or has asked already.
    """
    wanted = [Asked(printable("wording", one.wording), one.tie, one.about.strip()[:200]) for one in items]
    if not wanted or len(wanted) > MOST_ITEMS:
        raise InvalidInput(wording="too_long" if wanted else "missing")
    if due < beijing_date(clock.now()):
        raise InvalidInput(due="passed")
    with transaction() as tx:
        row = load(actor, Permission.FILING_DECIDE, Confirmation, confirmation_id)
        step(tx, row, "request_supplement")
        words = "\n".join(one.wording for one in wanted)
        request = tx.add(
            CourtRequest(confirmation_id=row.id, by_account_id=actor.account_id, wording=words, due=due, at=clock.now())
        )
        for number, one in enumerate(wanted, start=1):
            tx.add(RequestItem(request_id=request.id, number=number, wording=one.wording, tie=one.tie, about=one.about))
        keep_due(row)
        note(tx, actor, row, "filing.supplement_requested", words)
        tell_parties(tx, row, turn=True)


def answer_request(actor: Actor, confirmation_id: str, *, answers: Mapping[str, str]) -> int:
    """A party answers items of the court's open request (item id → words); returns how many it has answered in all.

    An answer can be written anew until the supplement is filed. The court and the other side read it.

    Raises:
        InvalidInput: nothing is said, or letters that cannot be printed.
        NotFound: an item is not of this request.
        IllegalTransition: the court has not asked, or it was filed again already.
    """
    said = {item: printable("wording", words) for item, words in answers.items() if words.strip()}
    if not said:
        raise InvalidInput(wording="missing")
    with transaction() as tx:
        row = load(actor, Permission.CONFIRMATION_ANSWER, Confirmation, confirmation_id)
        request = newest_request(row.id)
        if row.state != ConfirmationState.SUPPLEMENT or request is None:
            raise IllegalTransition(state=str(row.state), event="answer")
        party_id = actor.participations[row.case_id].party_id
        items = {item.id for item in items_of(tx, request.id)}
        if not items.issuperset(said):
            raise NotFound(kind="request_item")
        mine = select(RequestAnswer).where(RequestAnswer.item_id.in_(items), RequestAnswer.party_id == party_id)
        before = {answer.item_id: answer for answer in tx.session.scalars(mine)}
        for item_id, words in said.items():
            if item_id in before:
                kept = before[item_id]
                kept.wording, kept.account_id, kept.at = words, actor.account_id, clock.now()
            else:
                tx.add(
                    RequestAnswer(
                        item_id=item_id,
                        party_id=party_id,
                        account_id=actor.account_id,
                        wording=words,
                        at=clock.now(),
                    )
                )
        note(tx, actor, row, "supplement.answered", "\n".join(said.values()))
        tell_parties(tx, row, but=actor.account_id)
        tell_court(tx, row)
        return len({*before, *said})


def deem_withdrawn(actor: Actor, confirmation_id: str, *, reasons: str) -> None:
    """The parties let the court's day pass without a supplement: it treats the application as withdrawn (INT 357).

    Raises:
        InvalidInput: no reasons, or the day is not over.
        IllegalTransition: the court waits for nothing.
    """
    words = printable("reasons", reasons)
    with transaction() as tx:
        row = load(actor, Permission.FILING_DECIDE, Confirmation, confirmation_id)
        request = newest_request(row.id)
        next_state(CONFIRMATION, row.state, "deem_withdrawn")
        if request is None or not silence_counts(request.due, beijing_date(clock.now())):
            raise InvalidInput(reasons="too_early")
        step(tx, row, "deem_withdrawn")
        row.decided_at = clock.now()
        keep_due(row)
        note(tx, actor, row, "filing.deemed_withdrawn", words)
        tell_parties(tx, row)


def items_of(tx: Transaction, request_id: str) -> list[RequestItem]:
    """The items of a request in their order."""
    rows = select(RequestItem).where(RequestItem.request_id == request_id).order_by(RequestItem.number)
    return list(tx.session.scalars(rows))
