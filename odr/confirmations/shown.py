"""What is shown of an application: frozen views, built from rows that somebody was allowed to load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from odr.access.actor import Actor, Side
from odr.accounts.models import Account, Body
from odr.cases.models import Case, Party
from odr.confirmations.checklist import CheckItem
from odr.confirmations.courts import CourtOption
from odr.confirmations.inspection import Inspection
from odr.confirmations.models import Application, Confirmation, CourtRequest, Ruling, Service
from odr.confirmations.ruling import GROUNDS, Outcome
from odr.confirmations.states import ConfirmationState
from odr.confirmations.words import STATE, TONE, Ground
from odr.db import session
from odr.law.articles import cite
from odr.law.time_limits import Deadline, beijing_date, confirmation_window, days_after
from signing.wording import Words

DAYS_TO_ACCEPT = 3
DAYS_TO_RULE = 30


@dataclass(frozen=True)
class PartyLine:
    """One party and whether it has applied; its address for service is shown to its own side only."""

    party_id: str
    name: str
    name_en: str
    side: Side
    mine: bool
    address: str
    contact: str
    applied_by: str
    applied_at: datetime | None


@dataclass(frozen=True)
class RequestLine:
    """What the court asked for."""

    wording: str
    due: date
    at: datetime
    answered_at: datetime | None


@dataclass(frozen=True)
class ServiceLine:
    """Proof that the ruling reached a person."""

    name: str
    name_en: str
    delivered_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True)
class RulingLine:
    """The ruling as the people of the case see it."""

    outcome: Outcome
    ground: Ground | None
    reasons: str
    number: str
    at: datetime
    sha256: str
    services: tuple[ServiceLine, ...]


@dataclass(frozen=True)
class Term:
    """The term to apply: from the day of effect, thirty days (CPL 205)."""

    deadline: Deadline
    effective_on: date


@dataclass(frozen=True)
class ConfirmationView:
    """One application, for the people of its case or for its court."""

    id: str
    state: ConfirmationState
    state_words: Words
    tone: str
    case_id: str
    case_ref: str
    title: str
    title_en: str
    court: Words
    court_reason: Words
    organisation: Words
    parties: tuple[PartyLine, ...]
    term: Term
    opened_at: datetime
    filed_at: datetime | None
    receipt: str
    accepted_at: datetime | None
    court_ref: str
    decided_at: datetime | None
    requests: tuple[RequestLine, ...]
    ruling: RulingLine | None


@dataclass(frozen=True)
class ConfirmationPage:
    """The page of the parties. `application` is None until somebody chose a court; `term` until the text has effect."""

    case_id: str
    case_ref: str
    title: str
    title_en: str
    term: Term | None
    options: tuple[CourtOption, ...]
    application: ConfirmationView | None
    bundle_built_at: datetime | None
    may_open: bool
    may_apply: bool
    may_choose_court: bool
    may_withdraw: bool
    may_file: bool
    may_build: bool


@dataclass(frozen=True)
class InboxRow:
    """One filing in a court's inbox. `due` is the day by which the court's next step is expected, with its article."""

    id: str
    case_ref: str
    court_ref: str
    court: Words
    parties: tuple[Words, ...]
    organisation: Words
    state: ConfirmationState
    state_words: Words
    tone: str
    filed_at: datetime
    due: Deadline | None


@dataclass(frozen=True)
class FilingPage:
    """One filing at the court's desk, with what was read and verified from the bytes of its bundle just now."""

    view: ConfirmationView
    bundle_name: str
    bundle_size: int
    due: Deadline | None
    inspection: Inspection
    checklist: tuple[CheckItem, ...]


def bundle_name(case_ref: str) -> str:
    """The name a bundle is downloaded under."""
    return f"{case_ref}.asice"


def due_of(row: Confirmation) -> Deadline | None:
    """The court's next step: three days to accept (SC11 4), thirty to rule (CPL 187), or the day it set itself."""
    if row.state == ConfirmationState.FILED and row.filed_at:
        return days_after(beijing_date(row.filed_at), DAYS_TO_ACCEPT, cite("SC11 4"))
    if row.state == ConfirmationState.ACCEPTED and row.accepted_at:
        return days_after(beijing_date(row.accepted_at), DAYS_TO_RULE, cite("CPL 187"))
    if row.state == ConfirmationState.SUPPLEMENT:
        asked = requests_of(row)[-1]
        return Deadline(beijing_date(asked.at), asked.due, asked.due, True, cite("INT 357"))
    return None


def by_days_left(row: InboxRow) -> tuple[bool, date, str]:
    return (row.due is None, row.due.last if row.due else beijing_date(row.filed_at), row.case_ref)


def inbox_row(row: Confirmation) -> InboxRow:
    return InboxRow(
        id=row.id,
        case_ref=row.case.ref,
        court_ref=row.court_ref,
        court=named(session().get_one(Body, row.court_id)),
        parties=tuple(Words(zh=party.name, en=party.name_en or party.name) for party in in_order(row.case)),
        organisation=named(session().get_one(Body, row.case.organisation_id)),
        state=row.state,
        state_words=STATE[row.state],
        tone=TONE[row.state],
        filed_at=row.filed_at or row.opened_at,
        due=due_of(row),
    )


def view_of(row: Confirmation, actor: Actor) -> ConfirmationView:
    case = row.case
    return ConfirmationView(
        id=row.id,
        state=row.state,
        state_words=STATE[row.state],
        tone=TONE[row.state],
        case_id=case.id,
        case_ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        court=named(session().get_one(Body, row.court_id)),
        court_reason=Words(zh=row.court_reason, en=row.court_reason_en),
        organisation=named(session().get_one(Body, case.organisation_id)),
        parties=_party_lines(row, actor),
        term=term_of(row.effective_on),
        opened_at=row.opened_at,
        filed_at=row.filed_at,
        receipt=row.receipt,
        accepted_at=row.accepted_at,
        court_ref=row.court_ref,
        decided_at=row.decided_at,
        requests=tuple(RequestLine(r.wording, r.due, r.at, r.answered_at) for r in requests_of(row)),
        ruling=_ruling(row),
    )


def _party_lines(row: Confirmation, actor: Actor) -> tuple[PartyLine, ...]:
    here = actor.in_case(row.case_id)
    applied = {
        one.party_id: (account.name, one.at)
        for one, account in session().execute(
            select(Application, Account)
            .join(Account, Account.id == Application.account_id)
            .where(Application.confirmation_id == row.id)
        )
    }
    return tuple(
        PartyLine(
            party_id=party.id,
            name=party.name,
            name_en=party.name_en or party.name,
            side=party.side,
            mine=(mine := here is not None and here.party_id == party.id),
            address=party.address if mine else "",
            contact=", ".join(part for part in (party.phone, party.email) if part) if mine else "",
            applied_by=applied[party.id][0] if party.id in applied else "",
            applied_at=applied[party.id][1] if party.id in applied else None,
        )
        for party in in_order(row.case)
    )


def _ruling(row: Confirmation) -> RulingLine | None:
    ruling = session().scalar(select(Ruling).where(Ruling.confirmation_id == row.id))
    if ruling is None:
        return None
    served = session().execute(
        select(Service, Account)
        .join(Account, Account.id == Service.account_id)
        .where(Service.ruling_id == ruling.id)
        .order_by(Account.name)
    )
    outcome = Outcome(ruling.outcome)
    return RulingLine(
        outcome=outcome,
        ground=GROUNDS[outcome].get(ruling.ground),
        reasons=ruling.reasons,
        number=ruling.number,
        at=ruling.at,
        sha256=ruling.document_sha256,
        services=tuple(
            ServiceLine(account.name, account.name_en or account.name, one.delivered_at, one.opened_at)
            for one, account in served
        ),
    )


def requests_of(row: Confirmation) -> list[CourtRequest]:
    asked = select(CourtRequest).where(CourtRequest.confirmation_id == row.id).order_by(CourtRequest.at)
    return list(session().scalars(asked))


def term_of(effective_on: date) -> Term:
    return Term(confirmation_window(effective_on), effective_on)


def in_order(case: Case) -> list[Party]:
    return sorted(case.parties, key=lambda party: (party.side != Side.APPLICANT, party.name))


def named(body: Body) -> Words:
    return Words(zh=body.name, en=body.name_en or body.name)
