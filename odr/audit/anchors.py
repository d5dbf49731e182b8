"""Anchors: now and then one leaf of the public log commits to everything the trail has recorded since the last one.

It is one leaf whatever happened, so it counts nothing: not what was said, nor how often. What it covers is written in
the trail itself, for whoever has the database; the leaf holds a salted digest alone.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import func, select

from odr import clock
from odr.access.actor import SYSTEM
from odr.audit.models import AuditEntry, AuditLeaf, LogLeaf
from odr.audit.trail import record
from odr.db import Transaction, session
from signing.tree import act_leaf

ANCHORED = "trail.anchored"
PLATFORM = "platform"
LEAST_PAUSE = timedelta(minutes=50)
"""Several processes do the same hourly work: the second finds it done."""


def anchor(tx: Transaction) -> bool:
    """Add an anchor unless there is a recent one; says whether it did."""
    last = tx.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.chain == PLATFORM, AuditEntry.act == ANCHORED)
        .order_by(AuditEntry.seq.desc())
        .limit(1)
    ).first()
    if last is not None and clock.now() - last.at < LEAST_PAUSE:
        return False
    first = 1 if last is None else _covered(last.subject).stop
    newest = tx.session.scalar(select(func.max(AuditLeaf.position))) or 0
    covered = range(first, newest + 1)
    record(
        tx,
        account_id=SYSTEM.account_id,
        chain=PLATFORM,
        act=ANCHORED,
        subject=f"{covered.start}-{covered.stop - 1}",
        leaf=act_leaf(ANCHORED, salt=secrets.token_bytes(16), trail=_digest(covered)),
    )
    return True


def unfit_anchors() -> Iterator[str]:
    """Ids of the anchors that do not fit what the trail holds today, or leave something out. In a unit of work."""
    rows = session().execute(
        select(AuditEntry.id, AuditEntry.subject, LogLeaf.data)
        .outerjoin(LogLeaf, LogLeaf.entry_id == AuditEntry.id)
        .where(AuditEntry.chain == PLATFORM, AuditEntry.act == ANCHORED)
        .order_by(AuditEntry.seq)
    )
    first = 1
    for ident, subject, data in rows:
        covered = _covered(subject)
        said = f'"trail":"{_digest(covered)}"'.encode()
        if covered.start != first or data is None or said not in data:
            yield ident
        first = covered.stop


def _covered(subject: str) -> range:
    first, last = subject.split("-", 1)
    return range(int(first), int(last) + 1)


def _digest(covered: range) -> str:
    """SHA-256 over the places and hashes of that part of the platform's order; all hashes there are salted."""
    found = select(AuditLeaf.position, AuditLeaf.leaf).where(
        AuditLeaf.position >= covered.start, AuditLeaf.position < covered.stop
    )
    total = sha256()
    for position, leaf in session().execute(found.order_by(AuditLeaf.position)):
        total.update(f"{position}:".encode() + sha256(leaf).digest())
    return total.hexdigest()
