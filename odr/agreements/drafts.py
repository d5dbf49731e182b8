"""The draft in hand: had by permission, changed under one revision, and every act leaving its trace."""

from __future__ import annotations

from sqlalchemy import update

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.in_hand import open_for_words
from odr.agreements.models import Agreement, Clause
from odr.agreements.states import FIXED, AgreementState
from odr.audit.trail import record
from odr.cases.participants import accounts_of, active_participants
from odr.db import Transaction, session
from odr.errors import Conflict, IllegalTransition, NotFound, StaleVersion, TextFinal
from odr.events import AgreementChanged


def draft_for(actor: Actor, permission: Permission, agreement_id: str) -> Agreement:
    """A draft that may still be changed, for an actor who may do this to it.

    Raises:
        TextFinal: it is frozen.
        IllegalTransition, Conflict: it was given up, or its case is at a stage in which it is not written.
    """
    agreement = load(actor, permission, Agreement, agreement_id)
    if agreement.state in FIXED:
        raise TextFinal(state=str(agreement.state))
    if agreement.state != AgreementState.DRAFT:
        raise IllegalTransition(state=str(agreement.state), event="edit")
    if not open_for_words(agreement):
        raise Conflict(state=str(agreement.case.state))
    return agreement


def clause_for(
    actor: Actor, clause_id: str, permission: Permission = Permission.AGREEMENT_EDIT
) -> tuple[Clause, Agreement]:
    """A clause of such a draft. Raises StaleVersion when it was removed."""
    row = session().get(Clause, clause_id)
    if row is None:
        raise NotFound(kind="clause")
    agreement = draft_for(actor, permission, row.agreement_id)
    if row.removed_at is not None:
        raise StaleVersion(clause=row.id, revision=0)
    return row, agreement


def same_revision(row: Clause, revision: int) -> None:
    """Raise StaleVersion when the clause is not as it was read."""
    if row.revision != revision:
        raise StaleVersion(clause=row.id, revision=row.revision)


def changed(tx: Transaction, actor: Actor, agreement: Agreement, act: str, subject: str, text: str) -> None:
    """The text is another one now: the whole must be accepted anew."""
    tx.session.execute(update(Agreement).where(Agreement.id == agreement.id).values(revision=Agreement.revision + 1))
    tx.session.refresh(agreement, ["revision"])
    written(tx, actor, agreement, act, subject, text)


def written(tx: Transaction, actor: Actor, agreement: Agreement, act: str, subject: str, text: str = "") -> None:
    """Leave the act's trace in the trail and tell the open pages."""
    record(
        tx,
        account_id=actor.account_id,
        chain=f"case:{agreement.case_id}",
        act=act,
        subject=subject,
        content=text.encode(),
    )
    people = active_participants(agreement.case_id)
    tx.announce(AgreementChanged(audience=accounts_of(people), agreement_id=agreement.id, change=act))
