"""The inbox of a court: what is due first on top, a page at a time, read along the index of its clocks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from odr.access.actor import Actor, Duty, Side
from odr.accounts.models import Body
from odr.cases.models import Case, Party
from odr.confirmations.clocks import set_by_court
from odr.confirmations.models import Confirmation, Extension
from odr.confirmations.states import ConfirmationState
from odr.confirmations.words import STATE, TONE
from odr.db import query, session
from odr.errors import InvalidInput, NotFound
from odr.law.time_limits import Deadline, acceptance_term, beijing_date, ruling_term
from signing.wording import Words

PAGE = 25
S = ConfirmationState
OBJECTED = Words(zh="有异议待处理", en="An objection to decide")


@dataclass(frozen=True)
class InboxRow:
    """One filing in a court's inbox. `due` is the day by which the next step is expected, with its article."""

    id: str
    case_ref: str
    court_ref: str
    parties: tuple[Words, ...]
    organisation: Words
    state: ConfirmationState
    state_words: Words
    tone: str
    filed_at: datetime
    rounds: int
    due: Deadline | None


@dataclass(frozen=True)
class InboxPage:
    """One page: `after` asks for the next one, empty on the last."""

    rows: tuple[InboxRow, ...]
    after: str
    decided: bool


@query
def court_inbox(actor: Actor, *, decided: bool = False, after: str = "") -> InboxPage:
    """The filings of the actor's courts: those that wait, what is due first on top; or those decided, newest first.

    A page begins behind the row that `after` names, so that it costs the same at any depth.

    Raises:
        NotFound: the actor is no court's clerk.
        InvalidInput: `after` is not what a page gave out.
    """
    courts = courts_of(actor)
    found = session().execute(page_of(courts, decided=decided, after=after)).all()
    shown, more = found[:PAGE], len(found) > PAGE
    return InboxPage(_rows(shown), _cursor(shown[-1], decided) if more else "", decided)


def courts_of(actor: Actor) -> list[str]:
    """The courts whose clerk the actor is; raises NotFound when there is none."""
    courts = sorted(body_id for body_id, duties in actor.duties.items() if Duty.COURT_CLERK in duties)
    if not courts:
        raise NotFound(kind="court_desk")
    return courts


def page_of(courts: list[str], *, decided: bool, after: str = "") -> sa.Select[*tuple[Any, ...]]:
    """One more row than a page shows, along `ix_confirmation_waiting` or `ix_confirmation_decided`."""
    columns = (
        Confirmation.id,
        Confirmation.case_id,
        Confirmation.court_ref,
        Confirmation.state,
        Confirmation.filed_at,
        Confirmation.arrived_at,
        Confirmation.accepted_at,
        Confirmation.decided_at,
        Confirmation.due_on,
        Confirmation.rounds,
    )
    place = Confirmation.court_id.in_(courts) if len(courts) > 1 else Confirmation.court_id == courts[0]
    wanted = sa.select(*columns).where(place).limit(PAGE + 1)
    if decided:
        wanted = wanted.where(
            Confirmation.decided_at.is_not(None), Confirmation.filed_at.is_not(None), Confirmation.due_on.is_(None)
        ).order_by(Confirmation.decided_at.desc(), Confirmation.id.desc())
        if after:
            moment, ident = _read(after, datetime.fromisoformat)
            wanted = wanted.where(sa.tuple_(Confirmation.decided_at, Confirmation.id) < sa.tuple_(
                sa.literal(moment, Confirmation.decided_at.type), sa.literal(ident)))  # fmt: skip
        return wanted
    wanted = wanted.where(Confirmation.due_on.is_not(None)).order_by(Confirmation.due_on, Confirmation.id)
    if after:
        day, ident = _read(after, date.fromisoformat)
        wanted = wanted.where(
            sa.tuple_(Confirmation.due_on, Confirmation.id) > sa.tuple_(sa.literal(day), sa.literal(ident))
        )
    return wanted


def _read(after: str, parse: Any) -> tuple[Any, str]:
    at, _, ident = after.partition("_")
    try:
        return parse(at), ident
    except ValueError:
        raise InvalidInput(after="unknown") from None


def _cursor(row: Any, decided: bool) -> str:
    at = row.decided_at.isoformat() if decided else row.due_on.isoformat()
    return f"{at}_{row.id}"


def _rows(found: Any) -> tuple[InboxRow, ...]:
    if not found:
        return ()
    cases = {row.case_id for row in found}
    heads = {
        case.id: case
        for case in session().execute(
            sa.select(Case.id, Case.ref, Body.name, Body.name_en)
            .join(Body, Body.id == Case.organisation_id)
            .where(Case.id.in_(cases))
        )
    }
    parties: dict[str, list[Any]] = {}
    named = sa.select(Party.case_id, Party.side, Party.name, Party.name_en).where(Party.case_id.in_(cases))
    for party in session().execute(named):
        parties.setdefault(party.case_id, []).append(party)
    set_days = _days_set([row.id for row in found if row.state in (S.SUPPLEMENT, S.ACCEPTED)])
    return tuple(_row(row, heads[row.case_id], parties.get(row.case_id, []), set_days) for row in found)


def _row(row: Any, head: Any, parties: list[Any], set_days: dict[str, date]) -> InboxRow:
    objected = row.state == S.CONFIRMED and row.due_on is not None
    ordered = sorted(parties, key=lambda party: (party.side != Side.APPLICANT, party.name))
    return InboxRow(
        id=row.id,
        case_ref=head.ref,
        court_ref=row.court_ref,
        parties=tuple(Words(zh=party.name, en=party.name_en or party.name) for party in ordered),
        organisation=Words(zh=head.name, en=head.name_en or head.name),
        state=row.state,
        state_words=OBJECTED if objected else STATE[row.state],
        tone="todo" if objected else TONE[row.state],
        filed_at=row.filed_at,
        rounds=row.rounds,
        due=_due(row, set_days.get(row.id)),
    )


def _due(row: Any, set_day: date | None) -> Deadline | None:
    """As `clocks.due_of`, out of what the page has read already."""
    if row.state == S.FILED:
        return acceptance_term(beijing_date(row.arrived_at))
    if row.state == S.SUPPLEMENT:
        return set_by_court(beijing_date(row.arrived_at), row.due_on, "INT 357")
    if row.state == S.ACCEPTED:
        start = beijing_date(row.accepted_at)
        return set_by_court(start, set_day, "CPL 187") if set_day else ruling_term(start)
    return None


def _days_set(ids: list[str]) -> dict[str, date]:
    if not ids:
        return {}
    more = sa.select(Extension.confirmation_id, Extension.until).where(Extension.confirmation_id.in_(ids))
    return {ident: until for ident, until in session().execute(more.order_by(Extension.at))}
