"""Facts, records of sittings and words passed on, with every wording and answer; sealed with their channel's key."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.cases.models import Case
from odr.db import Base, closed_list, primary_key, refers_to
from odr.records.states import FactState, PassingState, RecordState, Verdict
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


class SessionRecord(Base):
    """The record of one sitting (调解笔录). `sealed` holds its content now; `digest` and the document, once final."""

    __tablename__ = "session_record"
    __table_args__ = (sa.UniqueConstraint("case_id", "number"),)

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    channel_id: Mapped[str] = refers_to("channel.id")
    number: Mapped[int]
    state: Mapped[RecordState] = mapped_column(closed_list(RecordState), default=RecordState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    sealed: Mapped[bytes]
    opened_at: Mapped[datetime | None]
    final_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(sa.String(64), default="")
    sealed_pdf: Mapped[bytes] = mapped_column(default=b"")
    for_court_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship("Case")
    channel: Mapped[Channel] = relationship("Channel")


class RecordRevision(Base):
    """Every content a record ever had, and who wrote it: corrections are never lost."""

    __tablename__ = "record_revision"
    __table_args__ = (sa.UniqueConstraint("record_id", "revision"),)

    id: Mapped[str] = primary_key()
    record_id: Mapped[str] = refers_to("session_record.id")
    revision: Mapped[int]
    sealed: Mapped[bytes]
    by_id: Mapped[str] = refers_to("participant.id")
    at: Mapped[datetime]


class RecordAnswer(Base):
    """What one who was there says of one content of the record; kept also when the content changes."""

    __tablename__ = "record_answer"
    __table_args__ = (sa.UniqueConstraint("record_id", "revision", "participant_id"),)

    id: Mapped[str] = primary_key()
    record_id: Mapped[str] = refers_to("session_record.id")
    revision: Mapped[int]
    participant_id: Mapped[str] = refers_to("participant.id")
    verdict: Mapped[Verdict] = mapped_column(closed_list(Verdict))
    sealed_words: Mapped[bytes]
    at: Mapped[datetime]


class Passing(Base):
    """One sentence from a caucus that may be passed on, sealed with the caucus's own key.

    `channel_id` is the caucus it comes from, `to_id` the channel it would go to, `seq` its place there once passed on.
    """

    __tablename__ = "passing"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    channel_id: Mapped[str] = refers_to("channel.id")
    to_id: Mapped[str] = refers_to("channel.id")
    state: Mapped[PassingState] = mapped_column(closed_list(PassingState), default=PassingState.ASKED)
    revision: Mapped[int] = mapped_column(default=1)
    sealed: Mapped[bytes]
    asked_by: Mapped[str] = refers_to("participant.id")
    asked_at: Mapped[datetime]
    answered_by: Mapped[str | None] = refers_to("participant.id", nullable=True)
    answered_at: Mapped[datetime | None]
    passed_at: Mapped[datetime | None]
    seq: Mapped[int | None]
    case: Mapped[Case] = relationship("Case")
    channel: Mapped[Channel] = relationship("Channel", foreign_keys=[channel_id])


class OutcomeReport(Base):
    """How the mediation of a case came out: one per case, made anew until it is right.

    `sealed` holds its content under a key of this purpose alone: it is of no channel, and every side may read it.
    """

    __tablename__ = "outcome_report"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id", index=False, unique=True)
    sealed: Mapped[bytes]
    by_id: Mapped[str] = refers_to("participant.id")
    made_at: Mapped[datetime]
    case: Mapped[Case] = relationship("Case")
