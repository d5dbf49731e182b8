"""What a person may see of the signing: who has signed, what they sign themselves, and the record for the court."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.access.vault import open_field
from odr.accounts.models import Account, Body
from odr.agreements.models import Version
from odr.agreements.states import AgreementState
from odr.cases.models import Case
from odr.cases.refs import case_id_of
from odr.db import query, session
from odr.errors import NotFound
from odr.law.time_limits import beijing_date, confirmation_window
from odr.signatures.assisted import BASIS
from odr.signatures.authorities import certificate_authority, timestamp_authority
from odr.signatures.effect import rows_of
from odr.signatures.keys import CONSENT_VERSION, row_of
from odr.signatures.models import Assistance, Seal, Signature, SignatureState
from odr.signatures.requirements import Place, all_signed, places_of, signer_ref
from odr.signatures.window import closes_at, is_over
from signing.keys import fingerprint
from signing.pdf import Prepared
from signing.records import AssistanceRecord, Ceremony, CeremonyStep
from signing.wording import Words


@dataclass(frozen=True)
class PlaceView:
    """One place to sign, as everybody in the case may see it; how far somebody has read is told to that person alone.

    The reason of a refusal is for the mediators, or for everybody where its author said so.
    """

    field: str
    name: str
    name_en: str
    capacity: Words
    is_seal: bool
    state: str
    signed_at: datetime | None
    certificate_sha256: str
    mine: bool
    may_sign: bool
    refusal_reason: str
    reason_for_all: bool = False
    read_pages: int = 0
    read_at: datetime | None = None
    assisted: bool = False
    may_assist: bool = False


@dataclass(frozen=True)
class CeremonyView:
    """The signing of one version."""

    case_ref: str
    case_title: str
    case_title_en: str
    agreement_id: str
    version_id: str
    number: int
    agreement_state: str
    frozen_sha256: str
    content_sha256: str
    pdf_sha256: str
    frozen_at: datetime
    content: dict[str, Any]
    consent_version: str
    suite: str
    void: bool
    completed_at: datetime | None
    effective_at: datetime | None
    places: tuple[PlaceView, ...]
    may_seal: bool
    development: bool
    leads: bool = False
    closes_at: datetime | None = None
    over: bool = False
    last_day: date | None = None
    renewed_at: datetime | None = None

    @property
    def my_place(self) -> PlaceView | None:
        """Where I sign, if anywhere."""
        return next((place for place in self.places if place.mine), None)


@query
def ceremony(actor: Actor, version_id: str) -> CeremonyView:
    """The state of the signing.

    Raises:
        NotFound: the actor may not know the version.
    """
    version = load(actor, Permission.SIGNATURE_READ, Version, version_id)
    agreement = version.agreement
    places, rows = places_of(version.fields), rows_of(version)
    signed = {row.field for row in rows if row.state == SignatureState.SIGNED}
    everybody = len(signed) == len([p for p in places if not p.is_seal])
    return CeremonyView(
        case_ref=version.case.ref,
        case_title=version.case.title,
        case_title_en=version.case.title_en or version.case.title,
        agreement_id=agreement.id,
        version_id=version.id,
        number=version.number,
        agreement_state=str(agreement.state),
        frozen_sha256=version.frozen_sha256,
        content_sha256=version.content_sha256,
        pdf_sha256=version.pdf_sha256,
        frozen_at=version.frozen_at,
        content=json.loads(version.content),
        consent_version=CONSENT_VERSION,
        suite=certificate_authority().suite.name,
        void=version.void_at is not None,
        completed_at=version.completed_at,
        effective_at=agreement.effective_at,
        places=tuple(_place_view(actor, version, place) for place in places),
        may_seal=everybody and agreement.state == AgreementState.SIGNED and can(actor, Permission.SEAL_AFFIX, version),
        development=certificate_authority().development or timestamp_authority().development,
        leads=can(actor, Permission.AGREEMENT_LEAD, version),
        closes_at=None if version.completed_at else closes_at(rows),
        over=agreement.state == AgreementState.FINAL and is_over(rows),
        last_day=None
        if agreement.effective_at is None
        else confirmation_window(beijing_date(agreement.effective_at)).safe,
        renewed_at=version.renewals[-1].at if version.renewals else None,
    )


@query
def signing_version(actor: Actor, case_id: str) -> str:
    """The id of the version of a case that is being signed or was signed, or "" while there is none."""
    found = (
        session()
        .scalars(
            select(Version)
            .where(Version.void_at.is_(None), Version.agreement.has(case_id=case_id))
            .order_by(Version.number.desc())
        )
        .first()
    )
    return load(actor, Permission.SIGNATURE_READ, Version, found.id).id if found else ""


@query
def sealed_digest(actor: Actor, case_ref: str) -> str:
    """SHA-256 of the sealed agreement of a case: by it the public log is asked, which knows no case.

    Raises:
        NotFound: no such case, it is not the actor's to see, or nothing is sealed in it.
    """
    version_id = signing_version(actor, case_id_of(case_ref))
    version = load(actor, Permission.SIGNATURE_READ, Version, version_id)
    if version.completed_at is None:
        raise NotFound(kind="version")
    return version.pdf_sha256


@query
def newest_version(actor: Actor, case_ref: str) -> str:
    """The id of the newest version of a case, void or not, or "" when there is none. Raises NotFound."""
    case = load(actor, Permission.SIGNATURE_READ, Case, case_id_of(case_ref))
    newest = select(Version.id).where(Version.agreement.has(case_id=case.id)).order_by(Version.frozen_at.desc())
    return session().scalars(newest.limit(1)).first() or ""


@query
def current_document(actor: Actor, version_id: str) -> bytes:
    """The document as it stands now, with the signatures it has so far.

    Raises:
        NotFound: the actor may not know the version.
    """
    return load(actor, Permission.SIGNATURE_READ, Version, version_id).file


@query
def prepared_document(actor: Actor, version_id: str, field: str) -> bytes:
    """Exactly the bytes this person is about to sign.

    Raises:
        NotFound: nothing was prepared for this person in this place.
    """
    version = load(actor, Permission.SIGNATURE_READ, Version, version_id)
    row = row_of(version.id, field)
    if row is None or not row.prepared:
        raise NotFound(kind="signature")
    load(actor, Permission.SIGNATURE_GIVE, Signature, row.id)
    return Prepared.load(row.prepared).document


@query
def ceremony_record(actor: Actor, version_id: str) -> Ceremony:
    """The record of the signing for the court: who proved who they are, how, and which revision they made.

    Raises:
        NotFound: the version is not complete.
    """
    version = load(actor, Permission.SIGNATURE_READ, Version, version_id)
    seal = session().scalar(select(Seal).where(Seal.version_id == version.id))
    places = places_of(version.fields)
    rows = {row.field: row for row in rows_of(version)}
    times = {field: row.signed_at for field, row in rows.items() if row.signed_at is not None}
    if seal is None or not all_signed(places, times):
        raise NotFound(kind="ceremony")
    steps = [_step(place, rows[place.field]) for place in places if not place.is_seal]
    steps.sort(key=lambda step: step.revision_size)
    steps.append(_seal_step(next(place for place in places if place.is_seal), seal))
    return Ceremony(version.frozen_sha256, len(version.frozen_pdf), tuple(steps))


def _place_view(actor: Actor, version: Version, place: Place) -> PlaceView:
    row = row_of(version.id, place.field)
    seal = session().scalar(select(Seal).where(Seal.version_id == version.id)) if place.is_seal else None
    here = actor.in_case(version.case.id)
    mine = not place.is_seal and here is not None and here.participant_id == place.participant_id
    state = "signed" if seal else str(row.state) if row else "waiting"
    certificate = seal.certificate if seal else row.certificate if row else b""
    leads = can(actor, Permission.AGREEMENT_LEAD, version)
    reason = row.refusal_reason if row and (leads or mine or row.reason_for_all) else b""
    open_here = (
        version.void_at is None
        and version.agreement.state == AgreementState.FINAL
        and state not in ("signed", "refused")
    )
    staff = bool(place.party_id) and not mine and can(actor, Permission.SIGNATURE_ASSIST, version)
    return PlaceView(
        field=place.field,
        name=place.name,
        name_en=place.name_en,
        capacity=place.capacity_words,
        is_seal=place.is_seal,
        state=state,
        signed_at=seal.sealed_at if seal else row.signed_at if row else None,
        certificate_sha256=fingerprint(certificate) if certificate else "",
        mine=mine,
        may_sign=mine and open_here,
        refusal_reason=open_field("signature.refusal", row.id, reason) if row and reason else "",
        reason_for_all=bool(row and row.reason_for_all),
        read_pages=row.read_pages if row and mine else 0,
        read_at=row.read_at if row and mine else None,
        assisted=bool(row and row.assistance_id and row.state == SignatureState.SIGNED),
        may_assist=staff and open_here,
    )


def _step(place: Place, row: Signature) -> CeremonyStep:
    if row.signed_at is None:
        raise NotFound(kind="ceremony")
    return CeremonyStep(
        field=place.field,
        signer_ref=signer_ref(place.field),
        auth_method=row.authenticated_by,
        auth_evidence_sha256=row.authentication_sha256,
        consent_version=row.consent_version,
        certificate_sha256=fingerprint(row.certificate),
        signed_at=row.signed_at,
        revision_sha256=row.revision_sha256,
        revision_size=row.revision_size,
        assistance=_help(row),
    )


def _help(row: Signature) -> AssistanceRecord | None:
    """The help this signature was made with, as the record of the signing tells it."""
    found = session().get(Assistance, row.assistance_id) if row.assistance_id else None
    if found is None:
        return None
    return AssistanceRecord(
        helper=session().get_one(Account, found.by_account_id).name,
        organisation=session().get_one(Body, found.case.organisation_id).name,
        document=str(found.document),
        read_by=row.read_by or str(found.read_by),
        companion=found.companion,
        articles=BASIS,
    )


def _seal_step(place: Place, seal: Seal) -> CeremonyStep:
    return CeremonyStep(
        field=place.field,
        signer_ref=signer_ref(place.field),
        auth_method="organisation_key",
        auth_evidence_sha256=fingerprint(seal.certificate),
        consent_version=CONSENT_VERSION,
        certificate_sha256=fingerprint(seal.certificate),
        signed_at=seal.sealed_at,
        revision_sha256=seal.revision_sha256,
        revision_size=seal.revision_size,
    )
