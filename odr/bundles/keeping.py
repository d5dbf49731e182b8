"""Where the bytes of bundles are kept: encrypted, each with a key of its own, under random names."""

from __future__ import annotations

from sqlalchemy import select

from odr.access.vault import purpose_subkey
from odr.bundles.models import Bundle
from odr.db import session
from odr.evidence.storage import StoredContent, store


def keep(bundle_id: str, blob_id: str, data: bytes) -> None:
    """Encrypt and store the bytes of a bundle; durable when it returns."""
    store().put(blob_id, iter((data,)), _key(bundle_id))


def place(bundle_id: str, blob_id: str) -> StoredContent:
    """Where a bundle about to be built will lie; its length is not known yet."""
    return StoredContent(store(), blob_id, _key(bundle_id), 0)


def forget(blob_id: str) -> None:
    """Delete bytes that no row names."""
    store().delete(blob_id)


def bytes_of(row: Bundle) -> bytes:
    """The bundle exactly as it was built. Whoever calls has checked who asks."""
    return b"".join(stored(row).pieces())


def stored(row: Bundle) -> StoredContent:
    """The same, to be read piece by piece."""
    return StoredContent(store(), row.blob_id, _key(row.id), row.size)


def latest_of(version_id: str) -> Bundle | None:
    """The newest bundle of a signed text. Inside a unit of work; whoever calls has checked who asks."""
    newest = select(Bundle).where(Bundle.version_id == version_id).order_by(Bundle.number.desc())
    return session().scalars(newest).first()


def _key(bundle_id: str) -> bytes:
    return purpose_subkey(f"bundle|{bundle_id}")
