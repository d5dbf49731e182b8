"""Whether a draft may be made final: who has accepted which words, and who is still waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.accounts.models import Account
from odr.agreements.facts import live_clauses, parties_of
from odr.agreements.models import Acceptance, Agreement, WholeAcceptance
from odr.db import session
from signing.wording import Words


@dataclass(frozen=True)
class Readiness:
    """The acceptances that count: of the words as they stand now."""

    clauses: int
    by_clause: dict[str, frozenset[str]]
    """Clause id to the ids of the parties that accepted its present revision."""
    whole: frozenset[str]
    """The parties that accepted the whole at the present revision."""
    parties: tuple[str, ...]

    @property
    def waiting(self) -> tuple[str, ...]:
        """The parties that have not accepted every clause and the whole."""
        return tuple(
            party
            for party in self.parties
            if party not in self.whole or any(party not in accepted for accepted in self.by_clause.values())
        )

    @property
    def accepted(self) -> bool:
        """Whether there is a text and every party has accepted all of it."""
        return self.clauses > 0 and bool(self.parties) and not self.waiting


@dataclass(frozen=True)
class Accepted:
    """The words of a clause that a party accepted last: which wording, when, and who pressed the button."""

    revision: int
    at: datetime
    by: Words


def words_accepted(agreement_id: str) -> dict[str, dict[str, Accepted]]:
    """Clause id → party id → what it accepted last. An edit leaves this standing and makes it count no more."""
    rows = (
        session()
        .execute(
            select(Acceptance, Account)
            .join(Account, Account.id == Acceptance.account_id)
            .where(Acceptance.agreement_id == agreement_id)
            .order_by(Acceptance.revision)
        )
        .all()
    )
    found: dict[str, dict[str, Accepted]] = {}
    for row, account in rows:
        by = Words(zh=account.name, en=account.name_en or account.name)
        found.setdefault(row.clause_id, {})[row.party_id] = Accepted(row.revision, row.at, by)
    return found


def whole_accepted(agreement_id: str) -> dict[str, datetime]:
    """Party id → when it last accepted the whole text, at whatever revision."""
    rows = select(WholeAcceptance).where(WholeAcceptance.agreement_id == agreement_id)
    return {row.party_id: row.at for row in session().scalars(rows.order_by(WholeAcceptance.revision))}


def readiness_of(agreement: Agreement) -> Readiness:
    """The state of the acceptances; inside a unit that has authorised the agreement."""
    rows = live_clauses(agreement.id)
    revisions = {row.id: row.revision for row in rows}
    by_clause: dict[str, set[str]] = {row.id: set() for row in rows}
    for acceptance in session().scalars(select(Acceptance).where(Acceptance.agreement_id == agreement.id)):
        if revisions.get(acceptance.clause_id) == acceptance.revision:
            by_clause[acceptance.clause_id].add(acceptance.party_id)
    whole = session().scalars(
        select(WholeAcceptance.party_id).where(
            WholeAcceptance.agreement_id == agreement.id, WholeAcceptance.revision == agreement.revision
        )
    )
    return Readiness(
        clauses=len(rows),
        by_clause={clause: frozenset(parties) for clause, parties in by_clause.items()},
        whole=frozenset(whole),
        parties=tuple(party.id for party in parties_of(agreement.case)),
    )
