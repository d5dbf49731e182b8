"""The organisation's seal (印章): the last mark on a text that everybody signed, and its finish for the long term."""

from __future__ import annotations

import secrets

from odr import offload
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.accounts.models import Body
from odr.agreements.models import Version
from odr.agreements.states import AGREEMENT, AgreementState
from odr.audit.trail import record
from odr.cases.steps import tell
from odr.clock import now as present
from odr.db import transaction
from odr.errors import Conflict, NotFound, SigningInProgress, StaleVersion
from odr.lifecycle import advance, next_state
from odr.signatures import work
from odr.signatures.authorities import certificate_authority, timestamp_authority
from odr.signatures.commands import SALT_BYTES, announce, record_signed, take_lease
from odr.signatures.effect import put_into_effect, signing_people
from odr.signatures.heads import sign_head_if_possible
from odr.signatures.keys import refuse_if_ended
from odr.signatures.models import Seal
from odr.signatures.requirements import Place, places_of
from odr.signatures.translate import signing_refusals
from signing.authority.ports import OrganisationSubject
from signing.canonical import sha256_hex
from signing.tree import act_leaf


def affix_seal(actor: Actor, version_id: str) -> str:
    """Seal the agreement and add everything that lets it be verified for decades (PAdES B-LTA).

    Returns the SHA-256 of the finished document.

    Raises:
        IllegalTransition: not everybody has signed, or it is sealed already.
        SigningInProgress: another clerk is sealing it.
        Conflict: somebody ended the mediation before it was sealed.
        Unavailable: an authority did not answer; nothing was changed.
    """
    with transaction():
        version, place = _open(actor, version_id)
        take_lease(version, actor.account_id)
        base, base_sha256, organisation = version.pdf, version.pdf_sha256, _organisation(version)
    with signing_refusals():
        sealed = offload.run(work.affix_seal, base, place, organisation, certificate_authority(), timestamp_authority())
    final_sha256 = sha256_hex(sealed.document)
    with transaction() as tx:
        version, place = _open(actor, version_id)
        if version.pdf_sha256 != base_sha256:
            raise SigningInProgress(retry_after=1)
        version.pdf, version.pdf_sha256 = sealed.document, final_sha256
        version.lease_holder = version.lease_until = None
        version.completed_at, version.proven_until = present(), sealed.proven_until
        tx.add(_row(actor, version, sealed))
        record_signed(tx, actor, version, place.field, sealed.seal)
        record(
            tx,
            account_id=actor.account_id,
            chain=f"case:{version.case.id}",
            act="agreement.sealed",
            subject=version.id,
            leaf=act_leaf("agreement.sealed", salt=secrets.token_bytes(SALT_BYTES), sha256=final_sha256),
        )
        advance(tx, AGREEMENT, version.agreement, "affix_seal")
        tell(tx, version.case, "sign_sealed", signing_people(version))
        put_into_effect(tx, actor, version)
        announce(tx, version, "sealed")
    sign_head_if_possible()
    return final_sha256


def _row(actor: Actor, version: Version, sealed: work.Sealed) -> Seal:
    return Seal(
        version_id=version.id,
        body_id=version.case.organisation_id,
        by_account_id=actor.account_id,
        certificate=sealed.certificate,
        sealed_at=sealed.seal.signed_at,
        revision_sha256=sealed.seal.sha256,
        revision_size=sealed.seal.size,
    )


def _open(actor: Actor, version_id: str) -> tuple[Version, Place]:
    version = load(actor, Permission.SEAL_AFFIX, Version, version_id)
    if version.void_at is not None:
        raise StaleVersion(what="version")
    refuse_if_ended(version)
    next_state(AGREEMENT, AgreementState(version.agreement.state), "affix_seal")
    place = next((p for p in places_of(version.fields) if p.is_seal), None)
    if place is None:
        raise NotFound(kind="seal")
    return version, place


def _organisation(version: Version) -> OrganisationSubject:
    with transaction() as tx:
        body = tx.session.get_one(Body, version.case.organisation_id)
        if not body.credit_code:
            raise Conflict(state="organisation_without_credit_code")
        return OrganisationSubject(body.name, f"NTRCN-{body.credit_code}")
