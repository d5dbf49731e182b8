"""The authorities that the settings name, as the domain uses them: SM2 throughout, a licensed one, two clocks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from odr.db import Database, reading
from odr.errors import Conflict, NotFound, SignatureRejected, Unavailable
from odr.settings import Settings, UnsafeSettings
from odr.signatures import operation
from odr.signatures.authorities import certificate_authority, embedded_authority, roots_pem, use_authorities
from odr.signatures.keys import enrol, row_of
from odr.signatures.models import SignatureState
from odr.signatures.published import authority_certificate, revocation_list
from odr.signatures.sealing import affix_seal
from signing.keys import load_certificate
from signing.layout import SIGNATURE
from signing.pdf import read_signatures
from signing.trust import TrustRoots
from signing.verify import verify_agreement
from tests.factories.agreements import final_version, mediated_case, signatories
from tests.odr.signatures.conftest import Ceremony, Signatory
from tests.signing.est import Service, licensed_authority
from tests.signing.services import Reply


def raw(signature: bytes) -> bytes:
    """A signature as a device gives it: r‖s."""
    r, s = decode_dss_signature(signature)
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _ceremony(settings: Settings, kind: type[Signatory] = Signatory) -> Ceremony:
    use_authorities(settings)
    agreed = final_version(mediated_case())
    return Ceremony(agreed, tuple(kind(agreed, field, person) for field, person in signatories(agreed)))


def _sealed(ceremony: Ceremony) -> None:
    for signatory in ceremony.signatories:
        signatory.sign()
    affix_seal(ceremony.clerk, ceremony.agreed.version_id)
    verdict = verify_agreement(ceremony.document, TrustRoots.from_pem(roots_pem()))
    assert verdict.sound, [one.sentence.en for one in verdict.failed]


def test_one_setting_makes_all_of_it_sm2(database: Database, settings: Settings) -> None:
    sm2 = pytest.importorskip("signing.sm2", reason="heqi[sm2] is not installed")

    class Outside:
        def __init__(self) -> None:
            self.private = sm2.generate()
            self.spki = sm2.public_of(self.private)

        def sign(self, data: bytes) -> bytes:
            return raw(sm2.sign(self.private, data))

    @dataclasses.dataclass
    class WithSm2(Signatory):
        key: Outside = dataclasses.field(default_factory=Outside)  # pyright: ignore

    use_authorities(settings)
    before = roots_pem()
    ceremony = _ceremony(replace(settings, signature_profile="sm2"), WithSm2)
    _sealed(ceremony)
    assert certificate_authority().suite.name == "sm2"
    assert before.strip() in roots_pem(), "what was signed under the other profile stays verifiable"


def test_a_p256_key_is_not_enrolled_under_the_sm_profile(database: Database, settings: Settings) -> None:
    pytest.importorskip("signing.sm2", reason="heqi[sm2] is not installed")
    ceremony = _ceremony(replace(settings, signature_profile="sm2"))
    with pytest.raises(SignatureRejected) as refused:
        ceremony.signatories[0].enrol()
    assert refused.value.details["finding"] == "keys.kind"


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    (tmp_path / "tls").mkdir()
    with licensed_authority(tmp_path / "tls") as running:
        yield running


@pytest.fixture
def licensed(service: Service, settings: Settings, tmp_path: Path) -> Settings:
    roots = tmp_path / "ca-roots.pem"
    roots.write_bytes(load_certificate(service.licensed.root.der).public_bytes(Encoding.PEM))
    return replace(
        settings,
        certificate_authority=service.url,
        ca_roots=roots,
        ca_client=service.client,
        ca_server_roots=service.server_roots,
    )


@dataclasses.dataclass
class Requesting(Signatory):
    """The page where the authority wants the key itself to sign the request."""

    def enrol(self) -> bytes:
        held = {"spki": self.key.spki, "proof": self.key.sign(self.ask())}
        asked = enrol(self.actor, self.agreed.version_id, self.field, **held)
        assert asked.request and not asked.certificate
        signature = self.key.sign(asked.request)
        return enrol(self.actor, self.agreed.version_id, self.field, **held, request_signature=signature).certificate


def test_a_ceremony_under_a_licensed_authority(database: Database, service: Service, licensed: Settings) -> None:
    ceremony = _ceremony(licensed, Requesting)
    _sealed(ceremony)
    assert not certificate_authority().development
    issuers = {
        load_certificate(view.certificate).issuer
        for view in read_signatures(ceremony.document)
        if view.kind == SIGNATURE
    }
    assert issuers == {service.licensed.issuing.certificate.subject}


def test_a_refusal_of_the_authority_leaves_nothing_half_done(
    database: Database, service: Service, licensed: Settings
) -> None:
    ceremony = _ceremony(licensed, Requesting)
    one = ceremony.signatories[0]
    service.licensed.manner = lambda request: Reply(403, "text/plain", b"")
    with pytest.raises(Unavailable) as refused:
        one.enrol()
    assert "nothing was signed" in refused.value.details["words"]["en"]
    with reading():
        row = row_of(ceremony.agreed.version_id, one.field)
        assert row is not None and row.state == SignatureState.WAITING and not row.certificate and row.challenge
    service.licensed.manner = None
    assert one.enrol(), "the person presses again, and it goes on"


def test_the_operator_sees_and_renews_the_keys(database: Database, settings: Settings) -> None:
    use_authorities(settings)
    found = operation.trust_services(ask=True)
    assert {key.name for key in found.keys} == {"root", "log", "issuing", "timestamp"}
    assert [one.failing for one in found.timestamps] == [False]
    assert operation.renew("timestamp") == "timestamp-2"
    assert operation.retire() == ("timestamp",)
    assert not operation.timestamps_failing()


def test_lists_are_public_for_authorities_that_exist(database: Database, settings: Settings) -> None:
    use_authorities(settings)
    assert revocation_list("root") and revocation_list("issuing") and authority_certificate("timestamp")
    for name in ("log", "issuing-9", "../root", "timestamp"):
        with pytest.raises(NotFound):
            revocation_list(name)


def test_under_another_authority_there_is_nothing_to_renew(
    database: Database, service: Service, licensed: Settings, tmp_path: Path
) -> None:
    embedded = licensed.keys_dir / "authority" / "root.der"
    use_authorities(licensed)
    pem = load_certificate(embedded.read_bytes()).public_bytes(Encoding.PEM)
    (licensed.keys_dir / "timestamp-chain.pem").write_bytes(pem)
    use_authorities(replace(licensed, timestamp_url="https://one.example/ https://two.example/"))
    assert embedded_authority() is None
    assert [one.name for one in operation.trust_services().timestamps] == ["one.example", "two.example"]
    with pytest.raises(Conflict):
        operation.renew("issuing")
    with pytest.raises(NotFound):
        revocation_list("root")


def test_services_without_roots_refuse_to_start(database: Database, settings: Settings) -> None:
    with pytest.raises(UnsafeSettings, match="timestamp-chain"):
        use_authorities(replace(settings, timestamp_url="https://one.example/"))
