"""The records of a bundle: who applies for what, and how the signing went.

They become application.json and ceremony.json.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

APPLICATION, CEREMONY, EVIDENCE, LOG, AGREEMENT = (
    "odr/application/1",
    "odr/ceremony/1",
    "odr/evidence/2",
    "odr/log/1",
    "odr/agreement/1",
)


def moment(value: datetime) -> str:
    """A moment as records write it: UTC, whole seconds, `2026-11-23T08:00:00Z`."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Signatory:
    """A person who signs. `pseudonym` is the serialNumber in the certificate, `field` the place in the PDF.

    `capacity`: self, legal_representative, agent or mediator.
    """

    ref: str
    field: str
    name: str
    capacity: str
    pseudonym: str

    def as_json(self) -> dict[str, Any]:
        """The signatory as written in application.json."""
        return {
            "ref": self.ref,
            "field": self.field,
            "name": self.name,
            "capacity": self.capacity,
            "pseudonym": self.pseudonym,
        }


@dataclass(frozen=True, slots=True)
class PartyRecord:
    """A party. `side`: applicant, respondent or third; `kind`: person or organisation."""

    ref: str
    side: str
    kind: str
    name: str
    name_en: str
    identifier: str
    signatories: tuple[Signatory, ...]

    def as_json(self) -> dict[str, Any]:
        """The party as written in application.json."""
        return {
            "ref": self.ref,
            "side": self.side,
            "kind": self.kind,
            "name": self.name,
            "name_en": self.name_en,
            "identifier": self.identifier,
            "signatories": [one.as_json() for one in self.signatories],
        }


@dataclass(frozen=True, slots=True)
class OrganisationRecord:
    """The mediation organisation; `field` is the place of its seal, `ref` its name in ceremony.json."""

    ref: str
    name: str
    name_en: str
    identifier: str
    field: str

    def as_json(self) -> dict[str, Any]:
        """The organisation as written in application.json."""
        return {
            "ref": self.ref,
            "name": self.name,
            "name_en": self.name_en,
            "identifier": self.identifier,
            "field": self.field,
        }


@dataclass(frozen=True, slots=True)
class Application:
    """What is asked of the court, by whom, on which agreement."""

    court_name: str
    court_name_en: str
    case_no: str
    organisation: OrganisationRecord
    mediators: tuple[Signatory, ...]
    parties: tuple[PartyRecord, ...]
    request: str
    statute_refs: tuple[str, ...]
    agreement_version: int
    agreement_content_sha256: str
    agreement_sha256: str
    submitted_at: datetime

    def as_json(self) -> dict[str, Any]:
        """application.json."""
        return {
            "schema": APPLICATION,
            "court": {"name": self.court_name, "name_en": self.court_name_en},
            "case_no": self.case_no,
            "organisation": self.organisation.as_json(),
            "mediators": [one.as_json() for one in self.mediators],
            "parties": [one.as_json() for one in self.parties],
            "request": self.request,
            "statute_refs": list(self.statute_refs),
            "agreement": {
                "version": self.agreement_version,
                "content_sha256": self.agreement_content_sha256,
                "sha256": self.agreement_sha256,
            },
            "submitted_at": moment(self.submitted_at),
        }


@dataclass(frozen=True, slots=True)
class AssistanceRecord:
    """Help given in signing, on the organisation's device: by whom, with what document, who read, by which articles.

    `read_by`: self, device, helper or companion (then named); the helper never signed and never knew the password, and
    the code came from somebody else.
    """

    helper: str
    organisation: str
    document: str
    read_by: str
    companion: str
    articles: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The help as written in ceremony.json."""
        return {
            "helper": self.helper,
            "organisation": self.organisation,
            "identity_document": self.document,
            "read_by": self.read_by,
            "companion": self.companion,
            "articles": list(self.articles),
        }


@dataclass(frozen=True, slots=True)
class CeremonyStep:
    """One signature as the platform saw it.

    `auth_method`: password, password+otp, identity_provider, in_person+code, in_person+password or organisation_key;
    its evidence stays with the platform, only the digest travels.
    """

    field: str
    signer_ref: str
    auth_method: str
    auth_evidence_sha256: str
    consent_version: str
    certificate_sha256: str
    signed_at: datetime
    revision_sha256: str
    revision_size: int
    assistance: AssistanceRecord | None = None

    def as_json(self) -> dict[str, Any]:
        """The step as written in ceremony.json; `assistance` stands in it only where help was given."""
        helped = {} if self.assistance is None else {"assistance": self.assistance.as_json()}
        return {
            **helped,
            "field": self.field,
            "signer_ref": self.signer_ref,
            "auth_method": self.auth_method,
            "auth_evidence_sha256": self.auth_evidence_sha256,
            "consent_version": self.consent_version,
            "certificate_sha256": self.certificate_sha256,
            "signed_at": moment(self.signed_at),
            "revision_sha256": self.revision_sha256,
            "revision_size": self.revision_size,
        }


@dataclass(frozen=True, slots=True)
class Ceremony:
    """From the frozen document through every signature to the seal, in order."""

    document_sha256_frozen: str
    document_size_frozen: int
    steps: tuple[CeremonyStep, ...]

    def as_json(self) -> dict[str, Any]:
        """ceremony.json."""
        return {
            "schema": CEREMONY,
            "document_sha256_frozen": self.document_sha256_frozen,
            "document_size_frozen": self.document_size_frozen,
            "steps": [one.as_json() for one in self.steps],
        }
