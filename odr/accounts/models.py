"""Accounts, their live sign-ins, one-time links, and the bodies people belong to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from odr.access.actor import Duty
from odr.db import Base, closed_list, primary_key, refers_to


class Account(Base):
    """A natural person who can sign in. `locale` is zh_Hans_CN or en."""

    __tablename__ = "account"

    id: Mapped[str] = primary_key()
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="zh_Hans_CN")
    password_hash: Mapped[str] = mapped_column(default="")
    platform_admin: Mapped[bool] = mapped_column(default=False)
    id_type: Mapped[str] = mapped_column(default="")
    id_number: Mapped[bytes] = mapped_column(default=b"")
    identity_verified_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Login(Base):
    """One live sign-in on one device. Revoking it ends pages and sockets alike."""

    __tablename__ = "login"

    id: Mapped[str] = primary_key()
    account_id: Mapped[str] = refers_to("account.id")
    token_digest: Mapped[bytes] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    last_password_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")


class AttemptBudget(Base):
    """Wrong passwords sent for one address, by strangers or by one known device. `owner` is a keyed digest."""

    __tablename__ = "attempt_budget"

    id: Mapped[str] = primary_key()
    owner: Mapped[str] = mapped_column(sa.String(22), index=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    RESPOND = "respond"
    JOIN = "join"
    ATTEND = "attend"
    ACCEDE = "accede"
    REGISTER = "register"
    RESET = "reset"


class OneTimeLink(Base):
    """A link that works once. Only the digest of its token is kept; it is never shown again."""

    __tablename__ = "one_time_link"

    id: Mapped[str] = primary_key()
    purpose: Mapped[LinkPurpose] = mapped_column(closed_list(LinkPurpose))
    token_digest: Mapped[bytes] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(sa.String(254))
    account_id: Mapped[str | None] = refers_to("account.id", nullable=True)
    subject: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class BodyKind(StrEnum):
    """A lawfully established mediation organisation (CPL 205), or a court."""

    ORGANISATION = "organisation"
    COURT = "court"


class Track(StrEnum):
    """Which rules an organisation mediates under; decides when an agreement takes effect."""

    PEOPLES = "peoples"
    COMMERCIAL = "commercial"
    INDUSTRY = "industry"
    ADMINISTRATIVE = "administrative"


class Body(Base):
    """A mediation organisation or a court."""

    __tablename__ = "body"

    id: Mapped[str] = primary_key()
    kind: Mapped[BodyKind] = mapped_column(closed_list(BodyKind))
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    track: Mapped[Track | None] = mapped_column(closed_list(Track))
    licence: Mapped[str] = mapped_column(default="")
    credit_code: Mapped[str] = mapped_column(default="")
    seat: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    established_from: Mapped[datetime | None]
    established_to: Mapped[datetime | None]


class Membership(Base):
    """What an account is in a body."""

    __tablename__ = "membership"
    __table_args__ = (sa.UniqueConstraint("account_id", "body_id", "duty"),)

    id: Mapped[str] = primary_key()
    account_id: Mapped[str] = refers_to("account.id")
    body_id: Mapped[str] = refers_to("body.id")
    duty: Mapped[Duty] = mapped_column(closed_list(Duty))
    profile: Mapped[str] = mapped_column(default="")
    profile_en: Mapped[str] = mapped_column(default="")
    ended_at: Mapped[datetime | None]
