"""The time in which a version can be signed: its one-time certificates must outlive what closes the document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.finality import back_to_draft
from odr.agreements.models import Version
from odr.agreements.states import AgreementState
from odr.db import transaction
from odr.errors import Conflict
from odr.signatures.effect import rows_of
from odr.signatures.models import Signature, SignatureState
from signing.keys import load_certificate

BEFORE_THE_END = timedelta(days=1)
"""The seal closes the document with revocation lists that are valid for hours; a day leaves room for them."""


def closes_at(rows: Iterable[Signature]) -> datetime | None:
    """Until when everybody must have signed and the organisation sealed; None while nobody has signed."""
    ends = [load_certificate(row.certificate).not_valid_after_utc for row in rows if row.state == SignatureState.SIGNED]
    return min(ends) - BEFORE_THE_END if ends else None


def is_over(rows: Iterable[Signature]) -> bool:
    """Has a signature on this version become too old to be completed by others?"""
    end = closes_at(rows)
    return end is not None and end <= clock.now()


def start_again(actor: Actor, version_id: str) -> None:
    """Back to the draft, because the time for signing ran out before everybody had signed; the signatures are void.

    Raises:
        Conflict: there is still time, or nothing to start again.
    """
    with transaction() as tx:
        version = load(actor, Permission.AGREEMENT_LEAD, Version, version_id)
        if version.void_at is not None or version.agreement.state != AgreementState.FINAL:
            raise Conflict(state=str(version.agreement.state))
        if not is_over(rows_of(version)):
            raise Conflict(state="signing")
        back_to_draft(tx, actor, version.agreement, "reopen")
