"""The court clerk's acts on an application: accept it, and record the ruling that ends it."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from hashlib import sha256

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from sqlalchemy import select

from odr import clock, offload
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.cases.participants import active_participants
from odr.confirmations.clocks import keep_due
from odr.confirmations.models import Confirmation, Ruling, Service
from odr.confirmations.moves import step
from odr.confirmations.ruling import EVENT, GROUNDS, Outcome, RulingFacts, RulingText, facts_of, set_ruling
from odr.confirmations.said import printable
from odr.confirmations.states import CONFIRMATION
from odr.confirmations.telling import note, tell_parties
from odr.db import Transaction, reading, transaction
from odr.errors import FileRefused, InvalidInput, NotFound
from odr.lifecycle import next_state

MOST_BYTES = 20 * 1024 * 1024
"""The largest ruling a court uploads."""


@dataclass(frozen=True)
class Decision:
    """What the clerk records: the outcome, with the closed ground and the reasons where the court does not confirm.

    `court_ref` is needed only when the court refuses what it never accepted; otherwise the number given then stands.
    `document` is the court's own signed ruling (PDF); without it the ruling is set from the template.
    """

    outcome: Outcome
    judge: str
    ground: str = ""
    reasons: str = ""
    court_ref: str = ""
    document: bytes = b""


def accept_filing(actor: Actor, confirmation_id: str, *, court_ref: str) -> None:
    """Accept the application under the court's own case number (SC11 4).

    Raises:
        InvalidInput: no number, or one that cannot be printed.
        IllegalTransition: somebody decided in the meantime.
    """
    number = printable("court_ref", court_ref)
    with transaction() as tx:
        row = load(actor, Permission.FILING_DECIDE, Confirmation, confirmation_id)
        step(tx, row, "accept")
        row.court_ref, row.accepted_at = number, clock.now()
        keep_due(row)
        note(tx, actor, row, "filing.accepted", number)
        tell_parties(tx, row)


def record_ruling(actor: Actor, confirmation_id: str, *, decision: Decision) -> str:
    """Record the ruling, set from the template or uploaded, and serve it on both parties at once; returns its id.

    Raises:
        FileRefused: what was uploaded is no PDF that can be read, or too large.
        InvalidInput: no ground of the closed list or no reasons where the law wants them, or letters that cannot be
            printed.
        IllegalTransition: the application is not at that stage, or another clerk was first.
    """
    said = _checked(decision)
    text, facts = _facts(actor, confirmation_id, said)
    if said.document:
        offload.run(refuse_unreadable, said.document)
    document = said.document or offload.run(set_ruling, facts)
    with transaction() as tx:
        row = load(actor, Permission.FILING_DECIDE, Confirmation, confirmation_id)
        step(tx, row, EVENT[said.outcome])
        row.court_ref, row.decided_at = text.number, clock.now()
        keep_due(row)
        ruling = tx.add(
            Ruling(
                confirmation_id=row.id,
                outcome=str(said.outcome),
                ground=said.ground,
                reasons=said.reasons,
                number=text.number,
                judge=said.judge,
                uploaded=bool(said.document),
                document=document,
                document_sha256=sha256(document).hexdigest(),
                by_account_id=actor.account_id,
                at=clock.now(),
            )
        )
        _serve(tx, row, ruling)
        note(tx, actor, row, f"ruling.{said.outcome}", ruling.document_sha256)
        tell_parties(tx, row)
        return ruling.id


def draft_ruling(actor: Actor, confirmation_id: str, *, decision: Decision) -> bytes:
    """The ruling as it would be recorded, for the clerk to read before it stands. Nothing is kept.

    Raises:
        InvalidInput, IllegalTransition: as `record_ruling`.
    """
    _, facts = _facts(actor, confirmation_id, _checked(decision))
    return offload.run(set_ruling, replace(facts, mark=None))


def refuse_unreadable(document: bytes) -> None:
    """Raise FileRefused unless this is a PDF of a size to serve, with at least one page. Slow: belongs in a worker."""
    if len(document) > MOST_BYTES:
        raise FileRefused(reason="too_large")
    try:
        pages = PdfFileReader(io.BytesIO(document)).root["/Pages"]["/Count"]
    except (PdfError, KeyError, TypeError, ValueError, IndexError) as broken:
        raise FileRefused(reason="unreadable") from broken
    if int(pages) < 1:
        raise FileRefused(reason="empty")


def open_ruling(actor: Actor, confirmation_id: str) -> tuple[str, bytes]:
    """The ruling for somebody of the case, (number, PDF); the first opening is kept as proof of service (OLR 31).

    Raises:
        NotFound: there is none yet, or the case is not the actor's.
    """
    with transaction() as tx:
        row = load(actor, Permission.CONFIRMATION_READ, Confirmation, confirmation_id)
        ruling = tx.session.scalar(select(Ruling).where(Ruling.confirmation_id == row.id))
        if ruling is None:
            raise NotFound(kind="ruling")
        service = tx.session.scalar(
            select(Service).where(Service.ruling_id == ruling.id, Service.account_id == actor.account_id)
        )
        if service is not None and service.opened_at is None:
            service.opened_at = clock.now()
            note(tx, actor, row, "ruling.opened", ruling.document_sha256)
        return ruling.number, ruling.document


def _facts(actor: Actor, confirmation_id: str, said: Decision) -> tuple[RulingText, RulingFacts]:
    with reading():
        row = load(actor, Permission.FILING_DECIDE, Confirmation, confirmation_id)
        next_state(CONFIRMATION, row.state, EVENT[said.outcome])
        text = RulingText(said.court_ref or row.court_ref, said.judge, said.outcome, said.ground, said.reasons)
        if not text.number:
            raise InvalidInput(court_ref="missing")
        return text, facts_of(row, text)


def _serve(tx: Transaction, row: Confirmation, ruling: Ruling) -> None:
    """Both sides at the same instant; arrival in the system is service (OLR 31)."""
    for account_id in {person.account_id for person in active_participants(row.case_id) if person.party_id}:
        tx.add(Service(ruling_id=ruling.id, account_id=account_id, delivered_at=ruling.at))


def _checked(decision: Decision) -> Decision:
    confirms = decision.outcome == Outcome.CONFIRMED
    if not confirms and decision.ground not in GROUNDS[decision.outcome]:
        raise InvalidInput(ground="missing")
    return Decision(
        outcome=decision.outcome,
        judge=printable("judge", decision.judge),
        ground="" if confirms else decision.ground,
        reasons="" if confirms else printable("reasons", decision.reasons),
        court_ref=printable("court_ref", decision.court_ref) if decision.court_ref else "",
        document=decision.document,
    )
