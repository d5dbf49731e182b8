"""Signing a frozen text with keys that are made elsewhere."""

import hashlib
import os

import pytest

from signing import pdf
from signing.errors import DocumentRefused, SignatureRefused, SigningError
from signing.keys import check_proof, enrolment_challenge, raw_to_der
from tests.signing.ceremony import FIELDS, PEOPLE, OutsideKey, Platform, Signed, places, text_pdf


def test_each_signature_adds_to_the_document_and_changes_nothing_before_it(signed: Signed) -> None:
    states = list(signed.revisions.values())
    for before, after in zip(states, states[1:], strict=False):
        assert after.startswith(before)


def test_the_finished_document_names_everybody_in_the_order_of_signing(signed: Signed) -> None:
    views = pdf.read_signatures(signed.finished)
    assert [view.field for view in views] == [*FIELDS, "document-timestamp-1"]
    assert [view.common_name for view in views[:3]] == [person.common_name for person in PEOPLE.values()]
    times = [view.signed_at for view in views if view.signed_at]
    assert len(times) == len(views) and times == sorted(times)


def test_the_document_stays_version_1_7_and_keeps_its_dates(signed: Signed) -> None:
    assert signed.finished.startswith(b"%PDF-1.7")
    assert b"/Version /2.0" not in signed.finished


def test_the_prepared_bytes_are_what_the_attributes_speak_of(platform: Platform, signed: Signed) -> None:
    issued = platform.certify(OutsideKey(), PEOPLE["applicant-1"])
    prepared = pdf.prepare(
        signed.frozen, field="applicant-1", certificate=issued.certificate, chain=issued.chain, appearance=None
    )
    covered = prepared.document[: prepared.reserved_start] + prepared.document[prepared.reserved_end :]
    assert hashlib.sha256(covered).digest() == prepared.document_digest
    assert prepared.document_digest in prepared.signed_attributes
    assert hashlib.sha256(issued.certificate).digest() in prepared.signed_attributes
    assert prepared.base_sha256 == hashlib.sha256(signed.frozen).hexdigest()
    assert pdf.Prepared.load(prepared.dump()) == prepared


@pytest.fixture(scope="module")
def waiting(platform: Platform, signed: Signed) -> tuple[OutsideKey, pdf.Prepared]:
    key = OutsideKey()
    issued = platform.certify(key, PEOPLE["applicant-1"])
    return key, pdf.prepare(
        signed.frozen, field="applicant-1", certificate=issued.certificate, chain=issued.chain, appearance=None
    )


def _wrong_signatures(key: OutsideKey, prepared: pdf.Prepared) -> dict[str, bytes]:
    right = key.sign(prepared.signed_attributes)
    return {
        "another key": OutsideKey().sign(prepared.signed_attributes),
        "over the digest instead of the attributes": key.sign(prepared.document_digest),
        "r is zero": bytes(32) + right[32:],
        "s is zero": right[:32] + bytes(32),
        "all ones": b"\xff" * 64,
        "DER instead of raw": raw_to_der(right),
        "cut short": right[:-1],
        "too long": right + b"\0",
        "empty": b"",
    }


@pytest.mark.parametrize(
    "kind", list(_wrong_signatures(OutsideKey(), pdf.Prepared("", b"", b"", 0, 0, b"", b"", (), "")))
)
def test_a_wrong_signature_never_reaches_the_document(
    platform: Platform, waiting: tuple[OutsideKey, pdf.Prepared], kind: str
) -> None:
    key, prepared = waiting
    with pytest.raises(SignatureRefused):
        pdf.embed(prepared, _wrong_signatures(key, prepared)[kind], platform.timestamps)


def test_a_signed_place_cannot_be_signed_again(platform: Platform, signed: Signed) -> None:
    with pytest.raises(SigningError, match="field_not_free"):
        platform.sign(signed.revisions["applicant-1"], "applicant-1")
    with pytest.raises(SigningError, match="field_not_free"):
        platform.sign(signed.frozen, "nobody", PEOPLE["mediator"])


def test_nothing_is_finished_before_everybody_has_signed(platform: Platform, signed: Signed) -> None:
    for state in ("frozen", "applicant-1", "mediator"):
        with pytest.raises(SigningError, match="not_all_signed"):
            platform.finish(signed.revisions[state])
    with pytest.raises(SigningError, match="not_all_signed"):
        platform.finish(signed.finished)


@pytest.mark.parametrize("names", [(), ("a", "a"), ("Applicant",), ("a b",), ("x" * 41,), ("../a",)])
def test_places_have_plain_names_each_once(names: tuple[str, ...]) -> None:
    with pytest.raises(DocumentRefused):
        pdf.add_fields(text_pdf(), places(names))


def test_a_frozen_text_is_not_frozen_again(signed: Signed) -> None:
    with pytest.raises(DocumentRefused, match="has_fields"):
        pdf.add_fields(signed.frozen, places(("another",)))


def test_possession_is_proved_for_one_act_and_no_other() -> None:
    key, facts = (
        OutsideKey(),
        {"case": "c", "field": "f", "signer": "s", "document_sha256": "d", "consent_version": "v"},
    )
    nonce = os.urandom(16)
    challenge = enrolment_challenge(nonce=nonce, **facts)
    check_proof(key.spki, key.sign(challenge), challenge)
    for name in facts:
        other = enrolment_challenge(nonce=nonce, **{**facts, name: "another"})
        with pytest.raises(SignatureRefused):
            check_proof(key.spki, key.sign(challenge), other)
    with pytest.raises(SignatureRefused):
        check_proof(key.spki, key.sign(challenge), enrolment_challenge(nonce=os.urandom(16), **facts))
    with pytest.raises(SignatureRefused):
        check_proof(OutsideKey().spki, key.sign(challenge), challenge)
    with pytest.raises(SignatureRefused):
        check_proof(key.spki + b"\0", key.sign(challenge), challenge)
