"""The trail's tables: entries chained per audience and their order; the log's: leaves, nodes, heads and alarms."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from odr.db import Base, primary_key

_PLACE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


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

    position: Mapped[int] = mapped_column(_PLACE, primary_key=True)
    entry_id: Mapped[str] = mapped_column(sa.ForeignKey("audit_entry.id"), unique=True)
    leaf: Mapped[bytes]


class LogLeaf(Base):
    """A leaf of the public log, at its place from 0: the salted record of an act on an agreement, or an anchor.

    `about` is the SHA-256 of the document the act made, by which somebody who holds that document finds the leaf.
    """

    __tablename__ = "log_leaf"

    position: Mapped[int] = mapped_column(_PLACE, primary_key=True, autoincrement=False)
    entry_id: Mapped[str] = mapped_column(sa.ForeignKey("audit_entry.id"), unique=True)
    data: Mapped[bytes]
    about: Mapped[str] = mapped_column(sa.String(64), default="", index=True)


class LogNode(Base):
    """The hash of a complete subtree of the log: the 2^level leaves from place * 2^level on. Level 0 are the leaves."""

    __tablename__ = "log_node"
    __table_args__ = (
        sa.Index("ix_log_node_leaf", "hash", sqlite_where=sa.text("level = 0"), postgresql_where=sa.text("level = 0")),
    )

    level: Mapped[int] = mapped_column(sa.SmallInteger(), primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(_PLACE, primary_key=True, autoincrement=False)
    hash: Mapped[bytes]


class LogCheckpoint(Base):
    """A head of the log that was signed and time-stamped. Every one is kept, so that two can always be compared."""

    __tablename__ = "log_checkpoint"

    size: Mapped[int] = mapped_column(_PLACE, primary_key=True, autoincrement=False)
    note: Mapped[str]
    certificate: Mapped[bytes]
    stamp: Mapped[bytes]
    issued_at: Mapped[datetime]


class LogCosignature(Base):
    """A witness's line under a head: somebody outside saw it and found it consistent with all they saw before."""

    __tablename__ = "log_cosignature"

    size: Mapped[int] = mapped_column(_PLACE, sa.ForeignKey("log_checkpoint.size"), primary_key=True)
    witness: Mapped[str] = mapped_column(primary_key=True)
    line: Mapped[str]
    at: Mapped[datetime]


class LogAlarm(Base):
    """The platform found that its log does not fit what it signed, and signs no more until a person has looked."""

    __tablename__ = "log_alarm"

    id: Mapped[str] = primary_key()
    at: Mapped[datetime]
    findings: Mapped[str]
