"""The mediator's proposals and the sealed answers to them, which are gone as soon as a proposal is closed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.cases.models import Case
from odr.db import Base, closed_list, primary_key, refers_to
from odr.proposals.states import ProposalState


class Proposal(Base):
    """One text put to every side. `text` is sealed with a key outside the database; `digest` is that of its words."""

    __tablename__ = "proposal"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    state: Mapped[ProposalState] = mapped_column(closed_list(ProposalState), default=ProposalState.PUT)
    text: Mapped[bytes]
    digest: Mapped[str] = mapped_column(sa.String(64))
    public_key: Mapped[bytes]
    deadline: Mapped[datetime]
    put_by: Mapped[str] = refers_to("participant.id")
    put_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship("Case")


class SealedAnswer(Base):
    """One side's yes or no as its browser sealed it; nobody on this side of the opener can read it."""

    __tablename__ = "sealed_answer"
    __table_args__ = (sa.UniqueConstraint("proposal_id", "party_id"),)

    id: Mapped[str] = primary_key()
    proposal_id: Mapped[str] = refers_to("proposal.id")
    party_id: Mapped[str] = refers_to("party.id")
    sealed: Mapped[bytes]
    commitment: Mapped[bytes]
