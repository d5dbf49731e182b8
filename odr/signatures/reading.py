"""How far a signatory has read the text, kept so that reading goes on another day or on another device."""

from __future__ import annotations

from odr import clock
from odr.access.actor import Actor
from odr.db import transaction
from odr.errors import InvalidInput
from odr.signatures.keys import open_place
from odr.signatures.models import Reader

MOST_PAGES = 2000


def read_to(actor: Actor, version_id: str, field: str, *, page: int, pages: int, by: str = Reader.SELF) -> bool:
    """Keep that the signatory has come to the end of `page` of `pages`; returns whether all has been read.

    What was read stays read: a smaller page is no step back. `by` is self, or device when a voice read it aloud.

    Raises:
        InvalidInput: no such page, or somebody else read than this call may say.
        AlreadyAnswered, StaleVersion, Conflict: as for every act of a signatory.
    """
    if not 1 <= page <= pages <= MOST_PAGES:
        raise InvalidInput(page="range")
    if by not in (Reader.SELF, Reader.DEVICE):
        raise InvalidInput(by="unknown")
    with transaction() as tx:
        _, _, signature = open_place(tx, actor, version_id, field)
        signature.read_pages = max(signature.read_pages, page)
        if page == pages and signature.read_at is None:
            signature.read_at, signature.read_by = clock.now(), str(by)
        return signature.read_at is not None
