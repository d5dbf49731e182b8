"""Which agreement of a case is meant: the one in hand, the one in force, and the text that shows it."""

from __future__ import annotations

from sqlalchemy import and_, not_, select

from odr.agreements.models import Agreement, Version
from odr.agreements.states import AgreementState
from odr.cases.states import CaseState
from odr.db import session

IN_EFFECT = (AgreementState.SIGNED, AgreementState.SEALED)


def agreement_in_hand(case_id: str) -> Agreement | None:
    """The agreement people work on or live by: an amendment under way comes before the text it is to replace.

    Inside a unit of work that has authorised the case. An amendment that was given up is out of hand again.
    """
    given_up = and_(Agreement.state == AgreementState.ABANDONED, Agreement.amends_id.is_not(None))
    rows = select(Agreement).where(
        Agreement.case_id == case_id, Agreement.state != AgreementState.SUPERSEDED, not_(given_up)
    )
    return session().scalars(rows.order_by(Agreement.created_at.desc(), Agreement.id)).first()


def agreement_in_force(case_id: str) -> Agreement | None:
    """The agreement that binds the parties now: in effect, and not replaced. Inside such a unit of work."""
    rows = select(Agreement).where(
        Agreement.case_id == case_id, Agreement.state.in_(IN_EFFECT), Agreement.effective_at.is_not(None)
    )
    return session().scalars(rows.order_by(Agreement.effective_at.desc(), Agreement.id)).first()


def amendment_of(agreement: Agreement) -> Agreement | None:
    """The live amendment of an agreement: drafted, being signed, or in its place already."""
    rows = select(Agreement).where(Agreement.amends_id == agreement.id, Agreement.state != AgreementState.ABANDONED)
    return session().scalars(rows).first()


def version_of(agreement: Agreement) -> Version | None:
    """The frozen text that counts, with the signatures it bears so far."""
    rows = select(Version).where(Version.agreement_id == agreement.id, Version.void_at.is_(None))
    return session().scalars(rows.order_by(Version.number.desc())).first()


def complete_version(case_id: str) -> Version | None:
    """The newest text of a case that everybody signed and the organisation sealed, and that no other has replaced."""
    rows = (
        select(Version)
        .join(Agreement, Agreement.id == Version.agreement_id)
        .where(
            Agreement.case_id == case_id,
            Agreement.state != AgreementState.SUPERSEDED,
            Version.completed_at.is_not(None),
            Version.void_at.is_(None),
        )
    )
    return session().scalars(rows.order_by(Version.frozen_at.desc())).first()


def open_for_words(agreement: Agreement) -> bool:
    """Whether its case is at a stage in which this draft is written: mediated, or settled for an amendment."""
    stage = CaseState.MEDIATING if agreement.amends_id is None else CaseState.SETTLED
    return agreement.case.state == stage
