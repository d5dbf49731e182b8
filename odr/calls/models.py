"""Calls and the seats people hold in them. A seat lives as long as somebody sits in it; what is said is never kept."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.cases.models import Case
from odr.db import Base, primary_key, refers_to
from odr.rooms.models import Channel


class Call(Base):
    """A call in one channel, from the mediator's opening to its end; a channel has one at a time."""

    __tablename__ = "call"
    __table_args__ = (
        sa.Index(
            "uq_call_live_in_channel",
            "channel_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    channel_id: Mapped[str] = refers_to("channel.id", index=False)
    started_by: Mapped[str] = refers_to("participant.id")
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship("Case")
    channel: Mapped[Channel] = relationship("Channel")


class CallSeat(Base):
    """One person's page in a call. A person sits in one call of a case at a time, so nobody is heard in two rooms."""

    __tablename__ = "call_seat"
    __table_args__ = (sa.UniqueConstraint("case_id", "participant_id"),)

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id", index=False)
    call_id: Mapped[str] = refers_to("call.id")
    participant_id: Mapped[str] = refers_to("participant.id")
    connection: Mapped[str] = mapped_column(index=True)
    muted: Mapped[bool] = mapped_column(default=False)
    camera: Mapped[bool] = mapped_column(default=False)
    sharing: Mapped[bool] = mapped_column(default=False)
    joined_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    call: Mapped[Call] = relationship("Call")
