"""The case, its parties (sides), the people admitted to it, and the appointment of its mediator."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.access.actor import ChannelKind, Role, Side
from odr.cases.states import CaseState, EndGround
from odr.db import Base, closed_list, primary_key, refers_to


class DisputeType(StrEnum):
    """What is in dispute (BIP 3 and the key fields of the Beijing regulation, plus any other civil dispute)."""

    TRADEMARK = "trademark"
    PATENT = "patent"
    COPYRIGHT = "copyright"
    SOFTWARE = "software"
    TRADE_SECRET = "trade_secret"  # noqa: S105 - a kind of dispute, not a secret
    UNFAIR_COMPETITION = "unfair_competition"
    DOMAIN_NAME = "domain_name"
    GEOGRAPHICAL_INDICATION = "geographical_indication"
    PLANT_VARIETY = "plant_variety"
    LAYOUT_DESIGN = "layout_design"
    TRADITIONAL_CULTURE = "traditional_culture"
    OLYMPIC_SYMBOL = "olympic_symbol"
    DATA = "data"
    EVENT = "event"
    CIVIL = "civil"
    OTHER = "other"


class Origin(StrEnum):
    """How the case came to the organisation; only what it took in itself is judicially confirmed (INV 20)."""

    OWN = "own"
    ASSIGNED = "assigned"
    ENTRUSTED = "entrusted"


class Case(Base):
    """One dispute before one organisation of record (CPL 205). The database moves `standing`, see `cases.standing`."""

    __tablename__ = "case"

    id: Mapped[str] = primary_key()
    ref: Mapped[str] = mapped_column(sa.String(24), unique=True)
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    dispute_type: Mapped[DisputeType] = mapped_column(closed_list(DisputeType))
    origin: Mapped[Origin] = mapped_column(closed_list(Origin), default=Origin.OWN)
    organisation_id: Mapped[str] = refers_to("body.id")
    court_id: Mapped[str | None] = refers_to("body.id", nullable=True)
    right_description: Mapped[str] = mapped_column(default="")
    facts: Mapped[str] = mapped_column(default="")
    claims: Mapped[str] = mapped_column(default="")
    state: Mapped[CaseState] = mapped_column(closed_list(CaseState), default=CaseState.DRAFT)
    end_ground: Mapped[EndGround | None] = mapped_column(closed_list(EndGround))
    returned_reason: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    filed_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    mediation_from: Mapped[datetime | None]
    extended_days: Mapped[int] = mapped_column(default=0, server_default="0")
    settled_at: Mapped[datetime | None]
    receipt_digest: Mapped[str] = mapped_column(default="")
    standing: Mapped[int] = mapped_column(default=0, server_default="0")
    parties: Mapped[list[Party]] = relationship("Party", back_populates="case")


class PartyKind(StrEnum):
    """A natural person, or a body with legal standing."""

    PERSON = "person"
    ORGANISATION = "organisation"


class Party(Base):
    """A side of the dispute, with what a court needs to know of it (INT 354)."""

    __tablename__ = "party"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    side: Mapped[Side] = mapped_column(closed_list(Side))
    kind: Mapped[PartyKind] = mapped_column(closed_list(PartyKind))
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    id_type: Mapped[str] = mapped_column(default="")
    id_number: Mapped[bytes] = mapped_column(default=b"")
    representative: Mapped[str] = mapped_column(default="")
    representative_post: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    accepted_at: Mapped[datetime | None]
    joined_later: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    """Not named in the application: another respondent or an interested third person who joined afterwards."""
    case: Mapped[Case] = relationship("Case", back_populates="parties")


class CourtParticulars(Base):
    """What a court's forms ask of one side beyond the case, sealed for that party's row (CPL 205; OMR 17)."""

    __tablename__ = "court_particulars"

    id: Mapped[str] = primary_key()
    party_id: Mapped[str] = mapped_column(sa.ForeignKey("party.id"), unique=True)
    sealed: Mapped[bytes]


class Participant(Base):
    """A person admitted to the case. The side never changes: remove, and admit anew. One mediator presides."""

    __tablename__ = "participant"
    __table_args__ = (
        sa.UniqueConstraint("case_id", "account_id", "admitted_at"),
        sa.CheckConstraint(
            "(role IN ('party', 'agent')) = (party_id IS NOT NULL)", name="a_side_has_people_of_its_own"
        ),
        sa.Index(
            "uq_participant_one_presides",
            "case_id",
            unique=True,
            sqlite_where=sa.text("role = 'mediator' AND removed_at IS NULL"),
            postgresql_where=sa.text("role = 'mediator' AND removed_at IS NULL"),
        ),
    )

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    account_id: Mapped[str] = refers_to("account.id")
    role: Mapped[Role] = mapped_column(closed_list(Role))
    party_id: Mapped[str | None] = refers_to("party.id", nullable=True)
    admitted_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship("Case")


class GuestChannel(Base):
    """A channel a guest hears, and from where on; `kind` and `party_id` are the channel's own and never change."""

    __tablename__ = "guest_channel"
    __table_args__ = (sa.UniqueConstraint("participant_id", "channel_id"),)

    id: Mapped[str] = primary_key()
    participant_id: Mapped[str] = refers_to("participant.id")
    channel_id: Mapped[str] = refers_to("channel.id")
    kind: Mapped[ChannelKind] = mapped_column(closed_list(ChannelKind))
    party_id: Mapped[str | None] = refers_to("party.id", nullable=True)
    from_seq: Mapped[int]
    since: Mapped[datetime | None]


class Mandate(Base):
    """An agent's authority. A bare 全权代理 does not let an agent settle (CPL 62; INT 89)."""

    __tablename__ = "mandate"

    id: Mapped[str] = primary_key()
    participant_id: Mapped[str] = refers_to("participant.id")
    agent_kind: Mapped[str] = mapped_column(default="lawyer")
    firm: Mapped[str] = mapped_column(default="")
    licence: Mapped[str] = mapped_column(default="")
    may_settle: Mapped[bool] = mapped_column(default=False)
    may_sign: Mapped[bool] = mapped_column(default=False)
    may_apply: Mapped[bool] = mapped_column(default=False)
    document_digest: Mapped[str] = mapped_column(default="")
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AgentKind(StrEnum):
    """Who may act for a party (CPL 61)."""

    LAWYER = "lawyer"
    LEGAL_WORKER = "legal_worker"
    RELATIVE = "relative"
    STAFF = "staff"
    RECOMMENDED = "recommended"


class AgentInvitation(Base):
    """A party's wish to be represented, until the person asked accepts it through a one-time link."""

    __tablename__ = "agent_invitation"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    party_id: Mapped[str] = refers_to("party.id")
    email: Mapped[str] = mapped_column(sa.String(254))
    name: Mapped[str]
    agent_kind: Mapped[AgentKind] = mapped_column(closed_list(AgentKind))
    firm: Mapped[str] = mapped_column(default="")
    licence: Mapped[str] = mapped_column(default="")
    may_settle: Mapped[bool] = mapped_column(default=False)
    may_sign: Mapped[bool] = mapped_column(default=False)
    may_apply: Mapped[bool] = mapped_column(default=False)
    document_digest: Mapped[str] = mapped_column(default="")
    invited_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship("Case")


class PartyInvitation(Base):
    """Somebody asked to join as a party of its own; the party is made when they accept, so no rule waits for it."""

    __tablename__ = "party_invitation"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    side: Mapped[Side] = mapped_column(closed_list(Side))
    kind: Mapped[PartyKind] = mapped_column(closed_list(PartyKind))
    name: Mapped[str]
    email: Mapped[str] = mapped_column(sa.String(254))
    asked_by: Mapped[str] = refers_to("account.id")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    party_id: Mapped[str | None] = refers_to("party.id", nullable=True)
    case: Mapped[Case] = relationship("Case")


class AppointmentState(StrEnum):
    """Where the appointment of a mediator stands."""

    PROPOSED = "proposed"
    DISCLOSED = "disclosed"
    CONFIRMED = "confirmed"
    CHALLENGED = "challenged"
    DECLINED = "declined"


class Appointment(Base):
    """A mediator proposed for the case, with the disclosure the law wants first (OMR 13; INV 15; CMR 20).

    Of several mediators exactly one presides (OMR 11; INV 13); the others are co-mediators.
    """

    __tablename__ = "appointment"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    account_id: Mapped[str] = refers_to("account.id")
    state: Mapped[AppointmentState] = mapped_column(closed_list(AppointmentState), default=AppointmentState.PROPOSED)
    presides: Mapped[bool] = mapped_column(default=True, server_default=sa.true())
    has_interest: Mapped[bool | None]
    disclosure: Mapped[str] = mapped_column(default="")
    proposed_at: Mapped[datetime]
    disclosed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    case: Mapped[Case] = relationship("Case")


class AppointmentAnswer(Base):
    """One party's answer to the mediator proposed: accept, or challenge with a reason."""

    __tablename__ = "appointment_answer"
    __table_args__ = (sa.UniqueConstraint("appointment_id", "party_id"),)

    id: Mapped[str] = primary_key()
    appointment_id: Mapped[str] = refers_to("appointment.id")
    party_id: Mapped[str] = refers_to("party.id")
    accepted: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]


class Consent(Base):
    """A consent to one thing only, with the version of the words agreed to (OLR 4; ID-2)."""

    __tablename__ = "consent"
    __table_args__ = (sa.UniqueConstraint("case_id", "account_id", "subject", "words_version"),)

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    account_id: Mapped[str] = refers_to("account.id")
    subject: Mapped[str]
    words_version: Mapped[str]
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class CaseStep(Base):
    """A public step in the life of a case, as every side may see it."""

    __tablename__ = "case_step"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    act: Mapped[str]
    by_account_id: Mapped[str | None] = refers_to("account.id", nullable=True)
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
