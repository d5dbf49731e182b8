"""The court clerk's acts on an application: ask for more, accept, and record the ruling that ends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlalchemy import select

from odr import clock, offload
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.cases.participants import active_participants
from odr.confirmations.models import Confirmation, CourtRequest, Ruling, Service
from odr.confirmations.moves import step
from odr.confirmations.ruling import EVENT, GROUNDS, Outcome, RulingText, facts_of, set_ruling
from odr.confirmations.states import CONFIRMATION
from odr.confirmations.telling import note, tell_parties
from odr.db import Transaction, reading, transaction
from odr.errors import InvalidInput, NotFound
from odr.law.time_limits import beijing_date
from odr.lifecycle import next_state
from odr.papers.fonts import unprintable

MOST_LETTERS = {"court_ref": 64, "judge": 40, "reasons": 4000, "wording": 4000}


@dataclass(frozen=True)
class Decision:
    """What the clerk records: the outcome, with the closed ground and the reasons where the court does not confirm.

    `court_ref` is needed only when the court refuses what it never accepted; otherwise the number given then stands.
    """

    outcome: Outcome
    judge: str
    ground: str = ""
    reasons: str = ""
    court_ref: str = ""


def accept_filing(actor: Actor, confirmation_id: str, *, court_ref: str) -> None:
    """Accept the application under the court's own case number (SC11 4).

    Raises:
        InvalidInput: no number, or one that cannot be printed.
        IllegalTransition: somebody decided in the meantime.
    """
    number = _text("court_ref", court_ref)
    with transaction() as tx:
        row = load(actor, Permission.FILING_DECIDE, Confirmation, confirmation_id)
        step(tx, row, "accept")
        row.court_ref, row.accepted_at = number, clock.now()
        note(tx, actor, row, "filing.accepted", number)
        tell_parties(tx, row)


def request_supplement(actor: Actor, confirmation_id: str, *, wording: str, due: date) -> None:
    """Ask both parties at once for what is missing, item by item, until a day (INT 356).

    Raises:
        InvalidInput: nothing is asked for, or the day has passed.
        IllegalTransition: the court has decided, or has asked already.
    """
    words = _text("wording", wording)
    if due < beijing_date(clock.now()):
        raise InvalidInput(due="passed")
    with transaction() as tx:
        row = load(actor, Permission.FILING_DECIDE, Confirmation, confirmation_id)
        step(tx, row, "request_supplement")
        tx.add(
            CourtRequest(confirmation_id=row.id, by_account_id=actor.account_id, wording=words, due=due, at=clock.now())
        )
        note(tx, actor, row, "filing.supplement_requested", words)
        tell_parties(tx, row, turn=True)


def record_ruling(actor: Actor, confirmation_id: str, *, decision: Decision) -> str:
    """Record the ruling, typeset it and serve it on both parties at once; returns its id.

    Raises:
        InvalidInput: no ground of the closed list or no reasons where the law wants them, or letters that cannot be
            printed.
        IllegalTransition: the application is not at that stage, or another clerk was first.
    """
    said = _checked(decision)
    with reading():
        row = load(actor, Permission.FILING_DECIDE, Confirmation, confirmation_id)
        next_state(CONFIRMATION, row.state, EVENT[said.outcome])
        text = RulingText(said.court_ref or row.court_ref, said.judge, said.outcome, said.ground, said.reasons)
        facts = facts_of(row, text)
    if not text.number:
        raise InvalidInput(court_ref="missing")
    document = offload.run(set_ruling, facts)
    with transaction() as tx:
        row = load(actor, Permission.FILING_DECIDE, Confirmation, confirmation_id)
        step(tx, row, EVENT[said.outcome])
        row.court_ref, row.decided_at = text.number, clock.now()
        ruling = tx.add(
            Ruling(
                confirmation_id=row.id,
                outcome=str(said.outcome),
                ground=said.ground,
                reasons=said.reasons,
                number=text.number,
                judge=said.judge,
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
        judge=_text("judge", decision.judge),
        ground="" if confirms else decision.ground,
        reasons="" if confirms else _text("reasons", decision.reasons),
        court_ref=_text("court_ref", decision.court_ref) if decision.court_ref else "",
    )


def _text(field: str, value: str) -> str:
    """What goes into a document: not empty, not endless, and every sign of it printable."""
    text = value.replace("\r\n", "\n").strip()
    if not text:
        raise InvalidInput(**{field: "missing"})
    if len(text) > MOST_LETTERS[field]:
        raise InvalidInput(**{field: "too_long"})
    if unprintable(text):
        raise InvalidInput(**{field: "unprintable"})
    return text
