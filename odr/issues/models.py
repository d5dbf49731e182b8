"""A mediator's notes of a case, sealed with the key of its notebook; and the issues shown to everybody in the room."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from odr.cases.models import Case
from odr.db import Base, primary_key, refers_to
from odr.rooms.models import Channel


class Notebook(Base):
    """The notebook of a case. `wrapped_key` opens everything in it; no side of the case can have it unwrapped.

    `sealed_pad` is the free text its mediators write; `revision` counts its savings.
    """

    __tablename__ = "notebook"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id", index=False, unique=True)
    wrapped_key: Mapped[bytes]
    sealed_pad: Mapped[bytes] = mapped_column(default=b"")
    revision: Mapped[int] = mapped_column(default=0)
    edited_by_id: Mapped[str | None] = refers_to("participant.id", nullable=True)
    edited_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship("Case")


class Note(Base):
    """What every note has. `sealed` holds its words, bound to its id and revision."""

    __abstract__ = True

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    sealed: Mapped[bytes]
    revision: Mapped[int] = mapped_column(default=1)
    edited_by_id: Mapped[str] = refers_to("participant.id")
    edited_at: Mapped[datetime]
    noted_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    @declared_attr
    def case(cls) -> Mapped[Case]:  # noqa: N805 - called with the class that inherits it
        """The case the note is about."""
        return relationship("Case")


class Issue(Note):
    """A point in dispute (争点) in the mediator's own structure; `place` is its place in the list."""

    __tablename__ = "issue"

    place: Mapped[int] = mapped_column(default=0)


class Interest(Note):
    """What a side wants or fears, as the mediator understood it: on one issue, or on the whole."""

    __tablename__ = "interest"

    party_id: Mapped[str] = refers_to("party.id")
    issue_id: Mapped[str | None] = refers_to("issue.id", nullable=True)


class LadderStep(Note):
    """An offer made openly, as the mediator noted it; without a party it was the mediator's own suggestion."""

    __tablename__ = "ladder_step"

    party_id: Mapped[str | None] = refers_to("party.id", nullable=True)
    issue_id: Mapped[str | None] = refers_to("issue.id", nullable=True)
    offered_at: Mapped[datetime]


class Promise(Note):
    """Something a side said in private that may be told to another, or to all others when none is named.

    `consent_id` is the message of that side's caucus in which it allows it; without one it is not told.
    """

    __tablename__ = "promise"
    __table_args__ = (
        sa.CheckConstraint("told_at IS NULL OR consent_id IS NOT NULL", name="nothing_is_told_without_consent"),
    )

    party_id: Mapped[str] = refers_to("party.id")
    to_party_id: Mapped[str | None] = refers_to("party.id", nullable=True)
    consent_id: Mapped[str | None] = refers_to("message.id", nullable=True)
    told_at: Mapped[datetime | None]


class IssueExhibit(Base):
    """An exhibit the mediator put under an issue. It tells nobody who does not hear the exhibit that there is one."""

    __tablename__ = "issue_exhibit"
    __table_args__ = (sa.UniqueConstraint("issue_id", "exhibit_id"),)

    id: Mapped[str] = primary_key()
    issue_id: Mapped[str] = refers_to("issue.id")
    exhibit_id: Mapped[str] = refers_to("exhibit.id")


class SharedIssue(Base):
    """The title of an issue as everybody in the room sees it, sealed with the joint channel's key.

    It is a copy: what the mediator goes on writing in the notebook reaches nobody until it is shared anew.
    """

    __tablename__ = "shared_issue"

    id: Mapped[str] = primary_key()
    issue_id: Mapped[str] = refers_to("issue.id", index=False, unique=True)
    channel_id: Mapped[str] = refers_to("channel.id")
    sealed_title: Mapped[bytes]
    shared_at: Mapped[datetime]
    channel: Mapped[Channel] = relationship("Channel")
