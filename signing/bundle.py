"""Write and open the bundle for the court: ASiC-E with CAdES (EN 319 162-1) around a PAdES agreement.

Default-deny: a file enters only through a named input below, and only under a name of the catalogue.
"""

import base64
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.algorithms import digest
from signing.authority.ports import TimestampAuthority, TrustMaterial
from signing.canonical import canonical_bytes
from signing.cms import build_signed
from signing.container import ContainerWriter, file_in, outline, read_container
from signing.errors import BundleError
from signing.instructions import instructions
from signing.keys import SigningIdentity, is_development, load_certificate, suite_of_certificate
from signing.manifest import (
    AGREEMENT,
    SEAL,
    SEAL_MANIFEST,
    TIME,
    TIME_MANIFEST,
    DocumentKind,
    check_catalogue,
    seal_manifest,
    time_manifest,
)
from signing.records import EVIDENCE, LOG, moment
from signing.schema import read_record
from signing.source import Content, Measured, Source
from signing.timestamps import stamp

EVIDENCE_SUFFIXES = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    "text/plain": "txt",
}
_DOCUMENT_SUFFIXES = {"application/pdf": "pdf", "application/json": "json"}
_STARTS = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


@dataclass(frozen=True, slots=True)
class ExtraDocument:
    """A paper beside the agreement; `number` tells several of one kind apart (1, 2, …)."""

    kind: DocumentKind
    data: bytes
    media_type: str = "application/pdf"
    number: int = 1


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """An exhibit its owner allows to leave the room. `provided_by` is the ref of a party.

    `data` is its bytes, or, for what is too large for memory, a `Content` that is read piece by piece.
    """

    original_name: str
    media_type: str
    data: bytes | Content
    provided_by: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class LeafProof:
    """A leaf of the audit tree with its path to the head in the checkpoint."""

    index: int
    leaf: bytes
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class LogProof:
    """The signed head of the audit tree and the leaves of this agreement."""

    checkpoint: str
    leaves: tuple[LeafProof, ...]


@dataclass(frozen=True, slots=True)
class BundleContents:
    """Everything that may enter a bundle; there is no field through which anything else could."""

    agreement: bytes
    application: Mapping[str, Any]
    ceremony: Mapping[str, Any]
    trust: TrustMaterial
    log: LogProof
    evidence: tuple[EvidenceFile, ...] = ()
    documents: tuple[ExtraDocument, ...] = ()


def write_bundle(contents: BundleContents, seal: SigningIdentity, timestamps: TimestampAuthority) -> bytes:
    """The sealed and time-stamped container; raises BundleError when an input has no place or a wrong form."""
    target = io.BytesIO()
    seal_bundle(contents, seal, timestamps, target)
    return target.getvalue()


def seal_bundle(
    contents: BundleContents, seal: SigningIdentity, timestamps: TimestampAuthority, target: BinaryIO
) -> int:
    """The same, written to `target` piece by piece; returns its length. No exhibit is ever in memory as a whole.

    Everything but the seal's signature and the time-stamps has the same bytes for the same input.
    """
    suite = suite_of_certificate(seal.certificate)
    files = _payload(contents)
    writer, seen = ContainerWriter(target), dict[str, Measured]()
    for name in sorted(name for name in files if _before_exhibits(name)):
        seen[name] = writer.add(name, files.pop(name))
    index, exhibits = _evidence(contents.evidence, writer, suite.digest)
    files["evidence/index.json"] = index
    seen |= exhibits
    for name in sorted(files):
        seen[name] = writer.add(name, files[name])
    signatures = _signatures(seen, seal, timestamps)
    check_catalogue({*seen, *signatures})
    for name in sorted(signatures):
        writer.add(name, signatures[name])
    return writer.finish()


def _before_exhibits(name: str) -> bool:
    return name == AGREEMENT or name < "evidence/"


def _signatures(
    seen: dict[str, Measured], seal: SigningIdentity, timestamps: TimestampAuthority
) -> dict[str, bytes]:  # fmt: skip
    """The two lists, the seal over the first and the time-stamp over the second."""
    name = suite_of_certificate(seal.certificate).digest
    made = {SEAL_MANIFEST: seal_manifest(seen)}
    made[SEAL] = _seal(made[SEAL_MANIFEST], seal, timestamps)
    made[TIME_MANIFEST] = time_manifest({**seen, **made})
    made[TIME] = stamp(timestamps, digest(name, made[TIME_MANIFEST]), name)
    return made


def _payload(contents: BundleContents) -> dict[str, bytes]:
    """Every file but the exhibits, their index and the signatures."""
    files = {
        AGREEMENT: contents.agreement,
        "application.json": _record("application", contents.application),
        "ceremony.json": _record("ceremony", contents.ceremony),
        "log/inclusion.json": _record("inclusion", _log_record(contents.log)),
    }
    files |= _documents(contents.documents)
    files |= _trust(contents.trust)
    development = any(is_development(one) for one in (*contents.trust.roots, *contents.trust.intermediates))
    files["verify/VERIFY.txt"] = instructions(contents.trust.roots, development=development)
    return files


def _record(name: str, value: Mapping[str, Any]) -> bytes:
    data = canonical_bytes(dict(value))
    read_record(name, data)
    return data


def _log_record(log: LogProof) -> dict[str, Any]:
    leaves = [
        {
            "index": one.index,
            "data_b64": base64.b64encode(one.leaf).decode(),
            "path_b64": [base64.b64encode(step).decode() for step in one.path],
        }
        for one in log.leaves
    ]
    return {"schema": LOG, "checkpoint": log.checkpoint, "leaves": leaves}


def _evidence(
    exhibits: tuple[EvidenceFile, ...], writer: ContainerWriter, digest_name: str
) -> tuple[bytes, dict[str, Measured]]:
    """Write the exhibits in their order; returns their index and what each of them measures."""
    seen: dict[str, Measured] = {}
    index: list[dict[str, Any]] = []
    for number, exhibit in enumerate(exhibits, start=1):
        suffix = EVIDENCE_SUFFIXES.get(exhibit.media_type)
        if suffix is None or not _head(exhibit.data).startswith(_STARTS.get(exhibit.media_type, b"")):
            raise BundleError("evidence.kind", number=number)
        name = f"evidence/{number:04d}.{suffix}"
        seen[name] = writer.add(name, exhibit.data)
        listed: dict[str, Any] = {
            "file": name,
            "original_name": exhibit.original_name,
            "media_type": exhibit.media_type,
            "size": seen[name].size,
            "sha256": seen[name].sha256.hex(),
            "crc32": f"{seen[name].crc32:08x}",
            "provided_by": exhibit.provided_by,
            "received_at": moment(exhibit.received_at),
        }
        if digest_name == "sm3":
            listed["sm3"] = _sm3(exhibit.data)
        index.append(listed)
    return _record("evidence", {"schema": EVIDENCE, "files": index}), seen


def _head(data: bytes | Content) -> bytes:
    return data if isinstance(data, bytes) else next(data.pieces(), b"")


def _sm3(data: bytes | Content) -> str:
    value = hashlib.new("sm3")
    for piece in (data,) if isinstance(data, bytes) else data.pieces():
        value.update(piece)
    return value.hexdigest()


def _documents(documents: tuple[ExtraDocument, ...]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for document in documents:
        suffix = _DOCUMENT_SUFFIXES.get(document.media_type)
        if suffix is None or not document.data.startswith(_STARTS.get(document.media_type, b"{")):
            raise BundleError("documents.kind", kind=document.kind.value)
        number = "" if document.number == 1 else f"-{document.number}"
        name = f"documents/{document.kind.value}{number}.{suffix}"
        if name in files:
            raise BundleError("documents.twice", file=name)
        files[name] = document.data
    return files


def _trust(trust: TrustMaterial) -> dict[str, bytes]:
    files = {
        "trust/root.pem": _pem(trust.roots),
        "trust/issuing.pem": _pem(trust.issuing),
        "trust/tsa.pem": _pem(trust.timestamping),
        "trust/log.pem": _pem(trust.log),
    }
    names = {
        "root": {load_certificate(one).subject for one in trust.roots},
        "issuing": {load_certificate(one).subject for one in trust.issuing},
    }
    for number, data in enumerate(trust.revocation_lists, start=1):
        issuer = x509.load_der_x509_crl(data).issuer
        role = next((role for role, subjects in names.items() if issuer in subjects), f"list-{number:02d}")
        name = f"trust/{role}.crl"
        files[f"trust/list-{number:02d}.crl" if name in files else name] = data
    return files


def _pem(certificates: tuple[bytes, ...]) -> bytes:
    return b"".join(load_certificate(one).public_bytes(Encoding.PEM) for one in certificates)


def _seal(manifest: bytes, seal: SigningIdentity, timestamps: TimestampAuthority) -> bytes:
    """The organisation's CAdES-T signature over the manifest (EN 319 122-1)."""
    name = suite_of_certificate(seal.certificate).digest
    return build_signed(
        manifest,
        seal,
        content_type="data",
        detached=True,
        signing_time=datetime.now(UTC),
        embed_chain=True,
        stamp=lambda value: stamp(timestamps, digest(name, value), name),
    )


def read_bundle(data: bytes) -> dict[str, bytes]:
    """Every file by name after the container and catalogue checks; raises BundleError. Nothing is verified yet."""
    files = read_container(data)
    check_catalogue(files)
    return files


def bundle_outline(source: Source) -> dict[str, bytes | None]:
    """Every file by name, an exhibit without its bytes: for a bundle that was verified and may be very large."""
    files = outline(source)
    check_catalogue(files)
    return files


def bundle_file(source: Source, name: str) -> bytes:
    """One file of a bundle that was verified before."""
    return file_in(source, name)


__all__ = [
    "BundleContents",
    "DocumentKind",
    "EvidenceFile",
    "ExtraDocument",
    "LeafProof",
    "LogProof",
    "bundle_file",
    "bundle_outline",
    "read_bundle",
    "seal_bundle",
    "write_bundle",
]
