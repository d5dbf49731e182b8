"""Valid keys in the wrong hands: signatories, organisations, logs and time-stamps that are not the ones meant."""

import dataclasses
import json
from pathlib import Path

from signing.authority.ports import OrganisationSubject, SignerSubject, TrustMaterial
from signing.bundle import (
    write_bundle,
)
from signing.keys import FileKey, SigningIdentity
from signing.trust import TrustRoots
from signing.verdict import Group, State
from signing.verify import verify_agreement, verify_bundle
from tests.signing.ceremony import (
    ORGANISATION,
    PEOPLE,
    OutsideKey,
    Platform,
    Signed,
    bundle_contents,
    ceremony_record,
    log_proof,
    run_ceremony,
    sealed_bundle,
)
from tests.signing.forgery import forged_token, stored_key


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

    def timestamp(self, digest: bytes, algorithm: str = "sha256") -> bytes:
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


def test_other_roots_trust_nothing(bundle: bytes, tmp_path: Path) -> None:
    other = Platform(tmp_path / "other")
    verdict = verify_bundle(bundle, other.roots)
    assert not verdict.sound
    assert verdict.group(Group.INTACT) is State.PASSED
    assert verdict.group(Group.TRUSTED) is State.FAILED
