"""What is being examined, and what earlier steps have established about it for later ones."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.checkpoint import Checkpoint
from signing.cms import SignedObject
from signing.container import Member
from signing.errors import VerificationError
from signing.layout import Layout
from signing.pdf_validation import SignatureOpinion
from signing.source import Measured, Source
from signing.trust import KnownCertificates, TrustRoots

Part = TypeVar("Part")
CLOCK_SKEW = timedelta(minutes=10)  # how far the reader's clock may be behind before a time counts as future


@dataclass(frozen=True, slots=True)
class Judgement:
    """A step found nothing wrong, but says something a person must weigh (a code of signing.reasons)."""

    code: str
    details: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """A signature of the agreement whose own mathematics is right."""

    field: str
    signed: SignedObject
    signed_at: datetime
    revision_size: int
    revision_sha256: str


@dataclass(slots=True)
class Examination:
    """Filled step by step; a step that needs a part runs only after the step that sets it has passed."""

    source: Source
    roots: TrustRoots
    now: datetime
    sha256: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    """The bytes of every file of a bundle but its exhibits, which are never in memory as a whole."""
    measured: dict[str, Measured] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)
    bundle_known: KnownCertificates | None = None
    document: bytes = b""
    reader: PdfFileReader | None = None
    layout: Layout | None = None
    signatures: list[CheckedSignature] = field(default_factory=list)
    opinions: list[SignatureOpinion] = field(default_factory=list)
    document_known: KnownCertificates | None = None
    seal: SignedObject | None = None
    certificates: set[bytes] = field(default_factory=set)
    token_certificates: set[bytes] = field(default_factory=set)
    bundle_stamps: list[bytes] = field(default_factory=list)
    last_stamp: bytes = b""
    document_times: list[datetime] = field(default_factory=list)
    bundle_time: datetime | None = None
    later: str = ""
    checkpoint: Checkpoint | None = None

    @property
    def evaluated_at(self) -> datetime | None:
        """The proven time at which trust is judged: the bundle's time-stamp, or the document's last when alone."""
        return self.bundle_time or (self.document_times[-1] if self.document_times else None)

    @property
    def closed_document(self) -> bytes:
        """The agreement as its first document time-stamp closed it, later renewals left aside."""
        return self.document[: need(self.layout).closed_size]


def need(part: Part | None) -> Part:
    """The part an earlier step must have set."""
    if part is None:
        raise VerificationError("step.earlier")
    return part


def pem_certificates(data: bytes) -> tuple[bytes, ...]:
    """Certificates of a PEM file as DER; raises VerificationError when there is none."""
    try:
        return tuple(one.public_bytes(Encoding.DER) for one in x509.load_pem_x509_certificates(data))
    except ValueError as error:
        raise VerificationError("trust.material") from error
