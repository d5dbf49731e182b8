"""The closed catalogue of what a bundle may hold, and the facts its papers are made from.

Default-deny: a paper is made only for an entry of `CATALOGUE`, an entry only exists for a kind of material the law
lets go to the court, and no entry can be filled from a channel, an offer or a draft. The only files of the parties
are exhibits that every side released (`odr.evidence.queries.released_exhibits`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from odr.cases.court_particulars import ForCourt
from odr.evidence.queries import CourtExhibit
from odr.law.articles import Citation, cite
from odr.law.confidentiality import Destination, Material, may_leave
from odr.papers.mark import Mark
from odr.records.sheet import TITLE as FACTS_TITLE
from odr.records.sheet import FactsSheet, SheetHead
from signing.authority.ports import CertificateAuthority, TimestampAuthority
from signing.bundle import EVIDENCE_SUFFIXES, LogProof
from signing.manifest import DocumentKind
from signing.records import Ceremony
from signing.wording import Words


class NotListed(Exception):
    """A kind of material that the law, or our own catalogue, does not let go to a court."""


@dataclass(frozen=True)
class Entry:
    """One paper of the catalogue: the kind of material it is, its title, and the article that asks for it."""

    kind: DocumentKind
    material: Material
    title: Words
    citation: Citation


CATALOGUE: tuple[Entry, ...] = (
    Entry(DocumentKind.COVER, Material.COVER, Words(zh="材料包封面和目录", en="Cover and index"), cite("INT 354")),
    Entry(
        DocumentKind.COURT_APPLICATION,
        Material.COURT_APPLICATION,
        Words(zh="司法确认申请书", en="Joint application for judicial confirmation"),
        cite("INT 353"),
    ),
    Entry(
        DocumentKind.MEDIATION_PROOF,
        Material.MEDIATION_PROOF,
        Words(zh="调解组织主持调解的证明", en="Proof that the organisation held the mediation"),
        cite("INT 354"),
    ),
    Entry(
        DocumentKind.IDENTITY_LIST,
        Material.IDENTITY_LIST,
        Words(zh="当事人身份和联系方式", en="Identity, addresses and contacts of the parties"),
        cite("INT 354"),
    ),
    Entry(DocumentKind.UNDERTAKING, Material.UNDERTAKING, Words(zh="承诺书", en="Undertaking"), cite("SC11 3")),
    Entry(
        DocumentKind.SERVICE_ADDRESS,
        Material.SERVICE_ADDRESS,
        Words(zh="送达地址确认书", en="Confirmation of addresses for service"),
        cite("OLR 29"),
    ),
    Entry(DocumentKind.UNDISPUTED_FACTS, Material.UNDISPUTED_FACTS, FACTS_TITLE, cite("OMR 18")),
)
BESIDE_THE_PAPERS: tuple[Material, ...] = (
    Material.SIGNED_AGREEMENT,
    Material.CEREMONY_RECORD,
    Material.JOINT_EXHIBIT,
)
NEVER: tuple[tuple[Words, Citation], ...] = (
    (Words(zh="私下会谈和联席会谈中的话", en="What was said in a caucus or in the joint room"), cite("OMR 18")),
    (Words(zh="让步、报价和调解方案", en="Concessions, offers and proposals"), cite("INT 107")),
    (Words(zh="协议的草稿和修改过程", en="Drafts of the agreement and how they changed"), cite("INV 22")),
    (
        Words(zh="没有经双方同意提交法院的文件", en="Files that both sides have not released for the court"),
        cite("INT 146"),
    ),
)
"""What a person reads on the page of the bundle; the catalogue itself is what keeps it out."""


@dataclass(frozen=True)
class Applicant:
    """One party's own application: which party, the person who applied for it, and when."""

    party_id: str
    person: str
    at: datetime


@dataclass(frozen=True)
class CourtApplication:
    """What the parties ask of which court; the stage after this one knows it and hands it over.

    `filed_on` is the Beijing day on which the court first had it: an answer to the court is not late afterwards.
    """

    court: Words
    court_reason: Words
    candidates: tuple[str, ...]
    court_verified: bool
    commitment: Words
    commitment_version: str
    applicants: tuple[Applicant, ...]
    effective_on: date
    filed_on: date | None = None


@dataclass(frozen=True)
class PersonSigning:
    """Somebody who signed the agreement, and for which party; a mediator for none."""

    field: str
    name: str
    capacity: str
    party_id: str | None


@dataclass(frozen=True)
class PartyFacts:
    """A party with what the court needs to know of it (INT 354); `id_number`
    goes into the identity list and, as the court's form asks, the application."""

    id: str
    side: str
    kind: str
    name: str
    name_en: str
    id_type: str
    id_number: str
    representative: str
    representative_post: str
    address: str
    phone: str
    email: str
    agents: tuple[AgentFacts, ...]
    electronic_service: tuple[tuple[str, datetime], ...] = ()
    """Who of this side agreed to electronic service, and when."""
    for_court: ForCourt = ForCourt()


@dataclass(frozen=True)
class AgentFacts:
    """An agent; only one with special authority may settle and apply (CPL 62; INT 89)."""

    name: str
    kind: str
    firm: str
    licence: str
    special: bool
    granted_on: date
    phone: str = ""


@dataclass(frozen=True)
class OrganisationFacts:
    """The organisation of record and the proof of its establishment (CPL 205)."""

    name: str
    name_en: str
    licence: str
    credit_code: str
    seat: str
    phone: str


@dataclass(frozen=True)
class TextFacts:
    """The signed text: its bytes as they were closed and the file with later archive time-stamps, canonical content,
    where it is sealed, and how the signing went."""

    version_id: str
    number: int
    pdf: bytes
    file: bytes
    content: bytes
    seal_field: str
    ceremony: Ceremony


@dataclass(frozen=True)
class AgreementFacts:
    """The text the papers speak of, once it is signed and sealed: its number, digest, and the day of the last word."""

    number: int
    sha256: str
    completed_on: date


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """What the papers of a case are made from, typed once and read at one moment. What is not there yet is None."""

    case_id: str
    case_ref: str
    title: Words
    origin: Words
    organisation: OrganisationFacts
    mediators: tuple[str, ...]
    parties: tuple[PartyFacts, ...]
    mediated_from: date
    agreement: AgreementFacts | None
    application: CourtApplication | None
    people: tuple[PersonSigning, ...]
    exhibits_listed: tuple[tuple[str, str], ...] = ()
    """Names of the files every party let go to the court, and who brought them."""
    has_undisputed: bool = False
    development: bool
    marks: dict[DocumentKind, Mark | None]
    built_at: datetime


@dataclass(frozen=True, kw_only=True)
class BundleFacts(PaperFacts):
    """Everything a bundle is made from. Picklable, so that a worker can build from it."""

    agreement: AgreementFacts
    application: CourtApplication
    text: TextFacts
    exhibits: tuple[CourtExhibit, ...]
    left_out: tuple[str, ...]
    log: LogProof
    authority: CertificateAuthority
    timestamps: TimestampAuthority
    undisputed: FactsSheet | None = None
    """The facts that every party let go to a court; without every party's consent there is no such paper."""
    undisputed_head: SheetHead | None = None


def entries_for(facts: PaperFacts) -> tuple[Entry, ...]:
    """The entries of the catalogue that this bundle has: all, but the facts only when every party let them go."""
    return tuple(entry for entry in CATALOGUE if entry.kind != DocumentKind.UNDISPUTED_FACTS or facts.has_undisputed)


def entry_of(kind: DocumentKind) -> Entry:
    """The catalogue's entry for a kind of paper.

    Raises:
        NotListed: no entry, or the law does not let its material go to a court.
    """
    entry = next((entry for entry in CATALOGUE if entry.kind == kind), None)
    if entry is None or not may_leave(entry.material, Destination.COURT).allowed:
        raise NotListed(str(kind))
    return entry


def materials() -> tuple[str, ...]:
    """Every kind of material a bundle holds, for the check before it is built."""
    return tuple(str(material) for material in (*BESIDE_THE_PAPERS, *(entry.material for entry in CATALOGUE)))


def may_enter(exhibit: CourtExhibit) -> bool:
    """A released exhibit whose kind a court can open everywhere (PDF, PNG, JPEG, plain text)."""
    return exhibit.media_type in EVIDENCE_SUFFIXES
