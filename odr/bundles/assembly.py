"""The heavy part of a bundle: its records, its papers, its seal, and the verifier's word on it. For a worker."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from odr.bundles.contents import BundleFacts, PersonSigning
from odr.bundles.documents import papers
from odr.bundles.statements import REQUEST
from odr.evidence.storage import StoredContent
from odr.law.articles import cite
from odr.signatures.requirements import signer_ref
from signing.authority.ports import OrganisationSubject
from signing.bundle import BundleContents, EvidenceFile, bundle_outline, seal_bundle
from signing.canonical import sha256_hex
from signing.pdf import SignatureView, read_signatures
from signing.records import Application, OrganisationRecord, PartyRecord, Signatory
from signing.source import Source
from signing.trust import TrustRoots
from signing.verdict import Verdict
from signing.verify import verify_bundle

STATUTES = ("CPL 205", "CPL 206", "INT 351", "INT 352", "INT 353", "INT 354")


@dataclass(frozen=True)
class Assembled:
    """The container as it was kept: its length, the names of its files, and the verdict of the court's own verifier."""

    size: int
    files: tuple[str, ...]
    verdict: Verdict


def assemble(facts: BundleFacts, roots: TrustRoots, place: StoredContent) -> Assembled:
    """Build the bundle into its encrypted place, then read it from there and verify it as a court will.

    No exhibit, nor the bundle, is in memory as a whole, and none lies anywhere in plain.

    Raises:
        BundleError: an input has no place in a bundle or a wrong form.
        AuthorityUnavailable: the time-stamp or certificate authority did not answer.
    """
    content = json.loads(facts.text.content)
    signatures = [view for view in read_signatures(facts.text.pdf) if view.kind == "signature"]
    organisation = content["organisation"]
    identity = facts.authority.seal_identity(OrganisationSubject(organisation["name"], organisation["identifier"]))
    contents = BundleContents(
        agreement=facts.text.file,
        application=_application(facts, content, signatures).as_json(),
        ceremony=facts.text.ceremony.as_json(),
        trust=facts.authority.trust_material().joined(facts.timestamps.trust_material()),
        log=facts.log,
        evidence=tuple(_evidence(facts, content)),
        documents=papers(facts),
    )
    with place.store.writing(place.blob_id, place.key) as target:
        size = seal_bundle(contents, identity, facts.timestamps, target)
    kept = replace(place, size=size)
    with kept.open() as source:
        return Assembled(size, tuple(sorted(bundle_outline(Source.of(source)))), verify_bundle(source, roots))


def _application(facts: BundleFacts, content: dict[str, Any], signatures: list[SignatureView]) -> Application:
    organisation = content["organisation"]
    return Application(
        court_name=facts.application.court.zh,
        court_name_en=facts.application.court.en,
        case_no=content["case_no"],
        organisation=OrganisationRecord(
            ref=signer_ref(facts.text.seal_field),
            name=organisation["name"],
            name_en=organisation["name_en"],
            identifier=organisation["identifier"],
            field=facts.text.seal_field,
        ),
        mediators=tuple(_signatory(one, signatures) for one in facts.people if one.party_id is None),
        parties=tuple(_party(facts, listed, signatures) for listed in content["parties"]),
        request=REQUEST.zh,
        statute_refs=tuple(cite(key).words().zh for key in STATUTES),
        agreement_version=content["version"],
        agreement_content_sha256=sha256_hex(facts.text.content),
        agreement_sha256=sha256_hex(facts.text.pdf),
        submitted_at=facts.built_at,
    )


def _party(facts: BundleFacts, listed: dict[str, Any], signatures: list[SignatureView]) -> PartyRecord:
    known = {party.id for party in facts.parties if (party.side, party.name) == (listed["side"], listed["name"])}
    return PartyRecord(
        ref=listed["ref"],
        side=listed["side"],
        kind=listed["kind"],
        name=listed["name"],
        name_en=listed["name_en"],
        identifier=listed["identifier"],
        signatories=tuple(_signatory(one, signatures) for one in facts.people if one.party_id in known),
    )


def _signatory(person: PersonSigning, signatures: list[SignatureView]) -> Signatory:
    view = next(view for view in signatures if view.field == person.field)
    return Signatory(
        ref=signer_ref(person.field),
        field=person.field,
        name=person.name,
        capacity=person.capacity,
        pseudonym=view.serial_number,
    )


def _evidence(facts: BundleFacts, content: dict[str, Any]) -> list[EvidenceFile]:
    refs = {listed["name"]: listed["ref"] for listed in content["parties"]}
    return [
        EvidenceFile(
            original_name=exhibit.name,
            media_type=exhibit.media_type,
            data=exhibit.data,
            provided_by=refs.get(exhibit.provided_by, signer_ref(facts.text.seal_field)),
            received_at=exhibit.at,
        )
        for exhibit in facts.exhibits
    ]
