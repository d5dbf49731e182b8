"""What every act on a round needs: who takes part, its rules, and how it is told without telling anything."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import delete, func, select

from odr.access.predicates import takes_part
from odr.access.vault import open_field, seal_field
from odr.accounts.models import Account
from odr.cases.participants import Person, accounts_of, active_participants
from odr.db import Transaction, session
from odr.events import OfferRoundChanged
from odr.notices.commands import queue
from odr.offers.models import OfferRound, RoundSide, SealedOffer
from odr.offers.reveal import Outcome
from odr.offers.rules import Subject
from odr.offers.sealed import Place
from odr.offers.states import COUNTED, LIVE

TERMS, OUTCOME = "round.terms", "round.outcome"


def people_of(round_: OfferRound) -> list[Person]:
    """Those who take part in the round now: the people of its sides, and the mediator."""
    return [person for person in active_participants(round_.case_id) if takes_part(person, round_)]


def terms_of(round_: OfferRound) -> str:
    """The text of the rules."""
    return open_field(TERMS, round_.id, round_.terms)


def place_of(round_: OfferRound, party_id: str) -> Place:
    """What an offer of this side in this round is bound to."""
    return Place(round_.case_id, round_.id, party_id, terms_of(round_))


def seal_outcome(round_: OfferRound, outcome: Outcome) -> bytes:
    """The outcome as it is stored."""
    return seal_field(OUTCOME, round_.id, json.dumps(asdict(outcome)))


def outcome_in(round_: OfferRound) -> Outcome | None:
    """The outcome of a round that agreed."""
    if not round_.outcome:
        return None
    kept = json.loads(open_field(OUTCOME, round_.id, round_.outcome))
    packages = tuple(tuple(package) for package in kept["packages"])
    return Outcome(kept["met"], kept["fen"], tuple(kept["choices"]), packages, kept["shown_to_all"])


def offers_in(round_: OfferRound) -> list[SealedOffer]:
    """The sealed offers of the round, in an order that tells nothing."""
    mine = select(SealedOffer).where(SealedOffer.round_id == round_.id).order_by(SealedOffer.party_id)
    return list(session().scalars(mine))


def live_on(case_id: str, subject: Subject, parties: Iterable[str]) -> OfferRound | None:
    """The round between these very sides on this subject that is not over yet."""
    return next((one for one in _between(case_id, subject, parties) if one.state in LIVE), None)


def held_on(case_id: str, subject: Subject, parties: Iterable[str]) -> int:
    """How many rounds these very sides have held on this subject, agreed or not."""
    return sum(one.state in COUNTED for one in _between(case_id, subject, parties))


def tell(tx: Transaction, round_: OfferRound, people: Iterable[Person]) -> None:
    """Have the open pages of these people read the round anew."""
    tx.announce(OfferRoundChanged(audience=accounts_of(people), round_id=round_.id))


def write_to(tx: Transaction, round_: OfferRound, kind: str, people: Iterable[Person]) -> None:
    """Queue one and the same letter to each of these people; it says nothing of a round."""
    wanted = sorted({person.account_id for person in people})
    for account in tx.session.scalars(select(Account).where(Account.id.in_(wanted)).order_by(Account.id)):
        queue(tx, kind, email=account.email, account_id=account.id, locale=account.locale, case_ref=round_.case.ref)


def destroy_offers(tx: Transaction, round_: OfferRound) -> None:
    """Nothing of what was sealed stays here, whatever the outcome."""
    tx.session.execute(delete(SealedOffer).where(SealedOffer.round_id == round_.id))


def count_sealed(round_: OfferRound) -> int:
    """How many sides have sealed. Whoever asks decides who may know."""
    return session().scalar(select(func.count(SealedOffer.id)).where(SealedOffer.round_id == round_.id)) or 0


def _between(case_id: str, subject: Subject, parties: Iterable[str]) -> list[OfferRound]:
    rounds = session().scalars(select(OfferRound).where(OfferRound.case_id == case_id, OfferRound.subject == subject))
    wanted = set(parties)
    return [one for one in rounds if {side.party_id for side in one.sides} == wanted]


def side_of(round_: OfferRound, party_id: str | None) -> RoundSide | None:
    """My side of the round, if I have one."""
    return next((side for side in round_.sides if side.party_id == party_id), None)
