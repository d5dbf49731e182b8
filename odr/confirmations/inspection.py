"""Reading and verifying a bundle in one go, for the court's desk: what the verifier says, and what the papers say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from odr.evidence.storage import StoredContent
from signing.bundle import bundle_outline
from signing.document_rules import attached_agreement
from signing.manifest import AGREEMENT
from signing.source import Source
from signing.trust import TrustRoots
from signing.verdict import Verdict
from signing.verify import verify_bundle


@dataclass(frozen=True)
class Papers:
    """The papers of a sound bundle: the agreement for machines, the application, the exhibits, the file names."""

    agreement: dict[str, Any]
    application: dict[str, Any]
    exhibits: tuple[dict[str, Any], ...]
    files: tuple[str, ...]
    agreement_pdf: bytes


@dataclass(frozen=True)
class Inspection:
    """The verdict, and the papers where it is sound: what failed its check is not shown as if it had passed."""

    verdict: Verdict
    papers: Papers | None


def inspect_bundle(kept: StoredContent, roots: TrustRoots) -> Inspection:
    """Verify a bundle and, if it is sound, read it; never its exhibits as a whole. Slow: belongs in a worker."""
    with kept.open() as source:
        verdict = verify_bundle(source, roots)
        return Inspection(verdict, _papers(bundle_outline(Source.of(source))) if verdict.sound else None)


def verify_kept(kept: StoredContent, roots: TrustRoots) -> Verdict:
    """The verdict alone. Slow: belongs in a worker."""
    with kept.open() as source:
        return verify_bundle(source, roots)


def _papers(outline: dict[str, bytes | None]) -> Papers:
    files = {name: data for name, data in outline.items() if data is not None}
    return Papers(
        agreement=json.loads(attached_agreement(files[AGREEMENT])),
        application=json.loads(files["application.json"]),
        exhibits=tuple(json.loads(files["evidence/index.json"])["files"]),
        files=tuple(sorted(outline)),
        agreement_pdf=files[AGREEMENT],
    )
