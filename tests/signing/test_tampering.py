"""No falsified agreement is accepted, and none makes the verifier stumble."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from signing import pdf
from signing.checks.document import content_fingerprint
from signing.document_rules import open_document
from signing.errors import VerificationError
from signing.trust import TrustRoots
from signing.verdict import Group, State, Verdict
from signing.verify import verify_agreement
from tests.signing.ceremony import PEOPLE, OutsideKey, Platform, Signed, places, text_pdf
from tests.signing.tampering import (
    UPDATES,
    add_page,
    add_script,
    byte_changes,
    flipped,
    repaint,
    retitle,
    swap_attachment,
    truncations,
    updated,
)

FLIPS = int(os.environ.get("HEQI_FLIPS", "60"))


def assert_refused(verdict: Verdict) -> None:
    assert not verdict.sound
    assert verdict.failed
    assert not any("unexpected error" in one.sentence.en for one in verdict.failed), verdict.failed


def test_an_honest_agreement_is_sound(signed: Signed) -> None:
    verdict = verify_agreement(signed.finished, signed.platform.roots)
    assert verdict.sound
    assert verdict.development
    assert [line.name for line in verdict.signatures][:3] == [person.common_name for person in PEOPLE.values()]
    assert verdict.group(Group.TRUSTED) is State.JUDGEMENT


@pytest.mark.parametrize("name", list(UPDATES))
def test_an_update_after_the_end_is_refused(signed: Signed, name: str) -> None:
    assert_refused(verify_agreement(updated(signed.finished, UPDATES[name]), signed.platform.roots))


@pytest.mark.parametrize("name", list(byte_changes(b"/ByteRange [0 1 2 3]" * 5 + b"/Contents stream\n" + b"x" * 2000)))
def test_changed_bytes_are_refused(signed: Signed, name: str) -> None:
    assert_refused(verify_agreement(byte_changes(signed.finished)[name], signed.platform.roots))


def test_an_earlier_state_is_not_the_agreement(signed: Signed) -> None:
    for name, document in truncations(signed).items():
        verdict = verify_agreement(document, signed.platform.roots)
        assert not verdict.sound, name


@pytest.mark.parametrize("change", [repaint, retitle])
def test_a_text_changed_between_two_signatories_is_refused(
    platform: Platform, signed: Signed, change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    """T11: the platform itself alters the text after the first signature; later people sign the altered one."""
    document = updated(signed.revisions["applicant-1"], change)
    for name in ("respondent-1", "mediator"):
        document = _sign_unchecked(platform, document, name)
    with pytest.raises(VerificationError):
        platform.finish(platform.seal(document))
    assert_refused(verify_agreement(document, platform.roots))


def _sign_unchecked(platform: Platform, document: bytes, name: str) -> bytes:
    key = OutsideKey()
    issued = platform.certify(key, PEOPLE[name])
    prepared = pdf.prepare(document, field=name, certificate=issued.certificate, chain=issued.chain)
    return pdf.embed(prepared, key.sign(prepared.signed_attributes), platform.timestamps)


@pytest.mark.parametrize("change", [repaint, retitle, add_page, add_script, swap_attachment])
def test_whatever_is_seen_or_handed_out_is_compared_with_the_frozen_text(
    signed: Signed, change: Callable[[IncrementalPdfFileWriter], None]
) -> None:
    """Not by the signatures' own reckoning of changes, but side by side."""
    frozen, finished = (content_fingerprint(open_document(data)) for data in (signed.frozen, signed.finished))
    assert frozen == finished
    assert content_fingerprint(open_document(updated(signed.finished, change))) != frozen


def test_other_roots_trust_nothing(signed: Signed, tmp_path: Path) -> None:
    other = Platform(tmp_path / "other")
    verdict = verify_agreement(signed.finished, other.roots)
    assert not verdict.sound
    assert verdict.group(Group.INTACT) is State.PASSED
    assert verdict.group(Group.TRUSTED) is State.FAILED


def test_a_signatorys_own_certificate_is_no_root(signed: Signed) -> None:
    certificate = pdf.read_signatures(signed.finished)[0].certificate
    verdict = verify_agreement(signed.finished, TrustRoots((certificate,)))
    assert not verdict.sound


def test_no_turned_bit_is_accepted(signed: Signed) -> None:
    """Bits all over the file; how many is set by HEQI_FLIPS."""
    chance = random.Random(20261123)
    for _ in range(FLIPS):
        position, bit = chance.randrange(len(signed.finished)), chance.randrange(8)
        verdict = verify_agreement(flipped(signed.finished, position, bit), signed.platform.roots)
        assert not verdict.sound, (position, bit)


def test_no_turned_bit_of_the_closing_timestamp_is_accepted(signed: Signed) -> None:
    """The last signature's own bytes are covered by no later one: here only strict reading helps."""
    chance = random.Random(1)
    start = signed.finished.rindex(b"/Contents <")
    view = pdf.read_signatures(signed.finished)[-1]
    assert view.kind == "timestamp"
    for _ in range(FLIPS):
        position, bit = start + 11 + chance.randrange(4600), chance.randrange(8)
        verdict = verify_agreement(flipped(signed.finished, position, bit), signed.platform.roots)
        assert not verdict.sound, (position, bit)


def test_an_authority_that_was_revoked_before_it_certified_is_refused(tmp_path: Path) -> None:
    platform = Platform(tmp_path / "revoked")
    platform.authority.revoke(platform.authority.trust_material().issuing[0])
    document = pdf.add_fields(text_pdf(), places())
    for name in PEOPLE:
        document = platform.sign(document, name)
    document = platform.seal(document)
    verdict = verify_agreement(platform.finish(document), platform.roots)
    assert not verdict.sound
    assert verdict.group(Group.TRUSTED) is State.FAILED
