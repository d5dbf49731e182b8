"""Two time-stamp authorities over HTTP, one of them OpenSSL's: when one fails the other stamps."""

import hashlib
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from signing.authority import redundant
from signing.authority.embedded import EmbeddedAuthority
from signing.authority.embedded_timestamps import EmbeddedTimestampAuthority
from signing.authority.health import HealthBook
from signing.authority.redundant import RedundantTimestamps
from signing.authority.remote import HttpTimestampAuthority
from signing.errors import AuthorityUnavailable
from signing.keys import fingerprint
from signing.timestamps import build_request, check_token
from signing.trust import TrustRoots
from signing.verify import verify_agreement
from tests.signing.ceremony import Platform, run_ceremony
from tests.signing.forgery import forged_token
from tests.signing.services import Asked, Reply, serve

REPLY = "application/timestamp-reply"
DIGEST = hashlib.sha256(b"settlement").digest()
CONFIGURATION = """
[tsa]
default_tsa = unit
[unit]
serial = {folder}/serial
signer_cert = {folder}/unit.pem
signer_key = {folder}/unit.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
crypto_device = builtin
[extensions]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
crlDistributionPoints = URI:{lists}
[authority]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[ca]
default_ca = listing
[listing]
database = {folder}/index
crlnumber = {folder}/number
default_md = sha256
default_crl_days = 30
"""


def _openssl(*arguments: str | Path, given: bytes = b"") -> bytes:
    command = ["openssl", *(str(one) for one in arguments)]
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout


@dataclass
class OpensslUnit:
    """A time-stamp authority made of OpenSSL's own commands."""

    folder: Path

    def create(self, lists: str) -> None:
        conf = self.folder / "conf"
        conf.write_text(CONFIGURATION.format(folder=self.folder, lists=lists))
        (self.folder / "serial").write_text("01\n")
        (self.folder / "number").write_text("01\n")
        (self.folder / "index").touch()
        new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"]
        root = [
            "-x509",
            "-keyout",
            self.folder / "root.key",
            "-out",
            self.folder / "root.pem",
            "-subj",
            "/CN=Other root",
        ]
        _openssl("req", "-config", conf, *new, *root, "-extensions", "authority")
        asked = ["-keyout", self.folder / "unit.key", "-out", self.folder / "unit.csr", "-subj", "/CN=Other unit"]
        _openssl("req", "-config", conf, *new[:-2], *asked)
        by = [
            "-CA",
            self.folder / "root.pem",
            "-CAkey",
            self.folder / "root.key",
            "-days",
            "20",
            "-out",
            self.folder / "unit.pem",
        ]
        _openssl("x509", "-req", "-in", self.folder / "unit.csr", *by, "-extfile", conf, "-extensions", "extensions")

    @property
    def root(self) -> bytes:
        return _openssl("x509", "-in", self.folder / "root.pem", "-outform", "DER")

    @property
    def certificate(self) -> bytes:
        return _openssl("x509", "-in", self.folder / "unit.pem", "-outform", "DER")

    def revocations(self) -> bytes:
        by = ["-cert", self.folder / "root.pem", "-keyfile", self.folder / "root.key"]
        listed = _openssl("ca", "-config", self.folder / "conf", "-gencrl", *by)
        return _openssl("crl", "-outform", "DER", given=listed)

    def respond(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        return _openssl("ts", "-reply", "-config", self.folder / "conf", "-queryfile", self.folder / "query")


class Desk:
    """A service whose behaviour a test changes: well, or in one of the ways services fail."""

    def __init__(self, unit: OpensslUnit | EmbeddedTimestampAuthority) -> None:
        self.unit, self.manner, self.asked, self.let_go = unit, "well", 0, threading.Event()

    def answer(self, asked: Asked) -> Reply:
        if asked.method == "GET":
            return (
                Reply(200, "application/pkix-crl", self._lists())
                if self.manner == "well"
                else Reply(503, "text/plain", b"")
            )
        self.asked += 1
        if self.manner == "late":
            self.let_go.wait(20)
        manners = {
            "down": lambda: Reply(503, "text/plain", b"down"),
            "rubbish": lambda: Reply(200, REPLY, b"\x30\x03\x02\x01\x00rubbish"),
            "page": lambda: Reply(200, "text/html", b"<html>"),
            "old": lambda: Reply(200, REPLY, self.unit.respond(build_request(DIGEST, 1))),
            "moved": lambda: Reply(302, "text/plain", b"", {"Location": "http://127.0.0.1:1/"}),
        }
        return manners.get(self.manner, lambda: Reply(200, REPLY, self.unit.respond(asked.body)))()

    def _lists(self) -> bytes:
        if isinstance(self.unit, OpensslUnit):
            return self.unit.revocations()
        return self.unit.authority.root_list()


@dataclass
class Two:
    """Both authorities with the desks behind them; the first is OpenSSL's."""

    first: Desk
    second: Desk
    together: RedundantTimestamps


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path / "openssl"
    folder.mkdir()
    other, ours = OpensslUnit(folder), EmbeddedAuthority(tmp_path / "second")
    first, second = Desk(other), Desk(EmbeddedTimestampAuthority(ours))
    with serve(first.answer) as one, serve(second.answer) as two_:
        other.create(f"{one}/root.crl")
        ours = EmbeddedAuthority(tmp_path / "second", list_address=f"{two_}/root.crl")
        ours.create()
        second.unit = EmbeddedTimestampAuthority(ours)
        chains = {one: (other.root,), two_: second.unit.roots}
        services = tuple(
            HttpTimestampAuthority(f"{url}/tsa", chain, 2.0, tmp_path / f"kept-{number}")
            for number, (url, chain) in enumerate(chains.items())
        )
        yield Two(first, second, RedundantTimestamps(services, HealthBook(tmp_path / "health")))
        first.let_go.set()


def _unit_of(token: bytes) -> str:
    return fingerprint(check_token(token, DIGEST).certificate)


def test_the_first_one_stamps_while_it_is_well(two: Two) -> None:
    assert _unit_of(two.together.timestamp(DIGEST)) == fingerprint(two.first.unit.certificate)
    assert (two.first.asked, two.second.asked) == (1, 0)


@pytest.mark.parametrize("manner", ["down", "late", "rubbish", "page", "old", "moved"])
def test_the_second_one_stamps_when_the_first_fails(two: Two, manner: str) -> None:
    two.first.manner = manner
    began = time.monotonic()
    token = two.together.timestamp(DIGEST)
    assert _unit_of(token) == fingerprint(two.second.unit.authority.timestamp_identity().certificate)
    assert time.monotonic() - began < 15
    first, second = two.together.health()
    assert first.failing and first.code.startswith("timestamp.")
    assert not second.failing and second.answered_at is not None


def test_one_that_just_failed_is_asked_last_and_then_first_again(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    two.first.manner = "down"
    two.together.timestamp(DIGEST)
    two.together.timestamp(DIGEST)
    assert (two.first.asked, two.second.asked) == (1, 2)
    two.first.manner = "well"
    monkeypatch.setattr(redundant, "REST", timedelta(0))
    two.together.timestamp(DIGEST)
    assert (two.first.asked, two.second.asked) == (2, 2)
    assert not two.together.health()[0].failing


def test_both_are_asked_before_anything_is_refused(two: Two) -> None:
    two.first.manner, two.second.manner = "down", "rubbish"
    with pytest.raises(AuthorityUnavailable, match="all_failed"):
        two.together.timestamp(DIGEST)
    assert (two.first.asked, two.second.asked) == (1, 1)
    assert [one.failing for one in two.together.health()] == [True, True]


def test_a_token_of_somebody_elses_unit_is_not_taken(two: Two, tmp_path: Path) -> None:
    """Right in every way but that its certificate leads to a root nobody trusts here."""
    stranger = EmbeddedAuthority(tmp_path / "stranger")
    stranger.create()
    two.first.unit = EmbeddedTimestampAuthority(stranger)
    token = two.together.timestamp(DIGEST)
    assert _unit_of(token) == fingerprint(two.second.unit.authority.timestamp_identity().certificate)
    assert two.together.health()[0].code == "timestamp.bad_token"


def test_a_key_that_is_not_for_time_stamps_stamps_nothing(platform: Platform) -> None:
    identity = platform.authority.log_identity()
    with pytest.raises(Exception, match="purpose"):
        check_token(forged_token(DIGEST, identity), DIGEST)


def test_a_server_that_says_a_byte_now_and_then_holds_nobody(two: Two) -> None:
    """Each byte would begin the patience of a socket anew."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def drip() -> None:
        peer, _ = listener.accept()
        with peer:
            peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/timestamp-reply\r\n\r\n")
            while not stop.wait(0.3):
                try:
                    peer.sendall(b"\x30")
                except OSError:
                    return

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        began = time.monotonic()
        with pytest.raises(AuthorityUnavailable, match="unreachable"):
            HttpTimestampAuthority(f"http://127.0.0.1:{listener.getsockname()[1]}/", timeout_seconds=1).timestamp(
                DIGEST
            )
        assert time.monotonic() - began < 10
    finally:
        stop.set()
        thread.join()
        listener.close()


def test_a_document_may_hold_stamps_of_both_though_one_has_gone_meanwhile(two: Two, platform: Platform) -> None:
    """The first stamps the first signature and is away from then on; its unit and its list were kept."""
    mixed = Platform(platform.directory)

    class Changing(RedundantTimestamps):
        def timestamp(self, digest: bytes, algorithm: str = "sha256") -> bytes:
            token = super().timestamp(digest, algorithm)
            two.first.manner = "down"
            return token

    mixed.timestamps = Changing(two.together.authorities, two.together.book)
    two.together.trust_material()
    signed = run_ceremony(mixed)
    roots = TrustRoots((*platform.roots.certificates, *two.together.roots))
    verdict = verify_agreement(signed.finished, roots)
    assert verdict.sound, [one.sentence.en for one in verdict.failed]
    assert two.second.asked >= 4


def test_an_agreement_with_openssls_stamps_is_sound(two: Two, platform: Platform) -> None:
    mixed = Platform(platform.directory)
    mixed.timestamps = two.together
    signed = run_ceremony(mixed)
    verdict = verify_agreement(signed.finished, TrustRoots((*platform.roots.certificates, two.first.unit.root)))
    assert verdict.sound, [one.sentence.en for one in verdict.failed]


def test_a_probe_tells_the_operator_about_each(two: Two) -> None:
    two.second.manner = "down"
    first, second = two.together.probe(DIGEST)
    assert not first.failing
    assert second.failing and second.code == "timestamp.reply_form"
    assert [one.name for one in (first, second)] == [one.name for one in two.together.authorities]
