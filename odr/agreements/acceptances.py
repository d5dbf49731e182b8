"""A party's agreement with exact words: clause by clause, and with the whole."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from odr import clock
from odr.access.actor import Actor
from odr.access.permissions import Permission
from odr.agreements.drafts import clause_for, draft_for, same_revision, written
from odr.agreements.facts import live_clauses
from odr.agreements.models import Acceptance, Agreement, Clause, WholeAcceptance
from odr.db import Transaction, transaction
from odr.errors import InvalidInput, NotFound, StaleVersion


def accept_clause(actor: Actor, clause_id: str, *, revision: int) -> None:
    """The actor's party agrees with these words; doing it again changes nothing. Raises StaleVersion."""
    with transaction() as tx:
        row, agreement = clause_for(actor, clause_id, Permission.AGREEMENT_ACCEPT)
        same_revision(row, revision)
        if _accept(tx, actor, agreement, row):
            written(tx, actor, agreement, "clause.accepted", row.id, row.text)


def take_back(actor: Actor, clause_id: str) -> None:
    """The actor's party no longer agrees with the clause as it stands."""
    with transaction() as tx:
        row, agreement = clause_for(actor, clause_id, Permission.AGREEMENT_ACCEPT)
        party_id = _party_id(actor, agreement)
        tx.session.execute(delete(Acceptance).where(Acceptance.clause_id == row.id, Acceptance.party_id == party_id))
        tx.session.execute(
            delete(WholeAcceptance).where(
                WholeAcceptance.agreement_id == agreement.id, WholeAcceptance.party_id == party_id
            )
        )
        written(tx, actor, agreement, "clause.taken_back", row.id)


def accept_whole(actor: Actor, agreement_id: str, *, revision: int) -> None:
    """The actor's party agrees with every clause and the whole text as it stands at `revision`.

    Raises:
        StaleVersion: anything changed since then.
        InvalidInput: there is no clause yet.
    """
    with transaction() as tx:
        agreement = draft_for(actor, Permission.AGREEMENT_ACCEPT, agreement_id)
        if agreement.revision != revision:
            raise StaleVersion(agreement=agreement.id, revision=agreement.revision)
        rows = live_clauses(agreement.id)
        if not rows:
            raise InvalidInput(clauses="missing")
        for row in rows:
            _accept(tx, actor, agreement, row)
        party_id = _party_id(actor, agreement)
        already = select(WholeAcceptance.id).where(
            WholeAcceptance.agreement_id == agreement.id,
            WholeAcceptance.party_id == party_id,
            WholeAcceptance.revision == revision,
        )
        if tx.session.scalar(already) is None:
            tx.add(
                WholeAcceptance(
                    agreement_id=agreement.id,
                    party_id=party_id,
                    account_id=actor.account_id,
                    revision=revision,
                    at=clock.now(),
                )
            )
            written(tx, actor, agreement, "agreement.accepted", agreement.id)


def _party_id(actor: Actor, agreement: Agreement) -> str:
    place = actor.in_case(agreement.case_id)
    if place is None or place.party_id is None:
        raise NotFound(kind="party")
    return place.party_id


def _accept(tx: Transaction, actor: Actor, agreement: Agreement, row: Clause) -> bool:
    party_id = _party_id(actor, agreement)
    already = tx.session.scalar(
        select(func.count(Acceptance.id)).where(
            Acceptance.clause_id == row.id, Acceptance.party_id == party_id, Acceptance.revision == row.revision
        )
    )
    if already:
        return False
    tx.add(
        Acceptance(
            agreement_id=agreement.id,
            clause_id=row.id,
            party_id=party_id,
            account_id=actor.account_id,
            revision=row.revision,
            at=clock.now(),
        )
    )
    return True
