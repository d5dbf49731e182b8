"""What the platform can see of a mediation that may be a sham, for the mediator and the supervisor alone (INV 18)."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from odr import clock
from odr.cases.models import Case, Party
from odr.db import session
from odr.law.draft import Signals
from odr.offers.models import OfferRound
from odr.proposals.models import Proposal
from odr.rooms.models import Channel, Message

FEW_WORDS = 6
"""With fewer messages than this nobody can have argued."""


def signals_of(case: Case) -> Signals:
    """The signs in one case: counts and hours, never a word of anybody. Inside a unit of work."""
    opened = case.mediation_from
    return Signals(
        hours_of_mediation=(clock.now() - opened).total_seconds() / 3600 if opened else None,
        contested=_contested(case.id),
        earlier_cases=_between_the_same(case),
    )


def _contested(case_id: str) -> bool:
    for what in (OfferRound, Proposal):
        if session().scalar(select(what.id).where(what.case_id == case_id).limit(1)) is not None:
            return True
    words = select(func.count()).select_from(Message).join(Channel, Channel.id == Message.channel_id)
    return (session().scalar(words.where(Channel.case_id == case_id)) or 0) >= FEW_WORDS


def _between_the_same(case: Case) -> int:
    """Other filed cases before the organisation in which the first two parties face each other again."""
    names = sorted({party.name for party in case.parties if party.name})
    if len(names) < 2:
        return 0
    one, other = aliased(Party), aliased(Party)
    rows = (
        select(func.count(Case.id.distinct()))
        .join(one, one.case_id == Case.id)
        .join(other, other.case_id == Case.id)
        .where(
            Case.organisation_id == case.organisation_id,
            Case.id != case.id,
            Case.filed_at.is_not(None),
            one.name.in_(names),
            other.name.in_(names),
            one.side != other.side,
        )
    )
    return session().scalar(rows) or 0
