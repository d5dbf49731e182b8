"""Steps on exhibits and on the audit tree."""

import base64
import binascii
import json
from typing import Any

from cryptography import x509

from signing.authority.profiles import POLICY_LOG
from signing.canonical import sha256_hex
from signing.checkpoint import Checkpoint, check_extension, read_extension, verify_checkpoint
from signing.checks.examination import Examination, need, pem_certificates
from signing.errors import VerificationError
from signing.keys import load_certificate
from signing.tree import leaf_hash, verify_inclusion
from signing.trust import check_chain

_SUFFIXES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "txt": "text/plain"}


def evidence_index(examination: Examination) -> None:
    """Every exhibit is in the index with its size and both digests, and the index names no other."""
    listed: list[dict[str, Any]] = examination.records["evidence"]["files"]
    present = {name for name in examination.measured if name.startswith("evidence/")} - {"evidence/index.json"}
    names = [one["file"] for one in listed]
    if set(names) != present or len(set(names)) != len(names):
        raise VerificationError("evidence.index")
    refs = {party["ref"] for party in examination.records["application"]["parties"]}
    for one in listed:
        seen = examination.measured[one["file"]]
        same = (seen.size, seen.sha256.hex()) == (one["size"], one["sha256"]) and _same_beside(examination, one)
        kind = _SUFFIXES[one["file"].rsplit(".", 1)[1]]
        if not same or kind != one["media_type"] or one["provided_by"] not in refs:
            raise VerificationError("evidence.entry", file=one["file"])


def _same_beside(examination: Examination, listed: dict[str, Any]) -> bool:
    """The container's check value is the signed one, and so is SM3 where the index has it.

    The first version of the index has no check value: then it is computed. It has SM3 always, the second where the
    organisation seals with SM2.
    """
    place, source = examination.members[listed["file"]], examination.source
    signed = listed.get("crc32")
    if (source.crc32(place.begin, place.size) if signed is None else int(signed, 16)) != place.crc32:
        return False
    return "sm3" not in listed or source.digest("sm3", place.begin, place.size) == listed["sm3"]


def log_inclusion(examination: Examination) -> None:
    """The audit tree holds the freezing, every signature and the closed file; its head is signed by a trusted log."""
    record = examination.records["inclusion"]
    checkpoint = _trusted_checkpoint(examination, record["checkpoint"])
    leaves = [_proved_leaf(leaf, checkpoint) for leaf in record["leaves"]]
    ceremony = examination.records["ceremony"]
    wanted = [{"act": "document.frozen", "sha256": ceremony["document_sha256_frozen"]}]
    wanted += [
        {
            "act": "document.signed",
            "field": step["field"],
            "sha256": step["revision_sha256"],
            "certificate_sha256": step["certificate_sha256"],
        }
        for step in ceremony["steps"]
    ]
    wanted.append({"act": "agreement.sealed", "sha256": sha256_hex(examination.closed_document)})
    if leaves != wanted:
        raise VerificationError("log.leaves")
    indexes = [leaf["index"] for leaf in record["leaves"]]
    if indexes != sorted(set(indexes)):
        raise VerificationError("log.order")
    examination.checkpoint = checkpoint


def log_consistency(examination: Examination) -> None:
    """A later head of the same log, which the reader holds, only adds to the tree that the bundle was proved in."""
    held, old = read_extension(examination.later), need(examination.checkpoint)
    if held.old_size != old.size:
        raise VerificationError("log.other_proof", old=held.old_size, size=old.size)
    new = verify_checkpoint(held.checkpoint, _log_certificate(examination))
    check_extension(old, new, held.path)


def _trusted_checkpoint(examination: Examination, text: str) -> Checkpoint:
    certificate = _log_certificate(examination)
    if not examination.roots.pins(certificate):
        _check_log_certificate(certificate)
        check_chain(
            certificate,
            examination.roots,
            need(examination.bundle_known),
            need(examination.bundle_time),
            key_usage={"digital_signature"},
            end_entity_must_be_listed=True,
        )
    return verify_checkpoint(text, certificate)


def _log_certificate(examination: Examination) -> bytes:
    certificates = pem_certificates(examination.files["trust/log.pem"])
    if len(certificates) != 1:
        raise VerificationError("log.certificate")
    return certificates[0]


def _check_log_certificate(certificate: bytes) -> None:
    """Only a key certified for the log may sign its head: a signatory's or time-stamp key must not do."""
    try:
        policies = load_certificate(certificate).extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound as error:
        raise VerificationError("log.certificate") from error
    if POLICY_LOG not in {policy.policy_identifier for policy in policies}:
        raise VerificationError("log.certificate")


def _proved_leaf(record: dict[str, Any], checkpoint: Checkpoint) -> dict[str, Any]:
    """What a leaf says, its salt left out, after its path to the head was walked."""
    try:
        data = base64.b64decode(record["data_b64"], validate=True)
        path = [base64.b64decode(step, validate=True) for step in record["path_b64"]]
        said = json.loads(data)
        said.pop("salt")
    except (binascii.Error, ValueError, KeyError, AttributeError) as error:
        raise VerificationError("log.leaf_form") from error
    if not verify_inclusion(leaf_hash(data), record["index"], checkpoint.size, path, checkpoint.root):
        raise VerificationError("log.path")
    return said
