"""An amendment signed while the court waits for a supplement: the application goes over to the new text."""

from __future__ import annotations

from sqlalchemy import delete, select

from odr.agreements.models import Agreement, Version
from odr.agreements.states import AgreementState
from odr.confirmations.effect import text_in_effect
from odr.confirmations.models import Application, Confirmation
from odr.confirmations.states import ConfirmationState
from odr.db import Transaction, session
from odr.law.time_limits import confirmation_window


def waiting_for_text(case_id: str) -> Confirmation | None:
    """The application of a case that waits for a supplement while its text has been replaced. Inside a unit of work."""
    rows = (
        select(Confirmation)
        .join(Version, Version.id == Confirmation.version_id)
        .join(Agreement, Agreement.id == Version.agreement_id)
        .where(
            Confirmation.case_id == case_id,
            Confirmation.state == ConfirmationState.SUPPLEMENT,
            Agreement.state == AgreementState.SUPERSEDED,
        )
    )
    return session().scalar(rows)


def take_amended_text(tx: Transaction, row: Confirmation) -> None:
    """Put the text now in effect into the application, if it has replaced the one applied on before.

    The thirty days are those of the new text (CPL 205), and what was stated about the old one does not count for it.
    """
    waiting = waiting_for_text(row.case_id)
    text = text_in_effect(row.case_id)
    if waiting is None or waiting.id != row.id or text is None:
        return
    window = confirmation_window(text.effective_on)
    tx.session.execute(delete(Application).where(Application.confirmation_id == row.id))
    row.version_id, row.effective_on = text.version_id, text.effective_on
    row.safe_day, row.last_day = window.safe, window.last
    tx.session.flush()
