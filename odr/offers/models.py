"""Rounds of sealed bargaining, their sides, and the sealed offers, which are gone as soon as a round has ended."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.cases.models import Case
from odr.db import Base, closed_list, primary_key, refers_to
from odr.offers.rules import RoundKind, Subject
from odr.offers.states import RoundState


class OfferRound(Base):
    """One round. `terms` (the rules) and `outcome` are sealed with a key outside the database; `public_key` is the
    half of the round's key to which browsers encrypt. `number` counts the rounds on one subject that were held."""

    __tablename__ = "offer_round"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    kind: Mapped[RoundKind] = mapped_column(closed_list(RoundKind))
    subject: Mapped[Subject] = mapped_column(closed_list(Subject))
    number: Mapped[int]
    state: Mapped[RoundState] = mapped_column(closed_list(RoundState), default=RoundState.PROPOSED)
    terms: Mapped[bytes]
    tells_sealed: Mapped[bool]
    public_key: Mapped[bytes]
    deadline: Mapped[datetime]
    proposed_by: Mapped[str] = refers_to("participant.id")
    proposed_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[bytes] = mapped_column(default=b"")
    case: Mapped[Case] = relationship("Case")
    sides: Mapped[list[RoundSide]] = relationship("RoundSide", order_by="RoundSide.id", back_populates="round")


class RoundSide(Base):
    """A side of a round, and when it accepted the rules."""

    __tablename__ = "round_side"
    __table_args__ = (sa.UniqueConstraint("round_id", "party_id"),)

    id: Mapped[str] = primary_key()
    round_id: Mapped[str] = refers_to("offer_round.id")
    party_id: Mapped[str] = refers_to("party.id")
    accepted_at: Mapped[datetime | None]
    round: Mapped[OfferRound] = relationship("OfferRound", back_populates="sides")


class SealedOffer(Base):
    """One side's offer as its browser sealed it; nobody on this side of the opener can read it."""

    __tablename__ = "sealed_offer"
    __table_args__ = (sa.UniqueConstraint("round_id", "party_id"),)

    id: Mapped[str] = primary_key()
    round_id: Mapped[str] = refers_to("offer_round.id")
    party_id: Mapped[str] = refers_to("party.id")
    sealed: Mapped[bytes]
    commitment: Mapped[bytes]
