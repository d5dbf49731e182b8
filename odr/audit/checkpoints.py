"""Signed heads of the public log: issued, kept for ever, and refused when the log is not what it was."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from hashlib import sha256

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from odr import clock
from odr.audit.anchors import unfit_anchors
from odr.audit.models import AuditEntry, AuditLeaf, LogAlarm, LogCheckpoint, LogLeaf
from odr.audit.tree import MissingNodes, completed_by, consistency, log_size, root_at
from odr.db import new_id, reading, session, transaction
from odr.errors import LogRewritten
from signing.authority.ports import TimestampAuthority
from signing.checkpoint import Checkpoint, check_extension, read_checkpoint, sign_checkpoint, verify_checkpoint
from signing.errors import SigningError
from signing.keys import SigningIdentity, fingerprint
from signing.timestamps import stamp
from signing.tree import Node, grown, joined, leaf_hash, nodes_of

log = logging.getLogger(__name__)
AT_ONCE = 4096
Trusted = Callable[[bytes], bool]
"""Is this certificate (DER) one of the log's own? Whoever can write rows could write a key of theirs beside them."""
_APART = (
    select(LogLeaf.position)
    .outerjoin(AuditLeaf, AuditLeaf.entry_id == LogLeaf.entry_id)
    .outerjoin(AuditEntry, AuditEntry.id == LogLeaf.entry_id)
    .where(or_(AuditEntry.id.is_(None), AuditLeaf.leaf.is_(None), AuditLeaf.leaf != LogLeaf.data))
    .order_by(LogLeaf.position)
)


def issue(
    identity: SigningIdentity, timestamps: TimestampAuthority, trusted: Trusted, *, rechecked: bool = False
) -> int:
    """Sign and time-stamp the head of the log as it is now, unless that is done; returns its size.

    Outside any unit of work: the key and the authority may be far away. `rechecked` says that the caller has just been
    through the whole log (`recheck`); only then is anything signed again after an alarm. `trusted` knows
    the log's own certificates.

    Raises:
        LogRewritten: the log does not begin as it did at the last head, or an alarm stands; nothing is signed.
        AuthorityUnavailable: the time-stamp authority did not answer.
    """
    with reading():
        if not rechecked and alarmed():
            raise LogRewritten(size=log_size())
        last, size = latest(), log_size()
        root = _consistent_root(last, size, trusted)
        if size == 0 or (last is not None and last.size == size):
            return size
        head = Checkpoint(_origin(last, identity), size, root)
    note = sign_checkpoint(head, identity)
    token = stamp(timestamps, sha256(note.encode()).digest())
    _keep(LogCheckpoint(size=size, note=note, certificate=identity.certificate, stamp=token, issued_at=clock.now()))
    return size


def _keep(row: LogCheckpoint) -> None:
    size = row.size
    try:
        with transaction() as tx:
            if tx.session.get(LogCheckpoint, size) is None:
                tx.add(row)
    except IntegrityError:
        # Another process signed the same head in the same moment: theirs is as good.
        with reading() as found:
            if found.get(LogCheckpoint, size) is None:
                raise


def latest() -> LogCheckpoint | None:
    """The head signed last. Inside a unit of work."""
    return session().scalars(select(LogCheckpoint).order_by(LogCheckpoint.size.desc()).limit(1)).first()


def first_from(size: int) -> LogCheckpoint | None:
    """The first head that covers `size` leaves. Inside a unit of work."""
    covering = select(LogCheckpoint).where(LogCheckpoint.size >= size).order_by(LogCheckpoint.size).limit(1)
    return session().scalars(covering).first()


def head_of(row: LogCheckpoint, trusted: Trusted) -> Checkpoint:
    """What a kept head says, once its signature and its key are found right; raises SigningError when they are not."""
    head = verify_checkpoint(row.note, row.certificate)
    if head.size != row.size:
        raise SigningError("log.checkpoint_form")
    if not trusted(row.certificate):
        raise SigningError("log.certificate")
    return head


def recheck(trusted: Trusted) -> list[str]:
    """Everything about the log that does not fit, from the first leaf to the last: codes with places.

    Every leaf is hashed anew and the tree built anew beside the stored one; every head must be the root it had then;
    every leaf must say what the trail keeps of its act. Reads the whole log, a part at a time.
    """
    trusted = cache(trusted)
    with reading():
        heads = {row.size: row for row in session().scalars(select(LogCheckpoint))}
        findings, size = _recheck_leaves(heads, trusted)
        findings += [f"log:head:{missing}" for missing in sorted(heads) if missing > size]
        findings += [f"log:entry:{position}" for position in session().scalars(_APART)]
        findings += [f"log:anchor:{ident}" for ident in unfit_anchors()]
    return findings


def alarm(findings: list[str]) -> None:
    """Say so, loudly and lastingly: in the operator's journal and in the state of the service."""
    log.critical("the public log does not fit what was signed: %s", ", ".join(findings[:20]))
    with transaction() as tx:
        tx.add(LogAlarm(id=new_id(), at=clock.now(), findings=", ".join(findings[:200])))


def alarmed() -> bool:
    """Was the log found unfit after the last head was signed? Inside a unit of work."""
    since = session().scalar(select(func.max(LogAlarm.at)))
    last = session().scalar(select(func.max(LogCheckpoint.issued_at)))
    return since is not None and (last is None or since > last)


def _recheck_leaves(heads: dict[int, LogCheckpoint], trusted: Trusted) -> tuple[list[str], int]:
    """What does not fit, and how many leaves there are up to the first that is missing."""
    findings: list[str] = []
    edge: dict[Node, bytes] = {}
    size = 0
    while True:
        upto = min([size + AT_ONCE, *(head for head in heads if head > size)])
        found = select(LogLeaf.position, LogLeaf.data).where(LogLeaf.position >= size, LogLeaf.position < upto)
        rows = session().execute(found.order_by(LogLeaf.position)).all()
        values = [leaf_hash(row.data) for row in rows]
        if [row.position for row in rows] != list(range(size, size + len(rows))):
            return [*findings, f"log:gap:{size}"], size
        new, stored = grown(size, edge, values), completed_by(range(size, upto))
        unfit = sorted(node for node in new.keys() | stored.keys() if new.get(node) != stored.get(node))
        findings += [f"log:node:{level}/{place}" if level else f"log:leaf:{place}" for level, place in unfit]
        known = edge | new
        size += len(rows)
        edge = {node: known[node] for node in nodes_of(range(size))}
        if size in heads and rows:
            findings += _unfit_head(heads[size], joined(list(edge.values())), trusted)
        if size < upto:
            return findings, size


def _unfit_head(row: LogCheckpoint, root: bytes, trusted: Trusted) -> list[str]:
    try:
        fits = head_of(row, trusted).root == root
    except SigningError:
        fits = False
    return [] if fits else [f"log:head:{row.size}"]


def _origin(last: LogCheckpoint | None, identity: SigningIdentity) -> str:
    """The log's name: made from its first key, and kept when the key is replaced."""
    return (
        read_checkpoint(last.note)[0].origin
        if last is not None
        else f"heqi/log/{fingerprint(identity.certificate)[:16]}"
    )


def _consistent_root(last: LogCheckpoint | None, size: int, trusted: Trusted) -> bytes:
    """The root of the log now, once it is proved to begin as it did at the last head.

    Raises:
        LogRewritten: it does not.
    """
    try:
        root = root_at(size)
        if last is not None:
            before = head_of(last, trusted)
            path = consistency(before.size, size) if before.size <= size else ()
            check_extension(before, Checkpoint(before.origin, size, root), path)
        return root
    except (SigningError, MissingNodes) as unfit:
        raise LogRewritten(size=size) from unfit
