"""What is shown of an application: frozen views, built from rows that somebody was allowed to load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from odr.access.actor import Actor, Side
from odr.accounts.models import Account, Body
from odr.cases.models import Case, Party
from odr.confirmations.changed import Differences
from odr.confirmations.checklist import CheckItem
from odr.confirmations.clocks import due_of
from odr.confirmations.courts import CourtOption
from odr.confirmations.inspection import Inspection
from odr.confirmations.models import (
    Application,
    Confirmation,
    CourtRequest,
    Extension,
    Objection,
    RequestAnswer,
    RequestItem,
    Ruling,
    Service,
    Transfer,
)
from odr.confirmations.objecting import is_late, objections_of
from odr.confirmations.ruling import GROUNDS, Outcome
from odr.confirmations.states import ConfirmationState, ObjectionState
from odr.confirmations.words import STATE, TONE, Ground
from odr.db import session
from odr.law.time_limits import Deadline, confirmation_window, party_objection, third_party_objection
from signing.wording import Words


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
class AnswerLine:
    """What one party answered to an item."""

    name: str
    name_en: str
    mine: bool
    wording: str
    at: datetime


@dataclass(frozen=True)
class ItemLine:
    """One thing the court asked for, what it is about, and the answers so far."""

    id: str
    number: int
    wording: str
    tie: str
    about: str
    answers: tuple[AnswerLine, ...]

    @property
    def mine(self) -> AnswerLine | None:
        """The answer of the reader's own side."""
        return next((answer for answer in self.answers if answer.mine), None)


@dataclass(frozen=True)
class RequestLine:
    """What the court asked for; `answered_at` is when the supplement was filed."""

    wording: str
    due: date
    at: datetime
    answered_at: datetime | None
    items: tuple[ItemLine, ...]


@dataclass(frozen=True)
class ExtensionLine:
    """More time for the ruling (CPL 187)."""

    until: date
    reason: str
    approved_by: str
    at: datetime


@dataclass(frozen=True)
class TransferLine:
    """Handed from one court to another."""

    source: Words
    target: Words
    reason: str
    at: datetime


@dataclass(frozen=True)
class ObjectionLine:
    """An objection to the ruling (INT 372)."""

    id: str
    name: str
    by_party: bool
    grounds: str
    lodged_at: datetime
    term: Deadline
    late: bool
    state: ObjectionState
    reasons: str
    decided_at: datetime | None


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
    rounds: int
    due: Deadline | None
    requests: tuple[RequestLine, ...]
    extensions: tuple[ExtensionLine, ...]
    transfers: tuple[TransferLine, ...]
    objections: tuple[ObjectionLine, ...]
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
    may_answer: bool
    may_object: bool
    objection_term: Deadline | None
    """Until when the reader's side may object to the ruling (INT 372)."""
    asked_by: str
    """The side that has asked already, where the reader's side may assent to it (JC-1)."""
    text_replaced: bool
    """An amendment took effect while the court waits: each side applies anew for it."""


@dataclass(frozen=True)
class FilingPage:
    """One filing at the court's desk, with what was read and verified from the bytes of its bundle just now."""

    view: ConfirmationView
    bundle_name: str
    bundle_size: int
    due: Deadline | None
    inspection: Inspection
    checklist: tuple[CheckItem, ...]
    kept: bool
    """Whether the verdict is the one made on arrival, of the same bytes under the same roots."""
    differences: Differences | None
    """What changed since the filing before; None on the first, or where one of the two was not sound."""


def bundle_name(case_ref: str) -> str:
    """The name a bundle is downloaded under."""
    return f"{case_ref}.asice"


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
        rounds=row.rounds,
        due=due_of(row),
        requests=_requests(row, here.party_id if (here := actor.in_case(case.id)) else None),
        extensions=_extensions(row),
        transfers=_transfers(row),
        objections=tuple(_objection(one) for one in objections_of(row.id)),
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


def _requests(row: Confirmation, reader: str | None) -> tuple[RequestLine, ...]:
    asked = select(CourtRequest).where(CourtRequest.confirmation_id == row.id).order_by(CourtRequest.at)
    answers: dict[str, list[AnswerLine]] = {}
    items: dict[str, list[ItemLine]] = {}
    given = (
        select(RequestAnswer, Party)
        .join(Party, Party.id == RequestAnswer.party_id)
        .join(RequestItem, RequestItem.id == RequestAnswer.item_id)
        .join(CourtRequest, CourtRequest.id == RequestItem.request_id)
        .where(CourtRequest.confirmation_id == row.id)
        .order_by(RequestAnswer.at)
    )
    for one, party in session().execute(given):
        line = AnswerLine(party.name, party.name_en or party.name, party.id == reader, one.wording, one.at)
        answers.setdefault(one.item_id, []).append(line)
    wanted = (
        select(RequestItem)
        .join(CourtRequest, CourtRequest.id == RequestItem.request_id)
        .where(CourtRequest.confirmation_id == row.id)
        .order_by(RequestItem.number)
    )
    for item in session().scalars(wanted):
        line = ItemLine(item.id, item.number, item.wording, item.tie, item.about, tuple(answers.get(item.id, ())))
        items.setdefault(item.request_id, []).append(line)
    return tuple(
        RequestLine(r.wording, r.due, r.at, r.answered_at, tuple(items.get(r.id, ()))) for r in session().scalars(asked)
    )


def _extensions(row: Confirmation) -> tuple[ExtensionLine, ...]:
    more = select(Extension).where(Extension.confirmation_id == row.id).order_by(Extension.at)
    return tuple(ExtensionLine(one.until, one.reason, one.approved_by, one.at) for one in session().scalars(more))


def _transfers(row: Confirmation) -> tuple[TransferLine, ...]:
    handed = select(Transfer).where(Transfer.confirmation_id == row.id).order_by(Transfer.at)
    return tuple(
        TransferLine(
            named(session().get_one(Body, one.from_court_id)),
            named(session().get_one(Body, one.to_court_id)),
            one.reason,
            one.at,
        )
        for one in session().scalars(handed)
    )


def _objection(one: Objection) -> ObjectionLine:
    count = party_objection if one.party_id else third_party_objection
    return ObjectionLine(
        id=one.id,
        name=one.name,
        by_party=one.party_id is not None,
        grounds=one.grounds,
        lodged_at=one.lodged_at,
        term=count(one.counted_from),
        late=is_late(one),
        state=one.state,
        reasons=one.reasons,
        decided_at=one.decided_at,
    )


def term_of(effective_on: date) -> Term:
    return Term(confirmation_window(effective_on), effective_on)


def in_order(case: Case) -> list[Party]:
    return sorted(case.parties, key=lambda party: (party.side != Side.APPLICANT, party.name))


def named(body: Body) -> Words:
    return Words(zh=body.name, en=body.name_en or body.name)
