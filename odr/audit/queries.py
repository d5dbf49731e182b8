"""What anybody may ask the public log: heads, proofs by place or by hash, and the leaf of a document they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.audit.checkpoints import Trusted, alarmed, first_from, head_of, latest
from odr.audit.models import LogCheckpoint, LogCosignature, LogLeaf
from odr.audit.tree import MissingNodes, consistency, inclusion, leaf_at, place_of_hash
from odr.db import query, session
from odr.errors import LogRewritten, NotFound
from signing.bundle import LeafProof, LogProof
from signing.checkpoint import Checkpoint, Extension, check_extension, key_id
from signing.errors import SigningError
from signing.timestamps import check_token, token_time
from signing.tree import leaf_hash, verify_inclusion

SEALED = "agreement.sealed"
SHOWN = 20


@dataclass(frozen=True)
class HeadView:
    """A signed head: the log's size and root then, the note, and the time a time-stamp proves it existed."""

    size: int
    root: bytes
    origin: str
    note: str
    key_id: str
    certificate: bytes
    stamp: bytes
    stamped_at: datetime
    witnesses: tuple[str, ...]


@dataclass(frozen=True)
class LogState:
    """The page of the log: the newest heads, and whether an alarm stands."""

    heads: tuple[HeadView, ...]
    alarmed: bool


@dataclass(frozen=True)
class SealProof:
    """That a sealed document is in the log since a proven time, and that nothing before the newest head was rewritten.

    `findings` are the steps that failed, when the server went through the proof itself; an empty tuple is sound.
    """

    sha256: str
    leaf: bytes
    index: int
    path: tuple[bytes, ...]
    head: HeadView
    newest: HeadView
    extension: tuple[bytes, ...]
    findings: tuple[str, ...]


@query
def log_state() -> LogState:
    """The newest heads of the log, for everybody."""
    rows = session().scalars(select(LogCheckpoint).order_by(LogCheckpoint.size.desc()).limit(SHOWN))
    return LogState(tuple(_view(row) for row in rows), alarmed())


@query
def log_alarmed() -> bool:
    """Does an alarm about the log stand? For whoever watches the service."""
    return alarmed()


@query
def checkpoint_note(size: int) -> str:
    """The signed head of that size with what witnesses added; of the newest for 0. NotFound when there is none."""
    return _with_witnesses(_row(size))


@query
def checkpoint_stamp(size: int) -> bytes:
    """The time-stamp token (RFC 3161, DER) over SHA-256 of the head as it was first signed. NotFound as above."""
    return _row(size).stamp


@query
def extension_text(old_size: int, size: int) -> str:
    """The head of `size` (newest for 0) with the proof that it only adds to that of `old_size`; NotFound as above."""
    row = _row(size)
    if not 0 < old_size <= row.size:
        raise NotFound(kind="checkpoint")
    return Extension(old_size, _proved(consistency, old_size, row.size), _with_witnesses(row)).text()


@query
def inclusion_of_hash(value: bytes, size: int) -> tuple[int, tuple[bytes, ...], str]:
    """(index, path, head) of the leaf with this hash, in the head of `size` (newest for 0); NotFound when it is not."""
    row, index = _row(size), place_of_hash(value)
    if index is None or index >= row.size:
        raise NotFound(kind="leaf")
    return index, _proved(inclusion, index, row.size), _with_witnesses(row)


@query
def seal_proof(sha256: str, trusted: Trusted) -> SealProof:
    """The proof about a sealed agreement, for whoever holds the file and so knows its digest.

    A digest has 256 bits: nobody finds an agreement here whose file they do not have.

    Raises:
        NotFound: no agreement with this digest was sealed here, or no head covers it yet.
        LogRewritten: rows of the log are gone.
    """
    found = select(LogLeaf.position, LogLeaf.data).where(LogLeaf.about == sha256).order_by(LogLeaf.position)
    sealed = [row for row in session().execute(found) if f'"act":"{SEALED}"'.encode() in row.data]
    covering = first_from(sealed[0].position + 1) if sealed else None
    if covering is None:
        raise NotFound(kind="leaf")
    index, leaf = sealed[0].position, sealed[0].data
    newest = _row(0)
    try:
        path = inclusion(index, covering.size)
        extension = consistency(covering.size, newest.size)
        return SealProof(
            sha256=sha256,
            leaf=leaf,
            index=index,
            path=path,
            head=_view(covering),
            newest=_view(newest),
            extension=extension,
            findings=tuple(_findings(LeafProof(index, leaf, path), covering, newest, extension, trusted)),
        )
    except (MissingNodes, SigningError) as gone:
        raise LogRewritten(size=newest.size) from gone


def proof_of(indexes: tuple[int, ...]) -> LogProof:
    """The newest head with the paths of some leaves, for a bundle. Inside a unit of work.

    Raises:
        LogRewritten: rows of the log are gone.
        NotFound: no head covers the leaves.
    """
    row = _row(0)
    if indexes and max(indexes) >= row.size:
        raise NotFound(kind="checkpoint")
    paths = [_proved(inclusion, index, row.size) for index in indexes]
    return LogProof(row.note, tuple(map(LeafProof, indexes, map(leaf_at, indexes), paths)))


def _findings(
    proved: LeafProof,
    covering: LogCheckpoint,
    newest: LogCheckpoint,
    extension: tuple[bytes, ...],
    trusted: Trusted,
) -> list[str]:
    findings = []
    head, last = _head(covering, trusted), _head(newest, trusted)
    if head is None or last is None:
        findings.append("signature")
    if head is None or not verify_inclusion(leaf_hash(proved.leaf), proved.index, head.size, proved.path, head.root):
        findings.append("inclusion")
    try:
        if head is not None and last is not None:
            check_extension(head, last, extension)
    except SigningError:
        findings.append("consistency")
    try:
        stamp = check_token(covering.stamp, hashlib.sha256(covering.note.encode()).digest())
        if not trusted(stamp.certificate):
            findings.append("stamp")
    except SigningError:
        findings.append("stamp")
    return findings


def _proved(prove: Callable[[int, int], tuple[bytes, ...]], *places: int) -> tuple[bytes, ...]:
    try:
        return prove(*places)
    except MissingNodes as gone:
        raise LogRewritten(size=places[-1]) from gone


def _row(size: int) -> LogCheckpoint:
    row = session().get(LogCheckpoint, size) if size else latest()
    if row is None:
        raise NotFound(kind="checkpoint")
    return row


def _head(row: LogCheckpoint, trusted: Trusted) -> Checkpoint | None:
    try:
        return head_of(row, trusted)
    except SigningError:
        return None


def _with_witnesses(row: LogCheckpoint) -> str:
    lines = session().scalars(
        select(LogCosignature.line).where(LogCosignature.size == row.size).order_by(LogCosignature.witness)
    )
    return row.note + "".join(lines)


def _view(row: LogCheckpoint) -> HeadView:
    head = _head(row, bool)
    names = select(LogCosignature.witness).where(LogCosignature.size == row.size).order_by(LogCosignature.witness)
    return HeadView(
        size=row.size,
        root=head.root if head else b"",
        origin=head.origin if head else "",
        note=_with_witnesses(row),
        key_id=key_id(row.certificate).hex(),
        certificate=row.certificate,
        stamp=row.stamp,
        stamped_at=token_time(row.stamp),
        witnesses=tuple(session().scalars(names)),
    )
