"""Exhibits: who put what into which channel. Names, kinds and bytes are sealed with the channel's key."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.cases.models import Case, Participant
from odr.db import ID_LENGTH, Base, primary_key, refers_to
from odr.rooms.models import Channel


class Exhibit(Base):
    """A file heard by those who hear its channel. `sealed_facts` holds name, type, size and digest, encrypted;
    `keyed_digest` is keyed by the channel, so that equal files in two channels are not recognised as equal.
    `number` counts inside the channel only. A `secret` one is opened by the people its owner named."""

    __tablename__ = "exhibit"
    __table_args__ = (sa.UniqueConstraint("channel_id", "number"),)

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    channel_id: Mapped[str] = refers_to("channel.id")
    owner_id: Mapped[str] = refers_to("participant.id")
    number: Mapped[int]
    blob_id: Mapped[str] = mapped_column(unique=True)
    sealed_facts: Mapped[bytes]
    keyed_digest: Mapped[bytes]
    secret: Mapped[bool] = mapped_column(default=False)
    for_court_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    at: Mapped[datetime]
    case: Mapped[Case] = relationship("Case")
    channel: Mapped[Channel] = relationship("Channel")
    owner: Mapped[Participant] = relationship("Participant")
    readers: Mapped[list[ExhibitReader]] = relationship("ExhibitReader", back_populates="exhibit")


class CourtRelease(Base):
    """A party's consent that an exhibit of the joint channel goes to the court; every side must give it."""

    __tablename__ = "court_release"

    id: Mapped[str] = primary_key()
    exhibit_id: Mapped[str] = refers_to("exhibit.id")
    party_id: Mapped[str] = refers_to("party.id")
    account_id: Mapped[str] = refers_to("account.id")
    at: Mapped[datetime]


class ExhibitReader(Base):
    """A person named to see a trade secret, and when they undertook to keep it (EVI 26)."""

    __tablename__ = "exhibit_reader"
    __table_args__ = (sa.UniqueConstraint("exhibit_id", "participant_id"),)

    id: Mapped[str] = primary_key()
    exhibit_id: Mapped[str] = refers_to("exhibit.id")
    participant_id: Mapped[str] = refers_to("participant.id")
    named_at: Mapped[datetime]
    words_version: Mapped[str] = mapped_column(default="")
    undertaken_at: Mapped[datetime | None]
    exhibit: Mapped[Exhibit] = relationship("Exhibit", back_populates="readers")


class ExhibitUpload(Base):
    """A file on its way into a channel. Its sender alone knows of it; `received` bytes are acknowledged and durable.
    `drawn` names the pictures made of it, so that they go when it goes. When it is finished it stands for its exhibit,
    so that the same "finish" sent twice keeps one exhibit."""

    __tablename__ = "exhibit_upload"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    channel_id: Mapped[str] = refers_to("channel.id")
    owner_id: Mapped[str] = refers_to("participant.id")
    exhibit_id: Mapped[str] = mapped_column(sa.String(ID_LENGTH), unique=True)
    blob_id: Mapped[str] = mapped_column(unique=True)
    sealed_facts: Mapped[bytes]
    sealed_found: Mapped[bytes] = mapped_column(default=b"")
    drawn: Mapped[str] = mapped_column(default="")
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship("Case")
    channel: Mapped[Channel] = relationship("Channel")


class Disclosure(Base):
    """The owner's consent that an exhibit of a caucus is heard elsewhere, naming who hears it there at that moment.
    It belongs to the caucus it comes from; `appearance_id` is the exhibit that the others see, which knows nothing
    of this row."""

    __tablename__ = "disclosure"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    exhibit_id: Mapped[str] = refers_to("exhibit.id")
    channel_id: Mapped[str] = refers_to("channel.id")
    appearance_id: Mapped[str] = refers_to("exhibit.id")
    account_id: Mapped[str] = refers_to("account.id")
    audience: Mapped[str] = mapped_column(sa.String(16))
    cleaned: Mapped[bool] = mapped_column(default=False)
    words_version: Mapped[str]
    at: Mapped[datetime]
    channel: Mapped[Channel] = relationship("Channel")
    appearance: Mapped[Exhibit] = relationship("Exhibit", foreign_keys=[appearance_id])
