"""An agreement that takes effect settles its case or replaces another; by which mark, the law of its track says."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from odr.access.actor import Actor
from odr.accounts.models import Body
from odr.agreements.amending import supersede
from odr.agreements.facts import TRACK_OF
from odr.agreements.models import Version
from odr.audit.trail import record
from odr.cases.commands import settle
from odr.cases.participants import accounts_of, active_participants
from odr.cases.states import CaseState
from odr.cases.steps import clerks_of, tell
from odr.db import Transaction, session
from odr.law.time_limits import beijing_date, confirmation_window
from odr.signatures.models import Seal, Signature, SignatureState
from odr.signatures.requirements import effect, places_of


def rows_of(version: Version) -> list[Signature]:
    """The places of a version at which somebody began to sign."""
    return list(session().scalars(select(Signature).where(Signature.version_id == version.id)))


def signed_times(version: Version) -> dict[str, datetime]:
    """Field → instant of the time-stamp, for every place that is signed."""
    signed = [row for row in rows_of(version) if row.state == SignatureState.SIGNED]
    return {row.field: row.signed_at for row in signed if row.signed_at is not None}


def signing_people(version: Version) -> tuple[str, ...]:
    """Everybody who is told how the signing goes on: both sides, the mediators, and the clerks of the organisation."""
    people = accounts_of(active_participants(version.case.id))
    return tuple(sorted({*people, *clerks_of(version.case.organisation_id)}))


def sealed_time(version: Version) -> datetime | None:
    """When the organisation sealed the version, if it has."""
    return session().scalar(select(Seal.sealed_at).where(Seal.version_id == version.id))


def put_into_effect(tx: Transaction, actor: Actor, version: Version) -> None:
    """If this act completed what the track asks for, note the instant; settle the case, or end what is replaced."""
    agreement, case = version.agreement, version.case
    if agreement.effective_at is not None:
        return
    body = tx.session.get_one(Body, case.organisation_id)
    found = effect(TRACK_OF[body.track], places_of(version.fields), signed_times(version), sealed_time(version))
    if found.effective_at is None:
        return
    agreement.effective_at = found.effective_at
    record(tx, account_id=actor.account_id, chain=f"case:{case.id}", act="agreement.effective", subject=version.id)
    if case.state == CaseState.MEDIATING:
        settle(tx, case, at=found.effective_at)
    supersede(tx, actor, agreement, at=found.effective_at)
    last_day = confirmation_window(beijing_date(found.effective_at)).safe
    tell(tx, case, "agreement_effective", signing_people(version), day=last_day)
