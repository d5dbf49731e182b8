"""Which courts may confirm a case, and why: the dated table of the law, met with the courts that have a desk here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select

from odr.accounts.models import Body, BodyKind
from odr.agreements.facts import question_of
from odr.cases.models import Case
from odr.db import session
from odr.law.articles import Citation
from odr.law.jurisdiction import Candidate, RowStatus, competent_courts, court_table
from signing.wording import Words


@dataclass(frozen=True)
class CourtOption:
    """A court that may confirm this case. `court_id` is empty when it has no desk here: then the bundle is carried
    to it by the parties."""

    court_id: str
    name: Words
    reasons: tuple[Words, ...]
    citations: tuple[Citation, ...]
    verified: bool
    note: Words


def options_for(case: Case) -> tuple[CourtOption, ...]:
    """Every competent court, those with a desk here first (CPL 205; INT 352). Inside a unit of work."""
    table = court_table(demonstration=True)
    here = {body.name: body for body in session().scalars(select(Body).where(Body.kind == BodyKind.COURT))}
    inviting = session().get(Body, case.court_id) if case.court_id else None
    code = next((row.code for row in table if inviting and row.name.zh == inviting.name), "")
    candidates = competent_courts(replace(question_of(case.id), inviting_court=code), table)
    known = [option for option in (_option(candidate, here) for candidate in candidates) if option is not None]
    return tuple(sorted(known, key=lambda option: (not option.court_id, option.name.zh)))


def _option(candidate: Candidate, here: dict[str, Body]) -> CourtOption | None:
    """None for an invented court that this platform does not serve: it exists nowhere."""
    body = here.get(candidate.court.name.zh)
    if body is None and candidate.court.status is RowStatus.DEMONSTRATION:
        return None
    return CourtOption(
        court_id=body.id if body else "",
        name=candidate.court.name,
        reasons=candidate.reasons,
        citations=candidate.citations,
        verified=candidate.verified,
        note=candidate.court.note,
    )
