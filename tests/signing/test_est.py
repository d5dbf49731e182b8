"""A licensed authority over EST: a real HTTPS server that wants our certificate, issues, delays, refuses and errs."""

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from signing import pdf
from signing.authority.est import EstAuthority
from signing.authority.keystore import KeyHome
from signing.authority.ports import SignerSubject
from signing.bundle import BundleContents
from signing.errors import AuthorityUnavailable, SignatureRefused
from signing.keys import common_name, is_development, load_certificate
from signing.trust import TrustRoots
from signing.verify import verify_agreement, verify_bundle
from tests.signing.ceremony import (
    ORGANISATION,
    PEOPLE,
    OutsideKey,
    Platform,
    Signed,
    bundle_contents,
    run_ceremony,
    sealed_bundle,
    stamp_pdf,
)
from tests.signing.est import Licensed, Service, licensed_authority, name
from tests.signing.services import Reply, serve

PERSON = PEOPLE["applicant-1"]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    (tmp_path / "tls").mkdir()
    with licensed_authority(tmp_path / "tls") as running:
        yield running


@pytest.fixture
def authority(service: Service, tmp_path: Path) -> EstAuthority:
    home = tmp_path / "licensed"
    made = EstAuthority(
        url=service.url,
        roots=(service.licensed.root.der,),
        client=service.client,
        directory=home,
        keys=KeyHome(home, b"s" * 32),
        server_roots=service.server_roots,
        timeout_seconds=3,
    )
    made.create()
    return made


def _enrol(authority: EstAuthority, key: OutsideKey | None = None, person: SignerSubject = PERSON):
    key = key or OutsideKey()
    return authority.issue_signer(key.spki, person, key.sign(authority.signer_request(key.spki, person)))


class LicensedPlatform(Platform):
    """A platform whose certificates come from the licensed authority, and its time-stamps from elsewhere."""

    def __init__(self, authority: EstAuthority, time: Platform) -> None:
        self.authority, self.timestamps, self.directory = authority, time.timestamps, authority.directory  # pyright: ignore
        self.time = time

    @property
    def roots(self) -> TrustRoots:
        own = TrustRoots.from_pem(self.authority.roots_pem()).certificates
        return TrustRoots((*own, *self.timestamps.roots))

    def sign(self, document: bytes, name: str, person: SignerSubject | None = None) -> bytes:
        key, who = OutsideKey(), person or PEOPLE[name]
        issued = self.authority.issue_signer(key.spki, who, key.sign(self.authority.signer_request(key.spki, who)))
        prepared = pdf.prepare(
            document, field=name, certificate=issued.certificate, chain=issued.chain, appearance=stamp_pdf(name)
        )
        return pdf.embed(prepared, key.sign(prepared.signed_attributes), self.timestamps)


def test_the_request_is_signed_by_the_person_and_carries_them(service: Service, authority: EstAuthority) -> None:
    key = OutsideKey()
    issued = _enrol(authority, key)
    (asked,) = service.licensed.asked
    assert asked.public_key() == key.key.public_key()
    assert common_name(issued.certificate) == PERSON.common_name
    usage = asked.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical and usage.value.content_commitment and not usage.value.digital_signature
    assert [load_certificate(one).subject for one in issued.chain] == [service.licensed.issuing.certificate.subject]


def test_the_request_is_the_same_for_the_same_person_and_key(authority: EstAuthority) -> None:
    key = OutsideKey()
    assert authority.signer_request(key.spki, PERSON) == authority.signer_request(key.spki, PERSON)


def test_a_request_another_key_signed_never_reaches_the_authority(service: Service, authority: EstAuthority) -> None:
    key, other = OutsideKey(), OutsideKey()
    with pytest.raises(SignatureRefused, match="proof"):
        authority.issue_signer(key.spki, PERSON, other.sign(authority.signer_request(key.spki, PERSON)))
    assert service.licensed.asked == []


def test_agreement_and_bundle_under_the_licensed_authority_are_sound(
    authority: EstAuthority, platform: Platform
) -> None:
    own = LicensedPlatform(authority, platform)
    signed = run_ceremony(own)
    assert verify_agreement(signed.finished, own.roots).sound
    bundle = sealed_bundle(signed, _contents(signed, own))
    verdict = verify_bundle(bundle, own.roots)
    assert verdict.sound, [one.sentence.en for one in verdict.failed]
    assert not is_development(authority.seal_identity(ORGANISATION).certificate)


def _contents(signed: Signed, own: LicensedPlatform) -> BundleContents:
    contents = bundle_contents(signed)
    return dataclasses.replace(contents, trust=contents.trust.joined(own.timestamps.trust_material()))


def test_the_logs_own_certificate_is_believed_for_the_log_alone(authority: EstAuthority) -> None:
    roots = TrustRoots.from_pem(authority.roots_pem())
    assert roots.pins(authority.log_identity().certificate)
    assert [one.dump() for one in roots.parsed()] == list(authority.roots)


def test_a_seal_is_enrolled_once_and_again_before_it_runs_out(service: Service, authority: EstAuthority) -> None:
    first = authority.seal_identity(ORGANISATION)
    assert authority.seal_identity(ORGANISATION).certificate == first.certificate
    assert len(service.licensed.asked) == 1
    service.licensed.manner = lambda request: service.licensed.certs([service.licensed.certify(request, days=0.6)])
    (next((authority.directory / "seals").rglob("certificates.pem"))).unlink()
    short = authority.seal_identity(ORGANISATION)
    assert short.key.spki == first.key.spki
    assert len(service.licensed.asked) == 2


def _other_person(service: Licensed, request: x509.CertificateSigningRequest) -> Reply:
    return service.certs([service.certify(request, subject=name("Somebody else"))])


def _other_key(service: Licensed, request: x509.CertificateSigningRequest) -> Reply:
    return service.certs([service.certify(request, key=ec.generate_private_key(ec.SECP256R1()).public_key())])


def _own_root(service: Licensed, request: x509.CertificateSigningRequest) -> Reply:
    return service.certs([service.certify(request, by=Licensed(service.lists).issuing)])


WRONG = {
    "refuses": ("refused", lambda service, request: Reply(403, "text/plain", b"no")),
    "fails": ("refused", lambda service, request: Reply(500, "text/plain", b"")),
    "gives_a_page": ("reply_form", lambda service, request: Reply(200, "text/html", b"<html>")),
    "gives_rubbish": ("reply_form", lambda service, request: Reply(200, "application/pkcs7-mime", b"cnViYmlzaA==")),
    "gives_no_base64": ("reply_form", lambda service, request: Reply(200, "application/pkcs7-mime", b"\xff\xfe")),
    "gives_too_much": ("reply_form", lambda service, request: Reply(200, "application/pkcs7-mime", b"A" * 300_000)),
    "certifies_another_key": ("other_key", _other_key),
    "gives_nothing": ("other_key", lambda service, request: service.certs([service.issuing.certificate])),
    "names_another_person": ("profile", _other_person),
    "forgets_commitment": (
        "profile",
        lambda service, request: service.certs([service.certify(request, usages=("digital_signature",))]),
    ),
    "makes_an_authority": (
        "profile",
        lambda service, request: service.certs(
            [service.certify(request, usages=("content_commitment", "key_cert_sign"))]
        ),
    ),
    "gives_a_day": ("profile", lambda service, request: service.certs([service.certify(request, days=1)])),
    "signs_by_another_root": ("chain", _own_root),
}


@pytest.mark.parametrize("manner", WRONG)
def test_nothing_is_taken_but_what_was_asked_for(service: Service, authority: EstAuthority, manner: str) -> None:
    code, does = WRONG[manner]
    service.licensed.manner = lambda request: does(service.licensed, request)
    with pytest.raises(AuthorityUnavailable, match=f"enrolment.{code}") as refused:
        _enrol(authority)
    assert "nothing was signed" in refused.value.words.en
    assert "尚未签署任何内容" in refused.value.words.zh
    assert not (authority.directory / "lists.json").exists()


def test_an_authority_that_needs_a_moment_is_asked_again(service: Service, authority: EstAuthority) -> None:
    def slowly(request: x509.CertificateSigningRequest) -> Reply:
        if len(service.licensed.asked) < 2:
            return Reply(202, "text/plain", b"", {"Retry-After": "1"})
        return service.licensed.certs([service.licensed.certify(request)])

    service.licensed.manner = slowly
    assert _enrol(authority).certificate
    first, second = service.licensed.asked
    assert first == second


@pytest.mark.parametrize("said", ["86400", "Wed, 21 Oct 2099 07:28:00 GMT"])
def test_one_that_needs_longer_is_not_waited_for(service: Service, authority: EstAuthority, said: str) -> None:
    service.licensed.manner = lambda request: Reply(202, "text/plain", b"", {"Retry-After": said})
    with pytest.raises(AuthorityUnavailable, match="enrolment.pending"):
        _enrol(authority)
    assert len(service.licensed.asked) == 1


def test_a_202_that_says_no_time_is_no_answer(service: Service, authority: EstAuthority) -> None:
    service.licensed.manner = lambda request: Reply(202, "text/plain", b"")
    with pytest.raises(AuthorityUnavailable, match="enrolment.reply_form"):
        _enrol(authority)


def test_silence_is_not_waited_out(service: Service, authority: EstAuthority) -> None:
    def silent(request: x509.CertificateSigningRequest) -> Reply:
        time.sleep(4)
        return Reply(200, "text/plain", b"")

    service.licensed.manner = silent
    with pytest.raises(AuthorityUnavailable, match="enrolment.unreachable"):
        _enrol(dataclasses.replace(authority, timeout_seconds=0.7))


def test_without_our_certificate_the_service_does_not_speak(service: Service, authority: EstAuthority) -> None:
    with pytest.raises(AuthorityUnavailable, match="enrolment.unreachable"):
        _enrol(dataclasses.replace(authority, client=service.stranger))
    assert service.licensed.asked == []


def test_a_service_that_is_not_the_one_meant_is_not_spoken_to(service: Service, authority: EstAuthority) -> None:
    """Without the roots of its TLS certificate there is no telling who answers."""
    with pytest.raises(AuthorityUnavailable, match="enrolment.unreachable"):
        _enrol(dataclasses.replace(authority, server_roots=None))
    with serve(service.licensed.answer) as plain, pytest.raises(AuthorityUnavailable):
        _enrol(dataclasses.replace(authority, url=plain.replace("http:", "https:")))
    assert service.licensed.asked == []


def test_without_its_lists_nothing_is_finished(service: Service, authority: EstAuthority, platform: Platform) -> None:
    _enrol(authority)
    assert len(authority.trust_material().revocation_lists) == 2
    service.licensed.revocations = lambda asked: Reply(503, "text/plain", b"")  # pyright: ignore
    kept = authority.trust_material().revocation_lists
    assert len(kept) == 2, "the lists kept from before still serve"
    for path in (authority.directory / "lists").iterdir():
        path.unlink()
    with pytest.raises(AuthorityUnavailable, match="revocation.unreachable"):
        authority.trust_material()
