"""The bundle for the court: what enters, how it is written, and which forged bundles are refused."""

import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from signing.authority.ports import OrganisationSubject, SignerSubject, TrustMaterial
from signing.bundle import (
    BundleContents,
    DocumentKind,
    EvidenceFile,
    ExtraDocument,
    LogProof,
    read_bundle,
    write_bundle,
)
from signing.canonical import canonical_bytes
from signing.cms import build_signed
from signing.container import write_container
from signing.errors import BundleError
from signing.keys import FileKey, SigningIdentity
from signing.manifest import SEAL, SEAL_MANIFEST, TIME, TIME_MANIFEST, seal_manifest, time_manifest
from signing.timestamps import stamp
from signing.tree import act_leaf
from signing.trust import TrustRoots
from signing.verdict import Group, State
from signing.verify import verify_agreement, verify_bundle
from tests.signing.ceremony import (
    EXHIBIT,
    ORGANISATION,
    PEOPLE,
    SEAL_FIELD,
    OutsideKey,
    Platform,
    Signed,
    application_record,
    bundle_contents,
    ceremony_leaves,
    ceremony_record,
    log_proof,
    run_ceremony,
    sealed_bundle,
)
from tests.signing.forgery import forged_token, stored_key
from tests.signing.tampering import UPDATES, updated

Forge = Callable[[BundleContents], BundleContents]


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


def test_one_person_cannot_sign_for_both_sides(platform: Platform) -> None:
    same = {**PEOPLE, "respondent-1": PEOPLE["applicant-1"]}
    signed = run_ceremony(platform, same)
    contents = bundle_contents(signed)
    application = json.loads(json.dumps(contents.application))
    person = application["parties"][0]["signatories"][0]
    application["parties"][1]["signatories"][0].update(name=person["name"], pseudonym=person["pseudonym"])
    forged = sealed_bundle(signed, dataclasses.replace(contents, application=application))
    assert "people" in [one.code for one in verify_bundle(forged, platform.roots).failed]


def test_exchanged_signatories_are_refused(platform: Platform) -> None:
    """Each signs with a valid certificate, but in the other's place."""
    exchanged = {**PEOPLE, "applicant-1": PEOPLE["respondent-1"], "respondent-1": PEOPLE["applicant-1"]}
    signed = run_ceremony(platform, exchanged)
    assert verify_agreement(signed.finished, platform.roots).sound
    verdict = verify_bundle(sealed_bundle(signed), platform.roots)
    assert [one.code for one in verdict.failed] == ["people"]


def test_the_seal_of_another_organisation_is_refused(signed: Signed) -> None:
    other = OrganisationSubject("另一调解中心", "NTRCN-52110000MJ11111111")
    verdict = verify_bundle(sealed_bundle(signed, organisation=other), signed.platform.roots)
    assert [one.code for one in verdict.failed] == ["people"]


def test_a_persons_certificate_is_no_seal(signed: Signed, tmp_path: Path) -> None:
    """A signatory with a certificate of their own cannot seal a bundle, even under the organisation's name."""
    platform = signed.platform
    person = SignerSubject("京", "华", ORGANISATION.name, "PNOCN-h:00")
    identity = _identity(platform, tmp_path, person)
    forged = write_bundle(bundle_contents(signed), identity, platform.timestamps)
    assert not verify_bundle(forged, platform.roots).sound


def test_a_persons_certificate_is_no_log_and_no_timestamp_unit(signed: Signed, tmp_path: Path) -> None:
    platform = signed.platform
    identity = _identity(platform, tmp_path, PEOPLE["mediator"])
    contents = bundle_contents(signed)
    ceremony = ceremony_record(signed.finished, signed.frozen)
    proof = log_proof(_WithLog(platform, identity), ceremony, signed.finished)  # pyright: ignore[reportArgumentType]
    trust = dataclasses.replace(contents.trust, log=(identity.certificate,))
    forged = sealed_bundle(signed, dataclasses.replace(contents, trust=trust, log=proof))
    assert [one.code for one in verify_bundle(forged, platform.roots).failed] == ["log_inclusion"]
    stamped = write_bundle(contents, platform.authority.seal_identity(ORGANISATION), _ForgedTime(identity))
    assert not verify_bundle(stamped, platform.roots).sound


class _WithLog:
    def __init__(self, platform: Platform, identity: SigningIdentity) -> None:
        self.authority = self
        self._identity = identity

    def log_identity(self) -> SigningIdentity:
        return self._identity


class _ForgedTime:
    """A time-stamp made with a signatory's key."""

    development = True

    def __init__(self, identity: SigningIdentity) -> None:
        self._identity = identity

    roots: tuple[bytes, ...] = ()

    def timestamp(self, digest: bytes) -> bytes:
        return forged_token(digest, self._identity)

    def trust_material(self) -> TrustMaterial:
        return TrustMaterial((), (), (), (), ())


def _identity(platform: Platform, directory: Path, person: SignerSubject) -> SigningIdentity:
    key = OutsideKey()
    issued = platform.certify(key, person)
    return SigningIdentity(issued.certificate, issued.chain, FileKey(stored_key(key, directory)))


def _logged_by(signed: Signed, identity: SigningIdentity) -> bytes:
    """An honest bundle but for the key that signed the log's head."""
    ceremony = ceremony_record(signed.finished, signed.frozen)
    proof = log_proof(_WithLog(signed.platform, identity), ceremony, signed.finished)  # pyright: ignore[reportArgumentType]
    contents = bundle_contents(signed, log=proof)
    trust = dataclasses.replace(contents.trust, log=(identity.certificate,))
    return sealed_bundle(signed, dataclasses.replace(contents, trust=trust))


def test_a_time_stamp_unit_is_no_log(signed: Signed) -> None:
    forged = _logged_by(signed, signed.platform.authority.timestamp_identity())
    assert [one.code for one in verify_bundle(forged, signed.platform.roots).failed] == ["log_inclusion"]


def test_a_log_key_handed_over_by_hand_is_believed_as_log_and_certifies_nobody(signed: Signed, tmp_path: Path) -> None:
    other = Platform(tmp_path / "other").authority
    bundle = _logged_by(signed, other.log_identity())
    roots = signed.platform.roots
    assert not verify_bundle(bundle, roots).sound
    pinned = TrustRoots((*roots.certificates, other.log_identity().certificate))
    assert verify_bundle(bundle, pinned).sound
    assert [one.dump() for one in pinned.parsed()] == [one.dump() for one in roots.parsed()]


def test_a_list_in_another_writing_is_refused_though_sealed(signed: Signed, files: dict[str, bytes]) -> None:
    def loose(made: dict[str, bytes]) -> bytes:
        return seal_manifest(made).replace(b"<asic:SigReference", b"<!-- a remark --><asic:SigReference")

    verdict = verify_bundle(_resealed(files, signed.platform, ORGANISATION, loose), signed.platform.roots)
    assert [one.code for one in verdict.failed] == ["container_manifest"]


def test_a_list_that_names_a_file_twice_or_not_at_all_is_refused(signed: Signed, files: dict[str, bytes]) -> None:
    def twice(made: dict[str, bytes]) -> bytes:
        text = seal_manifest(made)
        first = text.index(b"<asic:DataObjectReference")
        end = text.index(b"\n", first)
        return text[:end] + text[first:end] + text[end:]

    def shortened(made: dict[str, bytes]) -> bytes:
        return seal_manifest({name: data for name, data in made.items() if not name.startswith("evidence/0")})

    for write in (twice, shortened, lambda made: b"<a/>", lambda made: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"):
        verdict = verify_bundle(_resealed(files, signed.platform, ORGANISATION, write), signed.platform.roots)
        assert verdict.failed[0].code == "container_manifest"


def test_a_log_that_speaks_of_other_bytes_is_refused(signed: Signed) -> None:
    ceremony = ceremony_record(signed.finished, signed.frozen)
    acts = ceremony_leaves(ceremony, signed.finished)
    for index in (0, 2, len(acts) - 1):
        forged = acts[:index] + [act_leaf("document.frozen", salt=b"x" * 16, sha256=ZERO)] + acts[index + 1 :]
        contents = bundle_contents(signed, log=log_proof(signed.platform, ceremony, signed.finished, acts=forged))
        verdict = verify_bundle(sealed_bundle(signed, contents), signed.platform.roots)
        assert [one.code for one in verdict.failed] == ["log_inclusion"]


def test_other_roots_trust_nothing(bundle: bytes, tmp_path: Path) -> None:
    other = Platform(tmp_path / "other")
    verdict = verify_bundle(bundle, other.roots)
    assert not verdict.sound
    assert verdict.group(Group.INTACT) is State.PASSED
    assert verdict.group(Group.TRUSTED) is State.FAILED


def _resealed(
    files: dict[str, bytes],
    platform: Platform,
    organisation: OrganisationSubject,
    write: Callable[[dict[str, bytes]], bytes] = seal_manifest,
) -> bytes:
    """The same files under a new seal and time-stamp, without any check of the writer's."""
    made = {name: data for name, data in files.items() if not name.startswith("META-INF/")}
    made[SEAL_MANIFEST] = write(made)
    seal = platform.authority.seal_identity(organisation)
    made[SEAL] = build_signed(
        made[SEAL_MANIFEST],
        seal,
        content_type="data",
        detached=True,
        signing_time=datetime.now(UTC),
        embed_chain=True,
        stamp=lambda value: stamp(platform.timestamps, sha256(value).digest()),
    )
    made[TIME_MANIFEST] = time_manifest(made)
    made[TIME] = stamp(platform.timestamps, sha256(made[TIME_MANIFEST]).digest())
    return write_container(made)


def test_records_in_another_writing_are_refused(signed: Signed, files: dict[str, bytes]) -> None:
    platform = signed.platform
    assert verify_bundle(_resealed(files, platform, ORGANISATION), platform.roots).sound
    for name in ("application.json", "ceremony.json", "evidence/index.json", "log/inclusion.json"):
        loose = {**files, name: json.dumps(json.loads(files[name])).encode()}
        verdict = verify_bundle(_resealed(loose, platform, ORGANISATION), platform.roots)
        assert verdict.failed[0].code == "container_records"
        assert canonical_bytes(json.loads(files[name])) == files[name]


def test_a_changed_exhibit_is_refused_though_sealed(signed: Signed, files: dict[str, bytes]) -> None:
    changed = {**files, "evidence/0001.txt": "证據".encode()}
    verdict = verify_bundle(_resealed(changed, signed.platform, ORGANISATION), signed.platform.roots)
    assert [one.code for one in verdict.failed] == ["evidence_index"]


def test_seal_and_time_of_another_bundle_do_not_fit(signed: Signed, files: dict[str, bytes]) -> None:
    other = read_bundle(sealed_bundle(signed, bundle_contents(signed, evidence=())))
    for names in ((SEAL,), (TIME,), (SEAL_MANIFEST,), (SEAL_MANIFEST, SEAL), (TIME_MANIFEST, TIME)):
        mixed = {**files, **{name: other[name] for name in names}}
        assert not verify_bundle(write_container(mixed), signed.platform.roots).sound


def test_an_exhibit_keeps_its_name_in_the_index_only(signed: Signed, files: dict[str, bytes]) -> None:
    listed = json.loads(files["evidence/index.json"])["files"]
    assert [one["original_name"] for one in listed] == [EXHIBIT.original_name]
    assert isinstance(EXHIBIT, EvidenceFile)
