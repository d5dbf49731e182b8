"""The figures of a court's desk: how often the first filing is enough, how many rounds, how many days to the ruling."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from odr import clock
from odr.access.actor import Actor
from odr.confirmations.inbox import courts_of
from odr.confirmations.models import Confirmation, Objection, Ruling
from odr.confirmations.ruling import GROUNDS, Outcome
from odr.confirmations.states import ObjectionState
from odr.confirmations.words import Ground
from odr.db import query, session

WINDOW = timedelta(days=365)


@dataclass(frozen=True)
class Figures:
    """One year up to now, over the actor's courts. Shares are None where nothing has been decided."""

    received: int
    waiting: int
    accepted: int
    accepted_at_once: int
    rounds: float | None
    ruled: dict[Outcome, int]
    days_to_ruling: float | None
    longest_days: int | None
    grounds: tuple[tuple[Ground, int], ...]
    objections: dict[ObjectionState, int]

    @property
    def first_pass(self) -> float | None:
        """The share of accepted applications that needed one filing only."""
        return self.accepted_at_once / self.accepted if self.accepted else None


@query
def court_figures(actor: Actor) -> Figures:
    """The figures of the actor's courts.

    Raises:
        NotFound: the actor is no court's clerk.
    """
    courts, since = courts_of(actor), clock.now() - WINDOW
    mine = (Confirmation.court_id.in_(courts), Confirmation.filed_at >= since)
    accepted = Confirmation.accepted_at.is_not(None)
    received, taken, at_once, rounds = (
        session()
        .execute(
            sa.select(
                sa.func.count(),
                sa.func.count().filter(accepted),
                sa.func.count().filter(accepted, Confirmation.rounds == 1),
                sa.func.avg(Confirmation.rounds).filter(accepted),
            ).where(*mine)
        )
        .one()
    )
    waiting = sa.select(sa.func.count()).where(Confirmation.court_id.in_(courts), Confirmation.due_on.is_not(None))
    days = _days(courts)
    return Figures(
        received=received,
        waiting=session().scalar(waiting) or 0,
        accepted=taken,
        accepted_at_once=at_once,
        rounds=float(rounds) if rounds is not None else None,
        ruled=_ruled(courts),
        days_to_ruling=statistics.median(days) if days else None,
        longest_days=max(days, default=None),
        grounds=_grounds(courts),
        objections=_objections(courts),
    )


def _days(courts: list[str]) -> list[int]:
    """Whole days from acceptance to each ruling of the year."""
    found = session().execute(
        sa.select(Confirmation.accepted_at, Ruling.at)
        .join(Ruling, Ruling.confirmation_id == Confirmation.id)
        .where(Confirmation.court_id.in_(courts), Ruling.at >= clock.now() - WINDOW)
    )
    return [(ruled - accepted).days for accepted, ruled in found if accepted is not None]


def _ruled(courts: list[str]) -> dict[Outcome, int]:
    counted = session().execute(_of_the_year(courts, Ruling.outcome).group_by(Ruling.outcome))
    return {Outcome(outcome): count for outcome, count in counted}


def _grounds(courts: list[str]) -> tuple[tuple[Ground, int], ...]:
    counted = session().execute(
        _of_the_year(courts, Ruling.outcome, Ruling.ground).group_by(Ruling.outcome, Ruling.ground)
    )
    known = [(GROUNDS[Outcome(outcome)].get(ground), count) for outcome, ground, count in counted]
    return tuple(sorted(((g, n) for g, n in known if g is not None), key=lambda one: -one[1]))


def _of_the_year(courts: list[str], *columns: Any) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(*columns, sa.func.count())
        .join(Confirmation, Ruling.confirmation_id == Confirmation.id)
        .where(Confirmation.court_id.in_(courts), Ruling.at >= clock.now() - WINDOW)
    )


def _objections(courts: list[str]) -> dict[ObjectionState, int]:
    counted = session().execute(
        sa.select(Objection.state, sa.func.count())
        .join(Confirmation, Objection.confirmation_id == Confirmation.id)
        .where(Confirmation.court_id.in_(courts), Objection.lodged_at >= clock.now() - WINDOW)
        .group_by(Objection.state)
    )
    return {ObjectionState(state): count for state, count in counted}
