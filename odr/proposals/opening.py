"""Opening the answers to a proposal: once; unless everybody said yes, nobody ever learns who said what."""

from __future__ import annotations

import logging

from sqlalchemy import select

from odr import clock
from odr.access.actor import SYSTEM, Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.audit.trail import record
from odr.cases.participants import active_participants
from odr.db import Transaction, reading, transaction
from odr.errors import IllegalTransition, Unavailable
from odr.lifecycle import advance
from odr.offers import box
from odr.offers.reveal import Outcome
from odr.proposals.models import Proposal
from odr.proposals.states import PROPOSAL, ProposalState
from odr.proposals.texts import answers_to, destroy_answers, place_of, tell, write_to

log = logging.getLogger(__name__)
CLOSED = "answer_ready"


def close_due(actor: Actor) -> int:
    """Close every proposal whose deadline has passed, and finish what was interrupted; returns how many closed."""
    with reading() as session:
        put = (Proposal.state == ProposalState.PUT, Proposal.deadline <= clock.now())
        due = session.scalars(select(Proposal.id).where(*put)).all()
        interrupted = session.scalars(select(Proposal.id).where(Proposal.state == ProposalState.OPENING)).all()
    return sum(_at_deadline(actor, one) for one in due) + sum(settle(one) for one in interrupted)


def _at_deadline(actor: Actor, proposal_id: str) -> bool:
    """Silence is never acceptance (`odr.law.bargaining`): whoever has not answered by now has not accepted."""
    try:
        with transaction() as tx:
            proposal = load(actor, Permission.PROPOSAL_OPEN, Proposal, proposal_id)
            advance(tx, PROPOSAL, proposal, "time_ran_out")
            _closed(tx, proposal)
    except IllegalTransition:
        return False
    box.forget(proposal_id)
    return True


def settle(proposal_id: str) -> bool:
    """Open the answers of a proposal in opening; True if this call closed it."""
    with reading() as session:
        proposal = session.get(Proposal, proposal_id)
        if proposal is None or proposal.state != ProposalState.OPENING:
            return False
        place = place_of(proposal, "")
        answers = [box.Sealed(one.party_id, one.sealed, one.commitment) for one in answers_to(proposal)]
    try:
        outcome: Outcome | None = box.open_all(place, answers)
    except box.Spoiled:
        outcome = None
    except Unavailable:
        log.warning("the opener does not answer; a proposal waits to be opened")
        return False
    try:
        with transaction() as tx:
            proposal = load(SYSTEM, Permission.PROPOSAL_OPEN, Proposal, proposal_id)
            event = "void" if outcome is None else "accept" if outcome.met else "not_accept"
            advance(tx, PROPOSAL, proposal, event)
            if event == "accept":
                _prove(tx, proposal)
            _closed(tx, proposal)
    except IllegalTransition:
        return False
    box.forget(proposal_id)
    return True


def _closed(tx: Transaction, proposal: Proposal) -> None:
    proposal.closed_at = clock.now()
    destroy_answers(tx, proposal)
    people = active_participants(proposal.case_id)
    tell(tx, proposal, people)
    write_to(tx, proposal, CLOSED, people)


def _prove(tx: Transaction, proposal: Proposal) -> None:
    record(
        tx,
        account_id=SYSTEM.account_id,
        chain=f"channel:{proposal.id}",
        act="proposal.accepted",
        subject=proposal.id,
        content=proposal.digest.encode(),
    )
