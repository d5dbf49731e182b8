"""Keys change in order: a new generation signs, the one before still answers, and is destroyed in the end."""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from signing import pdf
from signing.authority import embedded, profiles
from signing.authority.embedded import EmbeddedAuthority
from signing.authority.keystore import KeyHome
from signing.errors import AuthorityUnavailable, SigningError
from signing.keys import FileKey, load_certificate
from signing.verify import verify_agreement, verify_bundle
from tests.signing.ceremony import (
    ORGANISATION,
    PEOPLE,
    OutsideKey,
    Platform,
    places,
    run_ceremony,
    sealed_bundle,
    text_pdf,
)


@pytest.fixture
def own(tmp_path: Path) -> Platform:
    return Platform(tmp_path / "keys")


def _common_name(certificate: bytes) -> str:
    return load_certificate(certificate).subject.rfc4514_string()


def test_a_renewed_authority_certifies_from_now_on(own: Platform) -> None:
    assert own.authority.renew("issuing") == "issuing-2"
    issued = own.certify(OutsideKey(), PEOPLE["mediator"])
    assert "Signing CA 2" in _common_name(issued.chain[0])
    assert own.authority.renew("issuing") == "issuing-3"
    assert own.authority.seal_identity(ORGANISATION).chain == (own.authority._der("issuing-3"),)


def test_a_renewed_unit_stamps_from_now_on_and_earlier_stamps_hold(own: Platform) -> None:
    before = run_ceremony(own)
    own.authority.renew("timestamp")
    assert "Unit 2" in _common_name(own.authority.timestamp_identity().certificate)
    assert verify_agreement(before.finished, own.roots).sound
    verdict = verify_bundle(sealed_bundle(before), own.roots)
    assert verdict.sound, [one.sentence.en for one in verdict.failed]


def test_a_ceremony_may_begin_before_a_renewal_and_end_after_it(own: Platform) -> None:
    document = pdf.add_fields(text_pdf(), places())
    first, *others = PEOPLE
    document = own.sign(document, first)
    own.authority.renew("issuing")
    own.authority.renew("timestamp")
    for name in others:
        document = own.sign(document, name)
    finished = own.finish(own.seal(document))
    verdict = verify_agreement(finished, own.roots)
    assert verdict.sound, [one.sentence.en for one in verdict.failed]


def test_superseded_keys_are_destroyed_once_what_they_certified_has_run_out(
    own: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.authority.renew("issuing")
    own.authority.renew("timestamp")
    assert own.authority.retire() == ("timestamp",)
    assert len(own.authority.trust_material().issuing) == 2
    later = datetime.now(UTC).replace(microsecond=0) + profiles.SIGNER_LIFETIME + timedelta(hours=1)
    monkeypatch.setattr(embedded, "present", lambda: later)
    assert own.authority.retire() == ("issuing",)
    assert {one.name: one.place for one in own.authority.status()}["issuing"] == "absent"
    assert len(own.authority.trust_material().issuing) == 1
    assert own.certify(OutsideKey(), PEOPLE["mediator"])


def test_the_roots_key_may_be_carried_away(own: Platform) -> None:
    away = (own.directory / "root.pem").rename(own.directory.parent / "root.pem")
    assert verify_bundle(sealed_bundle(run_ceremony(own)), own.roots).sound
    with pytest.raises(SigningError, match="missing"):
        own.authority.renew("issuing")
    assert own.authority.generations("issuing") == ("issuing",)
    away.rename(own.directory / "root.pem")
    assert own.authority.renew("issuing") == "issuing-2"


def test_without_the_roots_key_its_last_list_serves_until_it_has_run_out(
    own: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own.directory / "root.pem").unlink()
    assert own.authority.root_list() == (own.directory / "root.crl").read_bytes()
    later = datetime.now(UTC).replace(microsecond=0) + profiles.ROOT_LIST_LIFETIME
    monkeypatch.setattr(embedded, "present", lambda: later)
    with pytest.raises(AuthorityUnavailable, match="root_list_over"):
        own.authority.trust_material()


def test_lists_have_the_stated_lifetimes(own: Platform) -> None:
    lists = {"root": own.authority.root_list(), "issuing": own.authority.issuing_list()}
    lives = {name: x509.load_der_x509_crl(data) for name, data in lists.items()}
    spans = {name: (one.next_update_utc or one.last_update_utc) - one.last_update_utc for name, one in lives.items()}
    assert spans == {"root": timedelta(days=400), "issuing": timedelta(hours=6)}


def test_a_revoked_authority_is_on_the_roots_list(own: Platform) -> None:
    own.authority.renew("issuing")
    first = own.authority._der("issuing")
    own.authority.revoke(first)
    listed = x509.load_der_x509_crl(own.authority.root_list())
    assert listed.get_revoked_certificate_by_serial_number(load_certificate(first).serial_number)


def test_keys_are_sealed_and_plain_ones_of_an_earlier_release_become_so(tmp_path: Path) -> None:
    plain = EmbeddedAuthority(tmp_path / "keys")
    plain.create()
    plain.seal_identity(ORGANISATION)
    secret = secrets.token_bytes(32)
    sealed = EmbeddedAuthority(tmp_path / "keys", keys=KeyHome(tmp_path / "keys", secret))
    sealed.create()
    for path in (tmp_path / "keys").rglob("*.pem"):
        assert b"HEQI SEALED KEY" in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
    assert sealed.roots_pem() == plain.roots_pem()
    assert sealed.issue_signer(OutsideKey().spki, PEOPLE["mediator"]).certificate
    with pytest.raises(SigningError, match="file_form"):
        plain.issue_signer(OutsideKey().spki, PEOPLE["mediator"])


def test_a_sealed_key_cannot_be_passed_off_as_another(tmp_path: Path) -> None:
    secret = secrets.token_bytes(32)
    home = tmp_path / "keys"
    EmbeddedAuthority(home, keys=KeyHome(home, secret)).create()
    (home / "timestamp.pem").write_bytes((home / "issuing.pem").read_bytes())
    with pytest.raises(SigningError, match="file_form"):
        FileKey(home / "timestamp.pem", secret).sign(b"")


def test_a_set_up_that_was_cut_off_is_taken_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = EmbeddedAuthority(tmp_path / "keys")

    def fails(*args: object) -> bytes:
        raise OSError("no space")

    with monkeypatch.context() as cut:
        cut.setitem(embedded._MAKERS, "log", fails)
        with pytest.raises(OSError):
            authority.create()
    authority.create()
    issued = authority.issue_signer(OutsideKey().spki, PEOPLE["mediator"])
    root, issuing = (load_certificate(authority._der(name)) for name in ("root", "issuing"))
    issuing.verify_directly_issued_by(root)
    load_certificate(issued.certificate).verify_directly_issued_by(issuing)
