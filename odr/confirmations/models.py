"""The joint application for judicial confirmation, the court's requests, and its ruling."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.cases.models import Case
from odr.confirmations.states import ConfirmationState
from odr.db import Base, closed_list, primary_key, refers_to


class Confirmation(Base):
    """One application to one court, on one agreement; `last_day` is the last day to apply (CPL 205).

    `receipt` is what the court's side answered to the filing; `court_ref` is the court's own case number (案号).
    """

    __tablename__ = "confirmation"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    version_id: Mapped[str] = mapped_column(sa.ForeignKey("version.id"), unique=True)
    court_id: Mapped[str] = refers_to("body.id")
    court_reason: Mapped[str] = mapped_column(default="")
    court_reason_en: Mapped[str] = mapped_column(default="")
    bundle_id: Mapped[str | None] = refers_to("bundle.id", nullable=True)
    state: Mapped[ConfirmationState] = mapped_column(
        closed_list(ConfirmationState), default=ConfirmationState.PREPARING
    )
    receipt: Mapped[str] = mapped_column(default="")
    court_ref: Mapped[str] = mapped_column(default="")
    arrival_verdict: Mapped[str] = mapped_column(default="")
    effective_on: Mapped[date]
    safe_day: Mapped[date]
    last_day: Mapped[date]
    opened_at: Mapped[datetime]
    filed_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship("Case")


class Application(Base):
    """One party's own application: both must apply (CPL 205; INT 351)."""

    __tablename__ = "application"
    __table_args__ = (sa.UniqueConstraint("confirmation_id", "party_id"),)

    id: Mapped[str] = primary_key()
    confirmation_id: Mapped[str] = refers_to("confirmation.id")
    party_id: Mapped[str] = refers_to("party.id")
    account_id: Mapped[str] = refers_to("account.id")
    words_version: Mapped[str]
    at: Mapped[datetime]


class CourtRequest(Base):
    """The court asks for something more, once for both parties (INT 356, 357)."""

    __tablename__ = "court_request"

    id: Mapped[str] = primary_key()
    confirmation_id: Mapped[str] = refers_to("confirmation.id")
    by_account_id: Mapped[str] = refers_to("account.id")
    wording: Mapped[str]
    due: Mapped[date]
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class Ruling(Base):
    """The court's decision, as served on both parties. `document` is the PDF."""

    __tablename__ = "ruling"

    id: Mapped[str] = primary_key()
    confirmation_id: Mapped[str] = mapped_column(sa.ForeignKey("confirmation.id"), unique=True)
    outcome: Mapped[str] = mapped_column(sa.String(16))
    ground: Mapped[str] = mapped_column(default="")
    reasons: Mapped[str] = mapped_column(default="")
    number: Mapped[str] = mapped_column(default="")
    judge: Mapped[str] = mapped_column(default="")
    document: Mapped[bytes]
    document_sha256: Mapped[str] = mapped_column(sa.String(64))
    by_account_id: Mapped[str] = refers_to("account.id")
    at: Mapped[datetime]


class Service(Base):
    """Proof that a party received the ruling: when it reached the account, and when it was opened (OLR 29-31)."""

    __tablename__ = "service"
    __table_args__ = (sa.UniqueConstraint("ruling_id", "account_id"),)

    id: Mapped[str] = primary_key()
    ruling_id: Mapped[str] = refers_to("ruling.id")
    account_id: Mapped[str] = refers_to("account.id")
    delivered_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
