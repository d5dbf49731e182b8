"""Exhibits: who put what into which channel. Names, kinds and bytes are sealed with the channel's key."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.cases.models import Case
from odr.db import Base, primary_key, refers_to
from odr.rooms.models import Channel


class Exhibit(Base):
    """A file heard by those who hear its channel. `sealed_facts` holds name, type, size and digest, encrypted;
    `keyed_digest` is keyed by the channel, so that equal files in two channels are not recognised as equal."""

    __tablename__ = "exhibit"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    channel_id: Mapped[str] = refers_to("channel.id")
    owner_id: Mapped[str] = refers_to("participant.id")
    blob_id: Mapped[str] = mapped_column(unique=True)
    sealed_facts: Mapped[bytes]
    keyed_digest: Mapped[bytes]
    for_court_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    at: Mapped[datetime]
    case: Mapped[Case] = relationship("Case")
    channel: Mapped[Channel] = relationship("Channel")


class CourtRelease(Base):
    """A party's consent that an exhibit of the joint channel goes to the court; both sides must give it."""

    __tablename__ = "court_release"

    id: Mapped[str] = primary_key()
    exhibit_id: Mapped[str] = refers_to("exhibit.id")
    party_id: Mapped[str] = refers_to("party.id")
    account_id: Mapped[str] = refers_to("account.id")
    at: Mapped[datetime]
