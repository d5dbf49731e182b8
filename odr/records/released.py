"""What sides let out of their caucuses, word for word: for the mediators who heard it there, and nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import load, open_paper
from odr.access.permissions import Permission, can
from odr.cases.models import Case
from odr.cases.participants import everybody_ever
from odr.cases.refs import case_id_of
from odr.db import query, session
from odr.records.models import Passing
from odr.records.states import PassingState
from signing.wording import Words

LET_OUT = (PassingState.AGREED, PassingState.PASSED)


@dataclass(frozen=True)
class ReleasedView:
    """One sentence with the consent it has. `seq` is its place in `to_id`; None while the mediator still holds it."""

    id: str
    from_id: str
    to_id: str
    text: str
    by: Words
    agreed_at: datetime
    passed_at: datetime | None
    seq: int | None


@query
def released(actor: Actor, case_ref: str) -> tuple[ReleasedView, ...]:
    """Every sentence a side let out of its caucus: what is still to be told first, then the latest.

    Raises:
        NotFound, NotAllowed: the actor does not mediate the case.
    """
    case = load(actor, Permission.SESSION_LEAD, Case, case_id_of(case_ref))
    names = {person.participant_id: Words(zh=person.name, en=person.name_en) for person in everybody_ever(case.id)}
    rows = session().scalars(select(Passing).where(Passing.case_id == case.id, Passing.state.in_(LET_OUT))).all()
    found = [_view(actor, row, names) for row in rows if can(actor, Permission.PASSING_LEAD, row)]
    latest = sorted(found, key=lambda one: (one.passed_at or one.agreed_at, one.id), reverse=True)
    return tuple(sorted(latest, key=lambda one: one.passed_at is not None))


def _view(actor: Actor, row: Passing, names: dict[str, Words]) -> ReleasedView:
    assert row.answered_by is not None and row.answered_at is not None
    return ReleasedView(
        id=row.id,
        from_id=row.channel_id,
        to_id=row.to_id,
        text=open_paper(actor, Permission.PASSING_READ, Passing, row.id).content.decode(),
        by=names[row.answered_by],
        agreed_at=row.answered_at,
        passed_at=row.passed_at,
        seq=row.seq,
    )
