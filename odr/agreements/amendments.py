"""How the agreements of a case follow one another: the one in force, those it replaced, and whether it may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.agreements.amending import Replaced, named_in
from odr.agreements.in_hand import agreement_in_force, agreement_in_hand, amendment_of, version_of
from odr.agreements.models import Agreement, Version
from odr.agreements.states import AgreementState
from odr.cases.models import Case
from odr.cases.refs import case_id_of
from odr.cases.states import CaseState
from odr.db import query, session
from odr.law.amendment import Amendable, CourtStage, may_be_amended


@dataclass(frozen=True)
class TextView:
    """One agreement of the case by its frozen text: which binds, and until when the others did."""

    agreement_id: str
    version_id: str
    number: int
    effective_at: datetime
    superseded_at: datetime | None
    content_sha256: str


@dataclass(frozen=True)
class Succession:
    """How the agreements of a case follow one another."""

    replaces: Replaced | None
    """What the agreement in hand replaces, if it is an amendment."""
    in_force: TextView | None
    earlier: tuple[TextView, ...]
    """Agreements that were replaced, the latest first."""
    answer: Amendable | None
    """Whether the text in force may be amended, with the article; None while there is none."""
    may_amend: bool
    under_way: bool
    """An amendment of the text in force is drafted or out for signature."""
    out_for_signature: bool
    takes_back: bool
    """An application for confirmation is being prepared that would not be filed any more."""


@query
def succession(actor: Actor, case_ref: str) -> Succession:
    """The agreements of a case. Raises NotFound for those who are not in the case."""
    case = load(actor, Permission.AGREEMENT_READ, Case, case_id_of(case_ref))
    in_hand, in_force = agreement_in_hand(case.id), agreement_in_force(case.id)
    amendment = amendment_of(in_force) if in_force is not None else None
    answer = may_be_amended(in_force.court_stage) if in_force is not None else None
    open_case = case.state == CaseState.SETTLED and can(actor, Permission.AGREEMENT_AMEND, case)
    return Succession(
        replaces=named_in(in_hand) if in_hand is not None and in_hand.state != AgreementState.SUPERSEDED else None,
        in_force=_text(in_force) if in_force is not None else None,
        earlier=_earlier(case.id),
        answer=answer,
        may_amend=open_case and answer is not None and answer.allowed and amendment is None,
        under_way=amendment is not None,
        out_for_signature=amendment is not None and amendment.state != AgreementState.DRAFT,
        takes_back=in_force is not None and in_force.court_stage == CourtStage.NOT_FILED,
    )


def _earlier(case_id: str) -> tuple[TextView, ...]:
    rows = select(Agreement).where(Agreement.case_id == case_id, Agreement.state == AgreementState.SUPERSEDED)
    texts = (_text(row) for row in session().scalars(rows.order_by(Agreement.superseded_at.desc())))
    return tuple(text for text in texts if text is not None)


def _text(agreement: Agreement) -> TextView | None:
    version: Version | None = version_of(agreement)
    if version is None or agreement.effective_at is None:
        return None
    return TextView(
        agreement_id=agreement.id,
        version_id=version.id,
        number=version.number,
        effective_at=agreement.effective_at,
        superseded_at=agreement.superseded_at,
        content_sha256=version.content_sha256,
    )
