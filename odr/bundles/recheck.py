"""The check of confirmability made once more before a bundle is built, now with what happened since the signatures."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from odr import clock
from odr.agreements.facts import draft_of
from odr.agreements.judging import papers_seen
from odr.agreements.models import Version
from odr.bundles.contents import CourtApplication, materials
from odr.cases.models import Case, Party
from odr.db import session
from odr.evidence.models import Exhibit
from odr.law.confirmability import check_filing
from odr.law.draft import DraftFiling, PartyFiling
from odr.law.findings import Finding
from odr.law.time_limits import beijing_date
from odr.signatures.authorities import certificate_authority
from odr.signatures.models import Signature, SignatureState


def findings_before_court(case: Case, version: Version, application: CourtApplication) -> tuple[Finding, ...]:
    """Every finding of the law on the text and on the application as they stand now. Inside a unit of work.

    Signatures were verified one by one when they were given and are verified again, all together, in the finished
    bundle; here it only counts that the text is complete.
    """
    released = _released(case.id)
    draft = draft_of(case.id, agreement=version.agreement)
    if papers_seen(version.id):
        draft = replace(draft, parties=tuple(replace(party, identity_authenticated=True) for party in draft.parties))
    return check_filing(
        draft,
        DraftFiling(
            on=application.filed_on or beijing_date(clock.now()),
            effective_on=application.effective_on,
            signatures_sound=version.completed_at is not None,
            signature_assurance=not certificate_authority().development,
            sealed=version.completed_at is not None,
            parties=tuple(_party(party, version, application) for party in case.parties),
            mediation_proof=True,
            right_proofs=bool(released),
            right_proofs_on=max((beijing_date(row.at) for row in released), default=None),
            courts=(application.court.zh,),
            candidate_courts=application.candidates,
            court_row_verified=application.court_verified,
            content_roles=materials(),
            unreachable=tuple(party.name for party in case.parties if not (party.phone or party.email)),
        ),
    )


def _party(party: Party, version: Version, application: CourtApplication) -> PartyFiling:
    applied = any(applicant.party_id == party.id for applicant in application.applicants)
    signature = session().scalar(
        select(Signature).where(
            Signature.version_id == version.id,
            Signature.party_id == party.id,
            Signature.state == SignatureState.SIGNED,
        )
    )
    return PartyFiling(
        party=party.name,
        applied=applied,
        identity_verified=signature is not None and bool(signature.authentication_sha256),
        identity_method=signature.authenticated_by if signature else "",
        confirmed_alone=signature is not None,
        commitment_signed=applied,
        address_confirmed=applied,
        data_consent=applied,
    )


def _released(case_id: str) -> list[Exhibit]:
    rows = select(Exhibit).where(
        Exhibit.case_id == case_id, Exhibit.for_court_at.is_not(None), Exhibit.withdrawn_at.is_(None)
    )
    return list(session().scalars(rows))
