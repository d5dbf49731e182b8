"""The text of a case that has taken effect: what may be confirmed, and the day from which its thirty days run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from odr.agreements.models import Agreement, Version
from odr.agreements.states import AgreementState
from odr.db import session
from odr.law.time_limits import beijing_date

IN_EFFECT = (AgreementState.SIGNED, AgreementState.SEALED)


@dataclass(frozen=True)
class TextInEffect:
    """A completely signed version and the Beijing day on which its agreement took effect."""

    version_id: str
    effective_on: date


def text_in_effect(case_id: str) -> TextInEffect | None:
    """The newest complete text of a case in effect, or None. Inside a unit of work."""
    found = (
        session()
        .execute(
            select(Version, Agreement)
            .join(Agreement, Agreement.id == Version.agreement_id)
            .where(
                Agreement.case_id == case_id,
                Agreement.state.in_(IN_EFFECT),
                Agreement.effective_at.is_not(None),
                Version.completed_at.is_not(None),
                Version.void_at.is_(None),
            )
            .order_by(Version.frozen_at.desc())
        )
        .first()
    )
    if found is None:
        return None
    version, agreement = found
    at = agreement.effective_at
    return TextInEffect(version.id, beijing_date(at)) if at is not None else None
