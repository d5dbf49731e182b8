"""A bundle handed out in other forms: to be streamed as it is, as a bag for an archive, as a pack for use abroad."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.audit.trail import record
from odr.bundles.abroad import write_pack
from odr.bundles.keeping import stored
from odr.bundles.models import Bundle
from odr.cases.models import Case
from odr.db import query, transaction
from odr.errors import NotConfirmable
from odr.evidence.storage import StoredContent
from odr.law.abroad import Approval, Purpose, data_for_foreign_proceedings
from odr.law.time_limits import beijing_date
from signing.bag import BagInfo, bag_pieces
from signing.bundle import bundle_outline
from signing.source import Source


@dataclass(frozen=True)
class Download:
    """A file on its way out: its name, its bytes piece by piece, and its length where it is known."""

    name: str
    pieces: Iterator[bytes]
    size: int | None = None


@query
def bundle_download(actor: Actor, bundle_id: str) -> Download:
    """The bundle exactly as it was built, never in memory as a whole.

    Raises:
        NotFound: it is of a case the actor has no place in.
    """
    row, kept = _kept(actor, bundle_id)
    return Download(f"{_name(row)}.asice", kept.pieces(), row.size)


@query
def archive_bag(actor: Actor, bundle_id: str) -> Download:
    """A bag (RFC 8493) with the sealed bundle and, to be read at once, the agreement. The same bytes each time.

    Raises:
        NotFound: as above.
    """
    row, kept = _kept(actor, bundle_id)
    name, case = _name(row), row.case
    payload = {f"{name}.asice": kept, "agreement.pdf": _small(kept)["agreement.pdf"]}
    info = BagInfo(
        organisation="Heqi",
        identifier=name,
        description=f"Sealed bundle (ASiC-E with CAdES) of mediation case {case.ref}, SHA-256 {row.sha256}",
        on=beijing_date(row.built_at),
    )
    return Download(f"{name}-bag.zip", bag_pieces(f"{name}-bag", payload, info))


def foreign_pack(actor: Actor, bundle_id: str, *, purpose: Purpose, approval: Approval | None) -> Download:
    """The pack of article 4 of the Singapore Convention; that it was exported, and for what, is on record.

    Raises:
        NotFound: as above.
        NotConfirmable: for foreign proceedings no approval is stated (PIPL 41; DSL 36); `findings` says so.
    """
    with transaction() as tx:
        row, kept = _kept(actor, bundle_id)
        blocking = [
            one
            for one in data_for_foreign_proceedings(purpose, approval, beijing_date(clock.now()))
            if one.blocks
        ]  # fmt: skip
        if blocking:
            raise NotConfirmable(citation=blocking[0].citation.key(), findings=[one.key() for one in blocking])
        target = io.BytesIO()
        write_pack(target, _small(kept), purpose=purpose, approval=approval)
        record(
            tx,
            account_id=actor.account_id,
            chain=f"case:{row.case_id}",
            act="bundle.taken_abroad",
            subject=bundle_id,
            content=f"{purpose}|{approval}".encode(),
        )
        data = target.getvalue()
        return Download(f"{_name(row)}-article-4.zip", iter((data,)), len(data))


def _kept(actor: Actor, bundle_id: str) -> tuple[Bundle, StoredContent]:
    row = load(actor, Permission.BUNDLE_READ, Bundle, bundle_id)
    return row, stored(row)


def _small(kept: StoredContent) -> dict[str, bytes]:
    with kept.open() as source:
        return {name: data for name, data in bundle_outline(Source.of(source)).items() if data is not None}


def _name(row: Bundle) -> str:
    case: Case = row.case
    return f"{case.ref}-{row.number}"
