"""What the parties see of their application, and what a court's clerk sees of the filings of that court."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import or_, select

from odr import offload
from odr.access.actor import Actor
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
from odr.clock import now
from odr.confirmations.changed import differences
from odr.confirmations.checklist import FilingFacts, checklist
from odr.confirmations.clocks import due_of
from odr.confirmations.courts import options_for
from odr.confirmations.effect import bundle_to_file, text_in_effect
from odr.confirmations.inspection import Inspection, file_of, inspect_bundle
from odr.confirmations.models import Application, Confirmation, CourtFiling, Ruling
from odr.confirmations.objecting import objections_of, party_term
from odr.confirmations.rounds import keep_found, kept_inspection, papers_of, rounds_of
from odr.confirmations.shown import (
    ConfirmationPage,
    ConfirmationView,
    FilingPage,
    bundle_name,
    named,
    term_of,
    view_of,
)
from odr.confirmations.states import ConfirmationState, ObjectionState
from odr.confirmations.succession import waiting_for_text
from odr.confirmations.words import APPLICATION_WORDS, COMMITMENT
from odr.db import query, reading, session, transaction
from odr.errors import NotFound
from odr.evidence.storage import StoredContent
from odr.law.findings import for_everybody
from odr.law.time_limits import Deadline, beijing_date
from signing.manifest import AGREEMENT
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
    replaced = row is not None and text is not None and waiting_for_text(case.id) is not None
    applying = preparing or (state == S.SUPPLEMENT and row is not None and (replaced or not _complete(row)))
    open_to_me = mine is not None and (replaced or mine.applied_at is None)
    objecting = party_term(row.id, actor.account_id) if row and state == S.CONFIRMED else None
    first = next((party for party in view.parties if party.applied_at and not party.mine), None) if view else None
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
        may_apply=applying and open_to_me and _can(actor, row, "APPLY"),
        may_choose_court=preparing and _can(actor, row, "APPLY"),
        may_withdraw=state in UNDER_WAY and _can(actor, row, "WITHDRAW"),
        may_file=state in TO_FILE and not applying and _can(actor, row, "FILE"),
        may_build=state in TO_FILE and can(actor, Permission.BUNDLE_BUILD, case),
        may_answer=state == S.SUPPLEMENT and _can(actor, row, "ANSWER"),
        may_object=_may_object(actor, row, objecting),
        objection_term=objecting,
        asked_by=(first.name if first else "") if not replaced else "",
        text_replaced=replaced,
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
        .where(
            Confirmation.case_id == case_id,
            or_(Agreement.state != AgreementState.SUPERSEDED, Confirmation.state == S.SUPPLEMENT),
        )
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


def filing_page(actor: Actor, confirmation_id: str) -> FilingPage:
    """One filing with the verdict of its bundle: the one kept since arrival if the bytes and the roots are the same
    still, else made anew in a worker and kept.

    Raises:
        NotFound: not filed, or not with the actor's court.
    """
    with reading():
        row = load(actor, Permission.FILING_READ, Confirmation, confirmation_id)
        view, due = view_of(row, actor), due_of(row)
        newest, *earlier = rounds_of(row.id)
        bundle = session().get_one(Bundle, newest.bundle_id)
        data, size = stored(bundle), bundle.size
        version = session().get_one(Version, row.version_id)
        findings = for_everybody(findings_before_court(row.case, version, _application_of(row)))
        filed_on = beijing_date(row.filed_at or row.opened_at)
        before = papers_of(earlier[0]) if earlier else None
    kept = kept_inspection(newest, _digest(data))
    inspection = kept or _inspect_anew(actor, confirmation_id, newest.id, data)
    papers = inspection.papers
    items = checklist(
        FilingFacts(
            term=view.term.deadline,
            filed_on=filed_on,
            applied=tuple(party.applied_at is not None for party in view.parties),
            court_reason=view.court_reason,
            papers=papers,
            findings=findings,
        )
    )
    changed = differences(before, papers) if before and papers else None
    return FilingPage(view, bundle_name(view.case_ref), size, due, inspection, items, kept is not None, changed)


def _inspect_anew(actor: Actor, confirmation_id: str, filing_id: str, data: StoredContent) -> Inspection:
    """Verify, and keep what was found if these are the bytes that arrived."""
    inspection = offload.run(inspect_bundle, data, published_roots())
    with transaction() as tx:
        load(actor, Permission.FILING_READ, Confirmation, confirmation_id)
        filing = tx.session.get_one(CourtFiling, filing_id)
        if filing.sha256 == inspection.verdict.sha256:
            keep_found(filing, inspection)
    return inspection


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
    page, kept = _sound(actor, confirmation_id)
    return page.bundle_name.replace(".asice", ".pdf"), offload.run(file_of, kept, AGREEMENT)


def filing_file(actor: Actor, confirmation_id: str, place: int) -> tuple[str, bytes]:
    """One file out of a bundle that passes its check, by its place in the list of its files: (file name, bytes).

    Raises:
        NotFound: not with the actor's court, the bundle is not sound, or it has no such file.
    """
    page, kept = _sound(actor, confirmation_id)
    names = page.inspection.papers.files if page.inspection.papers else ()
    if not 0 <= place < len(names):
        raise NotFound(kind="file")
    return names[place].rsplit("/", 1)[-1], offload.run(file_of, kept, names[place])


def _sound(actor: Actor, confirmation_id: str) -> tuple[FilingPage, StoredContent]:
    page = filing_page(actor, confirmation_id)
    with reading():
        row = load(actor, Permission.FILING_READ, Confirmation, confirmation_id)
        kept = stored(session().get_one(Bundle, row.bundle_id))
    if page.inspection.papers is None or _digest(kept) != page.inspection.verdict.sha256:
        raise NotFound(kind="file")
    return page, kept


def _digest(kept: StoredContent) -> str:
    digest = sha256()
    for piece in kept.pieces():
        digest.update(piece)
    return digest.hexdigest()


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


def _complete(row: Confirmation) -> bool:
    applied = session().scalars(select(Application.party_id).where(Application.confirmation_id == row.id))
    return {party.id for party in row.case.parties} <= set(applied)


def _may_object(actor: Actor, row: Confirmation | None, term: Deadline | None) -> bool:
    if row is None or term is None or beijing_date(now()) > term.last or not _can(actor, row, "OBJECT"):
        return False
    here = actor.in_case(row.case_id)
    mine = [one for one in objections_of(row.id) if here is not None and one.party_id == here.party_id]
    return all(one.state != ObjectionState.OPEN for one in mine)


def _can(actor: Actor, row: Confirmation | None, act: str) -> bool:
    return row is not None and can(actor, Permission[f"CONFIRMATION_{act}"], row)
