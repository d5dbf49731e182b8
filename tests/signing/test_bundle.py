"""The bundle for the court: what enters, and what an honest one looks like."""

import dataclasses
import json
from typing import Any

import pytest

from signing.bundle import (
    DocumentKind,
    EvidenceFile,
    ExtraDocument,
    LogProof,
    read_bundle,
)
from signing.errors import BundleError
from signing.verdict import State
from signing.verify import verify_bundle
from tests.signing.ceremony import (
    EXHIBIT,
    Signed,
    bundle_contents,
    sealed_bundle,
)


def test_an_honest_bundle_is_sound_in_every_step(signed: Signed, bundle: bytes) -> None:
    verdict = verify_bundle(bundle, signed.platform.roots)
    assert verdict.sound and verdict.readable and verdict.development
    assert {one.state for one in verdict.findings} == {State.PASSED, State.JUDGEMENT}
    assert [one.number for one in verdict.findings] == list(range(1, len(verdict.findings) + 1))
    assert verdict.evaluated_at is not None and verdict.evaluated_at <= verdict.checked_at
    assert [line.capacity for line in verdict.signatures] == [
        "legal_representative",
        "legal_representative",
        "mediator",
        "organisation",
    ]


def test_a_bundle_holds_exactly_what_the_catalogue_names(files: dict[str, bytes]) -> None:
    assert list(files) == [
        "agreement.pdf",
        "application.json",
        "ceremony.json",
        "evidence/0001.txt",
        "evidence/index.json",
        "log/inclusion.json",
        "trust/issuing.crl",
        "trust/issuing.pem",
        "trust/log.pem",
        "trust/root.crl",
        "trust/root.pem",
        "trust/tsa.pem",
        "verify/VERIFY.txt",
        "META-INF/ASiCManifest001.xml",
        "META-INF/ASiCManifest002.xml",
        "META-INF/signature001.p7s",
        "META-INF/timestamp002.tst",
    ]


def test_further_papers_enter_by_kind_and_are_sealed_with_the_rest(signed: Signed) -> None:
    papers = (
        ExtraDocument(DocumentKind.COVER, b"%PDF-1.7 x"),
        ExtraDocument(DocumentKind.POWER_OF_ATTORNEY, b"%PDF-1.7 y", number=2),
        ExtraDocument(DocumentKind.IDENTITY_LIST, b'{"a":1}', media_type="application/json"),
    )
    made = sealed_bundle(signed, bundle_contents(signed, documents=papers))
    assert {name for name in read_bundle(made) if name.startswith("documents/")} == {
        "documents/cover.pdf",
        "documents/power-of-attorney-2.pdf",
        "documents/identity-list.json",
    }
    assert verify_bundle(made, signed.platform.roots).sound


@pytest.mark.parametrize(
    "changes",
    [
        {"documents": (ExtraDocument(DocumentKind.COVER, b"<html>"),)},
        {"documents": (ExtraDocument(DocumentKind.COVER, b"%PDF-", media_type="text/html"),)},
        {"documents": (ExtraDocument(DocumentKind.COVER, b"%PDF-1"), ExtraDocument(DocumentKind.COVER, b"%PDF-2"))},
        {"documents": (ExtraDocument(DocumentKind.COVER, b"%PDF-1", number=100),)},
        {"evidence": (dataclasses.replace(EXHIBIT, media_type="application/x-msdownload"),)},
        {"evidence": (dataclasses.replace(EXHIBIT, media_type="image/png"),)},
        {"application": {"schema": "odr/application/1", "caucus": "words"}},
        {"ceremony": {"schema": "odr/ceremony/1"}},
        {"log": LogProof("x", ())},
    ],
)
def test_what_has_no_place_does_not_enter(signed: Signed, changes: dict[str, Any]) -> None:
    with pytest.raises(BundleError):
        sealed_bundle(signed, bundle_contents(signed, **changes))


def test_a_record_cannot_carry_a_word_more_than_its_schema(signed: Signed) -> None:
    contents = bundle_contents(signed)
    application = {**contents.application, "offers": [1, 2]}
    with pytest.raises(BundleError):
        sealed_bundle(signed, dataclasses.replace(contents, application=application))


def test_an_exhibit_keeps_its_name_in_the_index_only(signed: Signed, files: dict[str, bytes]) -> None:
    listed = json.loads(files["evidence/index.json"])["files"]
    assert [one["original_name"] for one in listed] == [EXHIBIT.original_name]
    assert isinstance(EXHIBIT, EvidenceFile)
