"""Archive time-stamps renewed before they stop speaking for themselves: a chore of the platform, safe to repeat."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta

from sqlalchemy import select

from odr import clock, offload
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.models import Renewal, Version
from odr.audit.trail import record
from odr.db import reading, transaction
from odr.errors import OdrError
from odr.signatures import work
from odr.signatures.authorities import certificate_authority, timestamp_authority
from odr.signatures.translate import signing_refusals
from signing.tree import act_leaf

log = logging.getLogger(__name__)
BEFORE = timedelta(days=60)
"""How long before the end a renewal is made: two months in which an authority may be away."""
SALT_BYTES = 16


def renew_due(actor: Actor) -> int:
    """Renew every closed document whose proof ends soon; returns how many were. Acts as the platform itself.

    One that fails is logged and tried at the next call; the others go on.

    Raises:
        NotFound: the actor is not the platform.
    """
    with reading() as now:
        closed = select(Version.id).where(
            Version.proven_until.is_not(None), Version.proven_until < clock.now() + BEFORE
        )
        due = now.scalars(closed.order_by(Version.proven_until)).all()
    renewed = 0
    for version_id in due:
        try:
            renewed += renew_one(actor, version_id)
        except OdrError as refused:
            log.error("the archive time-stamp of version %s was not renewed (%s)", version_id, refused.code)
    return renewed


def renew_one(actor: Actor, version_id: str) -> bool:
    """Renew one document if it is due; returns whether this call did. Two at the same moment make one renewal.

    The document and its digest stay as they are; what the renewal added is kept beside them.

    Raises:
        NotFound: the actor is not the platform.
        Unavailable: the time-stamp authority did not answer; nothing was changed.
    """
    with transaction():
        version = load(actor, Permission.ARCHIVE_RENEW, Version, version_id)
        if not _is_due(version):
            return False
        file, number = version.file, len(version.renewals) + 1
    with signing_refusals():
        made = offload.run(work.renew_archive, file, certificate_authority(), timestamp_authority())
    with transaction() as tx:
        version = load(actor, Permission.ARCHIVE_RENEW, Version, version_id)
        if not _is_due(version) or len(version.renewals) + 1 != number:
            return False
        tx.add(
            Renewal(
                version_id=version.id,
                number=number,
                added=made.added,
                sha256=made.sha256,
                at=made.at,
                proven_until=made.proven_until,
            )
        )
        version.proven_until = made.proven_until
        record(
            tx,
            account_id=actor.account_id,
            chain=f"case:{version.case.id}",
            act="agreement.renewed",
            subject=version.id,
            leaf=act_leaf("agreement.renewed", salt=secrets.token_bytes(SALT_BYTES), sha256=made.sha256),
        )
    return True


def _is_due(version: Version) -> bool:
    return version.proven_until is not None and version.proven_until < clock.now() + BEFORE
