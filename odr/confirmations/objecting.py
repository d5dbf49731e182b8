"""Objections to a ruling that confirmed an agreement: lodged in time by a party or a third person, and decided."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.cases.models import Party
from odr.confirmations.clocks import keep_due
from odr.confirmations.models import Confirmation, Objection, Ruling, Service
from odr.confirmations.moves import step
from odr.confirmations.said import printable
from odr.confirmations.states import OBJECTION, ConfirmationState, ObjectionState
from odr.confirmations.telling import note, tell_court, tell_parties
from odr.db import Transaction, session, transaction
from odr.errors import AlreadyAnswered, DeadlinePassed, IllegalTransition, InvalidInput, NotFound
from odr.law.time_limits import Deadline, beijing_date, party_objection, third_party_objection
from odr.lifecycle import advance


def object_to_ruling(actor: Actor, confirmation_id: str, *, grounds: str) -> str:
    """A party objects within fifteen days of receiving the ruling (INT 372); returns the objection's id.

    Raises:
        InvalidInput: no grounds.
        IllegalTransition: there is no ruling that confirmed.
        DeadlinePassed: the fifteen days are over.
        AlreadyAnswered: this party's objection is open already.
    """
    words = printable("grounds", grounds)
    with transaction() as tx:
        row = load(actor, Permission.CONFIRMATION_OBJECT, Confirmation, confirmation_id)
        _refuse_unless_confirmed(row)
        party_id = actor.participations[row.case_id].party_id or ""
        term = party_term(row.id, actor.account_id)
        if term is None or beijing_date(clock.now()) > term.last:
            raise DeadlinePassed(last_day=term.last.isoformat() if term else "", citation="INT 372")
        if any(one.party_id == party_id and one.state == ObjectionState.OPEN for one in objections_of(row.id)):
            raise AlreadyAnswered(act="object")
        party = tx.session.get_one(Party, party_id)
        lodged = _lodge(tx, actor, row, Objection(party_id=party_id, name=party.name, grounds=words), term)
        tell_parties(tx, row, but=actor.account_id)
        tell_court(tx, row)
        return lodged


def record_objection(actor: Actor, confirmation_id: str, *, name: str, known_on: date, grounds: str) -> str:
    """The clerk records what a third person handed in: six months from knowing of the harm, fixed (INT 372).

    A late one is recorded too, and can only be rejected; returns its id.

    Raises:
        InvalidInput: no name, no grounds, or a day still to come.
        IllegalTransition: there is no ruling that confirmed.
    """
    words, person = printable("grounds", grounds), printable("name", name)
    if known_on > beijing_date(clock.now()):
        raise InvalidInput(known_on="future")
    with transaction() as tx:
        row = load(actor, Permission.FILING_DECIDE, Confirmation, confirmation_id)
        _refuse_unless_confirmed(row)
        objection = Objection(party_id=None, name=person, grounds=words)
        lodged = _lodge(tx, actor, row, objection, third_party_objection(known_on))
        tell_parties(tx, row)
        return lodged


def decide_objection(actor: Actor, confirmation_id: str, objection_id: str, *, upheld: bool, reasons: str) -> None:
    """Uphold an objection, which sets the ruling aside, or reject it (INT 372).

    Raises:
        InvalidInput: no reasons, or a late objection is to be upheld.
        NotFound: no such objection to this ruling.
        IllegalTransition: it is decided already.
    """
    words = printable("reasons", reasons)
    with transaction() as tx:
        row = load(actor, Permission.FILING_DECIDE, Confirmation, confirmation_id)
        objection = tx.session.get(Objection, objection_id)
        if objection is None or objection.confirmation_id != row.id:
            raise NotFound(kind="objection")
        if upheld and is_late(objection):
            raise InvalidInput(outcome="too_late")
        advance(tx, OBJECTION, objection, "uphold" if upheld else "reject")
        objection.reasons, objection.decided_at = words, clock.now()
        if upheld:
            step(tx, row, "objection_upheld")
            row.decided_at = clock.now()
        tx.session.flush()
        keep_due(row)
        note(tx, actor, row, "objection.upheld" if upheld else "objection.rejected", words)
        tell_parties(tx, row)


def is_late(objection: Objection) -> bool:
    """Whether it was lodged after its last day (INT 372)."""
    return beijing_date(objection.lodged_at) > objection.last_day


def objections_of(confirmation_id: str) -> list[Objection]:
    """Every objection to the ruling, in the order they came. Inside a unit of work."""
    rows = select(Objection).where(Objection.confirmation_id == confirmation_id)
    return list(session().scalars(rows.order_by(Objection.lodged_at)))


def party_term(confirmation_id: str, account_id: str) -> Deadline | None:
    """CL-10 for one person: fifteen days from the day the ruling reached them; None when it has not."""
    received = session().scalar(
        select(Service.delivered_at)
        .join(Ruling, Ruling.id == Service.ruling_id)
        .where(Ruling.confirmation_id == confirmation_id, Service.account_id == account_id)
    )
    return party_objection(beijing_date(received)) if received else None


def _lodge(tx: Transaction, actor: Actor, row: Confirmation, objection: Objection, term: Deadline) -> str:
    objection.confirmation_id, objection.by_account_id = row.id, actor.account_id
    objection.counted_from, objection.last_day, objection.lodged_at = term.start, term.last, clock.now()
    tx.add(objection)
    keep_due(row)
    note(tx, actor, row, "objection.lodged", objection.grounds)
    return objection.id


def _refuse_unless_confirmed(row: Confirmation) -> None:
    if row.state != ConfirmationState.CONFIRMED:
        raise IllegalTransition(state=str(row.state), event="object")
