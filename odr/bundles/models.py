"""The bundle: one file for the court, with the verdict it had when it was built."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.cases.models import Case
from odr.db import Base, primary_key, refers_to


class Bundle(Base):
    """An ASiC-E file, immutable; `blob_id` names its encrypted bytes."""

    __tablename__ = "bundle"

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    version_id: Mapped[str] = refers_to("version.id")
    number: Mapped[int]
    blob_id: Mapped[str] = mapped_column(unique=True)
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]
    contents: Mapped[str]
    verdict: Mapped[str]
    built_at: Mapped[datetime]
    built_by: Mapped[str] = refers_to("account.id")
    case: Mapped[Case] = relationship("Case")
