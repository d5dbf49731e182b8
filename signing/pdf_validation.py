"""What the PDF-signing library says about each signature, under our trust and our rule for permitted changes.

Its verdict is one opinion among several and never enough alone: see checks/ for the others.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffPolicy,
    DiffResult,
    DSSCompareRule,
    FormUpdatingRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.revinfo.archival import CRLContainer

from signing.trust import KnownCertificates, TrustRoots, path_policy, validation_context

# Later revisions may fill signature fields made before the first signature, add validation data and
# one invisible time-stamp field. No metadata, no document information, no other field, no orphans.
_LTA = ModificationLevel.LTA_UPDATES
PERMITTED_CHANGES = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(ignored_keys=frozenset({"/AcroForm", "/DSS", "/Extensions", "/Version"})),
        XrefStreamRule().as_qualified(_LTA),
        ObjectStreamRule().as_qualified(_LTA),
        DSSCompareRule().as_qualified(_LTA),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldCreationRule(), SigFieldModificationRule()],
        ignored_acroform_keys=frozenset({"/Fields"}),
    ),
    ignore_orphaned_objects=False,
    ignore_identical_objects=False,
)


@dataclass(frozen=True, slots=True)
class SignatureOpinion:
    """What the library found for one signature; all must be true, and AdES must say OK."""

    field: str
    intact: bool
    valid: bool
    trusted: bool
    changes_permitted: bool
    timestamp_valid: bool
    timestamp_trusted: bool
    bottom_line: bool
    long_term: str


@dataclass(frozen=True, slots=True)
class TimestampOpinion:
    """What the library found for the document time-stamp."""

    intact: bool
    valid: bool
    trusted: bool
    covers_file: bool


class Reviewed(DiffPolicy):
    """A policy that keeps its findings about one reader: the bytes behind it never change."""

    def __init__(self, reader: PdfFileReader, policy: DiffPolicy) -> None:
        self._reader, self._policy = reader, policy
        self._found: dict[tuple[object, ...], DiffResult | SuspiciousModification] = {}

    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        return self._policy.apply(old, new, field_mdp_spec, doc_mdp)

    def review_file(
        self,
        reader: PdfFileReader,
        base_revision: int | HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult | SuspiciousModification:
        if reader is not self._reader or not isinstance(base_revision, int):
            return self._policy.review_file(reader, base_revision, field_mdp_spec, doc_mdp)
        locked = field_mdp_spec and (field_mdp_spec.action, tuple(field_mdp_spec.fields or ()))
        asked = (base_revision, locked, doc_mdp)
        if asked not in self._found:
            self._found[asked] = self._policy.review_file(reader, base_revision, field_mdp_spec, doc_mdp)
        return self._found[asked]


class Asked:
    """What the library is asked about: one document under one trust, all of it judged at `at`.

    The chains of the time-stamps of one moment are judged in one context, so that a chain found good for one signature
    is not walked again for the next; and what came after a signature is reviewed once, though several verdicts ask.
    """

    def __init__(self, reader: PdfFileReader, roots: TrustRoots, known: KnownCertificates, at: datetime) -> None:
        self.reader, self.roots, self.known, self.at = reader, roots, known, at
        self._stamps: dict[datetime, ValidationContext] = {}
        self.changes = Reviewed(reader, PERMITTED_CHANGES)

    def stamps(self, at: datetime) -> ValidationContext:
        """In which the chains of time-stamps are judged as they stood at `at`."""
        if at not in self._stamps:
            self._stamps[at] = validation_context(self.roots, self.known, at, end_entity_must_be_listed=True)
        return self._stamps[at]


def signature_opinion(asked: Asked, field: str, *, signed_at: datetime, closed_at: datetime) -> SignatureOpinion:
    """Ask about the signature in `field`: the classic verdict as of its time-stamp, that time-stamp as of the first
    archive time-stamp over it, and AdES with archival data as of today."""
    return asyncio.run(_opinion(asked, _embedded(asked.reader, field), signed_at, closed_at))


async def _opinion(
    asked: Asked, embedded: EmbeddedPdfSignature, signed_at: datetime, closed_at: datetime
) -> SignatureOpinion:
    status = await async_validate_pdf_signature(
        embedded,
        validation_context(asked.roots, asked.known, signed_at, end_entity_must_be_listed=False),
        asked.stamps(closed_at),
        diff_policy=asked.changes,
    )
    stamped = status.timestamp_validity
    last = not status.modification_level or status.modification_level <= ModificationLevel.FORM_FILLING
    ades = await ades_lta_validation(
        embedded,
        specification(asked.roots, asked.known, asked.changes),
        timing_info=ValidationTimingInfo(asked.at, asked.at, point_in_time_validation=False),
    )
    return SignatureOpinion(
        field=embedded.field_name,
        intact=status.intact,
        valid=status.valid,
        trusted=status.trusted,
        changes_permitted=bool(last and status.docmdp_ok),
        timestamp_valid=stamped is not None and stamped.intact and stamped.valid,
        timestamp_trusted=stamped is not None and stamped.trusted,
        bottom_line=bool(status.bottom_line),
        long_term="OK" if ades.ades_subindic == AdESPassed.OK else str(ades.ades_subindic),
    )


def specification(
    roots: TrustRoots, known: KnownCertificates, changes: DiffPolicy = PERMITTED_CHANGES
) -> PdfSignatureValidationSpec:
    """How a signature is judged for the long term (EN 319 102-1 §5.6): nothing is fetched, the document carries all."""
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            path_policy(roots, end_entity_must_be_listed=False),
            RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
            ts_cert_validation_policy=path_policy(roots, end_entity_must_be_listed=True),
            local_knowledge=LocalKnowledge(
                known_certs=known.parsed_certificates(),
                known_crls=[CRLContainer(one) for one in known.parsed_lists()],
            ),
        ),
        diff_policy=changes,
    )


def timestamp_opinion(asked: Asked, field: str, at: datetime) -> TimestampOpinion:
    """Ask about the document time-stamp in `field`, as of the next one over it or of today."""
    status = asyncio.run(async_validate_pdf_timestamp(_embedded(asked.reader, field), asked.stamps(at)))
    covers = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return TimestampOpinion(status.intact, status.valid, status.trusted, covers)


def embedded_material(reader: PdfFileReader) -> KnownCertificates:
    """Certificates and revocation lists the document carries (its DSS); none when it carries none."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return KnownCertificates((), ())
    certificates = tuple(one.dump() for one in store.load_certs())
    return KnownCertificates(certificates, tuple(bytes(one.get_object().data) for one in store.crls))


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the library's running commentary out of our logs: its findings reach the reader as ours."""
    loggers = [logging.getLogger(name) for name in ("pyhanko", "pyhanko_certvalidator")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _embedded(reader: PdfFileReader, field: str) -> EmbeddedPdfSignature:
    return next(one for one in reader.embedded_signatures if one.field_name == field)
