"""An organisation that tells a falsehood under a right seal is found out by the agreement itself."""

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import pytest

from signing.bundle import (
    BundleContents,
    LogProof,
)
from signing.tree import act_leaf
from signing.verdict import Group, State
from signing.verify import verify_bundle
from tests.signing.ceremony import (
    EXHIBIT,
    SEAL_FIELD,
    Signed,
    application_record,
    bundle_contents,
    ceremony_leaves,
    ceremony_record,
    log_proof,
    sealed_bundle,
)
from tests.signing.tampering import UPDATES, updated

Forge = Callable[[BundleContents], BundleContents]


def _application(change: Callable[[dict[str, Any]], object]) -> Forge:
    def forge(contents: BundleContents) -> BundleContents:
        value = json.loads(json.dumps(contents.application))
        change(value)
        return dataclasses.replace(contents, application=value)

    return forge


def _ceremony(change: Callable[[dict[str, Any]], object]) -> Forge:
    def forge(contents: BundleContents) -> BundleContents:
        value = json.loads(json.dumps(contents.ceremony))
        change(value)
        return dataclasses.replace(contents, ceremony=value)

    return forge


def _swap(value: dict[str, Any], key: str) -> None:
    one, other = (party["signatories"][0] for party in value["parties"])
    one[key], other[key] = other[key], one[key]


def _swap_steps(value: dict[str, Any], *keys: str) -> None:
    one, other = value["steps"][:2]
    for key in keys:
        one[key], other[key] = other[key], one[key]


def _exchange_mediator(value: dict[str, Any]) -> None:
    mediator, person = value["mediators"][0], value["parties"][0]["signatories"][0]
    for key in ("name", "pseudonym", "field", "ref"):
        mediator[key], person[key] = person[key], mediator[key]


ZERO = "0" * 64
FORGED_RECORDS: dict[str, Forge] = {
    "another name": _application(lambda value: value["parties"][0]["signatories"][0].update(name="李四")),
    "another pseudonym": _application(lambda value: value["parties"][0]["signatories"][0].update(pseudonym="x")),
    "names exchanged": _application(lambda value: _swap(value, "name")),
    "fields exchanged": _application(lambda value: _swap(value, "field")),
    "pseudonyms exchanged": _application(lambda value: _swap(value, "pseudonym")),
    "references exchanged": _application(lambda value: _swap(value, "ref")),
    "mediator and party exchanged": _application(_exchange_mediator),
    "sides exchanged": _application(lambda value: value["parties"][0].update(side="respondent")),
    "one party left out": _application(lambda value: value["parties"].pop()),
    "one party twice": _application(lambda value: value["parties"].append(value["parties"][0])),
    "another party's name": _application(lambda value: value["parties"][0].update(name="他人公司")),
    "another case": _application(lambda value: value.update(case_no="HQ-2026-0002")),
    "another version": _application(lambda value: value["agreement"].update(version=2)),
    "another text": _application(lambda value: value["agreement"].update(content_sha256=ZERO)),
    "another file": _application(lambda value: value["agreement"].update(sha256=ZERO)),
    "another organisation": _application(lambda value: value["organisation"].update(identifier="NTRCN-0")),
    "a signatory more": _application(
        lambda value: value["parties"][0]["signatories"].append(
            {"ref": "ghost", "field": "ghost", "name": "鬼", "capacity": "agent", "pseudonym": "g"}
        )
    ),
    "another frozen text": _ceremony(lambda value: value.update(document_sha256_frozen=ZERO)),
    "another frozen size": _ceremony(lambda value: value.update(document_size_frozen=1)),
    "a step left out": _ceremony(lambda value: value["steps"].pop(0)),
    "a step twice": _ceremony(lambda value: value["steps"].append(value["steps"][0])),
    "steps in another order": _ceremony(lambda value: value["steps"].reverse()),
    "step fields exchanged": _ceremony(lambda value: _swap_steps(value, "field")),
    "step signers exchanged": _ceremony(lambda value: _swap_steps(value, "signer_ref")),
    "step certificates exchanged": _ceremony(lambda value: _swap_steps(value, "certificate_sha256")),
    "step revisions exchanged": _ceremony(lambda value: _swap_steps(value, "revision_sha256", "revision_size")),
    "another time": _ceremony(lambda value: value["steps"][0].update(signed_at="2026-01-01T00:00:00Z")),
    "exhibit of nobody": lambda contents: dataclasses.replace(
        contents, evidence=(dataclasses.replace(EXHIBIT, provided_by="stranger"),)
    ),
    "no log of a signature": lambda contents: dataclasses.replace(
        contents, log=LogProof(contents.log.checkpoint, contents.log.leaves[:1] + contents.log.leaves[2:])
    ),
    "log leaves exchanged": lambda contents: dataclasses.replace(
        contents, log=LogProof(contents.log.checkpoint, contents.log.leaves[::-1])
    ),
    "a path of another leaf": lambda contents: dataclasses.replace(
        contents,
        log=LogProof(
            contents.log.checkpoint,
            (dataclasses.replace(contents.log.leaves[0], path=contents.log.leaves[1].path), *contents.log.leaves[1:]),
        ),
    ),
}


@pytest.mark.parametrize("name", list(FORGED_RECORDS))
def test_a_bundle_with_forged_records_is_refused_though_sealed(signed: Signed, name: str) -> None:
    """The seal is right and every digest fits: the organisation itself told a falsehood."""
    forged = sealed_bundle(signed, FORGED_RECORDS[name](bundle_contents(signed)))
    verdict = verify_bundle(forged, signed.platform.roots)
    assert not verdict.sound
    assert verdict.group(Group.COMPLETE) is State.FAILED
    assert not any("unexpected error" in one.sentence.en for one in verdict.failed), verdict.failed


@pytest.mark.parametrize("name", list(UPDATES))
def test_a_falsified_agreement_is_refused_in_a_freshly_sealed_bundle(signed: Signed, name: str) -> None:
    document = updated(signed.finished, UPDATES[name])
    contents = bundle_contents(
        signed,
        agreement=document,
        application=application_record(document).as_json(),
    )
    assert not verify_bundle(sealed_bundle(signed, contents), signed.platform.roots).sound


@pytest.mark.parametrize("state", ["frozen", "respondent-1", "mediator", SEAL_FIELD])
def test_an_earlier_state_of_the_agreement_is_refused_in_a_fresh_bundle(signed: Signed, state: str) -> None:
    document = signed.revisions[state]
    whole = ceremony_record(signed.finished, signed.frozen)
    steps = ceremony_record(document, signed.frozen)
    kept = steps if steps.steps else whole
    contents = bundle_contents(
        signed,
        agreement=document,
        application=application_record(document).as_json(),
        ceremony=kept.as_json(),
        log=log_proof(signed.platform, kept, document),
    )
    verdict = verify_bundle(sealed_bundle(signed, contents), signed.platform.roots)
    assert not verdict.sound
    assert verdict.group(Group.COMPLETE) is State.FAILED


def test_a_log_that_speaks_of_other_bytes_is_refused(signed: Signed) -> None:
    ceremony = ceremony_record(signed.finished, signed.frozen)
    acts = ceremony_leaves(ceremony, signed.finished)
    for index in (0, 2, len(acts) - 1):
        forged = acts[:index] + [act_leaf("document.frozen", salt=b"x" * 16, sha256=ZERO)] + acts[index + 1 :]
        contents = bundle_contents(signed, log=log_proof(signed.platform, ceremony, signed.finished, acts=forged))
        verdict = verify_bundle(sealed_bundle(signed, contents), signed.platform.roots)
        assert [one.code for one in verdict.failed] == ["log_inclusion"]
