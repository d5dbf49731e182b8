"""The joint application for judicial confirmation, the court's requests, and its ruling."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.cases.models import Case
from odr.confirmations.states import ConfirmationState, ObjectionState
from odr.db import Base, closed_list, primary_key, refers_to


class Confirmation(Base):
    """One application to one court, on one agreement; `last_day` is the last day to apply (CPL 205).

    `receipt` is what the court's side answered to the filing; `court_ref` is the court's own case number (案号).
    `rounds` counts the filings and `arrived_at` is when the newest one came in. `due_on` is where it stands in the
    inbox of its court: the last day of the step the court waits for or takes; empty when nothing is left to do there.
    """

    __tablename__ = "confirmation"
    __table_args__ = (
        sa.Index("ix_confirmation_waiting", "court_id", "due_on", "id"),
        sa.Index("ix_confirmation_decided", "court_id", "decided_at", "id"),
    )

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
    arrived_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    rounds: Mapped[int] = mapped_column(default=0)
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
    manner: Mapped[str] = mapped_column(sa.String(16), default="separately")
    """separately: this party applied for itself; assents: it agreed to what the other side had asked for (JC-1)."""
    at: Mapped[datetime]


class CourtFiling(Base):
    """One round: a bundle as it reached a court, with the verdict it had on arrival and what was read out of it.

    Both lie sealed in `sealed_found`: they name people and their numbers, and whoever can write to the database shall
    not be able to write a verdict. They count for these bytes (`sha256`) under these roots (`roots_sha256`) alone.
    """

    __tablename__ = "court_filing"
    __table_args__ = (sa.UniqueConstraint("confirmation_id", "number"),)

    id: Mapped[str] = primary_key()
    confirmation_id: Mapped[str] = refers_to("confirmation.id")
    court_id: Mapped[str] = refers_to("body.id")
    bundle_id: Mapped[str] = refers_to("bundle.id")
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    roots_sha256: Mapped[str] = mapped_column(sa.String(64))
    sealed_found: Mapped[bytes] = mapped_column(default=b"")
    at: Mapped[datetime]


class CourtRequest(Base):
    """The court asks for something more, once for both parties (INT 356, 357); `wording` is all its items."""

    __tablename__ = "court_request"

    id: Mapped[str] = primary_key()
    confirmation_id: Mapped[str] = refers_to("confirmation.id")
    by_account_id: Mapped[str] = refers_to("account.id")
    wording: Mapped[str]
    due: Mapped[date]
    at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class RequestItem(Base):
    """One thing asked for; `about` names the item of the checklist, the clause or the file that `tie` says it is."""

    __tablename__ = "request_item"
    __table_args__ = (sa.UniqueConstraint("request_id", "number"),)

    id: Mapped[str] = primary_key()
    request_id: Mapped[str] = refers_to("court_request.id")
    number: Mapped[int]
    wording: Mapped[str]
    tie: Mapped[str] = mapped_column(sa.String(16), default="")
    about: Mapped[str] = mapped_column(default="")


class RequestAnswer(Base):
    """What one party answers to one item; the court and the other party read it."""

    __tablename__ = "request_answer"
    __table_args__ = (sa.UniqueConstraint("item_id", "party_id"),)

    id: Mapped[str] = primary_key()
    item_id: Mapped[str] = refers_to("request_item.id")
    party_id: Mapped[str] = refers_to("party.id")
    account_id: Mapped[str] = refers_to("account.id")
    wording: Mapped[str]
    at: Mapped[datetime]


class Extension(Base):
    """More time for the ruling, allowed by the president of the court (CPL 187)."""

    __tablename__ = "extension"

    id: Mapped[str] = primary_key()
    confirmation_id: Mapped[str] = refers_to("confirmation.id")
    until: Mapped[date]
    reason: Mapped[str]
    approved_by: Mapped[str]
    by_account_id: Mapped[str] = refers_to("account.id")
    at: Mapped[datetime]


class Transfer(Base):
    """An application handed from one court to another, with the reason (CPL 205; CPL 37)."""

    __tablename__ = "transfer"

    id: Mapped[str] = primary_key()
    confirmation_id: Mapped[str] = refers_to("confirmation.id")
    from_court_id: Mapped[str] = refers_to("body.id")
    to_court_id: Mapped[str] = refers_to("body.id")
    reason: Mapped[str]
    by_account_id: Mapped[str] = refers_to("account.id")
    at: Mapped[datetime]


class Objection(Base):
    """An objection to a ruling that confirmed (INT 372): by a party (`party_id`), or by a third person who is named.

    `counted_from` is the day the term runs from and `last_day` its end; after it an objection can only be rejected.
    """

    __tablename__ = "objection"

    id: Mapped[str] = primary_key()
    confirmation_id: Mapped[str] = refers_to("confirmation.id")
    party_id: Mapped[str | None] = refers_to("party.id", nullable=True)
    name: Mapped[str]
    grounds: Mapped[str]
    counted_from: Mapped[date]
    last_day: Mapped[date]
    lodged_at: Mapped[datetime]
    by_account_id: Mapped[str] = refers_to("account.id")
    state: Mapped[ObjectionState] = mapped_column(closed_list(ObjectionState), default=ObjectionState.OPEN)
    reasons: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]


class TermReminder(Base):
    """One reminder of one term, so that nobody is reminded of the same day twice; `subject` names what it is about."""

    __tablename__ = "term_reminder"
    __table_args__ = (sa.UniqueConstraint("subject", "day"),)

    id: Mapped[str] = primary_key()
    subject: Mapped[str] = mapped_column(sa.String(64))
    day: Mapped[date]
    at: Mapped[datetime]


class Ruling(Base):
    """The court's decision, as served on both parties. `document` is the PDF, set here or `uploaded` by the court."""

    __tablename__ = "ruling"

    id: Mapped[str] = primary_key()
    confirmation_id: Mapped[str] = mapped_column(sa.ForeignKey("confirmation.id"), unique=True)
    outcome: Mapped[str] = mapped_column(sa.String(16))
    ground: Mapped[str] = mapped_column(default="")
    reasons: Mapped[str] = mapped_column(default="")
    number: Mapped[str] = mapped_column(default="")
    judge: Mapped[str] = mapped_column(default="")
    uploaded: Mapped[bool] = mapped_column(default=False)
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
