"""Signatures on a frozen version, help given in making them, the organisation's seal, and the renewals of the file."""

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

    `prepared` is the serialised request being signed; the private key never reaches the platform. `read_pages` and
    `read_at` say how far the signatory has read, `read_by` whether with their own eyes. `reason_for_all`: the signatory
    lets everybody in the case read the reason of a refusal.
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
    reason_for_all: Mapped[bool] = mapped_column(default=False)
    read_pages: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime | None]
    read_by: Mapped[str] = mapped_column(sa.String(16), default="")
    assistance_id: Mapped[str | None] = mapped_column(sa.String(22))
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


class Reader(StrEnum):
    """Who read the text: the signatory's own eyes, a voice of the device, or somebody beside them."""

    SELF = "self"
    DEVICE = "device"
    HELPER = "helper"
    COMPANION = "companion"


class Document(StrEnum):
    """The identity document that was held beside the person's face."""

    RESIDENT = "resident_identity_card"
    PASSPORT = "passport"
    PERMIT = "residence_permit"
    OTHER = "other_official_document"


class Assistance(Base):
    """Help in signing for somebody without a device, at the organisation and on its device (OMR 16; ESL 13; OLR 7).

    The helper (`by_account_id`) compared the person with their document; the person proves themselves with their own
    password, or with a code that somebody other than the helper handed to them.
    """

    __tablename__ = "assistance"

    id: Mapped[str] = primary_key()
    version_id: Mapped[str] = refers_to("version.id")
    field: Mapped[str] = mapped_column(sa.String(64))
    participant_id: Mapped[str] = refers_to("participant.id")
    by_account_id: Mapped[str] = refers_to("account.id")
    document: Mapped[Document] = mapped_column(closed_list(Document))
    read_by: Mapped[Reader] = mapped_column(closed_list(Reader))
    companion: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    open_until: Mapped[datetime]
    code_digest: Mapped[bytes] = mapped_column(default=b"")
    code_by_account_id: Mapped[str | None] = mapped_column(sa.ForeignKey("account.id"))
    code_until: Mapped[datetime | None]
    wrong_codes: Mapped[int] = mapped_column(default=0)
    proved_by: Mapped[str] = mapped_column(sa.String(16), default="")
    proved_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    version: Mapped[Version] = relationship("Version")

    @property
    def case(self) -> Case:
        """The case whose agreement is being signed."""
        return self.version.agreement.case
