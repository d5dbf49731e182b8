"""What the parties see of their application, and what a court's clerk sees of the filings of that court."""

from __future__ import annotations

from sqlalchemy import select

from odr import offload
from odr.access.actor import Actor, Duty
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.accounts.models import Account, Body
from odr.agreements.models import Agreement, Version
from odr.agreements.states import AgreementState
from odr.bundles.contents import Applicant, CourtApplication
from odr.bundles.keeping import bytes_of, stored
from odr.bundles.models import Bundle
from odr.bundles.recheck import findings_before_court
from odr.bundles.roots import published_roots
from odr.cases.models import Case
from odr.cases.refs import case_id_of
from odr.confirmations.checklist import FilingFacts, checklist
from odr.confirmations.courts import options_for
from odr.confirmations.effect import bundle_to_file, text_in_effect
from odr.confirmations.inspection import inspect_bundle
from odr.confirmations.models import Application, Confirmation, Ruling
from odr.confirmations.shown import (
    ConfirmationPage,
    ConfirmationView,
    FilingPage,
    InboxRow,
    bundle_name,
    by_days_left,
    due_of,
    inbox_row,
    named,
    term_of,
    view_of,
)
from odr.confirmations.states import ConfirmationState
from odr.confirmations.words import APPLICATION_WORDS, COMMITMENT
from odr.db import query, reading, session
from odr.errors import NotFound
from odr.law.findings import for_everybody
from odr.law.time_limits import beijing_date
from signing.wording import Words

S = ConfirmationState
UNDER_WAY = (S.PREPARING, S.READY, S.FILED, S.SUPPLEMENT, S.ACCEPTED)
TO_FILE = (S.READY, S.SUPPLEMENT)


@query
def confirmation_page(actor: Actor, case_ref: str) -> ConfirmationPage:
    """The parties' page.

    Raises:
        NotFound: the case is not the actor's to see.
    """
    case = load(actor, Permission.CASE_READ, Case, case_id_of(case_ref))
    text = text_in_effect(case.id)
    row = _application_in(case.id)
    state = row.state if row else None
    view = view_of(row, actor) if row else None
    mine = next((party for party in view.parties if party.mine), None) if view else None
    bundle = bundle_to_file(row) if row else None
    preparing = state == S.PREPARING
    return ConfirmationPage(
        case_id=case.id,
        case_ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        term=term_of(text.effective_on) if text else None,
        options=options_for(case) if text and (row is None or preparing) else (),
        application=view,
        bundle_built_at=bundle.built_at if bundle else None,
        may_open=bool(text) and row is None and can(actor, Permission.CONFIRMATION_OPEN, case),
        may_apply=preparing and mine is not None and mine.applied_at is None and _can(actor, row, "APPLY"),
        may_choose_court=preparing and _can(actor, row, "APPLY"),
        may_withdraw=state in UNDER_WAY and _can(actor, row, "WITHDRAW"),
        may_file=state in TO_FILE and _can(actor, row, "FILE"),
        may_build=state in TO_FILE and can(actor, Permission.BUNDLE_BUILD, case),
    )


@query
def court_application(actor: Actor, case_id: str) -> CourtApplication:
    """What the parties ask of which court, for the bundle.

    Raises:
        NotFound, NotAllowed: the actor does not build the file for the court, or nobody has applied yet.
    """
    load(actor, Permission.BUNDLE_BUILD, Case, case_id)
    row = _application_in(case_id)
    if row is None:
        raise NotFound(kind="confirmation")
    return _application_of(row)


@query
def application_so_far(actor: Actor, case_id: str) -> CourtApplication | None:
    """What the parties ask of which court, as far as they have applied; None before a court is chosen.

    Raises:
        NotFound: the case is not the actor's to see.
    """
    load(actor, Permission.PAPER_READ, Case, case_id)
    row = _application_in(case_id)
    return _application_of(row) if row and can(actor, Permission.CONFIRMATION_READ, row) else None


def _application_in(case_id: str) -> Confirmation | None:
    """The newest application of a case; what was asked about a text that was replaced since is history."""
    rows = (
        select(Confirmation)
        .join(Version, Version.id == Confirmation.version_id)
        .join(Agreement, Agreement.id == Version.agreement_id)
        .where(Confirmation.case_id == case_id, Agreement.state != AgreementState.SUPERSEDED)
    )
    return session().scalar(rows.order_by(Confirmation.opened_at.desc()))


def _application_of(row: Confirmation) -> CourtApplication:
    court = session().get_one(Body, row.court_id)
    options = [option for option in options_for(row.case) if option.court_id]
    applied = session().execute(
        select(Application, Account)
        .join(Account, Account.id == Application.account_id)
        .where(Application.confirmation_id == row.id)
        .order_by(Application.at)
    )
    return CourtApplication(
        court=named(court),
        court_reason=Words(zh=row.court_reason, en=row.court_reason_en),
        candidates=tuple(option.name.zh for option in options),
        court_verified=any(option.verified for option in options if option.court_id == row.court_id),
        commitment=COMMITMENT,
        commitment_version=APPLICATION_WORDS,
        applicants=tuple(Applicant(one.party_id, account.name, one.at) for one, account in applied),
        effective_on=row.effective_on,
        filed_on=beijing_date(row.filed_at) if row.filed_at else None,
    )


@query
def court_inbox(actor: Actor) -> list[InboxRow]:
    """The filings of the actor's courts: what is due first stands first, what is decided last.

    Raises:
        NotFound: the actor is no court's clerk.
    """
    courts = [body_id for body_id, duties in actor.duties.items() if Duty.COURT_CLERK in duties]
    if not courts:
        raise NotFound(kind="court_desk")
    filed = select(Confirmation).where(Confirmation.court_id.in_(courts), Confirmation.filed_at.is_not(None))
    rows = [row for row in session().scalars(filed) if can(actor, Permission.FILING_READ, row)]
    return sorted((inbox_row(row) for row in rows), key=by_days_left)


def filing_page(actor: Actor, confirmation_id: str) -> FilingPage:
    """One filing with its bundle verified afresh, in a worker, from the bytes that arrived.

    Raises:
        NotFound: not filed, or not with the actor's court.
    """
    with reading():
        row = load(actor, Permission.FILING_READ, Confirmation, confirmation_id)
        view, due = view_of(row, actor), due_of(row)
        bundle = session().get_one(Bundle, row.bundle_id)
        kept, size = stored(bundle), bundle.size
        version = session().get_one(Version, row.version_id)
        findings = for_everybody(findings_before_court(row.case, version, _application_of(row)))
        filed_on = beijing_date(row.filed_at or row.opened_at)
    inspection = offload.run(inspect_bundle, kept, published_roots())
    items = checklist(
        FilingFacts(
            term=view.term.deadline,
            filed_on=filed_on,
            applied=tuple(party.applied_at is not None for party in view.parties),
            court_reason=view.court_reason,
            papers=inspection.papers,
            findings=findings,
        )
    )
    return FilingPage(view, bundle_name(view.case_ref), size, due, inspection, items)


@query
def filing_summary(actor: Actor, confirmation_id: str) -> ConfirmationView:
    """One filing without its bundle, for the pages on which a decision is checked before it is made.

    Raises:
        NotFound: not filed, or not with the actor's court.
    """
    return view_of(load(actor, Permission.FILING_READ, Confirmation, confirmation_id), actor)


@query
def filing_bundle(actor: Actor, confirmation_id: str) -> tuple[str, bytes]:
    """The bundle as it arrived: (file name, bytes), for the court's own verifier.

    Raises:
        NotFound: not filed, or not with the actor's court.
    """
    row = load(actor, Permission.FILING_READ, Confirmation, confirmation_id)
    return bundle_name(row.case.ref), bytes_of(session().get_one(Bundle, row.bundle_id))


def filing_agreement(actor: Actor, confirmation_id: str) -> tuple[str, bytes]:
    """The signed agreement out of a bundle that passes its check: (file name, PDF).

    Raises:
        NotFound: not with the actor's court, or the bundle is not sound.
    """
    with reading():
        row = load(actor, Permission.FILING_READ, Confirmation, confirmation_id)
        name, kept = bundle_name(row.case.ref), stored(session().get_one(Bundle, row.bundle_id))
    papers = offload.run(inspect_bundle, kept, published_roots()).papers
    if papers is None:
        raise NotFound(kind="agreement")
    return name.replace(".asice", ".pdf"), papers.agreement_pdf


@query
def filing_ruling(actor: Actor, confirmation_id: str) -> tuple[str, bytes]:
    """The ruling as the court recorded it: (number, PDF).

    Raises:
        NotFound: there is none, or the filing is not with the actor's court.
    """
    row = load(actor, Permission.FILING_READ, Confirmation, confirmation_id)
    ruling = session().scalar(select(Ruling).where(Ruling.confirmation_id == row.id))
    if ruling is None:
        raise NotFound(kind="ruling")
    return ruling.number, ruling.document


def _can(actor: Actor, row: Confirmation | None, act: str) -> bool:
    return row is not None and can(actor, Permission[f"CONFIRMATION_{act}"], row)
