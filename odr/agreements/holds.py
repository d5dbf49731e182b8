"""Who is writing in a clause now: told to those who draft, kept alive by a sign of life, lapsing by itself, no lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.drafts import clause_for
from odr.agreements.models import Agreement, Clause, ClauseHold
from odr.cases.participants import Person, accounts_of, active_participants
from odr.db import Transaction, query, session, transaction
from odr.errors import NotFound
from odr.events import ClauseHeld

LASTS = timedelta(seconds=45)
"""A page gives a sign of life every fifteen seconds; one that missed three is not writing any more."""


@dataclass(frozen=True)
class HoldView:
    """Somebody writes in a clause; `lapses_in` are whole seconds by the server's clock, 0 when nobody does any more."""

    clause_id: str
    participant_id: str
    name: str
    name_en: str
    since: datetime
    lapses_in: int
    mine: bool


def hold_clause(actor: Actor, clause_id: str, *, take_over: bool = False) -> HoldView:
    """Say that I write in this clause, or that I still do; returns who does now, which may be somebody else.

    It keeps nobody from saving: it only tells. One press takes it over from whoever was shown.

    Raises:
        NotFound, NotAllowed: the actor does not draft here.
        TextFinal, IllegalTransition, Conflict, StaleVersion: nothing can be written in it any more.
    """
    with transaction() as tx:
        row, agreement = clause_for(actor, clause_id)
        people, now, mine = _people(agreement), clock.now(), _participant(actor, agreement)
        held = tx.session.scalar(select(ClauseHold).where(ClauseHold.clause_id == row.id))
        if held is not None and held.participant_id != mine and not take_over and _counts(held, people, now):
            return _view(held, people, mine, now)
        if held is None:
            held = tx.add(ClauseHold(clause_id=row.id, participant_id=mine, since=now, until=now + LASTS))
        elif held.participant_id != mine or held.until <= now:
            held.participant_id, held.since = mine, now
        held.until = now + LASTS
        view = _view(held, people, mine, now)
        _tell(tx, agreement, people, view)
        return view


def let_go(actor: Actor, clause_id: str) -> None:
    """Say that I do not write in this clause any more; what somebody else does in it stays. Raises NotFound."""
    with transaction() as tx:
        row = tx.session.get(Clause, clause_id)
        if row is None:
            raise NotFound(kind="clause")
        agreement = load(actor, Permission.AGREEMENT_EDIT, Agreement, row.agreement_id)
        release(tx, actor, row, agreement)


def release(tx: Transaction, actor: Actor, row: Clause, agreement: Agreement) -> None:
    """The same inside the unit that saved the clause, for an actor who was given the draft."""
    mine = _participant(actor, agreement)
    held = tx.session.scalar(
        select(ClauseHold).where(ClauseHold.clause_id == row.id, ClauseHold.participant_id == mine)
    )
    if held is None:
        return
    people = _people(agreement)
    held.until = clock.now()
    _tell(tx, agreement, people, _view(held, people, mine, held.until))


@query
def holds(actor: Actor, agreement_id: str) -> list[HoldView]:
    """Who writes in which clause of this draft now. Raises NotFound for those who may not read the draft."""
    agreement = load(actor, Permission.AGREEMENT_READ, Agreement, agreement_id)
    return list(holds_in(actor, agreement).values())


def holds_in(actor: Actor, agreement: Agreement) -> dict[str, HoldView]:
    """The same by clause, inside a unit that has authorised the agreement."""
    people, now, mine = _people(agreement), clock.now(), _participant(actor, agreement)
    rows = (
        select(ClauseHold)
        .join(Clause, Clause.id == ClauseHold.clause_id)
        .where(Clause.agreement_id == agreement.id, Clause.removed_at.is_(None))
    )
    return {
        row.clause_id: _view(row, people, mine, now) for row in session().scalars(rows) if _counts(row, people, now)
    }


def _participant(actor: Actor, agreement: Agreement) -> str:
    place = actor.in_case(agreement.case_id)
    return place.participant_id if place is not None else ""


def _people(agreement: Agreement) -> dict[str, Person]:
    """Those who read the draft, by participant: guests are not among them."""
    return {person.participant_id: person for person in active_participants(agreement.case_id)}


def _counts(held: ClauseHold, people: dict[str, Person], now: datetime) -> bool:
    return held.until > now and held.participant_id in people


def _view(held: ClauseHold, people: dict[str, Person], mine: str, now: datetime) -> HoldView:
    person = people[held.participant_id]
    left = max(0, -(-(held.until - now) // timedelta(seconds=1)))
    return HoldView(
        held.clause_id, held.participant_id, person.name, person.name_en, held.since, left, held.participant_id == mine
    )


def _tell(tx: Transaction, agreement: Agreement, people: dict[str, Person], view: HoldView) -> None:
    tx.announce(
        ClauseHeld(
            audience=accounts_of(people.values()),
            agreement_id=agreement.id,
            clause_id=view.clause_id,
            participant_id=view.participant_id,
            name=view.name,
            name_en=view.name_en,
            since=view.since,
            lapses_in=view.lapses_in,
        )
    )
