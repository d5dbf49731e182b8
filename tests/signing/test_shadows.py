"""Every published family of attacks on signed PDFs is refused with a named step, alone and inside the bundle."""

import asyncio
import io
import re
from collections.abc import Callable

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from signing.authority.ports import TimestampAuthority
from signing.container import write_container
from signing.layout import timestamp_field
from signing.manifest import AGREEMENT
from signing.pdf import RESERVED_HEX
from signing.pdf_library import PortStamper, Writer, bytes_of, written
from signing.reasons import REASONS
from signing.verdict import Verdict
from signing.verify import verify_agreement, verify_bundle
from tests.signing.ceremony import Platform, Signed, run_ceremony, text_pdf
from tests.signing.rawpdf import appended, last_table, object_at, root_number, size_of, with_entry
from tests.signing.shadows import (
    FAMILIES,
    FORGERIES,
    STRUCTURE,
    Attack,
    content,
    hide_and_replace,
    value,
    with_hidden_twin,
)
from tests.signing.tampering import QUIET, UPDATES

ATTACKS = FAMILIES | FORGERIES | STRUCTURE


def assert_refused(verdict: Verdict) -> None:
    """Not sound, by a step that says what is wrong: never because the step itself broke."""
    assert not verdict.sound
    assert verdict.failed
    assert not any("unexpected error" in one.sentence.en for one in verdict.failed), verdict.failed


def assert_refused_everywhere(signed: Signed, files: dict[str, bytes], document: bytes) -> None:
    assert document != signed.finished
    assert_refused(verify_agreement(document, signed.platform.roots))
    assert_refused(verify_bundle(write_container({**files, AGREEMENT: document}), signed.platform.roots))


@pytest.mark.parametrize("name", list(ATTACKS))
def test_a_known_attack_is_refused(signed: Signed, files: dict[str, bytes], name: str) -> None:
    attack: Attack = ATTACKS[name]
    assert_refused_everywhere(signed, files, attack(signed))


def test_what_lay_hidden_in_the_text_cannot_be_brought_out(platform: Platform, files: dict[str, bytes]) -> None:
    """Shadow attack, hide and replace: the forger wrote the text, and everybody signed it."""
    signed = run_ceremony(platform, text=with_hidden_twin(text_pdf()))
    assert verify_agreement(signed.finished, platform.roots).sound
    assert_refused_everywhere(signed, files, hide_and_replace(signed))


def _finished_anew(
    signed: Signed,
    change: Callable[[IncrementalPdfFileWriter], None] = lambda update: None,
    patch: Callable[[bytes], bytes] = lambda document: document,
) -> bytes:
    """Anybody may have a document stamped: cut back to the seal, changed along with the validation data, stamped.

    `change` works on objects, `patch` on the bytes of the revision before it is stamped.
    """
    authority, timestamps = signed.platform.authority, signed.platform.timestamps
    material = authority.trust_material()
    writer = Writer(io.BytesIO(signed.revisions["seal"]))
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[asn1_x509.Certificate.load(one) for one in (*material.roots, *material.intermediates)],
        crls=[asn1_crl.CertificateList.load(one) for one in material.revocation_lists],
    )
    change(writer)
    return _stamped(patch(written(writer)), timestamps)


def _stamped(document: bytes, timestamps: TimestampAuthority) -> bytes:
    stamper = PdfTimeStamper(PortStamper(timestamps), field_name=timestamp_field(1))
    writer = Writer(io.BytesIO(document))
    work = stamper.async_timestamp_pdf(writer, "sha256", bytes_reserved=RESERVED_HEX)
    return bytes_of(asyncio.run(work))


def test_finishing_anew_without_a_change_is_sound(signed: Signed) -> None:
    """So that the refusals below are for the changes."""
    document = _finished_anew(signed)
    assert verify_agreement(document, signed.platform.roots).sound


@pytest.mark.parametrize("name", list(UPDATES | QUIET))
def test_a_change_finished_anew_under_a_true_timestamp_is_refused(
    signed: Signed, files: dict[str, bytes], name: str
) -> None:
    assert_refused_everywhere(signed, files, _finished_anew(signed, (UPDATES | QUIET)[name]))


def _entry_in_last_table(number: int, entry: bytes) -> Callable[[bytes], bytes]:
    def patch(document: bytes) -> bytes:
        table = document.index(b"trailer", last_table(document))
        return document[:table] + b"%d 1\n%s \n" % (number, entry) + document[table:]

    return patch


def test_a_table_entry_slipped_into_the_closing_steps_is_refused(signed: Signed, files: dict[str, bytes]) -> None:
    """Hide, and hide-and-replace, under a true time-stamp: no object is written, only a table leads elsewhere."""
    number = content(signed.finished)
    twin = list(re.finditer(rb"(?<!\d)\d+ 0 obj\s+<< /[^>]*>>\s+stream", signed.frozen))[-1].start()
    for entry in (b"%010d 00001 f" % 0, b"%010d 00000 n" % twin, b"%010d 00000 n" % 10**9):
        document = _finished_anew(signed, patch=_entry_in_last_table(number, entry))
        assert_refused_everywhere(signed, files, document)


def test_a_hidden_twin_slipped_into_the_closing_steps_is_refused(platform: Platform, files: dict[str, bytes]) -> None:
    signed = run_ceremony(platform, text=with_hidden_twin(text_pdf()))
    hidden = b"%010d 00000 n" % (signed.frozen.index(b"%hidden\n") + len(b"%hidden\n"))
    document = _finished_anew(signed, patch=_entry_in_last_table(content(signed.frozen), hidden))
    assert_refused_everywhere(signed, files, document)


def test_thousands_of_places_to_sign_are_refused_before_any_is_read(signed: Signed, files: dict[str, bytes]) -> None:
    made, size = signed.finished, size_of(signed.finished)
    bodies = {size + n: b"<< /FT /Sig /T (x%d) /V %d 0 R >>" % (n, value(made, 0)) for n in range(2000)}
    root = re.sub(rb"/AcroForm \d+ 0 R", b"", object_at(made, root_number(made)))
    listed = b" ".join(b"%d 0 R" % number for number in bodies)
    bodies[root_number(made)] = with_entry(root, b"/AcroForm << /SigFlags 3 /Fields [%s] >>" % listed)
    verdict = verify_agreement(appended(made, bodies), signed.platform.roots)
    assert_refused(verdict)
    assert verdict.failed[0].sentence == REASONS["document.too_large"]
