"""What people see of an agreement: the draft with who accepted which words, its findings, its frozen versions."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.accounts.models import Account
from odr.agreements.clause_library import title_of
from odr.agreements.commands import party_names
from odr.agreements.content import CODE_LENGTH
from odr.agreements.facts import draft_of, live_clauses, parties_of
from odr.agreements.models import Agreement, Clause, ClauseEdit, Version
from odr.agreements.readiness import Readiness, readiness_of
from odr.agreements.slots import PartyName
from odr.agreements.states import AgreementState
from odr.cases.models import Case
from odr.cases.refs import case_id_of
from odr.cases.states import CaseState
from odr.db import query, session
from odr.errors import NotFound
from odr.law.confirmability import check_draft
from odr.law.draft import ClauseKind
from odr.law.findings import Finding
from signing.wording import Words


@dataclass(frozen=True)
class PartyView:
    """A party on the draft page."""

    id: str
    name: Words
    side: str
    mine: bool
    accepted_whole: bool
    clauses_accepted: int


@dataclass(frozen=True)
class ClauseView:
    """A clause with its revision, who accepted it, and what the rules find in it."""

    id: str
    number: int
    kind: ClauseKind
    title: Words
    text: Words
    revision: int
    answers: dict[str, str]
    accepted_by: frozenset[str]
    accepted_by_me: bool
    findings: tuple[Finding, ...]
    changed_by: str
    changed_at: datetime

    @property
    def from_library(self) -> bool:
        """Whether the clause was made from particulars rather than in free words."""
        return bool(self.answers) or self.kind in (ClauseKind.WAIVER, ClauseKind.CONFIDENTIALITY)


@dataclass(frozen=True)
class VersionView:
    """A frozen version, as everybody in the case may see it."""

    id: str
    number: int
    frozen_at: datetime
    frozen_sha256: str
    code: str
    void: bool
    completed: bool
    signed: bool
    """Whether anybody has signed it yet."""


@dataclass(frozen=True)
class DraftView:
    """The agreement page; `agreement_id` is empty before anybody has begun."""

    case_id: str
    case_ref: str
    case_title: Words
    agreement_id: str
    state: AgreementState
    revision: int
    facts: Words
    issues: Words
    clauses: tuple[ClauseView, ...]
    parties: tuple[PartyView, ...]
    findings: tuple[Finding, ...]
    """Those about the whole; a clause carries its own."""
    versions: tuple[VersionView, ...]
    may_edit: bool
    may_accept: bool
    may_lead: bool
    accepted: bool

    @property
    def blocked(self) -> bool:
        """Whether a finding forbids the freeze."""
        return any(finding.blocks for finding in (*self.findings, *(f for c in self.clauses for f in c.findings)))

    @property
    def current(self) -> VersionView | None:
        """The frozen version that counts, if there is one."""
        return next((version for version in self.versions if not version.void), None)


@query
def draft_page(actor: Actor, case_ref: str) -> DraftView:
    """The agreement of a case. Raises NotFound for those who are not in the case."""
    case = load(actor, Permission.AGREEMENT_READ, Case, case_id_of(case_ref))
    agreement = session().scalar(select(Agreement).where(Agreement.case_id == case.id))
    place = actor.in_case(case.id)
    mine = place.party_id if place else None
    mediating = case.state == CaseState.MEDIATING
    draft = mediating and (agreement is None or agreement.state == AgreementState.DRAFT)
    findings = check_draft(draft_of(case.id)) if agreement is not None and draft else ()
    readiness = readiness_of(agreement) if agreement else Readiness(0, {}, frozenset(), ())
    return DraftView(
        case_id=case.id,
        case_ref=case.ref,
        case_title=Words(zh=case.title, en=case.title_en or case.title),
        agreement_id=agreement.id if agreement else "",
        state=agreement.state if agreement else AgreementState.DRAFT,
        revision=agreement.revision if agreement else 0,
        facts=Words(zh=agreement.facts, en=agreement.facts_en) if agreement else Words(zh="", en=""),
        issues=Words(zh=agreement.issues, en=agreement.issues_en) if agreement else Words(zh="", en=""),
        clauses=tuple(_clauses(agreement, readiness, findings, mine)) if agreement else (),
        parties=tuple(_parties(case, readiness, mine)),
        findings=tuple(finding for finding in findings if finding.clause is None),
        versions=tuple(_versions(agreement)) if agreement else (),
        may_edit=draft and can(actor, Permission.AGREEMENT_EDIT, case),
        may_accept=draft and can(actor, Permission.AGREEMENT_ACCEPT, case),
        may_lead=can(actor, Permission.AGREEMENT_LEAD, case),
        accepted=readiness.accepted,
    )


def _clauses(
    agreement: Agreement, readiness: Readiness, findings: tuple[Finding, ...], mine: str | None
) -> list[ClauseView]:
    views = []
    for number, row in enumerate(live_clauses(agreement.id), 1):
        edit, author = _last_edit(row)
        accepted = readiness.by_clause.get(row.id, frozenset())
        views.append(
            ClauseView(
                id=row.id,
                number=number,
                kind=ClauseKind(row.kind),
                title=title_of(ClauseKind(row.kind), json.loads(row.slots)),
                text=Words(zh=row.text, en=row.text_en),
                revision=row.revision,
                answers=json.loads(row.slots),
                accepted_by=accepted,
                accepted_by_me=mine is not None and mine in accepted,
                findings=tuple(finding for finding in findings if finding.clause == number),
                changed_by=author,
                changed_at=edit.at,
            )
        )
    return views


def _last_edit(row: Clause) -> tuple[ClauseEdit, str]:
    edit, name = (
        session()
        .execute(
            select(ClauseEdit, Account.name)
            .join(Account, Account.id == ClauseEdit.by_account_id)
            .where(ClauseEdit.clause_id == row.id, ClauseEdit.revision == row.revision)
        )
        .one()
    )
    return edit, name


def _parties(case: Case, readiness: Readiness, mine: str | None) -> list[PartyView]:
    return [
        PartyView(
            id=party.id,
            name=Words(zh=party.name, en=party.name_en or party.name),
            side=party.side.value,
            mine=party.id == mine,
            accepted_whole=party.id in readiness.whole,
            clauses_accepted=sum(party.id in accepted for accepted in readiness.by_clause.values()),
        )
        for party in parties_of(case)
    ]


def _versions(agreement: Agreement) -> list[VersionView]:
    rows = select(Version).where(Version.agreement_id == agreement.id).order_by(Version.number.desc())
    return [
        VersionView(
            id=row.id,
            number=row.number,
            frozen_at=row.frozen_at,
            frozen_sha256=row.frozen_sha256,
            code=row.content_sha256[:CODE_LENGTH],
            void=row.void_at is not None,
            completed=row.completed_at is not None,
            signed=row.pdf_sha256 != row.frozen_sha256,
        )
        for row in session().scalars(rows)
    ]


@query
def clause_page(actor: Actor, clause_id: str) -> tuple[DraftView, ClauseView]:
    """One clause with the page it belongs to. Raises NotFound, also for a clause that was removed."""
    row = session().get(Clause, clause_id)
    if row is None:
        raise NotFound(kind="clause")
    agreement = load(actor, Permission.AGREEMENT_READ, Agreement, row.agreement_id)
    view = draft_page(actor, agreement.case.ref)
    clause = next((clause for clause in view.clauses if clause.id == clause_id), None)
    if clause is None:
        raise NotFound(kind="clause")
    return view, clause


@query
def names_in_case(actor: Actor, case_ref: str) -> dict[str, PartyName]:
    """The parties as clauses name them, by id, for the forms of model clauses."""
    return party_names(load(actor, Permission.AGREEMENT_READ, Case, case_id_of(case_ref)))


@dataclass(frozen=True)
class DocumentView:
    """The bytes of a frozen document and what to call them."""

    name: str
    data: bytes
    sha256: str


@query
def document_of(actor: Actor, version_id: str) -> DocumentView:
    """The document of a version with the signatures it bears so far. Raises NotFound."""
    version = load(actor, Permission.VERSION_READ, Version, version_id)
    return DocumentView(f"{version.case.ref}-agreement-v{version.number}.pdf", version.file, version.file_sha256)
