"""Reading and verifying a bundle in one go, for the court's desk: what the verifier says, and what the papers say."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from signing.bundle import read_bundle
from signing.document_rules import attached_agreement
from signing.manifest import AGREEMENT
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


def inspect_bundle(data: bytes, roots: TrustRoots) -> Inspection:
    """Verify a bundle and, if it is sound, read it. Slow: belongs in a worker."""
    verdict = verify_bundle(data, roots)
    return Inspection(verdict, _papers(data) if verdict.sound else None)


def _papers(data: bytes) -> Papers:
    files = read_bundle(data)
    return Papers(
        agreement=json.loads(attached_agreement(files[AGREEMENT])),
        application=json.loads(files["application.json"]),
        exhibits=tuple(json.loads(files["evidence/index.json"])["files"]),
        files=tuple(sorted(files)),
        agreement_pdf=files[AGREEMENT],
    )
