"""What people do with a proposal: the mediator puts one or takes it back, each side answers once, yes or no."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from odr import clock
from odr.access.actor import MEDIATORS, Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.access.vault import seal_field
from odr.audit.trail import record
from odr.cases.models import Case
from odr.cases.participants import Person, active_participants
from odr.db import Transaction, new_id, reading, transaction
from odr.errors import AlreadyAnswered, Conflict, DeadlinePassed, InvalidInput
from odr.lifecycle import advance
from odr.offers import box
from odr.offers.rules import LONGEST, SHORTEST
from odr.offers.sealed import COMMITMENT_BYTES, SEALED_BYTES
from odr.proposals.models import Proposal, SealedAnswer
from odr.proposals.opening import settle
from odr.proposals.states import LIVE, PROPOSAL, ProposalState
from odr.proposals.texts import (
    LONGEST_TEXT,
    TEXT,
    count_answers,
    destroy_answers,
    digest_of,
    place_of,
    sides_asked,
    tell,
    write_to,
)
from odr.rooms.content import checked_text

WAITS = "question_waits"


def put_proposal(actor: Actor, case_id: str, *, text: str, deadline: datetime) -> str:
    """Put one text to every side, to be answered yes or no until the deadline; returns its id.

    Raises:
        InvalidInput: no words, too many, or a deadline too near or too far.
        Conflict: the case is not being mediated, or a proposal is still open.
    """
    words = checked_text(text)
    if len(words) > LONGEST_TEXT:
        raise InvalidInput(text="too_long")
    if not clock.now() + SHORTEST <= deadline <= clock.now() + LONGEST:
        raise InvalidInput(deadline="out_of_range")
    with reading():
        load(actor, Permission.PROPOSAL_MAKE, Case, case_id)
    ident = new_id()
    public_key = box.new_key(ident)
    try:
        with transaction() as tx:
            case = load(actor, Permission.PROPOSAL_MAKE, Case, case_id)
            open_one = select(Proposal.id).where(Proposal.case_id == case.id, Proposal.state.in_(LIVE))
            if case.state != "mediating" or tx.session.scalar(open_one) is not None:
                raise Conflict(state="open")
            proposal = tx.add(
                Proposal(
                    id=ident,
                    case_id=case.id,
                    text=seal_field(TEXT, ident, words),
                    digest=digest_of(words),
                    public_key=public_key,
                    deadline=deadline,
                    put_by=actor.participations[case.id].participant_id,
                    put_at=clock.now(),
                )
            )
            _leave(tx, actor, proposal, "proposal.put")
            tell(tx, proposal, people_of(proposal))
            write_to(tx, proposal, WAITS, [one for one in people_of(proposal) if one.role not in MEDIATORS])
    except BaseException:
        box.forget(ident)
        raise
    return ident


def answer_proposal(actor: Actor, proposal_id: str, *, sealed: bytes, commitment: bytes) -> None:
    """Put in my side's answer as its browser sealed it. It is final; when every side has answered it is opened.

    Raises:
        InvalidInput: nothing that can be opened as an answer of this side to this text.
        AlreadyAnswered: my side has answered.
        DeadlinePassed: too late.
        Conflict: the proposal is closed.
    """
    if len(sealed) != SEALED_BYTES or len(commitment) != COMMITMENT_BYTES:
        raise InvalidInput(sealed="unreadable")
    with reading():
        proposal = load(actor, Permission.PROPOSAL_ANSWER, Proposal, proposal_id)
        party_id = actor.participations[proposal.case_id].party_id or ""
        place = place_of(proposal, party_id)
        if proposal.state != ProposalState.PUT:
            raise Conflict(state=str(proposal.state))
    given = box.Sealed(party_id, sealed, commitment)
    try:
        readable = box.fits(place, given)
    except box.Spoiled:
        raise Conflict(state="closed") from None
    if not readable:
        raise InvalidInput(sealed="unreadable")
    with transaction() as tx:
        proposal = load(actor, Permission.PROPOSAL_ANSWER, Proposal, proposal_id)
        if proposal.case.state != "mediating":
            raise Conflict(state=str(proposal.case.state))
        if clock.now() >= proposal.deadline:
            raise DeadlinePassed
        advance(tx, PROPOSAL, proposal, "answer")
        _keep(tx, proposal, given)
        everybody = count_answers(proposal) == len(sides_asked(proposal))
        if everybody:
            advance(tx, PROPOSAL, proposal, "all_answered")
        tell(tx, proposal, [person for person in people_of(proposal) if person.party_id == party_id])
    if everybody:
        settle(proposal_id)


def withdraw_proposal(actor: Actor, proposal_id: str) -> None:
    """The mediator takes the proposal back before it is closed; everybody is told, and every answer is gone.

    Raises:
        IllegalTransition: it is being opened, or closed.
    """
    with transaction() as tx:
        proposal = load(actor, Permission.PROPOSAL_LEAD, Proposal, proposal_id)
        advance(tx, PROPOSAL, proposal, "withdraw")
        proposal.closed_at = clock.now()
        destroy_answers(tx, proposal)
        _leave(tx, actor, proposal, "proposal.withdrawn")
        tell(tx, proposal, people_of(proposal))
        write_to(tx, proposal, WAITS, [one for one in people_of(proposal) if one.role not in MEDIATORS])
    box.forget(proposal_id)


def people_of(proposal: Proposal) -> list[Person]:
    """Everybody of a side, and the mediators; no guest."""
    return active_participants(proposal.case_id)


def _keep(tx: Transaction, proposal: Proposal, given: box.Sealed) -> None:
    mine = select(SealedAnswer.id).where(
        SealedAnswer.proposal_id == proposal.id, SealedAnswer.party_id == given.party_id
    )
    if tx.session.scalar(mine) is not None:
        raise AlreadyAnswered
    tx.add(SealedAnswer(proposal_id=proposal.id, **vars(given)))


def _leave(tx: Transaction, actor: Actor, proposal: Proposal, act: str) -> None:
    """The proposal's own chain, which its people may read and no bundle proves."""
    chain = f"channel:{proposal.id}"
    record(tx, account_id=actor.account_id, chain=chain, act=act, subject=proposal.id, content=proposal.digest.encode())
