"""A case and its draft as plain values of the law: what the rules of `odr.law` are asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from stdnum.cn import ric

from odr import clock
from odr.access.actor import Duty, Role
from odr.access.vault import open_field
from odr.accounts.models import Account, Body, Membership
from odr.accounts.models import Track as BodyTrack
from odr.agreements.clause_library import law_slots
from odr.agreements.in_hand import agreement_in_hand
from odr.agreements.models import Agreement, Clause
from odr.agreements.signals import signals_of
from odr.agreements.signatories import signatory_of
from odr.cases.models import (
    Appointment,
    AppointmentState,
    Case,
    DisputeType,
    Mandate,
    Participant,
    Party,
    PartyKind,
)
from odr.cases.models import Origin as CaseOrigin
from odr.db import query, session
from odr.law.draft import (
    ClauseKind,
    DraftAgent,
    DraftAgreement,
    DraftClause,
    DraftMediator,
    DraftOrganisation,
    DraftParty,
    Origin,
    Prevailing,
    Subject,
    Track,
)
from odr.law.jurisdiction import Question, competent_courts, court_table
from odr.law.time_limits import beijing_date
from signing.wording import Words

PARTY_NUMBER = "party.id_number"
NOTHING = Words(zh="", en="")
FOREIGN_PAPERS = frozenset({"passport", "foreign_registration"})
SUBJECT_OF = {
    DisputeType.TRADEMARK: Subject.TRADEMARK,
    DisputeType.PATENT: Subject.PATENT,
    DisputeType.COPYRIGHT: Subject.COPYRIGHT,
    DisputeType.SOFTWARE: Subject.SOFTWARE,
    DisputeType.TRADE_SECRET: Subject.BUSINESS_SECRET,
    DisputeType.UNFAIR_COMPETITION: Subject.UNFAIR_COMPETITION,
    DisputeType.DOMAIN_NAME: Subject.DOMAIN_NAME,
    DisputeType.GEOGRAPHICAL_INDICATION: Subject.GEOGRAPHICAL_INDICATION,
    DisputeType.PLANT_VARIETY: Subject.PLANT_VARIETY,
    DisputeType.LAYOUT_DESIGN: Subject.LAYOUT_DESIGN,
    DisputeType.TRADITIONAL_CULTURE: Subject.TRADITIONAL_CULTURE,
    DisputeType.OLYMPIC_SYMBOL: Subject.OLYMPIC_SYMBOL,
    DisputeType.DATA: Subject.NETWORK_DATA,
    DisputeType.EVENT: Subject.LIVE_EVENT,
    DisputeType.CIVIL: Subject.OTHER_CIVIL,
    DisputeType.OTHER: Subject.OTHER_CIVIL,
}
TRACK_OF = {
    BodyTrack.PEOPLES: Track.PEOPLE,
    BodyTrack.COMMERCIAL: Track.COMMERCIAL,
    BodyTrack.INDUSTRY: Track.INDUSTRY,
    BodyTrack.ADMINISTRATIVE: Track.ADMINISTRATIVE,
    None: Track.INDUSTRY,
}
ORIGIN_OF = {
    CaseOrigin.OWN: Origin.OWN_INTAKE,
    CaseOrigin.ASSIGNED: Origin.ASSIGNED,
    CaseOrigin.ENTRUSTED: Origin.ENTRUSTED,
}
_POWERS = {"may_settle": "settle", "may_sign": "sign_agreement", "may_apply": "apply_confirmation"}
_DISTRICT = re.compile(r"(?:北京市)?([\u4e00-\u9fff]{2,3}区)")


@query
def draft_of(
    case_id: str, clauses: Sequence[DraftClause] | None = None, *, agreement: Agreement | None = None
) -> DraftAgreement:
    """The agreement of a case as the rules see it; for use where the case has been authorised.

    `clauses` takes the place of the ones being drafted, for a version that is frozen already; without an `agreement`
    the one in hand is meant.
    """
    case = session().get_one(Case, case_id)
    today = beijing_date(clock.now())
    organisation = session().get_one(Body, case.organisation_id)
    court = session().get(Body, case.court_id) if case.court_id else None
    agreement = agreement or agreement_in_hand(case.id)
    return DraftAgreement(
        track=TRACK_OF[organisation.track],
        origin=ORIGIN_OF[case.origin],
        subject=SUBJECT_OF[case.dispute_type],
        organisation=_organisation(organisation),
        mediators=tuple(_mediators(case)),
        parties=tuple(_party(party) for party in parties_of(case)),
        clauses=tuple(clauses) if clauses is not None else tuple(draft_clauses(agreement)),
        on=today,
        mediated_from=_day(case.mediation_from) or today,
        mediated_until=today,
        agents=tuple(_agents(case)),
        facts=Words(zh=agreement.facts, en=agreement.facts_en) if agreement else NOTHING,
        issues=Words(zh=agreement.issues, en=agreement.issues_en) if agreement else NOTHING,
        court=court.name if court else "",
        candidate_courts=tuple(_competent(case, court)) if court else (),
        signals=signals_of(case),
        prevailing=agreement.prevailing if agreement else Prevailing.ZH,
    )


@query
def question_of(case_id: str) -> Question:
    """The facts that connect a case with a court: districts are read out of the addresses."""
    case = session().get_one(Case, case_id)
    organisation = session().get_one(Body, case.organisation_id)
    found = (_district(party.address) for party in parties_of(case))
    return Question(
        subject=SUBJECT_OF[case.dispute_type],
        origin=ORIGIN_OF[case.origin],
        on=beijing_date(clock.now()),
        party_districts=frozenset(district for district in found if district),
        organisation_district=_district(organisation.seat),
    )


def _competent(case: Case, named: Body) -> Iterable[str]:
    """The names of the courts that may confirm, out of the dated table (CPL 205)."""
    table = court_table(demonstration=True)
    code = next((row.code for row in table if row.name.zh == named.name), "")
    for candidate in competent_courts(replace(question_of(case.id), inviting_court=code), table):
        yield candidate.court.name.zh


def parties_of(case: Case) -> list[Party]:
    """The parties, the applicant's side first."""
    return sorted(case.parties, key=lambda party: (party.side.value, party.name, party.id))


def live_clauses(agreement_id: str) -> list[Clause]:
    """The clauses that have not been removed, in their order."""
    rows = select(Clause).where(Clause.agreement_id == agreement_id, Clause.removed_at.is_(None))
    return list(session().scalars(rows.order_by(Clause.position, Clause.id)))


def draft_clauses(agreement: Agreement | None) -> list[DraftClause]:
    """The clauses of a draft, numbered from one."""
    if agreement is None:
        return []
    names = {party.id: party.name for party in parties_of(agreement.case)}
    return [
        DraftClause(
            number, ClauseKind(row.kind), row.text, row.text_en, law_slots(ClauseKind(row.kind), row.slots, names)
        )
        for number, row in enumerate(live_clauses(agreement.id), 1)
    ]


def number_of(party: Party) -> str:
    """The identity number of a party in clear."""
    return open_field(PARTY_NUMBER, party.id, party.id_number)


def _organisation(body: Body) -> DraftOrganisation:
    return DraftOrganisation(
        name=body.name,
        established=body.established_from is not None,
        proof_from=_day(body.established_from),
        proof_until=_day(body.established_to),
        licence_no=body.licence,
        listed=bool(body.licence),
    )


def _mediators(case: Case) -> Iterable[DraftMediator]:
    rows = session().execute(
        select(Participant, Account)
        .join(Account, Account.id == Participant.account_id)
        .where(Participant.case_id == case.id, Participant.role == Role.MEDIATOR, Participant.removed_at.is_(None))
    )
    for participant, account in rows:
        appointments = list(
            session().scalars(
                select(Appointment).where(
                    Appointment.case_id == case.id, Appointment.account_id == participant.account_id
                )
            )
        )
        belongs = session().scalar(
            select(Membership.id).where(
                Membership.account_id == participant.account_id,
                Membership.body_id == case.organisation_id,
                Membership.duty == Duty.MEDIATOR,
                Membership.ended_at.is_(None),
            )
        )
        yield DraftMediator(
            name=account.name,
            belongs=belongs is not None,
            disclosed=any(row.disclosed_at is not None for row in appointments),
            open_challenge=any(row.state == AppointmentState.CHALLENGED for row in appointments),
            interested=any(bool(row.has_interest) for row in appointments),
        )


def _party(party: Party) -> DraftParty:
    number = number_of(party)
    person = party.kind == PartyKind.PERSON
    return DraftParty(
        name=party.name,
        name_en=party.name_en,
        is_organisation=party.kind == PartyKind.ORGANISATION,
        identity_code=number,
        birth_date=_birth(number) if person and party.id_type not in FOREIGN_PAPERS else None,
        guardian=party.representative if person else "",
        address=party.address,
        contact=party.phone or party.email,
        representative=party.representative,
        foreign=party.id_type in FOREIGN_PAPERS,
    )


def _birth(number: str) -> date | None:
    """The day of birth that a resident identity number carries; None when it is no such number."""
    try:
        return ric.get_birth_date(number)
    except ValueError:
        return None


def _agents(case: Case) -> Iterable[DraftAgent]:
    signing = {signatory_of(party).participant_id for party in parties_of(case)}
    rows = session().execute(
        select(Participant, Account, Party)
        .join(Account, Account.id == Participant.account_id)
        .join(Party, Party.id == Participant.party_id)
        .where(Participant.case_id == case.id, Participant.role == Role.AGENT, Participant.removed_at.is_(None))
    )
    for participant, account, party in rows:
        mandate = session().scalar(
            select(Mandate).where(Mandate.participant_id == participant.id, Mandate.ended_at.is_(None))
        )
        powers = {word for name, word in _POWERS.items() if mandate is not None and getattr(mandate, name)}
        yield DraftAgent(
            name=account.name,
            principal=party.name,
            kind=mandate.agent_kind if mandate else "",
            powers=frozenset(powers),
            mandate_filed=mandate is not None and bool(mandate.document_digest),
            proof_filed=mandate is not None and bool(mandate.licence or mandate.firm),
            signs=participant.id in signing,
        )


def _day(instant: datetime | None) -> date | None:
    return beijing_date(instant) if instant else None


def _district(address: str) -> str:
    found = _DISTRICT.search(address)
    return found.group(1) if found else ""


def organisation_words(body: Body) -> Words:
    """The name of a body in both languages."""
    return Words(zh=body.name, en=body.name_en or body.name)
