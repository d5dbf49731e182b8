"""Facts the parties agree on, sentence by sentence, with every wording and every answer; sealed with the joint key."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.cases.models import Case
from odr.db import Base, closed_list, primary_key, refers_to
from odr.records.states import FactState
from odr.rooms.models import Channel


class Fact(Base):
    """One sentence proposed as undisputed. `sealed` holds its words now; `party_id` is the side that proposed it."""

    __tablename__ = "fact"
    __table_args__ = (sa.UniqueConstraint("case_id", "number"),)

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    channel_id: Mapped[str] = refers_to("channel.id")
    number: Mapped[int]
    state: Mapped[FactState] = mapped_column(closed_list(FactState), default=FactState.PROPOSED)
    revision: Mapped[int] = mapped_column(default=1)
    sealed: Mapped[bytes]
    proposed_by: Mapped[str] = refers_to("participant.id")
    party_id: Mapped[str | None] = refers_to("party.id", nullable=True)
    at: Mapped[datetime]
    fixed_at: Mapped[datetime | None]
    for_court_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship("Case")
    channel: Mapped[Channel] = relationship("Channel")


class FactRevision(Base):
    """Every wording a fact ever had, and whose it was."""

    __tablename__ = "fact_revision"
    __table_args__ = (sa.UniqueConstraint("fact_id", "revision"),)

    id: Mapped[str] = primary_key()
    fact_id: Mapped[str] = refers_to("fact.id")
    revision: Mapped[int]
    sealed: Mapped[bytes]
    by_id: Mapped[str] = refers_to("participant.id")
    at: Mapped[datetime]


class FactAnswer(Base):
    """What one party says of one wording: it confirms it, or objects with a reason."""

    __tablename__ = "fact_answer"
    __table_args__ = (sa.UniqueConstraint("fact_id", "revision", "party_id"),)

    id: Mapped[str] = primary_key()
    fact_id: Mapped[str] = refers_to("fact.id")
    revision: Mapped[int]
    party_id: Mapped[str] = refers_to("party.id")
    by_id: Mapped[str] = refers_to("participant.id")
    confirmed: Mapped[bool]
    sealed_reason: Mapped[bytes]
    at: Mapped[datetime]


class CourtConsent(Base):
    """A party's consent that exactly this paper of the case goes to a court; a changed paper asks for it anew.

    `subject` is "facts" or the id of a record; `keyed_digest` is of what it said, keyed by the joint channel.
    """

    __tablename__ = "court_consent"
    __table_args__ = (sa.UniqueConstraint("case_id", "subject", "party_id"),)

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    subject: Mapped[str] = mapped_column(sa.String(22))
    keyed_digest: Mapped[bytes]
    party_id: Mapped[str] = refers_to("party.id")
    by_id: Mapped[str] = refers_to("participant.id")
    at: Mapped[datetime]
