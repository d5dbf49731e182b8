"""SM2 with SM3 from end to end: keys, certificates, signatures, seal, time-stamps, bundle; one verifier for all."""

import dataclasses
import secrets
import shutil
import subprocess
from pathlib import Path

import pytest
from asn1crypto import cms
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from signing import pdf
from signing.algorithms import SM2, suite_of
from signing.authority.embedded import EmbeddedAuthority
from signing.authority.embedded_timestamps import EmbeddedTimestampAuthority
from signing.cms import read_signed
from signing.errors import SignatureRefused, SigningError
from signing.keys import FileKey, certificate_spki, check_proof, check_spki, verify_signature
from signing.layout import read_layout
from signing.verdict import Group, State
from signing.verify import verify_agreement, verify_bundle
from tests.signing.ceremony import PEOPLE, OutsideKey, Platform, Signed, run_ceremony, sealed_bundle, stamp_pdf

sm2 = pytest.importorskip("signing.sm2", reason="the SM2 library (heqi[sm2]) is not installed", exc_type=ImportError)


@dataclasses.dataclass
class OutsideSm2Key:
    """A signatory's SM2 key, as the page makes it; signs as the page does."""

    private: bytes = dataclasses.field(default_factory=sm2.generate)

    @property
    def spki(self) -> bytes:
        return sm2.public_of(self.private)

    def sign(self, data: bytes) -> bytes:
        r, s = decode_dss_signature(sm2.sign(self.private, data))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


class Sm2Platform(Platform):
    """A platform with the SM profile."""

    def __post_init__(self) -> None:
        self.authority = EmbeddedAuthority(self.directory, suite=SM2)
        self.authority.create()
        self.timestamps = EmbeddedTimestampAuthority(self.authority)

    def sign(self, document: bytes, name: str, person=None) -> bytes:
        key = OutsideSm2Key()
        issued = self.certify(key, person or PEOPLE[name])
        prepared = pdf.prepare(
            document, field=name, certificate=issued.certificate, chain=issued.chain, appearance=stamp_pdf(name)
        )
        return pdf.embed(prepared, key.sign(prepared.signed_attributes), self.timestamps)


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Platform:
    return Sm2Platform(tmp_path_factory.mktemp("sm2") / "keys")


@pytest.fixture(scope="module")
def signed(platform: Platform) -> Signed:
    return run_ceremony(platform)


@pytest.fixture(scope="module")
def bundle(signed: Signed) -> bytes:
    return sealed_bundle(signed)


def test_agreement_and_bundle_are_sound(platform: Platform, signed: Signed, bundle: bytes) -> None:
    for verdict in (verify_agreement(signed.finished, platform.roots), verify_bundle(bundle, platform.roots)):
        assert verdict.sound, [(one.code, one.sentence.en) for one in verdict.failed]


def test_every_signature_names_the_algorithms_of_gm_t_0006(signed: Signed) -> None:
    for place in read_layout(signed.finished).places:
        signer = cms.ContentInfo.load(place.cms)["content"]["signer_infos"][0]
        assert signer["signature_algorithm"]["algorithm"].dotted == "1.2.156.10197.1.501"
        assert signer["digest_algorithm"]["algorithm"].dotted == "1.2.156.10197.1.401"
        assert suite_of(certificate_spki(read_signed(place.cms).certificate)) is SM2


def test_a_changed_document_is_refused(platform: Platform, signed: Signed) -> None:
    changed = bytearray(signed.finished)
    changed[changed.index(b"stream\n") + 20] ^= 1
    verdict = verify_agreement(bytes(changed), platform.roots)
    assert not verdict.sound
    assert verdict.group(Group.INTACT) is State.FAILED


def test_other_roots_trust_nothing(signed: Signed, tmp_path: Path) -> None:
    verdict = verify_agreement(signed.finished, Sm2Platform(tmp_path / "other").roots)
    assert not verdict.sound
    assert verdict.group(Group.INTACT) is State.PASSED


def test_a_signature_is_for_one_message_and_one_key() -> None:
    key, other = OutsideSm2Key(), OutsideSm2Key()
    value = sm2.sign(key.private, b"settlement")
    sm2.verify(key.spki, value, b"settlement")
    for spki, data in ((key.spki, b"other"), (other.spki, b"settlement")):
        with pytest.raises(InvalidSignature):
            sm2.verify(spki, value, data)
    for bad in (b"", value[:-1], value + b"\0", secrets.token_bytes(70), bytes(64)):
        with pytest.raises(InvalidSignature):
            sm2.verify(key.spki, bad, b"settlement")


def test_possession_is_proved_in_the_suite_that_was_asked_for() -> None:
    key, classic = OutsideSm2Key(), OutsideKey()
    check_proof(key.spki, key.sign(b"challenge"), b"challenge", SM2)
    for spki, value in ((key.spki, key.sign(b"other")), (classic.spki, classic.sign(b"challenge"))):
        with pytest.raises(SignatureRefused):
            check_proof(spki, value, b"challenge", SM2)
    with pytest.raises(SignatureRefused):
        check_proof(key.spki, key.sign(b"challenge"), b"challenge")


def test_a_point_off_the_curve_is_no_key() -> None:
    spki = OutsideSm2Key().spki
    off = spki[:-1] + bytes([spki[-1] ^ 1])
    with pytest.raises(SignatureRefused):
        check_spki(off, SM2)


def test_keys_lie_sealed_in_their_files(tmp_path: Path) -> None:
    key = FileKey.create(tmp_path / "key.pem", SM2, secret := secrets.token_bytes(32))
    value = key.sign(b"settlement")
    sm2.verify(key.spki, value, b"settlement")
    assert b"SEALED" in (tmp_path / "key.pem").read_bytes()
    with pytest.raises(SigningError, match="file_form"):
        FileKey(tmp_path / "key.pem", secrets.token_bytes(32)).sign(b"")
    assert FileKey(tmp_path / "key.pem", secret).spki == key.spki


def test_openssl_accepts_certificates_and_signatures(platform: Platform, signed: Signed, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    read = read_signed(read_layout(signed.finished).places[0].cms)
    files = {"spki": certificate_spki(read.certificate), "value": read.signature, "data": read.signed_attributes}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    command = "openssl pkeyutl -verify -rawin -digest sm3 -in data -sigfile value -pubin -keyform DER -inkey spki"
    identity = ["-pkeyopt", "distid:1234567812345678"]
    said = subprocess.run([*command.split(), *identity], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert "Signature Verified Successfully" in said.stdout, said.stderr
    (tmp_path / "data").write_bytes(read.signed_attributes + b"\0")
    said = subprocess.run([*command.split(), *identity], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert "Successfully" not in said.stdout


def test_a_certificate_is_not_verified_with_another_suites_signature(platform: Platform) -> None:
    identity = platform.authority.log_identity()
    verify_signature(identity.certificate, identity.key.sign(b"head"), b"head")
    with pytest.raises(SignatureRefused):
        verify_signature(identity.certificate, OutsideKey().sign(b"head"), b"head")
