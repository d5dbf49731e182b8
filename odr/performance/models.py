"""Obligations of sealed agreements, what was said and answered about them, reminders sent, and signs of bad faith."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.cases.models import Case
from odr.db import ID_LENGTH, Base, closed_list, primary_key, refers_to
from odr.performance.states import ObligationState, StatementState


class Obligation(Base):
    """One thing one party owes under one clause of a sealed text; an instalment is a `part` of its clause.

    Its id follows from the random id of the text, so that the schedule reads alike before and after it is kept.
    `fen` is the sum, NULL for an act; `due` is the last day, NULL where none was agreed.
    """

    __tablename__ = "obligation"
    __table_args__ = (sa.UniqueConstraint("version_id", "clause", "part"),)

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    version_id: Mapped[str] = refers_to("version.id", index=False)
    clause: Mapped[int]
    part: Mapped[int]
    obligor_id: Mapped[str] = refers_to("party.id", index=False)
    obligee_id: Mapped[str] = refers_to("party.id", index=False)
    fen: Mapped[int | None]
    due: Mapped[date | None] = mapped_column(index=True)
    state: Mapped[ObligationState] = mapped_column(closed_list(ObligationState), default=ObligationState.DUE)
    ended_on: Mapped[date | None]
    kept_at: Mapped[datetime]
    case: Mapped[Case] = relationship("Case")
    statements: Mapped[list[Statement]] = relationship(
        "Statement", back_populates="obligation", order_by="Statement.at, Statement.id", lazy="selectin"
    )


class Statement(Base):
    """ "I have paid this, I have done this", with the proof; or what the other side says it received by itself.

    Words and particulars of the proof are sealed. `client_ref` makes the same act sent twice one act.
    """

    __tablename__ = "statement"
    __table_args__ = (sa.UniqueConstraint("obligation_id", "client_ref"),)

    id: Mapped[str] = primary_key()
    obligation_id: Mapped[str] = refers_to("obligation.id", index=False)
    client_ref: Mapped[str] = mapped_column(sa.String(64))
    by_account_id: Mapped[str] = refers_to("account.id")
    fen: Mapped[int | None]
    on: Mapped[date]
    sealed_words: Mapped[bytes] = mapped_column(default=b"")
    blob_id: Mapped[str | None] = mapped_column(sa.String(ID_LENGTH), unique=True)
    sealed_proof: Mapped[bytes] = mapped_column(default=b"")
    state: Mapped[StatementState] = mapped_column(closed_list(StatementState), default=StatementState.OPEN)
    at: Mapped[datetime]
    answered_by_id: Mapped[str | None] = refers_to("account.id", nullable=True)
    answered_at: Mapped[datetime | None]
    sealed_answer: Mapped[bytes] = mapped_column(default=b"")
    obligation: Mapped[Obligation] = relationship("Obligation", back_populates="statements")

    @property
    def case(self) -> Case:
        """The case whose agreement it is about."""
        return self.obligation.case


class PerformanceReminder(Base):
    """A reminder that was queued: once for each obligation and reason, however often the clock is read."""

    __tablename__ = "performance_reminder"
    __table_args__ = (sa.UniqueConstraint("obligation_id", "code"),)

    id: Mapped[str] = primary_key()
    obligation_id: Mapped[str] = refers_to("obligation.id", index=False)
    code: Mapped[str] = mapped_column(sa.String(16))
    at: Mapped[datetime]


class BadFaithFlag(Base):
    """Signs of serious bad faith of one party, for the clerks of the organisation alone; never published.

    `reasons` are codes of the rule, as JSON; why a clerk set it aside is sealed. One that was dismissed returns only
    when a further reason appears.
    """

    __tablename__ = "bad_faith_flag"
    __table_args__ = (sa.UniqueConstraint("case_id", "party_id"),)

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id", index=False)
    party_id: Mapped[str] = refers_to("party.id", index=False)
    reasons: Mapped[str] = mapped_column(default="[]")
    raised_at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]
    dismissed_by_id: Mapped[str | None] = refers_to("account.id", nullable=True, index=False)
    sealed_why: Mapped[bytes] = mapped_column(default=b"")
    case: Mapped[Case] = relationship("Case")
