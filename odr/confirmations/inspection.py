"""Reading and verifying a bundle in one go, for the court's desk: what the verifier says, and what the papers say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from odr.evidence.storage import StoredContent
from signing.bundle import bundle_file, bundle_outline
from signing.document_rules import attached_agreement
from signing.manifest import AGREEMENT
from signing.source import Source
from signing.trust import TrustRoots
from signing.verdict import Verdict
from signing.verify import verify_bundle


@dataclass(frozen=True)
class Papers:
    """The papers of a sound bundle: the agreement for machines, the application, the exhibits, each file's digest."""

    agreement: dict[str, Any]
    application: dict[str, Any]
    exhibits: tuple[dict[str, Any], ...]
    digests: Mapping[str, str]

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files, in order; a file is opened by its place here."""
        return tuple(sorted(self.digests))


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


def file_of(kept: StoredContent, name: str) -> bytes:
    """One file out of a bundle that was found sound."""
    with kept.open() as source:
        return bundle_file(Source.of(source), name)


def _papers(outline: dict[str, bytes | None]) -> Papers:
    files = {name: data for name, data in outline.items() if data is not None}
    exhibits = tuple(json.loads(files["evidence/index.json"])["files"])
    return Papers(
        agreement=json.loads(attached_agreement(files[AGREEMENT])),
        application=json.loads(files["application.json"]),
        exhibits=exhibits,
        digests={
            **{name: sha256(data).hexdigest() for name, data in files.items()},
            **{exhibit["file"]: exhibit["sha256"] for exhibit in exhibits},
        },
    )
