"""The embedded authority and its time-stamp unit, and a time-stamp service over HTTP."""

import hashlib
import pickle
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtensionOID

from signing.authority.embedded import EmbeddedAuthority
from signing.authority.embedded_timestamps import EmbeddedTimestampAuthority
from signing.authority.ports import TrustMaterial
from signing.authority.profiles import NO_REVOCATION_AVAILABLE
from signing.authority.remote import HttpTimestampAuthority
from signing.errors import AuthorityUnavailable, SignatureRefused, SigningError, VerificationError
from signing.keys import common_name, is_development
from signing.timestamps import build_request, check_token, read_reply, stamp, token_time
from signing.trust import TrustRoots
from signing.verdict import Group, State
from signing.verify import verify_agreement
from tests.signing.ceremony import ORGANISATION, PEOPLE, OutsideKey, Platform, run_ceremony
from tests.signing.forgery import forged_token

DIGEST = hashlib.sha256(b"settlement").digest()


def test_every_certificate_says_that_it_is_for_development_only(platform: Platform) -> None:
    trust = platform.authority.trust_material()
    seal = platform.authority.seal_identity(ORGANISATION).certificate
    person = platform.certify(OutsideKey(), PEOPLE["mediator"]).certificate
    for certificate in (*trust.roots, *trust.intermediates, seal, person):
        assert is_development(certificate)
        assert "DEVELOPMENT ONLY 仅供开发演示" in x509.load_der_x509_certificate(certificate).subject.rfc4514_string()


def test_keys_are_readable_by_their_owner_alone(platform: Platform) -> None:
    platform.authority.seal_identity(ORGANISATION)
    keys = list(platform.directory.rglob("*.pem"))
    assert keys and all(path.stat().st_mode & 0o077 == 0 for path in keys)


def test_a_key_file_others_can_read_is_not_used(tmp_path: Path) -> None:
    platform = Platform(tmp_path / "keys")
    (platform.directory / "timestamp.pem").chmod(0o644)
    with pytest.raises(SigningError, match="file_mode"):
        platform.timestamps.timestamp(DIGEST)


def test_two_starts_at_once_agree_on_one_authority(tmp_path: Path) -> None:
    authority = EmbeddedAuthority(tmp_path / "pki" / "keys")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: authority.create(), range(4)))
        seals = set(pool.map(lambda _: authority.seal_identity(ORGANISATION).key.sign(b"") != b"", range(4)))
    assert seals == {True}
    assert [path.name for path in (tmp_path / "pki").iterdir()] == ["keys"]
    assert authority.create() is None


def test_a_signatorys_certificate_has_the_profile_of_one_signing(platform: Platform) -> None:
    issued = platform.certify(OutsideKey(), PEOPLE["applicant-1"])
    certificate = x509.load_der_x509_certificate(issued.certificate)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical and usage.value.content_commitment and not usage.value.digital_signature
    assert certificate.extensions.get_extension_for_oid(NO_REVOCATION_AVAILABLE)
    lifetime = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert lifetime == timedelta(days=30)
    assert common_name(issued.certificate) == "张敏"
    with pytest.raises(x509.ExtensionNotFound):
        certificate.extensions.get_extension_for_oid(ExtensionOID.BASIC_CONSTRAINTS)


def test_only_plain_p256_keys_are_certified(platform: Platform) -> None:
    for spki in (b"", b"\x30\x00", OutsideKey().spki[:-1], OutsideKey().spki + b"\0"):
        with pytest.raises(SignatureRefused):
            platform.authority.issue_signer(spki, PEOPLE["mediator"])


def test_a_seal_keeps_its_key_and_lives_a_day(platform: Platform) -> None:
    one, other = (platform.authority.seal_identity(ORGANISATION) for _ in range(2))
    assert one.certificate == other.certificate
    certificate = x509.load_der_x509_certificate(one.certificate)
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc == timedelta(hours=24)
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own bytes


def test_a_token_is_for_one_digest_by_one_unit(platform: Platform) -> None:
    token = platform.timestamps.timestamp(DIGEST)
    facts = check_token(token, DIGEST)
    assert abs(facts.at - datetime.now(UTC)) < timedelta(minutes=1)
    assert token_time(token) == facts.at
    with pytest.raises(VerificationError):
        check_token(token, hashlib.sha256(b"another").digest())
    for position in range(len(token)):
        changed = bytearray(token)
        changed[position] ^= 1 << position % 8
        with pytest.raises(VerificationError):
            check_token(bytes(changed), DIGEST)
    with pytest.raises(AuthorityUnavailable):
        platform.timestamps.timestamp(b"not a digest")


@pytest.mark.parametrize("hours", [-9600, -24, -1, 1, 24, 9600])
def test_signing_stops_when_the_two_clocks_disagree(platform: Platform, hours: int) -> None:
    identity = platform.authority.timestamp_identity()

    class Wrong:
        development = True
        roots: tuple[bytes, ...] = ()

        def timestamp(self, digest: bytes, algorithm: str = "sha256") -> bytes:
            return forged_token(digest, identity, datetime.now(UTC) + timedelta(hours=hours))

        def trust_material(self) -> TrustMaterial:
            return TrustMaterial((), (), (), (), ())

    with pytest.raises(AuthorityUnavailable, match="clock"):
        stamp(Wrong(), DIGEST)


Reply = tuple[int, str, bytes]


@contextmanager
def _service(answer: Callable[[bytes], Reply], revocations: Callable[[], bytes] = bytes) -> Iterator[str]:
    """A server on this machine: POST asks `answer`, GET hands out revocation lists."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.reply(answer(self.rfile.read(int(self.headers["Content-Length"]))))

        def do_GET(self) -> None:
            self.reply((200, "application/pkix-crl", revocations()))

        def reply(self, what: Reply) -> None:
            status, kind, body = what
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is written: the test speaks for itself."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


REPLY = "application/timestamp-reply"


def test_a_service_over_http_gives_tokens(platform: Platform) -> None:
    unit = EmbeddedTimestampAuthority(platform.authority)
    with _service(lambda query: (200, REPLY, unit.respond(query))) as url:
        token = HttpTimestampAuthority(url).timestamp(DIGEST)
    assert check_token(token, DIGEST).certificate == platform.authority.timestamp_identity().certificate


def test_a_service_that_answers_wrongly_is_unavailable(platform: Platform) -> None:
    unit = EmbeddedTimestampAuthority(platform.authority)
    recorded = unit.respond(build_request(DIGEST, 1))
    answers = [
        lambda query: (500, REPLY, b""),
        lambda query: (200, "text/html", b"<html>"),
        lambda query: (200, REPLY, b"\x30\x00"),
        lambda query: (200, REPLY, b""),
        lambda query: (200, REPLY, recorded),
        lambda query: (200, REPLY, b"x" * 100_000),
    ]
    for answer in answers:
        with _service(answer) as url, pytest.raises(AuthorityUnavailable):
            HttpTimestampAuthority(url, timeout_seconds=5).timestamp(DIGEST)
    for url in ("http://127.0.0.1:1/", "ftp://127.0.0.1/", "nonsense"):
        with pytest.raises(AuthorityUnavailable):
            HttpTimestampAuthority(url, timeout_seconds=2).timestamp(DIGEST)


def test_an_answer_to_another_question_is_refused(platform: Platform) -> None:
    unit = EmbeddedTimestampAuthority(platform.authority)
    reply = unit.respond(build_request(DIGEST, 1))
    assert read_reply(reply, digest=DIGEST, nonce=1)
    for digest, nonce in ((DIGEST, 2), (hashlib.sha256(b"x").digest(), 1)):
        with pytest.raises(AuthorityUnavailable):
            read_reply(reply, digest=digest, nonce=nonce)
    for query in (b"", b"\x30\x00", b"x" * 50):
        with pytest.raises(AuthorityUnavailable):
            unit.respond(query)


def test_an_independent_time_stamp_service_is_believed_for_its_own_root_only(
    platform: Platform, tmp_path: Path
) -> None:
    """Signatures by one authority, time by another: both roots are needed, and the file carries both chains."""
    other = tmp_path / "other"
    unit = EmbeddedTimestampAuthority(EmbeddedAuthority(other))

    def revocations() -> bytes:
        return EmbeddedAuthority(other).timestamp_material().revocation_lists[0]

    with _service(lambda query: (200, REPLY, unit.respond(query)), revocations) as url:
        independent = EmbeddedAuthority(other, list_address=url.replace("/tsa", "/root.crl"))
        independent.create()
        mixed = Platform(platform.directory)
        mixed.timestamps = HttpTimestampAuthority(url, independent.timestamp_material().roots)
        signed = run_ceremony(mixed)
    roots = TrustRoots((*platform.roots.certificates, *independent.timestamp_material().roots))
    assert verify_agreement(signed.finished, roots).sound
    for alone in (platform.roots, TrustRoots(independent.timestamp_material().roots)):
        verdict = verify_agreement(signed.finished, alone)
        assert not verdict.sound
        assert verdict.group(Group.INTACT) is State.PASSED


def test_without_a_revocation_list_nothing_is_finished(platform: Platform, tmp_path: Path) -> None:
    other = tmp_path / "other"
    unit = EmbeddedTimestampAuthority(EmbeddedAuthority(other))
    with _service(lambda query: (200, REPLY, unit.respond(query)), lambda: b"no list") as url:
        EmbeddedAuthority(other, list_address=url).create()
        with pytest.raises(AuthorityUnavailable, match="revocation"):
            HttpTimestampAuthority(url, unit.roots).trust_material()
