"""Reads, at one moment, everything a bundle is made from. What is not read here cannot be in a bundle."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor, Role, Side
from odr.accounts.models import Account, Body
from odr.agreements.facts import number_of
from odr.agreements.models import Version
from odr.audit.queries import proof_of
from odr.audit.tree import positions
from odr.bundles.contents import (
    CATALOGUE,
    AgentFacts,
    AgreementFacts,
    BundleFacts,
    CourtApplication,
    OrganisationFacts,
    PaperFacts,
    PartyFacts,
    PersonSigning,
    TextFacts,
    may_enter,
)
from odr.bundles.phrases import printable
from odr.cases.consents import SERVICE
from odr.cases.court_particulars import for_court_of
from odr.cases.models import Case, Consent, Mandate, Origin, Participant, Party
from odr.db import session
from odr.evidence.queries import released_exhibits
from odr.law.time_limits import beijing_date
from odr.papers.mark import mark_of
from odr.records.consents import facts_for_court
from odr.records.queries import sheet_head
from odr.signatures.authorities import certificate_authority, timestamp_authority
from odr.signatures.models import Signature, SignatureState
from odr.signatures.queries import ceremony_record
from odr.signatures.requirements import places_of
from signing.wording import Words

ORIGINS = {
    Origin.OWN: Words(zh="调解组织自行受理", en="Taken in by the organisation itself"),
    Origin.ASSIGNED: Words(zh="人民法院委派调解", en="Assigned by a people's court before filing"),
    Origin.ENTRUSTED: Words(zh="人民法院委托调解", en="Entrusted by a people's court after filing"),
}
PROVEN_ACTS = ("document.frozen", "document.signed", "agreement.sealed")
"""The leaves of the log a bundle proves to a court; every other leaf stays a salted hash among others."""


def collect(actor: Actor, case: Case, version: Version, application: CourtApplication) -> BundleFacts:
    """The facts of a case whose text `version` is completely signed and sealed. Inside a unit of work.

    Raises:
        NotFound, NotAllowed: the actor does not build the file for the court.
    """
    released = released_exhibits(actor, case.id)
    undisputed = facts_for_court(actor, case.id)
    chain = f"case:{case.id}"
    proven = tuple(index for act, index in positions(chain, version.id) if act in PROVEN_ACTS)
    exhibits = tuple(replace(one, name=printable(one.name)) for one in released if may_enter(one))
    common = {one.name: getattr(paper_facts(case, version, application), one.name) for one in fields(PaperFacts)}
    common |= {
        "exhibits_listed": tuple((one.name, one.provided_by) for one in exhibits),
        "has_undisputed": undisputed is not None,
    }
    return BundleFacts(
        **common,
        text=_text(actor, version),
        exhibits=exhibits,
        left_out=tuple(printable(one.name) for one in released if not may_enter(one)),
        log=proof_of(proven),
        authority=certificate_authority(),
        timestamps=timestamp_authority(),
        undisputed=undisputed,
        undisputed_head=sheet_head(case) if undisputed else None,
    )


def paper_facts(case: Case, version: Version | None, application: CourtApplication | None) -> PaperFacts:
    """What the papers say, as far as it is known. Inside a unit of work that has authorised the case.

    Nothing of any channel, offer, proposal or draft is read here: so nothing of a caucus can be in a paper.
    """
    complete = version if version is not None and version.completed_at is not None else None
    return PaperFacts(
        case_id=case.id,
        case_ref=case.ref,
        title=Words(zh=case.title, en=case.title_en or case.title),
        origin=ORIGINS[case.origin],
        organisation=_organisation(session().get_one(Body, case.organisation_id)),
        mediators=tuple(account.name for _, account in _people(case.id, Role.MEDIATOR)),
        parties=tuple(_party(party) for party in _in_order(case)),
        mediated_from=beijing_date(case.mediation_from or case.created_at),
        agreement=_agreement(complete) if complete else None,
        application=application,
        people=_people_signing(complete) if complete else (),
        development=certificate_authority().development or timestamp_authority().development,
        marks={entry.kind: mark_of(entry.kind, complete.id if complete else case.id) for entry in CATALOGUE},
        built_at=clock.now(),
    )


def _agreement(version: Version) -> AgreementFacts:
    return AgreementFacts(version.number, version.pdf_sha256, beijing_date(version.completed_at or clock.now()))


def _text(actor: Actor, version: Version) -> TextFacts:
    place = next(place for place in places_of(version.fields) if place.is_seal)
    return TextFacts(
        version_id=version.id,
        number=version.number,
        pdf=version.pdf,
        file=version.file,
        content=version.content,
        seal_field=place.field,
        ceremony=ceremony_record(actor, version.id),
    )


def _people_signing(version: Version) -> tuple[PersonSigning, ...]:
    names = {place.field: place.name for place in places_of(version.fields)}
    given = select(Signature).where(Signature.version_id == version.id, Signature.state == SignatureState.SIGNED)
    return tuple(
        PersonSigning(
            field=row.field,
            name=names[row.field],
            capacity=row.capacity,
            party_id=row.party_id,
        )
        for row in session().scalars(given.order_by(Signature.signed_at))
    )


def _organisation(body: Body) -> OrganisationFacts:
    return OrganisationFacts(
        name=body.name,
        name_en=body.name_en or body.name,
        licence=body.licence,
        credit_code=body.credit_code,
        seat=body.seat,
        phone=body.phone,
    )


def _party(party: Party) -> PartyFacts:
    return PartyFacts(
        id=party.id,
        side=str(party.side),
        kind=str(party.kind),
        name=party.name,
        name_en=party.name_en or party.name,
        id_type=party.id_type,
        id_number=number_of(party),
        representative=party.representative,
        representative_post=party.representative_post,
        address=party.address,
        phone=party.phone,
        email=party.email,
        agents=tuple(_agents(party)),
        electronic_service=_electronic_service(party),
        for_court=for_court_of(party.id),
    )


def _electronic_service(party: Party) -> tuple[tuple[str, datetime], ...]:
    given = (
        select(Account.name, Consent.given_at)
        .join(Account, Account.id == Consent.account_id)
        .join(Participant, Participant.account_id == Consent.account_id)
        .where(Participant.party_id == party.id, Participant.removed_at.is_(None))
        .where(Consent.case_id == party.case_id, Consent.subject == SERVICE, Consent.withdrawn_at.is_(None))
        .order_by(Consent.given_at)
    )
    return tuple((name, at) for name, at in session().execute(given))


def _agents(party: Party) -> list[AgentFacts]:
    found = []
    for participant, account in _people(party.case_id, Role.AGENT):
        mandate = session().scalar(
            select(Mandate).where(Mandate.participant_id == participant.id, Mandate.ended_at.is_(None))
        )
        if participant.party_id != party.id or mandate is None:
            continue
        special = mandate.may_settle and mandate.may_sign and mandate.may_apply
        found.append(
            AgentFacts(
                name=account.name,
                kind=str(mandate.agent_kind),
                firm=mandate.firm,
                licence=mandate.licence,
                special=special,
                granted_on=beijing_date(mandate.granted_at),
            )
        )
    return found


def _people(case_id: str, role: Role) -> list[tuple[Participant, Account]]:
    rows = session().execute(
        select(Participant, Account)
        .join(Account, Account.id == Participant.account_id)
        .where(Participant.case_id == case_id, Participant.role == role, Participant.removed_at.is_(None))
        .order_by(Participant.admitted_at, Participant.id)
    )
    return [(participant, account) for participant, account in rows]


def _in_order(case: Case) -> list[Party]:
    return sorted(case.parties, key=lambda party: (party.side != Side.APPLICANT, party.name))
