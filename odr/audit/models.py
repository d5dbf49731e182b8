"""The trail's tables: entries chained per audience, and one leaf for each in the platform's tree."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from odr.db import Base, primary_key


class AuditEntry(Base):
    """One act. `chain` names who may read it, so that nobody can count what others did."""

    __tablename__ = "audit_entry"
    __table_args__ = (sa.UniqueConstraint("chain", "seq"),)

    id: Mapped[str] = primary_key()
    chain: Mapped[str]
    seq: Mapped[int]
    at: Mapped[datetime]
    account_id: Mapped[str]
    act: Mapped[str]
    subject: Mapped[str]
    digest: Mapped[str] = mapped_column(default="")
    salt: Mapped[bytes]
    previous: Mapped[bytes]
    hash: Mapped[bytes]


class AuditLeaf(Base):
    """The salted hash of an entry, in the order in which the platform recorded everything."""

    __tablename__ = "audit_leaf"

    position: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True)
    entry_id: Mapped[str] = mapped_column(sa.ForeignKey("audit_entry.id"), unique=True)
    leaf: Mapped[bytes]
