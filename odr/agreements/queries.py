"""What people see of an agreement: the draft with who accepted which words, its findings, its frozen versions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.accounts.models import Account
from odr.agreements.checking import readable
from odr.agreements.clause_library import title_of
from odr.agreements.commands import party_names
from odr.agreements.content import CODE_LENGTH
from odr.agreements.facts import draft_of, live_clauses, parties_of
from odr.agreements.holds import HoldView, holds_in
from odr.agreements.in_hand import agreement_in_hand, open_for_words
from odr.agreements.models import Agreement, Clause, ClauseEdit, Version
from odr.agreements.readiness import Accepted, Readiness, readiness_of, whole_accepted, words_accepted
from odr.agreements.slots import PartyName
from odr.agreements.states import AgreementState
from odr.cases.models import Case
from odr.cases.refs import case_id_of
from odr.cases.states import CaseState
from odr.db import query, session
from odr.errors import NotFound
from odr.law.confirmability import check_draft
from odr.law.draft import ClauseKind, Prevailing
from odr.law.findings import Finding, in_order
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
    whole_before: datetime | None = None
    """When it last accepted the whole, if words changed since."""


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
    held: HoldView | None = None
    """Who writes in it at this moment."""
    words_accepted: Mapping[str, Accepted] = field(default_factory=dict)
    """Party id to the last words of this clause that the party accepted, which may be older than the present ones."""

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
    prevailing: Prevailing
    clauses: tuple[ClauseView, ...]
    parties: tuple[PartyView, ...]
    findings: tuple[Finding, ...]
    """Those about the whole; a clause carries its own."""
    versions: tuple[VersionView, ...]
    may_edit: bool
    may_accept: bool
    may_lead: bool
    accepted: bool
    me: str = ""
    """My participant id in the case."""

    @property
    def blocked(self) -> bool:
        """Whether a finding forbids the freeze."""
        return any(finding.blocks for finding in self.all_findings)

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Everything the check says, clause by clause, what must be changed first."""
        return in_order((*self.findings, *(finding for clause in self.clauses for finding in clause.findings)))

    @property
    def current(self) -> VersionView | None:
        """The frozen version that counts, if there is one."""
        return next((version for version in self.versions if not version.void), None)


@query
def draft_page(actor: Actor, case_ref: str) -> DraftView:
    """The agreement of a case. Raises NotFound for those who are not in the case."""
    case = load(actor, Permission.AGREEMENT_READ, Case, case_id_of(case_ref))
    agreement = agreement_in_hand(case.id)
    place = actor.in_case(case.id)
    mine = place.party_id if place else None
    draft = _being_drafted(case, agreement)
    wanted = agreement is not None and draft
    findings = readable(actor, case, check_draft(draft_of(case.id, agreement=agreement))) if wanted else ()
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
        prevailing=agreement.prevailing if agreement else Prevailing.ZH,
        clauses=tuple(_clauses(actor, agreement, readiness, findings)) if agreement else (),
        parties=tuple(_parties(case, agreement, readiness, mine)),
        findings=tuple(finding for finding in findings if finding.clause is None),
        versions=tuple(_versions(agreement)) if agreement else (),
        may_edit=draft and can(actor, Permission.AGREEMENT_EDIT, case),
        may_accept=draft and can(actor, Permission.AGREEMENT_ACCEPT, case),
        may_lead=can(actor, Permission.AGREEMENT_LEAD, case),
        accepted=readiness.accepted,
        me=place.participant_id if place else "",
    )


def _being_drafted(case: Case, agreement: Agreement | None) -> bool:
    """Whether words may be written: a first draft while the case is mediated, an amendment once it is settled."""
    if agreement is None:
        return case.state == CaseState.MEDIATING
    return agreement.state == AgreementState.DRAFT and open_for_words(agreement)


def _clauses(
    actor: Actor, agreement: Agreement, readiness: Readiness, findings: tuple[Finding, ...]
) -> list[ClauseView]:
    place, words = actor.in_case(agreement.case_id), words_accepted(agreement.id)
    mine = place.party_id if place else None
    views, held = [], holds_in(actor, agreement)
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
                held=held.get(row.id),
                words_accepted=words.get(row.id, {}),
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


def _parties(case: Case, agreement: Agreement | None, readiness: Readiness, mine: str | None) -> list[PartyView]:
    before = whole_accepted(agreement.id) if agreement is not None else {}
    return [
        PartyView(
            id=party.id,
            name=Words(zh=party.name, en=party.name_en or party.name),
            side=party.side.value,
            mine=party.id == mine,
            accepted_whole=party.id in readiness.whole,
            clauses_accepted=sum(party.id in accepted for accepted in readiness.by_clause.values()),
            whole_before=None if party.id in readiness.whole else before.get(party.id),
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
