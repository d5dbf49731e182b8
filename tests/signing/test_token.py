"""Keys in a security module, shown on SoftHSM: authority, seal and time-stamp unit sign, and no key comes out."""

import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from signing.algorithms import P256, SM2
from signing.authority.embedded import EmbeddedAuthority
from signing.authority.embedded_timestamps import EmbeddedTimestampAuthority
from signing.authority.keystore import ROLES, KeyHome
from signing.errors import AuthorityUnavailable, SigningError
from signing.keys import verify_signature
from signing.verify import verify_agreement, verify_bundle
from tests.signing import token as softhsm
from tests.signing.ceremony import ORGANISATION, Platform, run_ceremony, sealed_bundle

pkcs11 = pytest.importorskip("pkcs11", reason="python-pkcs11 (heqi[hsm]) is not installed")
tokens = pytest.importorskip("signing.authority.token")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with softhsm.configured(tmp_path_factory.mktemp("softhsm")) as path:
        yield path


@pytest.fixture
def token(module: str):
    return tokens.Pkcs11Token(module, softhsm.LABEL, softhsm.PIN)


def _platform(directory: Path, token, roles: frozenset[str] = ROLES) -> Platform:
    platform = Platform.__new__(Platform)
    platform.directory = directory
    home = KeyHome(directory, b"s" * 32, token, roles)
    platform.authority = EmbeddedAuthority(directory, keys=home)
    platform.authority.create()
    platform.timestamps = EmbeddedTimestampAuthority(platform.authority)
    return platform


def test_a_whole_ceremony_with_every_working_key_in_the_token(tmp_path: Path, token) -> None:
    platform = _platform(tmp_path / "all", token)
    signed = run_ceremony(platform)
    verdict = verify_bundle(sealed_bundle(signed), platform.roots)
    assert verdict.sound, [one.sentence.en for one in verdict.failed]
    files = sorted(path.relative_to(platform.directory).as_posix() for path in platform.directory.rglob("*.pem"))
    assert files == ["log.pem", "root.pem"]
    assert {one.name: one.place for one in platform.authority.status()} == {
        "root": "file",
        "log": "file",
        "issuing": "token",
        "timestamp": "token",
    }


@pytest.mark.parametrize("role", sorted(ROLES))
def test_each_role_may_live_in_the_token_alone(tmp_path: Path, token, role: str) -> None:
    platform = _platform(tmp_path / f"only-{role}", token, frozenset({role}))
    assert verify_agreement(run_ceremony(platform).finished, platform.roots).sound
    kept = {path.name for path in platform.directory.rglob("*.pem")}
    assert len(kept) == 4


def test_no_key_comes_out_of_the_token(tmp_path: Path, token) -> None:
    _platform(tmp_path / "closed", token)

    def look(session) -> list[tuple[bool, bool, bool]]:
        found = list(session.get_objects({pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY}))
        assert found
        for key in found:
            with pytest.raises(pkcs11.exceptions.AttributeSensitive):
                key[pkcs11.Attribute.VALUE]
        return [
            (
                key[pkcs11.Attribute.SENSITIVE],
                key[pkcs11.Attribute.EXTRACTABLE],
                key[pkcs11.Attribute.NEVER_EXTRACTABLE],
            )
            for key in found
        ]

    assert set(token.ask(look)) == {(True, False, True)}


def test_a_wrong_pin_and_a_token_that_is_gone_are_told_and_leave_nothing(tmp_path: Path, token, module: str) -> None:
    other = tokens.Pkcs11Token(module, "no such token", softhsm.PIN)
    directory = tmp_path / "away"
    with pytest.raises(AuthorityUnavailable, match="token_away"):
        _platform(directory, other)
    assert not (directory / "root.der").exists()
    assert _platform(directory, token).authority.roots_pem()


def test_what_travels_between_processes_is_the_use_of_a_key(tmp_path: Path, token) -> None:
    identity = _platform(tmp_path / "travels", token).authority.seal_identity(ORGANISATION)
    parcel = tmp_path / "parcel"
    parcel.write_bytes(pickle.dumps(identity))
    program = (
        "import pickle, sys, pathlib\n"
        "identity = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes())\n"
        "sys.stdout.buffer.write(identity.key.sign(b'settlement'))\n"
    )
    paths = os.pathsep.join([str(ROOT), *sys.path])
    command = [sys.executable, "-c", program, str(parcel)]
    made = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONPATH": paths})
    verify_signature(identity.certificate, made.stdout, b"settlement")
    assert softhsm.PIN not in repr(identity)


def test_a_renewal_moves_a_role_from_its_file_into_the_token(tmp_path: Path, token) -> None:
    directory = tmp_path / "moved"
    before = _platform(directory, None, frozenset())
    half_signed = run_ceremony(before)
    after = _platform(directory, token)
    assert {one.place for one in after.authority.status()} == {"file"}
    assert after.authority.renew("issuing") == "issuing-2"
    assert after.authority.renew("timestamp") == "timestamp-2"
    assert {one.name: one.place for one in after.authority.status() if one.current} == {
        "root": "file",
        "log": "file",
        "issuing-2": "token",
        "timestamp-2": "token",
    }
    assert verify_agreement(run_ceremony(after).finished, after.roots).sound
    assert verify_agreement(half_signed.finished, after.roots).sound


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the library's own, on the lost session
def test_a_session_that_was_lost_is_opened_again(tmp_path: Path, token) -> None:
    before = _platform(tmp_path / "lost", token).authority.timestamp_identity()
    before.key.sign(b"one")
    tokens._SESSIONS.of(token).close()
    verify_signature(before.certificate, before.key.sign(b"two"), b"two")


def test_destroying_takes_both_halves_away(tmp_path: Path, token) -> None:
    directory = tmp_path / "destroyed"
    directory.mkdir()
    home = KeyHome(directory, b"", token, ROLES)
    home.create("issuing", P256)
    assert home.place("issuing") == "token"
    home.destroy("issuing")
    assert home.place("issuing") == "absent"
    with pytest.raises(SigningError, match="missing"):
        home.open("issuing")


def test_sm2_is_not_asked_of_a_token(tmp_path: Path, token) -> None:
    with pytest.raises(SigningError, match="token_curve"):
        token.create("any", SM2)
