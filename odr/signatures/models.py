"""Signatures on a frozen version, the public half of each one-time key, and the organisation's seal."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.agreements.models import Version
from odr.cases.models import Case
from odr.db import Base, closed_list, primary_key, refers_to


class SignatureState(StrEnum):
    """Where one required signature stands."""

    WAITING = "waiting"
    ENROLLED = "enrolled"
    PREPARED = "prepared"
    SIGNED = "signed"
    REFUSED = "refused"


class Signature(Base):
    """One signature a version needs: by whom, in which field, and everything the ceremony leaves behind.

    `prepared` is the serialised request being signed; the private key never reaches the platform.
    """

    __tablename__ = "signature"
    __table_args__ = (sa.UniqueConstraint("version_id", "field"),)

    id: Mapped[str] = primary_key()
    version_id: Mapped[str] = refers_to("version.id")
    participant_id: Mapped[str | None] = refers_to("participant.id", nullable=True)
    party_id: Mapped[str | None] = refers_to("party.id", nullable=True)
    field: Mapped[str] = mapped_column(sa.String(64))
    capacity: Mapped[str]
    state: Mapped[SignatureState] = mapped_column(closed_list(SignatureState), default=SignatureState.WAITING)
    challenge: Mapped[bytes] = mapped_column(default=b"")
    challenge_until: Mapped[datetime | None]
    public_key: Mapped[bytes] = mapped_column(default=b"")
    certificate: Mapped[bytes] = mapped_column(default=b"")
    chain: Mapped[str] = mapped_column(default="[]")
    consent_version: Mapped[str] = mapped_column(default="")
    authenticated_by: Mapped[str] = mapped_column(default="")
    authentication_sha256: Mapped[str] = mapped_column(default="")
    prepared: Mapped[bytes] = mapped_column(default=b"")
    prepared_until: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    value_sha256: Mapped[str] = mapped_column(default="")
    revision_sha256: Mapped[str] = mapped_column(default="")
    revision_size: Mapped[int] = mapped_column(default=0)
    refusal_reason: Mapped[bytes] = mapped_column(default=b"")
    version: Mapped[Version] = relationship("Version")

    @property
    def case(self) -> Case:
        """The case this signature settles."""
        return self.version.agreement.case


class Seal(Base):
    """The organisation's seal (印章) on a version that everybody has signed."""

    __tablename__ = "seal"

    id: Mapped[str] = primary_key()
    version_id: Mapped[str] = mapped_column(sa.ForeignKey("version.id"), unique=True)
    body_id: Mapped[str] = refers_to("body.id")
    by_account_id: Mapped[str] = refers_to("account.id")
    certificate: Mapped[bytes]
    sealed_at: Mapped[datetime]
    revision_sha256: Mapped[str]
    revision_size: Mapped[int]
