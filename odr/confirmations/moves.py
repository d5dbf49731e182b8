"""Every step of an application: along its table, and kept on the agreement, so that nobody changes it meanwhile."""

from __future__ import annotations

from sqlalchemy import select

from odr.agreements.amending import out_for_signature
from odr.agreements.models import Agreement, Version
from odr.agreements.states import AgreementState
from odr.confirmations.models import Confirmation
from odr.confirmations.states import CONFIRMATION, ConfirmationState
from odr.db import Transaction
from odr.errors import BeingReplaced, IllegalTransition
from odr.law.amendment import CourtStage, may_be_filed
from odr.lifecycle import advance

S, C = ConfirmationState, CourtStage
STAGE_OF = {
    S.PREPARING: C.NOT_FILED,
    S.READY: C.NOT_FILED,
    S.FILED: C.BEFORE_COURT,
    S.SUPPLEMENT: C.SUPPLEMENTING,
    S.ACCEPTED: C.BEFORE_COURT,
    S.CONFIRMED: C.CONFIRMED,
    S.REFUSED: C.NOT_ACCEPTED,
    S.DISMISSED: C.DISMISSED,
    S.WITHDRAWN: C.WITHDRAWN,
    S.LAPSED: C.LAPSED,
    S.REVOKED: C.REVOKED,
}


def step(tx: Transaction, row: Confirmation, event: str) -> None:
    """Move the application along its table, and note on its agreement how the court stands to it now.

    Raises:
        IllegalTransition: no such move from here.
    """
    agreement = _locked(tx, row.version_id)
    advance(tx, CONFIRMATION, row, event)
    agreement.court_stage = STAGE_OF[row.state]


def refuse_replaced(tx: Transaction, version_id: str) -> None:
    """Raise IllegalTransition when the text was replaced by an amendment in effect."""
    if _locked(tx, version_id).state == AgreementState.SUPERSEDED:
        raise IllegalTransition(state=str(AgreementState.SUPERSEDED), event="apply")


def refuse_while_replaced(tx: Transaction, version_id: str) -> None:
    """Before a text goes to a court: it must not have been replaced, nor may another be out for signature (CPL 205).

    The agreement is locked, so that no amendment goes out for signature at the same moment. Raises IllegalTransition,
    BeingReplaced.
    """
    refuse_replaced(tx, version_id)
    allowed, citation = may_be_filed(being_replaced=out_for_signature(_locked(tx, version_id)))
    if not allowed:
        raise BeingReplaced(citation=citation.key())


def _locked(tx: Transaction, version_id: str) -> Agreement:
    rows = select(Agreement).join(Version, Version.agreement_id == Agreement.id).where(Version.id == version_id)
    locking = rows.with_for_update(of=Agreement).execution_options(populate_existing=True)
    return tx.session.scalars(locking).one()
