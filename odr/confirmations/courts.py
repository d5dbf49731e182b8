"""Which courts on this platform may confirm a case, and why: the dated table of the law, met with the courts that have
a desk here."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from odr import clock
from odr.accounts.models import Body, BodyKind
from odr.cases.models import Case, DisputeType, Origin
from odr.db import session
from odr.law import draft
from odr.law.articles import Citation
from odr.law.jurisdiction import Candidate, Question, RowStatus, competent_courts, court_table
from odr.law.time_limits import beijing_date
from signing.wording import Words

SUBJECTS: dict[DisputeType, draft.Subject] = {
    DisputeType.TRADEMARK: draft.Subject.TRADEMARK,
    DisputeType.PATENT: draft.Subject.PATENT,
    DisputeType.COPYRIGHT: draft.Subject.COPYRIGHT,
    DisputeType.SOFTWARE: draft.Subject.SOFTWARE,
    DisputeType.TRADE_SECRET: draft.Subject.BUSINESS_SECRET,
    DisputeType.UNFAIR_COMPETITION: draft.Subject.UNFAIR_COMPETITION,
    DisputeType.DOMAIN_NAME: draft.Subject.DOMAIN_NAME,
    DisputeType.GEOGRAPHICAL_INDICATION: draft.Subject.GEOGRAPHICAL_INDICATION,
    DisputeType.PLANT_VARIETY: draft.Subject.PLANT_VARIETY,
    DisputeType.LAYOUT_DESIGN: draft.Subject.LAYOUT_DESIGN,
    DisputeType.OTHER: draft.Subject.OTHER_CIVIL,
}
ORIGINS: dict[Origin, draft.Origin] = {
    Origin.OWN: draft.Origin.OWN_INTAKE,
    Origin.ASSIGNED: draft.Origin.ASSIGNED,
    Origin.ENTRUSTED: draft.Origin.ENTRUSTED,
}


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
    here = {body.name: body for body in session().scalars(select(Body).where(Body.kind == BodyKind.COURT))}
    found = (_option(candidate, here) for candidate in competent_courts(_question(case), court_table(demonstration=True)))
    known = [option for option in found if option is not None]
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


def _question(case: Case) -> Question:
    rows = court_table(demonstration=True)
    districts = frozenset(district for row in rows for district in row.districts)
    organisation = session().get_one(Body, case.organisation_id)
    inviting = session().get(Body, case.court_id) if case.court_id else None
    return Question(
        subject=SUBJECTS[case.dispute_type],
        origin=ORIGINS[case.origin],
        on=beijing_date(clock.now()),
        party_districts=frozenset(
            district for party in case.parties for district in districts if district in party.address
        ),
        organisation_district=next((d for d in districts if d in organisation.seat), ""),
        inviting_court=next((row.code for row in rows if inviting and row.name.zh == inviting.name), ""),
    )
