"""Signing by the commands people use: keys made outside, and every way it can go wrong."""

from __future__ import annotations

import hashlib
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from odr import clock
from odr.audit.models import AuditEntry, AuditLeaf
from odr.audit.trail import verify_all
from odr.db import reading
from odr.errors import (
    AlreadyAnswered,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotSignedIn,
    SignatureRejected,
    SigningInProgress,
    Unavailable,
)
from odr.signatures import authorities, commands, keys, queries
from odr.signatures.commands import LEASE, refuse
from odr.signatures.models import Signature, SignatureState
from odr.signatures.sealing import affix_seal
from signing import pdf
from signing.errors import AuthorityUnavailable
from signing.layout import SIGNATURE
from signing.trust import TrustRoots
from signing.verify import verify_agreement
from tests.odr.signatures.conftest import Ceremony, Signatory
from tests.signing.ceremony import OutsideKey


def row_of(signatory: Signatory) -> Signature:
    with reading() as now:
        found = now.scalar(
            select(Signature).where(
                Signature.version_id == signatory.agreed.version_id, Signature.field == signatory.field
            )
        )
        assert found is not None
        return found


def acts(ceremony: Ceremony) -> list[str]:
    """What the audit tree can prove about this version, in order."""
    with reading() as now:
        rows = now.scalars(
            select(AuditEntry.act)
            .join(AuditLeaf, AuditLeaf.entry_id == AuditEntry.id)
            .where(AuditEntry.subject == ceremony.agreed.version_id)
            .order_by(AuditLeaf.position)
        )
        return list(rows)


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + by)


def test_everybody_signs_the_organisation_seals_and_the_document_is_sound(ceremony: Ceremony) -> None:
    for number, signatory in enumerate(ceremony.signatories, start=1):
        kept = signatory.sign()
        assert kept.everybody_signed == (number == len(ceremony.signatories))
    digest = affix_seal(ceremony.clerk, ceremony.agreed.version_id)
    assert digest == hashlib.sha256(ceremony.document).hexdigest() == ceremony.agreed.version.pdf_sha256
    roots = TrustRoots.from_pem(authorities.roots_pem())
    verdict = verify_agreement(ceremony.document, roots)
    assert verdict.sound, [one.sentence.en for one in verdict.failed]
    assert ceremony.document.startswith(ceremony.agreed.version.frozen_pdf)
    record = queries.ceremony_record(ceremony.clerk, ceremony.agreed.version_id)
    made = [view for view in pdf.read_signatures(ceremony.document) if view.kind == SIGNATURE]
    assert [step.revision_sha256 for step in record.steps] == [view.revision_sha256 for view in made]
    assert [step.certificate_sha256 for step in record.steps] == [view.certificate_sha256 for view in made]
    signed = ["document.signed"] * (len(ceremony.signatories) + 1)
    wanted = ["document.frozen", *signed, "agreement.sealed"]
    assert [act for act in acts(ceremony) if act in wanted] == wanted
    with reading():
        assert verify_all() == {}


def test_people_may_sign_in_any_order(ceremony: Ceremony) -> None:
    for signatory in reversed(ceremony.signatories):
        signatory.sign()
    affix_seal(ceremony.clerk, ceremony.agreed.version_id)
    record = queries.ceremony_record(ceremony.clerk, ceremony.agreed.version_id)
    assert [step.field for step in record.steps][:-1] == [one.field for one in reversed(ceremony.signatories)]


def test_a_certificate_names_the_person_by_name_and_pseudonym_only(ceremony: Ceremony) -> None:
    signatory = ceremony.signatories[0]
    signatory.sign()
    view = pdf.read_signatures(ceremony.document)[0]
    assert view.common_name == signatory.name
    assert view.serial_number == keys.pseudonym_of(signatory.person.account_id)
    assert signatory.person.account_id not in view.serial_number


# before a certificate is issued


def test_the_password_must_have_been_given_lately(ceremony: Ceremony) -> None:
    with pytest.raises(NotSignedIn):
        ceremony.signatories[0].ask(password_at=clock.now() - timedelta(minutes=11))


@pytest.mark.parametrize("changes", [{"typed_name": "别人"}, {"typed_name": ""}, {"consent_version": "2020-01-01"}])
def test_consent_is_given_in_ones_own_name_to_the_present_words(ceremony: Ceremony, changes: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        ceremony.signatories[0].ask(**changes)


def test_nobody_signs_in_anothers_place(ceremony: Ceremony) -> None:
    one, other = ceremony.signatories[:2]
    for stranger in (other.actor, ceremony.clerk):
        with pytest.raises((NotAllowed, NotFound)):
            keys.challenge(
                stranger,
                one.agreed.version_id,
                one.field,
                typed_name=one.name,
                consent_version=keys.CONSENT_VERSION,
                password_at=clock.now(),
            )
    one.enrol()
    to_sign = one.prepare()
    for act in (
        lambda: commands.prepare(other.actor, one.agreed.version_id, one.field),
        lambda: queries.prepared_document(other.actor, one.agreed.version_id, one.field),
        lambda: refuse(other.actor, one.agreed.version_id, one.field, reason="x"),
        lambda: commands.finish(
            other.actor, one.agreed.version_id, one.field, signature_value=one.key.sign(to_sign.signed_attributes)
        ),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            act()
    assert row_of(one).state == SignatureState.PREPARED


def test_a_challenge_is_answered_once_in_time_and_by_its_own_key(
    ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = ceremony.signatories[:2]
    first = one.ask()
    second = one.ask()
    assert first != second

    def enrol(signatory: Signatory, key: OutsideKey, proof: bytes) -> bytes:
        version_id = signatory.agreed.version_id
        return keys.enrol(signatory.actor, version_id, signatory.field, spki=key.spki, proof=proof).certificate

    foreign = other.ask()
    for proof in (one.key.sign(first), one.key.sign(foreign), OutsideKey().sign(second), b"", bytes(64)):
        with pytest.raises(SignatureRejected):
            enrol(one, one.key, proof)
    with pytest.raises(SignatureRejected):
        enrol(other, one.key, one.key.sign(second))
    right = one.key.sign(second)
    certificate = enrol(one, one.key, right)
    assert enrol(one, one.key, right) == certificate
    thief = OutsideKey()
    with pytest.raises(SignatureRejected):
        enrol(one, thief, thief.sign(second))
    third = one.ask()
    later(monkeypatch, timedelta(minutes=11))
    with pytest.raises(SignatureRejected):
        enrol(one, one.key, one.key.sign(third))


# the signature itself


def test_without_a_certificate_nothing_is_prepared_and_without_that_nothing_is_kept(ceremony: Ceremony) -> None:
    signatory = ceremony.signatories[0]
    with pytest.raises(SignatureRejected):
        signatory.prepare()
    signatory.enrol()
    with pytest.raises(SignatureRejected):
        signatory.finish(bytes(64))


def test_a_wrong_signature_is_refused_and_the_right_one_still_taken(ceremony: Ceremony) -> None:
    one, other = ceremony.signatories[:2]
    one.enrol()
    to_sign = one.prepare()
    attributes = to_sign.signed_attributes
    before = ceremony.agreed.version.pdf_sha256
    for wrong in (other.key.sign(attributes), one.key.sign(attributes + b"\0"), bytes(64), b"", b"\xff" * 64):
        with pytest.raises(SignatureRejected):
            one.finish(wrong)
    assert ceremony.agreed.version.pdf_sha256 == before
    assert (
        hashlib.sha256(queries.prepared_document(one.actor, one.agreed.version_id, one.field)).hexdigest()
        == to_sign.document_sha256
    )
    one.finish(one.key.sign(attributes))


def test_a_signature_over_an_earlier_request_is_stale(ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = ceremony.signatories[:2]
    one.enrol()
    stale = one.prepare().signed_attributes
    later(monkeypatch, LEASE + timedelta(seconds=1))
    other.sign()
    with pytest.raises(SigningInProgress):
        one.finish(one.key.sign(stale))
    fresh = one.prepare().signed_attributes
    assert fresh != stale
    with pytest.raises(SignatureRejected):
        one.finish(one.key.sign(stale))
    one.finish(one.key.sign(fresh))
    assert len(pdf.read_signatures(ceremony.document)) == 2


def test_sending_the_same_signature_again_gives_the_same_answer(ceremony: Ceremony) -> None:
    signatory = ceremony.signatories[0]
    signatory.enrol()
    attributes = signatory.prepare().signed_attributes
    value = signatory.key.sign(attributes)
    kept = signatory.finish(value)
    document = ceremony.document
    assert signatory.finish(value) == kept
    assert ceremony.document == document
    with pytest.raises(AlreadyAnswered):
        signatory.finish(signatory.key.sign(attributes))
    with pytest.raises(AlreadyAnswered):
        signatory.ask()


def test_while_one_signs_the_other_is_asked_to_wait(ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = ceremony.signatories[:2]
    one.enrol()
    other.enrol()
    one.prepare()
    with pytest.raises(SigningInProgress) as waiting:
        other.prepare()
    assert 0 < int(str(waiting.value.details["retry_after"])) <= LEASE.total_seconds()
    later(monkeypatch, LEASE + timedelta(seconds=1))
    attributes = other.prepare().signed_attributes
    other.finish(other.key.sign(attributes))


def test_two_at_the_same_moment_both_sign_in_the_end_and_neither_is_lost(ceremony: Ceremony) -> None:
    failures: list[BaseException] = []
    start = threading.Barrier(2)

    def run(signatory: Signatory) -> None:
        try:
            signatory.enrol()
            start.wait(20)
            for _ in range(200):
                try:
                    signatory.finish(signatory.key.sign(signatory.prepare().signed_attributes))
                    return
                except SigningInProgress:
                    threading.Event().wait(0.05)
            raise AssertionError("never got a turn")
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(one,)) for one in ceremony.signatories[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures
    fields = {view.field for view in pdf.read_signatures(ceremony.document)}
    assert fields == {one.field for one in ceremony.signatories[:2]}
    assert [act for act in acts(ceremony)].count("document.signed") == 2


def test_when_no_time_can_be_had_nothing_is_kept(ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent:
        development = False

        def timestamp(self, digest: bytes, algorithm: str) -> bytes:
            raise AuthorityUnavailable("timestamp.unreachable")

    signatory = ceremony.signatories[0]
    signatory.enrol()
    value = signatory.key.sign(signatory.prepare().signed_attributes)
    before = ceremony.agreed.version.pdf_sha256
    with monkeypatch.context() as silent:
        silent.setattr(commands, "timestamp_authority", Silent)
        with pytest.raises(Unavailable):
            signatory.finish(value)
    assert ceremony.agreed.version.pdf_sha256 == before
    signatory.finish(value)
