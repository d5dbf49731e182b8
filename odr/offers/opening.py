"""Opening a round: once, whoever asks and however often; what fails leaves nothing but that it was held."""

from __future__ import annotations

import logging

from sqlalchemy import select

from odr import clock
from odr.access.actor import SYSTEM, Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.audit.trail import record
from odr.db import Transaction, reading, transaction
from odr.errors import IllegalTransition, Unavailable
from odr.lifecycle import advance
from odr.offers import box
from odr.offers.models import OfferRound
from odr.offers.reveal import Outcome
from odr.offers.rounds import (
    count_sealed,
    destroy_offers,
    offers_in,
    people_of,
    place_of,
    seal_outcome,
    tell,
    write_to,
)
from odr.offers.states import ROUND, RoundState

log = logging.getLogger(__name__)
CLOSED = "answer_ready"


def close_due(actor: Actor) -> int:
    """Open or end every round whose deadline has passed, and finish what was interrupted; returns how many ended."""
    now = clock.now()
    waiting = (RoundState.PROPOSED, RoundState.OPEN)
    with reading() as session:
        due = session.scalars(
            select(OfferRound.id).where(OfferRound.state.in_(waiting), OfferRound.deadline <= now)
        ).all()
        interrupted = session.scalars(select(OfferRound.id).where(OfferRound.state == RoundState.OPENING)).all()
    ended = [round_id for round_id in due if not _at_deadline(actor, round_id)]
    return len(ended) + sum(settle(round_id) for round_id in {*due, *interrupted} - {*ended})


def _at_deadline(actor: Actor, round_id: str) -> bool:
    """Is every offer in, so that the round is opened now? Otherwise it ends, and looks as if figures had not met."""
    try:
        with transaction() as tx:
            round_ = load(actor, Permission.OFFER_OPEN, OfferRound, round_id)
            if round_.state == RoundState.OPEN and count_sealed(round_) == len(round_.sides):
                advance(tx, ROUND, round_, "begin_opening")
                return True
            advance(tx, ROUND, round_, "time_ran_out")
            _ended(tx, round_)
    except IllegalTransition:
        return True
    box.forget(round_id)
    return False


def settle(round_id: str) -> bool:
    """Open a round that is in opening; True if this call ended it. Called again it finds nothing to do.

    The opener works outside any unit and gives the same outcome as often as it is asked; only one caller writes it.
    """
    with reading() as session:
        round_ = session.get(OfferRound, round_id)
        if round_ is None or round_.state != RoundState.OPENING:
            return False
        place = place_of(round_, "")
        offers = [box.Sealed(one.party_id, one.sealed, one.commitment) for one in offers_in(round_)]
    try:
        outcome = box.open_all(place, offers)
    except box.Spoiled:
        outcome = None
    except Unavailable:
        log.warning("the opener does not answer; a round waits to be opened")
        return False
    try:
        with transaction() as tx:
            _write(tx, load(SYSTEM, Permission.OFFER_OPEN, OfferRound, round_id), outcome)
    except IllegalTransition:
        return False
    box.forget(round_id)
    return True


def _write(tx: Transaction, round_: OfferRound, outcome: Outcome | None) -> None:
    if outcome is None:
        advance(tx, ROUND, round_, "void")
    elif outcome.met:
        advance(tx, ROUND, round_, "agree")
        round_.outcome = seal_outcome(round_, outcome)
        _prove(tx, round_)
    else:
        advance(tx, ROUND, round_, "fail")
    _ended(tx, round_)


def _ended(tx: Transaction, round_: OfferRound) -> None:
    round_.closed_at = clock.now()
    destroy_offers(tx, round_)
    people = people_of(round_)
    tell(tx, round_, people)
    write_to(tx, round_, CLOSED, people)


def _prove(tx: Transaction, round_: OfferRound) -> None:
    """The round's own chain, which only its people may read and no bundle proves: that it agreed, and each side's
    commitment, so that the owner of an offer can show later what it was."""
    chain = f"channel:{round_.id}"
    for offer in offers_in(round_):
        record(
            tx,
            account_id=SYSTEM.account_id,
            chain=chain,
            act="offer.committed",
            subject=offer.party_id,
            content=offer.commitment,
        )
    record(tx, account_id=SYSTEM.account_id, chain=chain, act="round.agreed", subject=round_.id, content=round_.outcome)
