"""What may be confirmed: the text of a case that has taken effect, and the bundle that tells everything about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from odr.agreements.in_hand import IN_EFFECT
from odr.agreements.models import Agreement, Version
from odr.bundles.keeping import latest_of
from odr.bundles.models import Bundle
from odr.confirmations.models import Application, Confirmation, CourtRequest
from odr.db import session
from odr.law.time_limits import beijing_date


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


def bundle_to_file(row: Confirmation) -> Bundle | None:
    """The newest bundle of the text, if it was built after everything it has to tell. Inside a unit of work."""
    bundle = latest_of(row.version_id)
    moments = [
        *session().scalars(select(Application.at).where(Application.confirmation_id == row.id)),
        *session().scalars(select(CourtRequest.at).where(CourtRequest.confirmation_id == row.id)),
    ]
    return bundle if bundle is not None and all(bundle.built_at >= moment for moment in moments) else None
