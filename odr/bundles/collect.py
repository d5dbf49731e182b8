"""Reads, at one moment, everything a bundle is made from. What is not read here cannot be in a bundle."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor, Role, Side
from odr.accounts.models import Account, Body
from odr.agreements.facts import number_of
from odr.agreements.models import Version
from odr.audit.tree import positions, tree_leaves
from odr.bundles.contents import (
    AgentFacts,
    BundleFacts,
    CourtApplication,
    OrganisationFacts,
    PartyFacts,
    PersonSigning,
    TextFacts,
    may_enter,
)
from odr.bundles.phrases import printable
from odr.cases.models import Case, Mandate, Participant, Party
from odr.db import session
from odr.evidence.queries import released_exhibits
from odr.law.time_limits import beijing_date
from odr.records.consents import facts_for_court
from odr.records.queries import sheet_head
from odr.signatures.authorities import certificate_authority, timestamp_authority
from odr.signatures.models import Signature, SignatureState
from odr.signatures.queries import ceremony_record
from odr.signatures.requirements import places_of
from signing.wording import Words

PROVEN_ACTS = ("document.frozen", "document.signed", "agreement.sealed")
"""The leaves of the trail a bundle proves to a court; every other leaf stays a salted hash among others."""


def collect(actor: Actor, case: Case, version: Version, application: CourtApplication) -> BundleFacts:
    """The facts of a case whose text `version` is completely signed and sealed. Inside a unit of work.

    Raises:
        NotFound, NotAllowed: the actor does not build the file for the court.
    """
    released = released_exhibits(actor, case.id)
    undisputed = facts_for_court(actor, case.id)
    chain = f"case:{case.id}"
    proven = tuple(index for act, index in positions(chain, version.id) if act in PROVEN_ACTS)
    return BundleFacts(
        case_id=case.id,
        case_ref=case.ref,
        title=Words(zh=case.title, en=case.title_en or case.title),
        organisation=_organisation(session().get_one(Body, case.organisation_id)),
        mediators=tuple(account.name for _, account in _people(case.id, Role.MEDIATOR)),
        parties=tuple(_party(party) for party in _in_order(case)),
        mediated_from=beijing_date(case.mediation_from or case.created_at),
        mediated_until=beijing_date(version.completed_at or clock.now()),
        text=_text(actor, version),
        people=_people_signing(version),
        application=application,
        exhibits=tuple(replace(one, name=printable(one.name)) for one in released if may_enter(one)),
        left_out=tuple(printable(one.name) for one in released if not may_enter(one)),
        leaves=tuple(tree_leaves()),
        leaf_indexes=proven,
        authority=certificate_authority(),
        timestamps=timestamp_authority(),
        built_at=clock.now(),
        undisputed=undisputed,
        undisputed_head=sheet_head(case) if undisputed else None,
    )


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
    )


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
