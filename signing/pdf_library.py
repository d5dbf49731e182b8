"""Our ports in the terms of the PDF-signing library: writer, signer, stamper, appearance."""

import io
from typing import IO

from asn1crypto import algos, cms
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.content import PdfContent, RawContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields as pdf_fields
from pyhanko.sign.signers import ExternalSigner, PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.algorithms import Suite
from signing.authority.ports import TimestampAuthority
from signing.document_rules import entry
from signing.errors import SigningError
from signing.keys import common_name, suite_of_certificate
from signing.prepared import FieldKind, SignatureField
from signing.timestamps import IMPRINTS, stamp


class Writer(IncrementalPdfFileWriter):
    """Keeps the version at 1.7, so that a PDF/A-3 file stays one after it was signed (ISO 19005-3 §6.1.2)."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        super().ensure_output_version(min(version, (1, 7)))

    def _update_meta(self) -> None:
        """Leave dates and producer as they were frozen: signing changes nothing but signatures."""


class PortStamper(TimeStamper):
    """Lets the library ask our time-stamp port."""

    def __init__(self, authority: TimestampAuthority) -> None:
        super().__init__()
        self._authority = authority

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        if md_algorithm not in IMPRINTS:
            raise SigningError("timestamp.digest_size", size=len(message_digest))
        return cms.ContentInfo.load(stamp(self._authority, message_digest, md_algorithm))


class Appearance(PdfContent):
    """The first page of a one-page PDF, drawn into a signature field."""

    def __init__(self, drawing: bytes) -> None:
        self._drawing = drawing
        super().__init__()

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._drawing)))
        self.resources.xobject["/Drawing"] = page
        left, bottom, right, top = (float(edge) for edge in entry(page.get_object(), "/BBox"))
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Drawing Do"


def field_spec(field: SignatureField) -> pdf_fields.SigFieldSpec:
    left, bottom, right, top = (round(edge) for edge in field.box)
    if field.kind is FieldKind.SEAL:
        lock = pdf_fields.FieldMDPSpec(pdf_fields.FieldMDPAction.ALL)
    else:
        lock = pdf_fields.FieldMDPSpec(pdf_fields.FieldMDPAction.INCLUDE, [field.name])
    return pdf_fields.SigFieldSpec(
        field.name,
        on_page=field.page,
        box=(left, bottom, right, top),
        field_mdp_spec=lock,
        empty_field_appearance=True,
    )


def written(writer: IncrementalPdfFileWriter) -> bytes:
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def external_signer(certificate: bytes, chain: tuple[bytes, ...], value: bytes, suite: Suite) -> ExternalSigner:
    store = SimpleCertificateStore()
    store.register_multiple([asn1_x509.Certificate.load(one) for one in chain])
    return ExternalSigner(
        signing_cert=asn1_x509.Certificate.load(certificate),
        cert_registry=store,
        signature_value=value,
        signature_mechanism=algos.SignedDigestAlgorithm({"algorithm": suite.mechanism}),
        embed_roots=False,
    )


def pdf_signer(field: str, certificate: bytes, signer: ExternalSigner, appearance: bytes | None) -> PdfSigner:
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=suite_of_certificate(certificate).digest,
        subfilter=pdf_fields.SigSeedSubFilter.PADES,
        name=common_name(certificate),
    )
    # Without a style of ours the library would draw its own stamp, in a font the document does not carry.
    drawing = RawContent(b"", box=BoxConstraints(1, 1)) if appearance is None else Appearance(appearance)
    style = StaticStampStyle(background=drawing, border_width=0)
    return PdfSigner(metadata, signer=signer, stamp_style=style)


def bytes_of(output: IO[bytes]) -> bytes:
    """Everything written to `output`."""
    output.seek(0)
    return output.read()
