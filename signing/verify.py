"""Verify a bundle or a single agreement: numbered steps, each one function, each ending in a finding.

The acceptance rule is strict: exactly the expected fields with the expected certificates; the library's classic
verdict and its long-term verdict for every signature; a closing time-stamp over the whole file; the file's digest
in the signed list and in the log; and any error at all counts as failure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from cryptography.x509.oid import NameOID

from signing.checks import completeness, container, document, records, signatures
from signing.checks.examination import Examination, Judgement
from signing.container import looks_like_container
from signing.errors import SigningError
from signing.keys import common_name, fingerprint, is_development, subject_attribute
from signing.pdf_validation import quiet
from signing.reasons import REASONS
from signing.source import Source
from signing.trust import TrustRoots
from signing.verdict import Finding, Group, SignatureLine, State, Verdict
from signing.wording import OUTSIDE, OUTSIDE_AGREEMENT, STEPS, Words


@dataclass(frozen=True, slots=True)
class Step:
    """A check, the question it belongs to, and the earlier checks it cannot do without."""

    check: Callable[[Examination], Judgement | None]
    group: Group
    needs: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The step's name in findings and sentences."""
        return self.check.__name__


_CONTAINER = (
    Step(container.container_form, Group.INTACT),
    Step(container.container_catalogue, Group.COMPLETE, ("container_form",)),
    Step(container.container_manifest, Group.INTACT, ("container_catalogue",)),
    Step(container.container_records, Group.COMPLETE, ("container_catalogue",)),
    Step(container.manifest_time, Group.VALID, ("container_manifest", "container_records")),
    Step(container.manifest_seal, Group.VALID, ("manifest_time",)),
)
_DOCUMENT = (
    Step(document.document_layout, Group.INTACT),
    Step(document.document_rules, Group.INTACT, ("document_layout",)),
    Step(document.document_digests, Group.INTACT, ("document_layout",)),
    Step(document.document_changes, Group.INTACT, ("document_layout",)),
    Step(document.document_finished, Group.COMPLETE, ("document_layout",)),
    Step(signatures.signatures_valid, Group.VALID, ("document_digests", "document_finished")),
    Step(signatures.signatures_order, Group.VALID, ("document_digests",)),
    Step(signatures.document_timestamp, Group.VALID, ("document_digests", "document_finished")),
    Step(signatures.signatures_trusted, Group.TRUSTED, ("signatures_valid",)),
    Step(signatures.certificate_profiles, Group.TRUSTED, ("document_digests",)),
)
_CLOSING = (
    Step(signatures.authority_kind, Group.TRUSTED, ("document_digests",)),
    Step(container.time_window, Group.TRUSTED, ("document_digests",)),
    Step(completeness.fields_filled, Group.COMPLETE, ("document_digests",)),
)
_RECORDS = (
    Step(completeness.ceremony_frozen, Group.COMPLETE, ("container_records", "document_layout")),
    Step(completeness.ceremony_signatures, Group.COMPLETE, ("container_records", "document_digests")),
    Step(completeness.people, Group.COMPLETE, ("ceremony_signatures", "manifest_seal")),
    Step(completeness.agreement_content, Group.COMPLETE, ("container_records", "document_rules")),
    Step(records.evidence_index, Group.COMPLETE, ("container_records",)),
    Step(records.log_inclusion, Group.COMPLETE, ("manifest_time",)),
)


def _after_container(step: Step) -> Step:
    return Step(step.check, step.group, step.needs or ("container_catalogue",))


_BUNDLE_STEPS = (
    *_CONTAINER,
    *(_after_container(step) for step in _DOCUMENT),
    Step(container.bundle_trust, Group.TRUSTED, ("manifest_seal", "document_digests")),
    *_CLOSING,
    *_RECORDS,
)
_LATER = Step(records.log_consistency, Group.INTACT, ("log_inclusion",))
_AGREEMENT_STEPS = (*_DOCUMENT, *_CLOSING)


def verify_bundle(source: bytes | Path | BinaryIO, roots: TrustRoots, later: str = "") -> Verdict:
    """Check a whole bundle against `roots`; never raises for what the file holds (OSError if it cannot be opened).

    The bundle is read once, piece by piece; a stream must be readable from any place.
    `later` is a head of the log that the reader got elsewhere, with its consistency proof
    (`signing.checkpoint.Extension`): the log of the bundle must be the beginning of that one.
    """
    if isinstance(source, Path):
        with source.open("rb") as stream:
            return verify_bundle(stream, roots, later)
    examination = Examination(Source.of(source), roots, datetime.now(UTC), later=later)
    findings = _run((*_BUNDLE_STEPS, _LATER) if later else _BUNDLE_STEPS, examination)
    return _verdict("bundle", examination, findings, OUTSIDE)


def verify_agreement(document: bytes, roots: TrustRoots) -> Verdict:
    """Check an agreement alone against `roots`; says that it could not check who had to sign, nor the log."""
    examination = Examination(Source.of(document), roots, datetime.now(UTC), document=document)
    findings = _run(_AGREEMENT_STEPS, examination)
    return _verdict("agreement", examination, findings, (*OUTSIDE_AGREEMENT, *OUTSIDE))


def _run(steps: Sequence[Step], examination: Examination) -> tuple[Finding, ...]:
    findings: dict[str, Finding] = {}
    with quiet():
        for number, step in enumerate(steps, start=1):
            findings[step.code] = _finding(number, step, findings, examination)
    return tuple(findings.values())


def _finding(number: int, step: Step, earlier: dict[str, Finding], examination: Examination) -> Finding:
    words = STEPS[step.code]
    state, sentence = State.PASSED, words.passed
    broken = [earlier[code] for code in step.needs if earlier[code].state in (State.FAILED, State.NOT_CHECKED)]
    if broken:
        state, sentence = State.NOT_CHECKED, REASONS["step.not_reached"].filled(number=broken[0].number)
    else:
        try:
            judgement = step.check(examination)
        except SigningError as error:
            state, sentence = State.FAILED, error.words
        except Exception as error:  # hostile input may break anything; whatever breaks is a failed check
            state, sentence = State.FAILED, REASONS["step.error"].filled(kind=type(error).__name__)
        else:
            if judgement is not None:
                state, sentence = State.JUDGEMENT, REASONS[judgement.code].filled(**judgement.details)
    return Finding(number, step.code, step.group, state, words.title, sentence, words.follows)


def _verdict(
    subject: str, examination: Examination, findings: tuple[Finding, ...], outside: tuple[Words, ...]
) -> Verdict:
    used = examination.certificates | examination.token_certificates
    return Verdict(
        subject=subject,
        sha256=examination.sha256 or examination.source.digest("sha256"),
        checked_at=examination.now,
        evaluated_at=examination.evaluated_at,
        development=any(is_development(one) for one in used),
        readable=_is_readable(subject, examination),
        findings=findings,
        signatures=_lines(examination),
        outside=outside,
    )


def _is_readable(subject: str, examination: Examination) -> bool:
    """Could the file be opened as what it claims to be? A damaged bundle is readable, a photograph is not."""
    if subject == "agreement":
        return examination.document.startswith(b"%PDF-")
    return bool(examination.files) or looks_like_container(examination.source)


def _lines(examination: Examination) -> tuple[SignatureLine, ...]:
    application = examination.records.get("application") or {"parties": [], "mediators": []}
    capacities = {one["field"]: one["capacity"] for one in application["mediators"]}
    organisations: dict[str, str] = {}
    for party in application["parties"]:
        for one in party["signatories"]:
            capacities[one["field"]] = one["capacity"]
            organisations[one["field"]] = party["name"] if party["kind"] == "organisation" else ""
    lines: list[SignatureLine] = []
    for one in examination.signatures:
        certificate = one.signed.certificate
        organisation = subject_attribute(certificate, NameOID.ORGANIZATION_NAME)
        lines.append(
            SignatureLine(
                field=one.field,
                name=common_name(certificate),
                capacity="organisation" if organisation else capacities.get(one.field, ""),
                organisation=organisation or organisations.get(one.field, ""),
                signed_at=one.signed_at,
                certificate_sha256=fingerprint(certificate),
            )
        )
    return tuple(lines)
