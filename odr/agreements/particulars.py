"""What a party may still correct about itself while there is an agreement: its name stands in what people accept."""

from __future__ import annotations

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.drafts import changed
from odr.agreements.in_hand import agreement_in_hand
from odr.agreements.models import Agreement
from odr.agreements.states import FIXED, AgreementState
from odr.cases.commands import complete_own_particulars
from odr.cases.facts import PartyFacts
from odr.cases.models import Case
from odr.db import transaction
from odr.errors import Conflict


def correct_own_particulars(actor: Actor, case_id: str, facts: PartyFacts) -> None:
    """Correct one's own side; a draft must then be accepted anew, and a frozen text forbids it.

    A party that changed its name between the freeze and the last signature would leave a text signed by nobody the
    case knows, which no court could be given.

    Raises:
        Conflict: a frozen text names this party already; it must be reopened first.
        InvalidInput, NotAllowed: as `complete_own_particulars`.
    """
    with transaction() as tx:
        case = load(actor, Permission.CASE_READ, Case, case_id)
        fixed = select(Agreement.state).where(Agreement.case_id == case.id, Agreement.state.in_(FIXED))
        if (state := tx.session.scalar(fixed)) is not None:
            raise Conflict(state=str(state))
        agreement = agreement_in_hand(case.id)
        complete_own_particulars(actor, case.id, facts)
        if agreement is not None and agreement.state == AgreementState.DRAFT:
            changed(tx, actor, agreement, "agreement.party_changed", agreement.id, "")
