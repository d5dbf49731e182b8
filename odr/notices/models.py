"""The outbox: what must be sent, written in the same unit as the act that causes it."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from odr.db import Base, primary_key


class Notice(Base):
    """One message to one person. `sealed_link` is a one-time link, encrypted until it is sent, then erased."""

    __tablename__ = "notice"
    __table_args__ = (sa.Index("ix_notice_due", "sent_at", "next_try_at"),)

    id: Mapped[str] = primary_key()
    kind: Mapped[str] = mapped_column(sa.String(48))
    account_id: Mapped[str | None] = mapped_column(sa.String(22))
    email: Mapped[str] = mapped_column(sa.String(254))
    locale: Mapped[str] = mapped_column(sa.String(16))
    case_ref: Mapped[str] = mapped_column(default="")
    day: Mapped[date | None]
    sealed_link: Mapped[bytes] = mapped_column(default=b"")
    queued_at: Mapped[datetime]
    next_try_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
