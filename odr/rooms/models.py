"""Channels (joint, or one caucus for each party) and what was said in them, encrypted with the channel's own key."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.access.actor import ChannelKind
from odr.cases.models import Case
from odr.db import Base, closed_list, primary_key, refers_to
from odr.rooms.states import IdentityWay, SittingState


class MediationSession(Base):
    """One sitting, planned, opened and ended by a mediator. At most one of a case is alive.

    `private_since` is told to everybody, `private_channel_id` only to those who hear that caucus.
    """

    __tablename__ = "mediation_session"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    number: Mapped[int]
    state: Mapped[SittingState] = mapped_column(
        closed_list(SittingState), default=SittingState.PLANNED, server_default=SittingState.ENDED
    )
    planned_at: Mapped[datetime | None]
    minutes: Mapped[int] = mapped_column(default=60, server_default="60")
    separate: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Each side at its own time; only with the consent of all (OMR 16)."""
    revision: Mapped[int] = mapped_column(default=0, server_default="0")
    opened_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    private_since: Mapped[datetime | None]
    private_channel_id: Mapped[str | None] = mapped_column(sa.String(22))
    case: Mapped[Case] = relationship("Case")


class Acknowledgement(Base):
    """A text a person has read and acknowledged before the first sitting, in which version."""

    __tablename__ = "acknowledgement"
    __table_args__ = (sa.UniqueConstraint("participant_id", "subject", "version"),)

    id: Mapped[str] = primary_key()
    participant_id: Mapped[str] = refers_to("participant.id")
    subject: Mapped[str] = mapped_column(sa.String(32))
    version: Mapped[str] = mapped_column(sa.String(16))
    at: Mapped[datetime]


class IdentityCheck(Base):
    """That a person is who they say: compared by whom, how and when. No copy of a document is kept."""

    __tablename__ = "identity_check"
    __table_args__ = (sa.UniqueConstraint("participant_id"),)

    id: Mapped[str] = primary_key()
    participant_id: Mapped[str] = refers_to("participant.id")
    way: Mapped[IdentityWay] = mapped_column(closed_list(IdentityWay))
    by_account_id: Mapped[str] = refers_to("account.id")
    at: Mapped[datetime]


class Channel(Base):
    """Where words are heard. `wrapped_key` is the channel's own key, wrapped by one outside the database."""

    __tablename__ = "channel"
    __table_args__ = (
        sa.CheckConstraint("(kind = 'joint') = (party_id IS NULL)", name="only_a_joint_channel_has_no_party"),
        sa.UniqueConstraint("case_id", "party_id"),
    )

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    kind: Mapped[ChannelKind] = mapped_column(closed_list(ChannelKind))
    party_id: Mapped[str | None] = refers_to("party.id", nullable=True)
    wrapped_key: Mapped[bytes]
    open: Mapped[bool] = mapped_column(default=True)
    last_seq: Mapped[int] = mapped_column(default=0)
    case: Mapped[Case] = relationship("Case")


class Message(Base):
    """What one participant said: an envelope (`odr.rooms.content`) sealed with the channel's key and bound to channel
    and place in order. `amends` is the place of the message this one corrects or translates."""

    __tablename__ = "message"
    __table_args__ = (
        sa.UniqueConstraint("channel_id", "seq"),
        sa.UniqueConstraint("channel_id", "author_id", "client_ref"),
        # Few words are about others.
        sa.Index(
            "ix_message_channel_id_amends",
            "channel_id",
            "amends",
            sqlite_where=sa.text("amends IS NOT NULL"),
            postgresql_where=sa.text("amends IS NOT NULL"),
        ),
    )

    id: Mapped[str] = primary_key()
    channel_id: Mapped[str] = refers_to("channel.id", index=False)
    seq: Mapped[int]
    author_id: Mapped[str] = refers_to("participant.id", index=False)
    client_ref: Mapped[str] = mapped_column(sa.String(64))
    body: Mapped[bytes]
    exhibit_id: Mapped[str | None] = mapped_column(sa.String(22))
    amends: Mapped[int | None]
    at: Mapped[datetime]


class ReadMark(Base):
    """How far one participant has read one channel. Its authors learn of it what concerns their own words."""

    __tablename__ = "read_mark"
    __table_args__ = (sa.UniqueConstraint("channel_id", "participant_id"),)

    id: Mapped[str] = primary_key()
    channel_id: Mapped[str] = refers_to("channel.id")
    participant_id: Mapped[str] = refers_to("participant.id")
    seq: Mapped[int]


class Draft(Base):
    """What one participant has begun to write in one channel, sealed with the channel's key."""

    __tablename__ = "draft"
    __table_args__ = (sa.UniqueConstraint("channel_id", "participant_id"),)

    id: Mapped[str] = primary_key()
    channel_id: Mapped[str] = refers_to("channel.id")
    participant_id: Mapped[str] = refers_to("participant.id")
    sealed: Mapped[bytes]
    at: Mapped[datetime]


class ChannelMute(Base):
    """One participant does not want to be called to one channel."""

    __tablename__ = "channel_mute"
    __table_args__ = (sa.UniqueConstraint("channel_id", "participant_id"),)

    id: Mapped[str] = primary_key()
    channel_id: Mapped[str] = refers_to("channel.id")
    participant_id: Mapped[str] = refers_to("participant.id")


class TranslationConsent(Base):
    """One participant agreed that words of one channel are given to the translation engine."""

    __tablename__ = "translation_consent"
    __table_args__ = (sa.UniqueConstraint("channel_id", "participant_id"),)

    id: Mapped[str] = primary_key()
    channel_id: Mapped[str] = refers_to("channel.id")
    participant_id: Mapped[str] = refers_to("participant.id")
    at: Mapped[datetime]
