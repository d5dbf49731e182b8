"""The agreement: its clauses while drafted, what each party accepted, and the frozen versions that are signed."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from odr.agreements.states import AgreementState
from odr.cases.models import Case
from odr.db import Base, closed_list, primary_key, refers_to
from odr.law.amendment import CourtStage
from odr.law.draft import Prevailing


class Agreement(Base):
    """What the parties of one case agree on. `facts` and `issues` stand at its head (AG-1, AG-2), which of
    its two texts is `prevailing` too.

    `amends_id` is the agreement in effect that this one is to replace; `court_stage` is kept by the confirmations.
    """

    __tablename__ = "agreement"
    __table_args__ = (
        sa.Index(
            "uq_agreement_one_amendment",
            "amends_id",
            unique=True,
            sqlite_where=sa.text("state <> 'abandoned'"),
            postgresql_where=sa.text("state <> 'abandoned'"),
        ),
    )

    id: Mapped[str] = primary_key()
    case_id: Mapped[str] = refers_to("case.id")
    state: Mapped[AgreementState] = mapped_column(closed_list(AgreementState), default=AgreementState.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    facts: Mapped[str] = mapped_column(default="")
    facts_en: Mapped[str] = mapped_column(default="")
    issues: Mapped[str] = mapped_column(default="")
    issues_en: Mapped[str] = mapped_column(default="")
    prevailing: Mapped[Prevailing] = mapped_column(
        closed_list(Prevailing), default=Prevailing.ZH, server_default=Prevailing.ZH
    )
    created_at: Mapped[datetime]
    effective_at: Mapped[datetime | None]
    amends_id: Mapped[str | None] = mapped_column(sa.ForeignKey("agreement.id"))
    superseded_at: Mapped[datetime | None]
    court_stage: Mapped[CourtStage] = mapped_column(
        closed_list(CourtStage), default=CourtStage.NOT_FILED, server_default=CourtStage.NOT_FILED
    )
    case: Mapped[Case] = relationship("Case")


class Clause(Base):
    """One numbered paragraph; `revision` rises with every edit and an edit names the revision it was read at.

    `origin_id` is the round or the proposal whose agreed outcome the clause was made from, if it was.
    """

    __tablename__ = "clause"

    id: Mapped[str] = primary_key()
    agreement_id: Mapped[str] = refers_to("agreement.id")
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(sa.String(32), default="free")
    slots: Mapped[str] = mapped_column(default="{}")
    text: Mapped[str]
    text_en: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None]
    origin_id: Mapped[str | None] = mapped_column(sa.String(22))
    agreement: Mapped[Agreement] = relationship("Agreement")


class ClauseEdit(Base):
    """Every wording a clause ever had, and whose it was."""

    __tablename__ = "clause_edit"
    __table_args__ = (sa.UniqueConstraint("clause_id", "revision"),)

    id: Mapped[str] = primary_key()
    clause_id: Mapped[str] = refers_to("clause.id")
    revision: Mapped[int]
    text: Mapped[str]
    text_en: Mapped[str]
    by_account_id: Mapped[str] = refers_to("account.id")
    at: Mapped[datetime]


class ClauseHold(Base):
    """Who is writing in a clause at this moment, since when, and until when that counts without a sign of life."""

    __tablename__ = "clause_hold"
    __table_args__ = (sa.UniqueConstraint("clause_id"),)

    id: Mapped[str] = primary_key()
    clause_id: Mapped[str] = refers_to("clause.id", index=False)
    participant_id: Mapped[str] = refers_to("participant.id")
    since: Mapped[datetime]
    until: Mapped[datetime]


class ClauseComment(Base):
    """What somebody remarks on a clause in one channel, sealed with that channel's key; an answer names its first."""

    __tablename__ = "clause_comment"

    id: Mapped[str] = primary_key()
    clause_id: Mapped[str] = refers_to("clause.id")
    channel_id: Mapped[str] = refers_to("channel.id")
    author_id: Mapped[str] = refers_to("participant.id")
    thread_id: Mapped[str | None] = refers_to("clause_comment.id", nullable=True)
    sealed: Mapped[bytes]
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[str | None] = refers_to("participant.id", nullable=True)


class Acceptance(Base):
    """A party's "I agree with these words" on one revision of one clause; not yet a signature."""

    __tablename__ = "acceptance"
    __table_args__ = (sa.UniqueConstraint("clause_id", "party_id", "revision"),)

    id: Mapped[str] = primary_key()
    agreement_id: Mapped[str] = refers_to("agreement.id")
    clause_id: Mapped[str] = refers_to("clause.id")
    party_id: Mapped[str] = refers_to("party.id")
    account_id: Mapped[str] = refers_to("account.id")
    revision: Mapped[int]
    at: Mapped[datetime]


class WholeAcceptance(Base):
    """A party's "I agree with the whole text" at one revision of the agreement; any later change voids it."""

    __tablename__ = "whole_acceptance"
    __table_args__ = (sa.UniqueConstraint("agreement_id", "party_id", "revision"),)

    id: Mapped[str] = primary_key()
    agreement_id: Mapped[str] = refers_to("agreement.id")
    party_id: Mapped[str] = refers_to("party.id")
    account_id: Mapped[str] = refers_to("account.id")
    revision: Mapped[int]
    at: Mapped[datetime]


class Version(Base):
    """A text frozen for signing. `pdf` grows by signatures; `frozen_sha256` is the digest before the first one.

    `content` is the canonical JSON; `lease_*` lets one signatory at a time hold the document; `proven_until` is how
    long the last archive time-stamp speaks for itself.
    """

    __tablename__ = "version"
    __table_args__ = (sa.UniqueConstraint("agreement_id", "number"),)

    id: Mapped[str] = primary_key()
    agreement_id: Mapped[str] = refers_to("agreement.id")
    number: Mapped[int]
    content: Mapped[bytes]
    content_sha256: Mapped[str] = mapped_column(sa.String(64))
    frozen_pdf: Mapped[bytes]
    frozen_sha256: Mapped[str] = mapped_column(sa.String(64))
    fields: Mapped[str] = mapped_column(default="[]")
    pdf: Mapped[bytes]
    pdf_sha256: Mapped[str] = mapped_column(sa.String(64))
    frozen_at: Mapped[datetime]
    void_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    proven_until: Mapped[datetime | None]
    lease_holder: Mapped[str | None] = mapped_column(sa.String(22))
    lease_until: Mapped[datetime | None]
    agreement: Mapped[Agreement] = relationship("Agreement")
    renewals: Mapped[list[Renewal]] = relationship("Renewal", order_by="Renewal.number", viewonly=True)

    @property
    def case(self) -> Case:
        """The case this text settles."""
        return self.agreement.case

    @property
    def file_sha256(self) -> str:
        """The digest of `file`."""
        return self.renewals[-1].sha256 if self.renewals else self.pdf_sha256

    @property
    def file(self) -> bytes:
        """The document with every archive time-stamp added to it since; it begins with `pdf`, byte for byte."""
        return b"".join((self.pdf, *(renewal.added for renewal in self.renewals)))


class Renewal(Base):
    """A later archive time-stamp on a closed document: the bytes it added, and the digest of the file with them.

    The document itself and its digest stay as they were: records, bundles and rulings speak of those.
    """

    __tablename__ = "renewal"
    __table_args__ = (sa.UniqueConstraint("version_id", "number"),)

    id: Mapped[str] = primary_key()
    version_id: Mapped[str] = refers_to("version.id", index=False)
    number: Mapped[int]
    added: Mapped[bytes]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]
    proven_until: Mapped[datetime]


class Judgement(Base):
    """What the mediator answered for before a version was frozen: a statement, or the reason for passing a warning.

    `about` is the warning as it read then; a party never reads these rows.
    """

    __tablename__ = "judgement"

    id: Mapped[str] = primary_key()
    version_id: Mapped[str] = refers_to("version.id")
    code: Mapped[str] = mapped_column(sa.String(16))
    clause: Mapped[int | None]
    about: Mapped[str]
    about_en: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    by_account_id: Mapped[str] = refers_to("account.id")
    at: Mapped[datetime]
