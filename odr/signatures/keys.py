"""A one-time key for one signature: its challenge, the proof that the signatory holds it, and its certificate."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from odr import clock, offload
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.access.vault import purpose_subkey
from odr.accounts.models import Account
from odr.agreements.models import Version
from odr.agreements.states import AgreementState
from odr.audit.trail import record
from odr.cases.models import Participant
from odr.cases.states import CaseState
from odr.db import Transaction, reading, session, transaction
from odr.errors import AlreadyAnswered, Conflict, InvalidInput, NotFound, NotSignedIn, SignatureRejected, StaleVersion
from odr.signatures import work
from odr.signatures.authorities import certificate_authority
from odr.signatures.effect import rows_of
from odr.signatures.models import Assistance, Signature, SignatureState
from odr.signatures.requirements import Place, persons, places_of
from odr.signatures.translate import signing_refusals
from odr.signatures.window import is_over
from signing.authority.ports import SignerSubject
from signing.canonical import canonical_digest
from signing.keys import check_proof, enrolment_challenge

CONSENT_VERSION = "2026-11-01"
CHALLENGE_LASTS = timedelta(minutes=10)
PROOF_OF_PERSON_LASTS = timedelta(minutes=10)


@dataclass(frozen=True)
class Challenge:
    """What the new key must sign to prove that the signatory holds it, once, before `expires`."""

    value: bytes
    expires: datetime


@dataclass(frozen=True)
class Enrolled:
    """The one-time certificate (DER) for the key; or, where the authority wants it, the request that the key must sign
    before there is one."""

    certificate: bytes
    request: bytes = b""


def challenge(
    actor: Actor,
    version_id: str,
    field: str,
    *,
    typed_name: str,
    consent_version: str,
    password_at: datetime,
    assistance_id: str = "",
) -> Challenge:
    """Begin: bind a fresh challenge to this text, this person, this place and these words of consent.

    `password_at` is when the person last proved who they are; with `assistance_id` they did so on the organisation's
    device, beside a helper (`assisted`).

    Raises:
        InvalidInput: the text was not read to the end, the name typed is not the signatory's, or the words of consent
            were others.
        NotSignedIn: the password was given too long ago; ask for it again (OLR 7).
        AlreadyAnswered: this place is signed.
        StaleVersion: the text is no longer the one to sign.
    """
    if clock.now() - password_at > PROOF_OF_PERSON_LASTS:
        raise NotSignedIn(step_up=True)
    with transaction() as tx:
        version, place, signature = open_place(tx, actor, version_id, field)
        if signature.read_at is None:
            raise InvalidInput(read="end")
        _check_consent(place, typed_name, consent_version)
        method = proved_beside_helper(assistance_id, version.id, field) if assistance_id else "password"
        now = clock.now()
        value = enrolment_challenge(
            nonce=secrets.token_bytes(32),
            case=version.case.ref,
            field=place.field,
            signer=place.participant_id,
            document_sha256=version.frozen_sha256,
            consent_version=CONSENT_VERSION,
        )
        expires = now + CHALLENGE_LASTS
        signature.challenge, signature.challenge_until = value, expires
        signature.consent_version = CONSENT_VERSION
        signature.authenticated_by = method
        signature.assistance_id = assistance_id or None
        signature.authentication_sha256 = _evidence(actor, version, assistance_id, password_at)
        return Challenge(value, expires)


def _evidence(actor: Actor, version: Version, assistance_id: str, password_at: datetime) -> str:
    """The digest of how the person proved themselves, for which document and under which words of consent."""
    return canonical_digest(
        {
            "account": actor.account_id,
            "assistance": assistance_id,
            "at": password_at.isoformat(),
            "consent": CONSENT_VERSION,
            "document": version.frozen_sha256,
        }
    )


def enrol(
    actor: Actor, version_id: str, field: str, *, spki: bytes, proof: bytes, request_signature: bytes = b""
) -> Enrolled:
    """Certify the public half of the signatory's key, after it signed the challenge. Repeating it gives the same.

    An authority that certifies by request (PKCS #10) first gets the signatory's own signature over that request: then
    the answer is the request, nothing is kept, and the same call follows with `request_signature`.

    Raises:
        SignatureRejected: the proof is not by that key over this challenge, or the challenge ran out.
        Unavailable: the certificate authority did not answer, or not with what was asked for; nothing was kept.
    """
    with transaction() as tx:
        _, place, signature = open_place(tx, actor, version_id, field)
        if signature.certificate and signature.public_key == spki and not signature.challenge:
            return Enrolled(signature.certificate)
        expected, until = signature.challenge, signature.challenge_until
        person = _subject(place)
    if not expected or until is None or until < clock.now():
        raise SignatureRejected(finding="challenge.spent")
    with signing_refusals():
        authority = certificate_authority()
        check_proof(spki, proof, expected, authority.suite)
        request = authority.signer_request(spki, person)
        if request and not request_signature:
            return Enrolled(b"", request)
        issued = offload.run(work.issue_certificate, authority, spki, person, request_signature)
    with transaction() as tx:
        version, _, signature = open_place(tx, actor, version_id, field)
        if not hmac.compare_digest(signature.challenge, expected):
            raise SignatureRejected(finding="challenge.spent")
        signature.challenge, signature.public_key = b"", spki
        # What was prepared for the key before would carry another certificate than the record of the signing names.
        signature.prepared, signature.prepared_until = b"", None
        signature.certificate, signature.chain = issued.certificate, _written(issued.chain)
        signature.state = SignatureState.ENROLLED
        record(
            tx,
            account_id=actor.account_id,
            chain=f"case:{version.case.id}",
            act="certificate.issued",
            subject=signature.id,
            content=issued.certificate,
        )
        return Enrolled(issued.certificate)


def open_place(tx: Transaction, actor: Actor, version_id: str, field: str) -> tuple[Version, Place, Signature]:
    """A place that this person may sign now, with its row; inside a unit that writes.

    Raises:
        NotFound, NotAllowed: not this person's place.
        AlreadyAnswered: signed or refused before.
        StaleVersion: the text was reopened or replaced.
        Conflict: the text is not being signed, its time ran out, or somebody ended the mediation meanwhile.
    """
    version = load(actor, Permission.SIGNATURE_READ, Version, version_id)
    place = next((p for p in persons(places_of(version.fields)) if p.field == field), None)
    if place is None:
        raise NotFound(kind="signature")
    load(actor, Permission.SIGNATURE_GIVE, Signature, _begun(tx, version, place).id)
    return version, place, open_seat(tx, version, place)


def _begun(tx: Transaction, version: Version, place: Place) -> Signature:
    """The row of a place, made when somebody first comes to it."""
    signature = row_of(version.id, place.field)
    if signature is None:
        signature = Signature(
            version_id=version.id,
            participant_id=place.participant_id,
            party_id=place.party_id or None,
            field=place.field,
            capacity=place.capacity,
        )
        tx.add(signature)
    return signature


def open_seat(tx: Transaction, version: Version, place: Place) -> Signature:
    """The row of a place that can still be signed, whoever asks; inside a unit that writes and has authorised the act.

    Raises:
        AlreadyAnswered, StaleVersion, Conflict: as `open_place`.
    """
    signature = _begun(tx, version, place)
    if version.void_at is not None:
        raise StaleVersion(what="version")
    if signature.state in (SignatureState.SIGNED, SignatureState.REFUSED):
        raise AlreadyAnswered(state=str(signature.state))
    if version.agreement.state != AgreementState.FINAL:
        raise Conflict(state=str(version.agreement.state))
    refuse_if_ended(version)
    if is_over(rows_of(version)):
        raise Conflict(state="signing_window_over")
    return signature


def proved_beside_helper(assistance_id: str, version_id: str, field: str) -> str:
    """How the person proved themselves on the organisation's device, as the ceremony record names it.

    Raises:
        NotSignedIn: they have not, or too long ago, or the device was handed back.
    """
    row = session().get(Assistance, assistance_id)
    if row is None or (row.version_id, row.field) != (version_id, field) or not row.proved_by or row.ended_at:
        raise NotSignedIn(step_up=True)
    return f"in_person+{row.proved_by}"


def refuse_if_ended(version: Version) -> None:
    """Whoever ended the mediation is not bound later by signatures that are added afterwards. Raises Conflict."""
    if version.case.state == CaseState.ENDED:
        raise Conflict(state=str(version.case.state))


def _check_consent(place: Place, typed_name: str, consent_version: str) -> None:
    typed = " ".join(typed_name.split()).casefold()
    if typed not in {place.name.casefold(), place.name_en.casefold()}:
        raise InvalidInput(name="different")
    if consent_version != CONSENT_VERSION:
        raise InvalidInput(consent="stale")


def row_of(version_id: str, field: str) -> Signature | None:
    """The row of one place, once somebody began to sign there."""
    return session().scalar(select(Signature).where(Signature.version_id == version_id, Signature.field == field))


def chain_of(signature: Signature) -> tuple[bytes, ...]:
    """The issuing certificates that came with the one-time certificate (DER)."""
    return tuple(base64.b64decode(item) for item in json.loads(signature.chain))


def _written(chain: tuple[bytes, ...]) -> str:
    return json.dumps([base64.b64encode(item).decode() for item in chain])


def _subject(place: Place) -> SignerSubject:
    with reading() as now:
        account_id = now.scalar(select(Participant.account_id).where(Participant.id == place.participant_id)) or ""
        account = now.get_one(Account, account_id)
        surname, given = _split(account.name)
        return SignerSubject(surname, given, account.name, pseudonym_of(account.id))


def pseudonym_of(account_id: str) -> str:
    """What stands for a person in a certificate: the same for one person, and no identity number."""
    keyed = hmac.new(purpose_subkey("pseudonym"), account_id.encode(), hashlib.sha256).hexdigest()
    return f"PNOCN-h:{keyed[:16]}"


def _split(name: str) -> tuple[str, str]:
    """Surname and given name: a Chinese name begins with the surname, a Latin one ends with it."""
    if " " in name.strip():
        given, _, surname = name.strip().rpartition(" ")
        return surname, given
    return name[:1], name[1:] or name
