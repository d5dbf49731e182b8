"""Signing: prepare the bytes for one person, keep the signature they made elsewhere, or keep their refusal."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from odr import clock, offload
from odr.access.actor import Actor
from odr.access.vault import seal_field
from odr.agreements.finality import back_to_draft
from odr.agreements.models import Version
from odr.agreements.states import AGREEMENT
from odr.audit.trail import record
from odr.cases.participants import accounts_of, active_participants
from odr.cases.steps import clerks_of, tell
from odr.db import Transaction, session, transaction
from odr.errors import AlreadyAnswered, InvalidInput, SignatureRejected, SigningInProgress
from odr.events import AgreementChanged
from odr.lifecycle import advance
from odr.signatures import work
from odr.signatures.authorities import certificate_authority, timestamp_authority
from odr.signatures.effect import put_into_effect, signed_times, signing_people
from odr.signatures.keys import chain_of, open_place, row_of
from odr.signatures.models import Assistance, Signature, SignatureState
from odr.signatures.requirements import all_signed, places_of
from odr.signatures.translate import signing_refusals
from odr.signatures.window import BEFORE_THE_END
from signing.keys import load_certificate
from signing.pdf import Prepared
from signing.tree import act_leaf

LEASE = timedelta(seconds=30)
MAX_REASON = 2000
SALT_BYTES = 16


@dataclass(frozen=True)
class ToSign:
    """What the signatory's device checks and signs: attributes (DER) over exactly `document_sha256`'s bytes."""

    signed_attributes: bytes
    certificate: bytes
    base_sha256: str
    document_sha256: str
    expires: datetime


@dataclass(frozen=True)
class Kept:
    """The platform's word that a signature is in the document and safe."""

    field: str
    signed_at: datetime
    revision_sha256: str
    everybody_signed: bool


def prepare(actor: Actor, version_id: str, field: str) -> ToSign:
    """Make the document and the attributes this person signs, and hold the document for them for some seconds.

    Raises:
        SigningInProgress: somebody else holds it; `retry_after` says for how many seconds at most.
        SignatureRejected: no certificate was issued for this place yet, or it has nearly run out: make a new key.
    """
    with transaction() as tx:
        version, place, signature = open_place(tx, actor, version_id, field)
        if not signature.certificate or _is_spent(signature.certificate):
            raise SignatureRejected(finding="certificate.missing")
        take_lease(version, signature.id)
        base, base_sha256 = version.pdf, version.pdf_sha256
        certificate, chain = signature.certificate, chain_of(signature)
        assisted = signature.assistance_id is not None
    mark = work.Mark(clock.now(), development=certificate_authority().development, assisted=assisted)
    with signing_refusals():
        prepared = offload.run(work.prepare_signature, base, place, certificate, chain, mark)
    with transaction() as tx:
        version, _, signature = open_place(tx, actor, version_id, field)
        if version.pdf_sha256 != base_sha256 or signature.certificate != certificate:
            raise SigningInProgress(retry_after=1)
        take_lease(version, signature.id)
        signature.prepared = prepared.dump()
        signature.prepared_until = version.lease_until
        signature.state = SignatureState.PREPARED
        return ToSign(
            signed_attributes=prepared.signed_attributes,
            certificate=certificate,
            base_sha256=base_sha256,
            document_sha256=hashlib.sha256(prepared.document).hexdigest(),
            expires=clock.now() + LEASE,
        )


def finish(actor: Actor, version_id: str, field: str, *, signature_value: bytes) -> Kept:
    """Keep the signature: it is checked, put into the document, read back, and swapped in as a whole.

    Sending the same signature again returns what was kept the first time.

    Raises:
        SignatureRejected: it is not by the certified key over the prepared attributes.
        SigningInProgress: the document moved on meanwhile; prepare and sign again.
    """
    value_sha256 = hashlib.sha256(signature_value).hexdigest()
    earlier = _kept_before(actor, version_id, field, value_sha256)
    if earlier is not None:
        return earlier
    with transaction() as tx:
        _, _, signature = open_place(tx, actor, version_id, field)
        if not signature.prepared:
            raise SignatureRejected(finding="request.missing")
        written = signature.prepared
        prepared = Prepared.load(written)
    with signing_refusals():
        signed = offload.run(work.embed_signature, prepared, signature_value, timestamp_authority())
    with transaction() as tx:
        version, _, signature = open_place(tx, actor, version_id, field)
        if signature.prepared != written:
            raise SigningInProgress(retry_after=1)
        _swap(version, prepared.base_sha256, signed.document, signed.sha256)
        signature.state, signature.prepared = SignatureState.SIGNED, b""
        signature.signed_at, signature.value_sha256 = signed.signed_at, value_sha256
        signature.revision_sha256, signature.revision_size = signed.sha256, signed.size
        record_signed(tx, actor, version, field, signed)
        tx.session.flush()
        advance(tx, AGREEMENT, version.agreement, "sign")
        end_assistance(signature)
        done = all_signed(places_of(version.fields), signed_times(version))
        if done:
            advance(tx, AGREEMENT, version.agreement, "all_signed")
        _tell_signed(tx, version, actor, done=done)
        put_into_effect(tx, actor, version)
        announce(tx, version, "signed")
        return Kept(field, signed.signed_at, signed.sha256, done)


def _is_spent(certificate: bytes) -> bool:
    return load_certificate(certificate).not_valid_after_utc - BEFORE_THE_END <= clock.now()


def end_assistance(signature: Signature) -> None:
    """The device goes back to its helper: what was proved on it is good for nothing more."""
    row = session().get(Assistance, signature.assistance_id) if signature.assistance_id else None
    if row is not None and row.ended_at is None:
        row.ended_at = clock.now()


def _tell_signed(tx: Transaction, version: Version, actor: Actor, *, done: bool) -> None:
    others = {account for account in signing_people(version) if account != actor.account_id}
    clerks = set(clerks_of(version.case.organisation_id))
    if done:
        tell(tx, version.case, "seal_waiting", clerks)
        tell(tx, version.case, "sign_complete", set(signing_people(version)) - clerks)
    else:
        tell(tx, version.case, "sign_given", others - clerks)


def refuse(actor: Actor, version_id: str, field: str, *, reason: str, for_all: bool = False) -> None:
    """Refuse to sign, with a reason; the text goes back to the table and every signature is void.

    The mediators read the reason; with `for_all` everybody in the case does, in the signatory's own words.

    Raises:
        InvalidInput: no reason, or too long a one.
    """
    words = reason.strip()
    if not words or len(words) > MAX_REASON:
        raise InvalidInput(reason="length")
    with transaction() as tx:
        version, _, signature = open_place(tx, actor, version_id, field)
        signature.state = SignatureState.REFUSED
        signature.refusal_reason = seal_field("signature.refusal", signature.id, words)
        signature.reason_for_all = for_all
        end_assistance(signature)
        others = [account for account in signing_people(version) if account != actor.account_id]
        tell(tx, version.case, "sign_refused", others)
        back_to_draft(tx, actor, version.agreement, "refuse")


def take_lease(version: Version, holder: str) -> None:
    """Hold the document for one signatory; a lease that ran out is free.

    Raises:
        SigningInProgress: somebody else holds it.
    """
    now = clock.now()
    if version.lease_holder not in (None, holder) and version.lease_until is not None and version.lease_until > now:
        raise SigningInProgress(retry_after=max(1, round((version.lease_until - now).total_seconds())))
    version.lease_holder, version.lease_until = holder, now + LEASE


def record_signed(tx: Transaction, actor: Actor, version: Version, field: str, signed: work.Signed) -> None:
    """Record a signature or seal as a leaf that a bundle can prove."""
    leaf = act_leaf(
        "document.signed",
        salt=secrets.token_bytes(SALT_BYTES),
        field=field,
        sha256=signed.sha256,
        certificate_sha256=signed.certificate_sha256,
    )
    chain = f"case:{version.case.id}"
    record(tx, account_id=actor.account_id, chain=chain, act="document.signed", subject=version.id, leaf=leaf)


def announce(tx: Transaction, version: Version, change: str) -> None:
    """Tell the open pages of everybody in the case."""
    people = active_participants(version.case.id)
    tx.announce(AgreementChanged(audience=accounts_of(people), agreement_id=version.agreement_id, change=change))


def _swap(version: Version, base_sha256: str, document: bytes, sha256: str) -> None:
    if version.pdf_sha256 != base_sha256:
        raise SigningInProgress(retry_after=1)
    version.pdf, version.pdf_sha256 = document, sha256
    version.lease_holder = version.lease_until = None


def _kept_before(actor: Actor, version_id: str, field: str, value_sha256: str) -> Kept | None:
    with transaction() as tx:
        try:
            open_place(tx, actor, version_id, field)
        except AlreadyAnswered:
            row: Signature | None = row_of(version_id, field)
            if row is None or row.signed_at is None or not hmac.compare_digest(row.value_sha256, value_sha256):
                raise
            done = all_signed(places_of(row.version.fields), signed_times(row.version))
            return Kept(field, row.signed_at, row.revision_sha256, done)
        return None
