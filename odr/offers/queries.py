"""What a person may see of rounds: the same for every side and the mediator, but for one's own."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import MEDIATORS, SIDE_ROLES, Actor, Side
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.cases.models import Case, Party
from odr.db import query, session
from odr.errors import NotAllowed, NotFound
from odr.offers.models import OfferRound
from odr.offers.reveal import Outcome
from odr.offers.rounds import offers_in, outcome_in, side_of, terms_of
from odr.offers.rules import MOST_ROUNDS, RoundKind, Rules, Subject, rules_from
from odr.offers.states import LIVE, RoundState
from odr.rooms.queries import find_case
from signing.wording import Words

CLOSED = "closed"
"""How a search looks to those to whom nothing of it is shown, whether something was found or not."""


@dataclass(frozen=True)
class RoundSideView:
    """One side of a round. `sealed` is None where the reader may not know."""

    party_id: str
    name: Words
    side: Side
    mine: bool
    accepted: bool
    sealed: bool | None


@dataclass(frozen=True)
class RoundView:
    """A round as one of its people sees it. `state` is a value of RoundState, or "closed"."""

    id: str
    case_id: str
    case_ref: str
    case_title: Words
    state: str
    number: int
    of_most: int
    rules: Rules
    terms: str
    public_key: str
    deadline: datetime
    closed_at: datetime | None
    sides: tuple[RoundSideView, ...]
    my_party_id: str
    may_make: bool
    may_lead: bool
    outcome: Outcome | None

    @property
    def mine(self) -> RoundSideView | None:
        """My own side, if I am of one."""
        return next((side for side in self.sides if side.mine), None)


@dataclass(frozen=True)
class RoundLine:
    """A round in the list of a case. `waits_for_me`: my side can accept its rules or seal its offer."""

    id: str
    kind: RoundKind
    subject: Subject
    number: int
    state: str
    deadline: datetime
    proposed_at: datetime
    waits_for_me: bool


@dataclass(frozen=True)
class PartyName:
    """A party that may be a side of a round."""

    id: str
    name: Words
    side: Side


@dataclass(frozen=True)
class RoundsView:
    """The rounds of a case that this person takes part in, newest first."""

    case_id: str
    case_ref: str
    case_title: Words
    rounds: tuple[RoundLine, ...]
    parties: tuple[PartyName, ...]
    may_propose: bool

    @property
    def live(self) -> tuple[RoundLine, ...]:
        """Those that are not over yet."""
        return tuple(one for one in self.rounds if one.state in LIVE)


@query
def rounds_page(actor: Actor, case_ref: str) -> RoundsView:
    """Every round this person takes part in.

    Raises:
        NotFound: the actor may not know the case.
        NotAllowed: the actor knows the case (a clerk) but takes no part in what is bargained.
    """
    case = load(actor, Permission.CASE_READ, Case, find_case(case_ref))
    place = actor.in_case(case.id)
    if place is None or place.role not in SIDE_ROLES | MEDIATORS:
        raise NotAllowed(permission=str(Permission.OFFER_READ))
    rows = session().scalars(
        select(OfferRound).where(OfferRound.case_id == case.id).order_by(OfferRound.proposed_at.desc())
    )
    parties = sorted(session().scalars(select(Party).where(Party.case_id == case.id)), key=lambda party: party.side)
    return RoundsView(
        case_id=case.id,
        case_ref=case.ref,
        case_title=Words(zh=case.title, en=case.title_en or case.title),
        rounds=tuple(_line(actor, row) for row in rows if can(actor, Permission.OFFER_READ, row)),
        parties=tuple(PartyName(party.id, _name(party), party.side) for party in parties),
        may_propose=case.state == "mediating" and can(actor, Permission.OFFER_ROUND, case),
    )


@query
def round_page(actor: Actor, case_ref: str, *, round_id: str) -> RoundView:
    """One round.

    Raises:
        NotFound: no such round in the case, or the actor takes no part in it.
    """
    round_ = load(actor, Permission.OFFER_READ, OfferRound, round_id)
    if round_.case.ref != case_ref:
        raise NotFound(kind="offerround")
    place = actor.participations[round_.case_id]
    terms = terms_of(round_)
    outcome, state = _seen(actor, round_)
    return RoundView(
        id=round_.id,
        case_id=round_.case_id,
        case_ref=round_.case.ref,
        case_title=Words(zh=round_.case.title, en=round_.case.title_en or round_.case.title),
        state=state,
        number=round_.number,
        of_most=MOST_ROUNDS,
        rules=rules_from(terms),
        terms=terms,
        public_key=base64.urlsafe_b64encode(round_.public_key).decode().rstrip("="),
        deadline=round_.deadline,
        closed_at=round_.closed_at,
        sides=_sides(actor, round_),
        my_party_id=place.party_id or "",
        may_make=round_.case.state == "mediating" and can(actor, Permission.OFFER_MAKE, round_),
        may_lead=can(actor, Permission.OFFER_LEAD, round_),
        outcome=outcome,
    )


def _seen(actor: Actor, round_: OfferRound) -> tuple[Outcome | None, str]:
    """The outcome and the state as this person may know them; being opened looks like open."""
    outcome = outcome_in(round_)
    if round_.state == RoundState.OPENING:
        return None, str(RoundState.OPEN)
    for_all = outcome is not None and outcome.shown_to_all
    if round_.kind is RoundKind.SEARCH and round_.state in (RoundState.AGREED, RoundState.FAILED):
        leads = actor.participations[round_.case_id].role in MEDIATORS
        if not leads and not for_all:
            return None, CLOSED
    return outcome, str(round_.state)


def _sides(actor: Actor, round_: OfferRound) -> tuple[RoundSideView, ...]:
    mine = actor.participations[round_.case_id].party_id
    sealed = {offer.party_id for offer in offers_in(round_)}
    open_to_see = round_.tells_sealed and round_.state in (RoundState.OPEN, RoundState.OPENING)
    views = []
    for side in round_.sides:
        party = session().get_one(Party, side.party_id)
        own = party.id == mine
        views.append(
            RoundSideView(
                party_id=party.id,
                name=_name(party),
                side=party.side,
                mine=own,
                accepted=side.accepted_at is not None,
                sealed=party.id in sealed if own or open_to_see else None,
            )
        )
    return tuple(sorted(views, key=lambda view: (view.side, view.party_id)))


def _line(actor: Actor, round_: OfferRound) -> RoundLine:
    _, state = _seen(actor, round_)
    mine = side_of(round_, actor.participations[round_.case_id].party_id)
    may = round_.case.state == "mediating" and can(actor, Permission.OFFER_MAKE, round_)
    to_accept = round_.state == RoundState.PROPOSED and mine is not None and mine.accepted_at is None
    to_seal = round_.state == RoundState.OPEN and all(
        offer.party_id != (mine.party_id if mine else "") for offer in offers_in(round_)
    )
    return RoundLine(
        id=round_.id,
        kind=round_.kind,
        subject=round_.subject,
        number=round_.number,
        state=state,
        deadline=round_.deadline,
        proposed_at=round_.proposed_at,
        waits_for_me=may and (to_accept or to_seal),
    )


def _name(party: Party) -> Words:
    return Words(zh=party.name, en=party.name_en or party.name)
