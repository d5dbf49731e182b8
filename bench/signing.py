"""What our rules cost: signing, sealing and verifying, in turns with the PDF-signing library alone on the same bytes.

python -m bench.signing [--repeat 3] [--times 7]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import io
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.registry import SimpleCertificateStore

from bench import report
from odr.agreements.freezing import freeze
from odr.signatures import work
from odr.signatures.requirements import Place
from signing import hex_strings, pdf
from signing.authority.embedded import EmbeddedAuthority
from signing.authority.embedded_timestamps import EmbeddedTimestampAuthority
from signing.authority.ports import OrganisationSubject, SignerSubject
from signing.document_rules import open_document
from signing.keys import public_bytes
from signing.layout import timestamp_field
from signing.pdf_library import PortStamper
from signing.pdf_validation import embedded_material, quiet, specification
from signing.trust import TrustRoots
from signing.verify import verify_agreement
from signing.wording import Words
from tests.odr.agreements.contents import content

RESULTS = Path("build/bench")
PERSON = SignerSubject("张", "敏", "张敏", "PNOCN-h:7f3a9c01d2")
ORGANISATION = OrganisationSubject("京华知识产权调解中心", "NTRCN-52110000MJ00000000")
FIELDS = ("applicant", "respondent", "mediator", "seal")


@dataclass(frozen=True)
class Signatory:
    """A key outside the platform with its one-time certificate; signs as a browser does."""

    key: ec.EllipticCurvePrivateKey
    certificate: bytes
    chain: tuple[bytes, ...]

    def sign(self, data: bytes) -> bytes:
        """r‖s over `data`."""
        r, s = decode_dss_signature(self.key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")


class Bench:
    """An authority, a time-stamp unit, and one agreement in the states that each measurement starts from."""

    def __init__(self, directory: Path, frozen: bytes, places: dict[str, Place]) -> None:
        self.authority = EmbeddedAuthority(directory)
        self.authority.create()
        self.timestamps = EmbeddedTimestampAuthority(self.authority)
        self.roots = TrustRoots.from_pem(self.authority.roots_pem())
        self.places, self.frozen = places, frozen
        self.person = self._signatory()
        self.bare_seal = self._signatory()
        document = frozen
        for field in FIELDS[:-1]:
            document = self.sign(document, field, self._signatory())
        self.signed = document
        self.sealed = self.seal()

    def _signatory(self) -> Signatory:
        key = ec.generate_private_key(ec.SECP256R1())
        issued = self.authority.issue_signer(public_bytes(key.public_key()), PERSON)
        return Signatory(key, issued.certificate, issued.chain)

    def sign(self, document: bytes, field: str, signatory: Signatory) -> bytes:
        """One signature through the whole path: prepared, signed elsewhere, embedded, time-stamped, read back."""
        place = self.places[field]
        made = work.prepare_signature(
            document,
            place,
            signatory.certificate,
            signatory.chain,
            work.Mark(datetime.now(UTC), development=self.authority.development, assisted=False),
        )
        return work.embed_signature(made, signatory.sign(made.signed_attributes), self.timestamps).document

    def our_signature(self) -> None:
        """Ours."""
        self.sign(self.frozen, FIELDS[0], self.person)

    def bare_signature(self) -> None:
        """The library's own signer with a key of the same kind and the same time-stamp unit."""
        self._bare(self.frozen, FIELDS[0], self.person)

    def _bare(self, document: bytes, field: str, signatory: Signatory) -> bytes:
        store = SimpleCertificateStore()
        store.register_multiple([asn1_x509.Certificate.load(one) for one in signatory.chain])
        encoded = signatory.key.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        signer = SimpleSigner(
            signing_cert=asn1_x509.Certificate.load(signatory.certificate),
            signing_key=asn1_keys.PrivateKeyInfo.load(encoded),
            cert_registry=store,
        )
        metadata = PdfSignatureMetadata(field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        output = PdfSigner(metadata, signer=signer, timestamper=PortStamper(self.timestamps)).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(document)), existing_fields_only=True, bytes_reserved=pdf.RESERVED_HEX
        )
        return bytes(output.getbuffer())

    def seal(self) -> bytes:
        """Seal, validation data, closing time-stamp, and the court's own verdict before anything is kept."""
        return work.affix_seal(self.signed, self.places["seal"], ORGANISATION, self.authority, self.timestamps).document

    def our_seal(self) -> None:
        """Ours, with the verdict."""
        self.seal()

    def our_seal_unjudged(self) -> None:
        """Ours as far as the court's verdict, which is taken on its own."""
        with _unjudged():
            self.seal()

    def bare_sealing(self) -> None:
        """The library's signer, its validation data, its time-stamp: nothing read back, nothing checked."""
        self._bare_seal()

    def bare_sealing_judged(self) -> None:
        """The same, and then the library's own long-term validation of what came out."""
        self._bare_judge(self._bare_seal())

    def _bare_seal(self) -> bytes:
        document = self._bare(self.signed, "seal", self.bare_seal)
        writer = IncrementalPdfFileWriter(io.BytesIO(document))
        material = self.authority.trust_material()
        DocumentSecurityStore.supply_dss_in_writer(
            writer,
            None,
            certs=[asn1_x509.Certificate.load(one) for one in (*material.roots, *material.intermediates)],
            crls=[asn1_crl.CertificateList.load(one) for one in material.revocation_lists],
        )
        output = io.BytesIO()
        writer.write(output)
        stamper = PdfTimeStamper(PortStamper(self.timestamps), field_name=timestamp_field(1))
        closed = stamper.timestamp_pdf(IncrementalPdfFileWriter(output), "sha256", bytes_reserved=pdf.RESERVED_HEX)
        return bytes(closed.getbuffer())

    def our_verdict(self) -> None:
        """All the steps of heqi-verify."""
        expect(verify_agreement(self.sealed, self.roots).sound)

    def bare_verdict(self) -> None:
        """The library's long-term validation of each signature, and nothing else."""
        self._bare_judge(self.sealed)

    def _bare_judge(self, document: bytes) -> None:
        with quiet():
            reader = open_document(document)
            known = embedded_material(reader)
            now = datetime.now(UTC)
            timing = ValidationTimingInfo(now, now, point_in_time_validation=False)
            for one in reader.embedded_regular_signatures:
                work = ades_lta_validation(one, specification(self.roots, known), timing_info=timing)
                expect(asyncio.run(work).ades_subindic == AdESPassed.OK)


def expect(held: bool) -> None:
    """What is refused makes every figure worthless."""
    if not held:
        raise SystemExit("the agreement under test is not sound")


@contextmanager
def _unjudged() -> Iterator[None]:
    """Believe what was sealed: for measuring alone, to tell what sealing costs from what the verdict costs."""
    judge = work._check_as_a_court_will  # pyright: ignore[reportPrivateUsage]
    work._check_as_a_court_will = lambda *_: None  # pyright: ignore[reportPrivateUsage]
    try:
        yield
    finally:
        work._check_as_a_court_will = judge  # pyright: ignore[reportPrivateUsage]


Way = tuple[str, Callable[[], None]]
BARE = "pyHanko"


def each(ways: tuple[Way, ...], times: int) -> list[dict[str, float]]:
    """Milliseconds for each way, of the processor (waiting does not count) and by the clock: medians of calls in turns.

    Where a way is the library's alone it also reads as it comes (see `signing.hex_strings`).
    """
    busy: list[list[float]] = [[] for _ in ways]
    passed: list[list[float]] = [[] for _ in ways]
    for _ in range(times):
        for (name, call), processor, clock in zip(ways, busy, passed, strict=True):
            hex_strings.library_alone() if name.startswith(BARE) else hex_strings.install()
            gc.collect()
            start, at = time.process_time(), time.perf_counter()
            call()
            processor.append((time.process_time() - start) * 1000)
            clock.append((time.perf_counter() - at) * 1000)
    hex_strings.install()
    return [
        {"cpu_ms": statistics.median(one), "ms": statistics.median(other)}
        for one, other in zip(busy, passed, strict=True)
    ]


def main() -> None:
    """Measure and write the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--times", type=int, default=7)
    chosen = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    frozen = freeze(content(), True)
    nobody = Words("申请人", "Applicant")
    places = {
        one.name: Place(
            one.name, one.page, one.box, one.kind.value, "", "", PERSON.common_name, "Zhang Min", "", nobody
        )
        for one in frozen.rendered.fields
    }
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder) / "keys", frozen.pdf, places)
        scenarios: dict[str, tuple[str, tuple[Way, ...]]] = {
            "signature": (
                "one completed signature",
                (("pyHanko alone", bench.bare_signature), ("Heqi", bench.our_signature)),
            ),
            "seal": (
                "the seal, validation data and closing time-stamp",
                (("pyHanko alone", bench.bare_sealing), ("Heqi, before the verdict", bench.our_seal_unjudged)),
            ),
            "seal-judged": (
                "the same, and the verdict on what came out",
                (("pyHanko, then its AdES check", bench.bare_sealing_judged), ("Heqi", bench.our_seal)),
            ),
            "verdict": (
                "the sealed agreement verified",
                (("pyHanko's AdES check", bench.bare_verdict), ("Heqi", bench.our_verdict)),
            ),
        }
        for kind, (title, ways) in scenarios.items():
            each(ways, 1)
            rows: list[report.Row] = []
            for _ in range(chosen.repeat):
                for (name, _), took in zip(ways, each(ways, chosen.times), strict=True):
                    rows.append({"name": name, **took})
            report.write(RESULTS, f"signing-{kind}", title, machine, rows)


if __name__ == "__main__":
    main()
