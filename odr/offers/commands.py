"""What people do in a round: set out its rules, accept or decline them, seal an offer, take it back, call it off.

No act of a round is written into the trail before it agrees: an entry can never be taken out again, and a round that
fails must leave none (OMR 18).
"""

from __future__ import annotations

from sqlalchemy import select

from odr import clock
from odr.access.actor import MEDIATORS, Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.access.vault import seal_field
from odr.cases.models import Case, Party
from odr.db import Transaction, new_id, reading, transaction
from odr.errors import Conflict, DeadlinePassed, InvalidInput, RoundsSpent
from odr.lifecycle import advance
from odr.offers import box
from odr.offers.models import OfferRound, RoundSide, SealedOffer
from odr.offers.opening import settle
from odr.offers.rounds import (
    TERMS,
    count_sealed,
    destroy_offers,
    held_on,
    live_on,
    people_of,
    place_of,
    side_of,
    tell,
    write_to,
)
from odr.offers.rules import MOST_ROUNDS, Rules, check_rules
from odr.offers.sealed import COMMITMENT_BYTES, SEALED_BYTES
from odr.offers.states import ROUND, RoundState

WAITS = "question_waits"


def propose_round(actor: Actor, case_id: str, *, rules: Rules) -> str:
    """Set out the rules of a new round to its sides; returns its id.

    A side that proposes has accepted; every other side accepts for itself before anybody can seal.

    Raises:
        InvalidInput: the rules are incomplete or impossible.
        Conflict: the case is not being mediated, or a round on this subject is under way.
        RoundsSpent: there have been three.
    """
    with reading():
        load(actor, Permission.OFFER_ROUND, Case, case_id)
    ident = new_id()
    public_key = box.new_key(ident)
    try:
        with transaction() as tx:
            case = load(actor, Permission.OFFER_ROUND, Case, case_id)
            round_ = _set_out(tx, actor, case, ident=ident, rules=rules, public_key=public_key)
            people = people_of(round_)
            tell(tx, round_, people)
            write_to(tx, round_, WAITS, [one for one in people if one.account_id != actor.account_id])
    except BaseException:
        box.forget(ident)
        raise
    return ident


def _set_out(tx: Transaction, actor: Actor, case: Case, *, ident: str, rules: Rules, public_key: bytes) -> OfferRound:
    now, me = clock.now(), actor.participations[case.id]
    parties = frozenset(tx.session.scalars(select(Party.id).where(Party.case_id == case.id)))
    check_rules(rules, parties=parties, now=now)
    sides = {rules.demander, rules.payer} if rules.has_sum else parties
    if case.state != "mediating" or (me.role not in MEDIATORS and me.party_id not in sides):
        raise Conflict(state=str(case.state))
    if live_on(case.id, rules.subject, sides) is not None:
        raise Conflict(state="open")
    held = held_on(case.id, rules.subject, sides)
    if held >= MOST_ROUNDS:
        raise RoundsSpent
    round_ = tx.add(
        OfferRound(
            id=ident,
            case_id=case.id,
            kind=rules.kind,
            subject=rules.subject,
            number=held + 1,
            terms=seal_field(TERMS, ident, rules.terms()),
            tells_sealed=rules.tells_sealed,
            public_key=public_key,
            deadline=rules.deadline,
            proposed_by=me.participant_id,
            proposed_at=now,
        )
    )
    for party_id in sorted(sides):
        accepted_at = now if me.party_id == party_id else None
        tx.add(RoundSide(round_id=ident, party_id=party_id, accepted_at=accepted_at))
    tx.session.refresh(round_, ["sides"])
    return round_


def accept_rules(actor: Actor, round_id: str) -> None:
    """My side accepts the rules; when every side has, offers can be sealed.

    Raises:
        IllegalTransition: the round is past that.
        DeadlinePassed: too late.
    """
    with transaction() as tx:
        round_ = load(actor, Permission.OFFER_MAKE, OfferRound, round_id)
        _in_time(round_)
        advance(tx, ROUND, round_, "accept")
        mine = side_of(round_, actor.participations[round_.case_id].party_id)
        if mine is not None and mine.accepted_at is None:
            mine.accepted_at = clock.now()
        if all(side.accepted_at for side in round_.sides):
            advance(tx, ROUND, round_, "all_accepted")
            write_to(tx, round_, WAITS, [one for one in people_of(round_) if one.role not in MEDIATORS])
        tell(tx, round_, people_of(round_))


def decline_rules(actor: Actor, round_id: str) -> None:
    """My side does not want this round, or not under these rules.

    Raises:
        IllegalTransition: the round is past that.
    """
    with transaction() as tx:
        round_ = load(actor, Permission.OFFER_MAKE, OfferRound, round_id)
        _close(tx, round_, "decline")
    box.forget(round_id)


def call_off(actor: Actor, round_id: str) -> None:
    """The mediator calls the round off before it is opened; everybody in it is told, and what was sealed is gone.

    Raises:
        IllegalTransition: it is being opened, or over.
    """
    with transaction() as tx:
        round_ = load(actor, Permission.OFFER_LEAD, OfferRound, round_id)
        _close(tx, round_, "call_off")
    box.forget(round_id)


def seal_offer(actor: Actor, round_id: str, *, sealed: bytes, commitment: bytes) -> None:
    """Put in my side's offer as its browser sealed it, or another in its place while the round is open.

    Where everybody may see who has sealed, the last side's offer opens the round at once.

    Raises:
        InvalidInput: nothing that can be opened in this round, for this side, under these rules.
        DeadlinePassed: too late.
        IllegalTransition: the round is not open, or being opened.
    """
    if len(sealed) != SEALED_BYTES or len(commitment) != COMMITMENT_BYTES:
        raise InvalidInput(sealed="unreadable")
    with reading():
        round_ = load(actor, Permission.OFFER_MAKE, OfferRound, round_id)
        party_id = actor.participations[round_.case_id].party_id or ""
        place = place_of(round_, party_id)
        if round_.state != RoundState.OPEN:
            raise Conflict(state=str(round_.state))
    offer = box.Sealed(party_id, sealed, commitment)
    try:
        readable = box.fits(place, offer)
    except box.Spoiled:
        raise Conflict(state="closed") from None
    if not readable:
        raise InvalidInput(sealed="unreadable")
    with transaction() as tx:
        round_ = load(actor, Permission.OFFER_MAKE, OfferRound, round_id)
        _in_time(round_)
        advance(tx, ROUND, round_, "seal")
        _put_in(tx, round_, offer)
        opens = round_.tells_sealed and count_sealed(round_) == len(round_.sides)
        if opens:
            advance(tx, ROUND, round_, "begin_opening")
        else:
            _tell_of_sealing(tx, round_, party_id)
    if opens:
        settle(round_id)


def withdraw_offer(actor: Actor, round_id: str) -> None:
    """Take my side's offer back while the round is open.

    Raises:
        IllegalTransition: it is being opened, or over.
        DeadlinePassed: too late.
    """
    with transaction() as tx:
        round_ = load(actor, Permission.OFFER_MAKE, OfferRound, round_id)
        _in_time(round_)
        party_id = actor.participations[round_.case_id].party_id or ""
        advance(tx, ROUND, round_, "withdraw")
        mine = _offer_of(tx, round_, party_id)
        if mine is not None:
            tx.session.delete(mine)
        _tell_of_sealing(tx, round_, party_id)


def _put_in(tx: Transaction, round_: OfferRound, offer: box.Sealed) -> None:
    mine = _offer_of(tx, round_, offer.party_id)
    if mine is None:
        tx.add(SealedOffer(round_id=round_.id, **vars(offer)))
    else:
        mine.sealed, mine.commitment = offer.sealed, offer.commitment
        tx.session.flush()


def _offer_of(tx: Transaction, round_: OfferRound, party_id: str) -> SealedOffer | None:
    where = (SealedOffer.round_id == round_.id, SealedOffer.party_id == party_id)
    return tx.session.scalar(select(SealedOffer).where(*where))


def _tell_of_sealing(tx: Transaction, round_: OfferRound, party_id: str) -> None:
    """Whether a side has sealed is told to all or to that side alone, as the rules say; to the mediator no more."""
    people = people_of(round_)
    tell(tx, round_, people if round_.tells_sealed else [one for one in people if one.party_id == party_id])


def _in_time(round_: OfferRound) -> None:
    if round_.case.state != "mediating":
        raise Conflict(state=str(round_.case.state))
    if clock.now() >= round_.deadline:
        raise DeadlinePassed


def _close(tx: Transaction, round_: OfferRound, event: str) -> None:
    advance(tx, ROUND, round_, event)
    round_.closed_at = clock.now()
    destroy_offers(tx, round_)
    tell(tx, round_, people_of(round_))
