"""A guest whom the mediator wants to admit: who, as what, to hear which channels, and what the sides say to it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.access.actor import ChannelKind, Hearing, Role
from odr.cases.models import Case
from odr.db import Base, closed_list, primary_key, refers_to
from odr.guests.states import GuestState


class GuestInvitation(Base):
    """One person asked for. `capacity` is what they are here for, in a few words every side asked may read."""

    __tablename__ = "guest_invitation"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    role: Mapped[Role] = mapped_column(closed_list(Role))
    name: Mapped[str]
    email: Mapped[str] = mapped_column(sa.String(254))
    capacity: Mapped[str] = mapped_column(default="")
    state: Mapped[GuestState] = mapped_column(closed_list(GuestState), default=GuestState.ASKED)
    asked_by: Mapped[str] = refers_to("account.id")
    asked_at: Mapped[datetime]
    undertaking: Mapped[str] = mapped_column(default="")
    """The version of the undertaking of confidentiality the guest acknowledged."""
    admitted_at: Mapped[datetime | None]
    participant_id: Mapped[str | None] = refers_to("participant.id", nullable=True)
    case: Mapped[Case] = relationship("Case")
    channels: Mapped[list[GuestInvitationChannel]] = relationship("GuestInvitationChannel", lazy="selectin")


class GuestInvitationChannel(Base):
    """A channel the guest is to hear, with what was said before or from the admission on only."""

    __tablename__ = "guest_invitation_channel"
    __table_args__ = (sa.UniqueConstraint("invitation_id", "channel_id"),)

    id: Mapped[str] = primary_key()
    invitation_id: Mapped[str] = refers_to("guest_invitation.id")
    channel_id: Mapped[str] = refers_to("channel.id")
    kind: Mapped[ChannelKind] = mapped_column(closed_list(ChannelKind))
    party_id: Mapped[str | None] = refers_to("party.id", nullable=True)
    from_start: Mapped[bool] = mapped_column(default=False)

    @property
    def heard(self) -> Hearing:
        """The channel as the rule of audience looks at it."""
        return Hearing(self.channel_id, self.kind, self.party_id)


class GuestAnswer(Base):
    """What one side said to a guest: the law wants their consent (PML 20; INV 14)."""

    __tablename__ = "guest_answer"
    __table_args__ = (sa.UniqueConstraint("invitation_id", "party_id"),)

    id: Mapped[str] = primary_key()
    invitation_id: Mapped[str] = refers_to("guest_invitation.id")
    party_id: Mapped[str] = refers_to("party.id")
    account_id: Mapped[str] = refers_to("account.id")
    agreed: Mapped[bool]
    at: Mapped[datetime]
