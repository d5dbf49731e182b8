"""Reading and verifying a bundle in one go, for the court's desk: what the verifier says, and what the papers say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from signing.bundle import read_bundle
from signing.document_rules import attached_agreement
from signing.manifest import AGREEMENT
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


def inspect_bundle(data: bytes, roots: TrustRoots) -> Inspection:
    """Verify a bundle and, if it is sound, read it. Slow: belongs in a worker."""
    verdict = verify_bundle(data, roots)
    return Inspection(verdict, _papers(data) if verdict.sound else None)


def file_of(data: bytes, name: str) -> bytes:
    """One file out of a bundle that was found sound."""
    return read_bundle(data)[name]


def agreement_of(data: bytes) -> bytes:
    """The signed agreement out of a bundle that was found sound."""
    return file_of(data, AGREEMENT)


def _papers(data: bytes) -> Papers:
    files = read_bundle(data)
    return Papers(
        agreement=json.loads(attached_agreement(files[AGREEMENT])),
        application=json.loads(files["application.json"]),
        exhibits=tuple(json.loads(files["evidence/index.json"])["files"]),
        digests={name: sha256(content).hexdigest() for name, content in files.items()},
    )
