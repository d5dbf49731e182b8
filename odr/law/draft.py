"""What the rules read: an agreement and its case as plain frozen values, with no database behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from signing.wording import Words


class Track(StrEnum):
    """The kind of mediation, which decides form and effect."""

    PEOPLE = "people"
    COMMERCIAL = "commercial"
    INDUSTRY = "industry"
    ADMINISTRATIVE = "administrative"
    COURT_PLATFORM = "court_platform"
    COURT_ASSIGNED = "court_assigned"


class Origin(StrEnum):
    """How the case came to the organisation."""

    OWN_INTAKE = "own_intake"
    """自行受理: the organisation took the case in by itself."""
    ASSIGNED = "assigned"
    """委派: the court passed it on before filing."""
    ENTRUSTED = "entrusted"
    """委托: the court passed it on after filing; such a case ends in a court document, not in confirmation."""


class Subject(StrEnum):
    """What the dispute is about; the last four lie outside judicial confirmation."""

    COPYRIGHT = "copyright"
    TRADEMARK = "trademark"
    PATENT = "patent"
    SOFTWARE = "software"
    TECHNICAL_SECRET = "technical_secret"  # noqa: S105 - a kind of dispute
    BUSINESS_SECRET = "business_secret"  # noqa: S105 - a kind of dispute
    UNFAIR_COMPETITION = "unfair_competition"
    ONLINE_UNFAIR_COMPETITION = "online_unfair_competition"
    DOMAIN_NAME = "domain_name"
    NETWORK_DATA = "network_data"
    LAYOUT_DESIGN = "layout_design"
    PLANT_VARIETY = "plant_variety"
    GEOGRAPHICAL_INDICATION = "geographical_indication"
    TRADITIONAL_CULTURE = "traditional_culture"
    OLYMPIC_SYMBOL = "olympic_symbol"
    LIVE_EVENT = "live_event"
    """What happens around a performance, a match or an exhibition: works, marks, fairness and contracts together."""
    IP_CONTRACT = "ip_contract"
    OTHER_CIVIL = "other_civil"
    FAMILY_STATUS = "family_status"
    BANKRUPTCY = "bankruptcy"
    ADMINISTRATIVE_ACT = "administrative_act"
    CRIMINAL = "criminal"


class Prevailing(StrEnum):
    """Which of the two texts is the agreement where they differ."""

    ZH = "zh"
    EN = "en"


class ClauseKind(StrEnum):
    """What a clause makes somebody do."""

    STOP = "stop"
    DESTROY = "destroy"
    TAKEDOWN = "takedown"
    PAY = "pay"
    LICENCE = "licence"
    APOLOGY = "apology"
    COOPERATE = "cooperate"
    CONFIDENTIALITY = "confidentiality"
    DEFAULT_INTEREST = "default_interest"
    ROYALTY = "royalty"
    """A fee that is reckoned from sales or use and so has no sum of its own."""
    PENALTY = "penalty"
    SECURITY = "security"
    WAIVER = "waiver"
    OTHER = "other"


@dataclass(frozen=True)
class Instalment:
    """One part of a sum and the last day on which it may be paid."""

    fen: int
    due: date


@dataclass(frozen=True)
class Slots:
    """The particulars of an obligation; an empty value means that nobody has said it yet."""

    obligor: str = ""
    obligee: str = ""
    object: str = ""
    fen: int | None = None
    currency: str = "CNY"
    due: date | None = None
    period: str = ""
    """A period instead of a day, such as `10 days from effect`; already in words."""
    instalments: tuple[Instalment, ...] = ()
    method: str = ""
    account: str = ""
    territory: str = ""
    rate: str = ""
    proof: str = ""

    @property
    def has_time(self) -> bool:
        """Whether performance is tied to a day or a period."""
        return bool(self.due or self.period or self.instalments)


@dataclass(frozen=True)
class DraftClause:
    """A numbered clause in both languages, with its particulars when it came from the clause library."""

    number: int
    kind: ClauseKind
    zh: str
    en: str
    slots: Slots | None = None


@dataclass(frozen=True)
class DraftOrganisation:
    """The mediation organisation of record and the proof that it exists."""

    name: str
    established: bool
    """Whether a proof document of its establishment is on file."""
    proof_from: date | None = None
    proof_until: date | None = None
    licence_no: str = ""
    listed: bool = False
    """Whether it stands on the provincial list of commercial mediation organisations."""
    charges_fee: bool = False


@dataclass(frozen=True)
class DraftMediator:
    """A mediator as the case knows them."""

    name: str
    belongs: bool
    """Appointed by, or on the roster of, the organisation of record."""
    disclosed: bool
    open_challenge: bool = False
    interested: bool = False
    """Whether the disclosure names an interest or another doubt about neutrality."""
    volunteer: bool = False


@dataclass(frozen=True)
class DraftParty:
    """One side of the dispute with the particulars a court asks for."""

    name: str
    is_organisation: bool
    name_en: str = ""
    identity_code: str = ""
    """Credit code, resident identity number or passport number."""
    address: str = ""
    contact: str = ""
    representative: str = ""
    birth_date: date | None = None
    lacks_capacity: bool = False
    lives_on_own_work: bool = False
    guardian: str = ""
    foreign: bool = False
    identity_authenticated: bool = False
    """For a foreign party: its papers are notarised and authenticated, or carry an apostille."""


@dataclass(frozen=True)
class DraftAgent:
    """An agent and what the principal allowed them to do."""

    name: str
    principal: str
    kind: str
    """lawyer, legal_worker, relative, staff or recommended."""
    powers: frozenset[str]
    """Of: settle, sign_agreement, apply_confirmation, admit, waive, receive, general."""
    mandate_filed: bool
    proof_filed: bool
    signs: bool = True


@dataclass(frozen=True)
class Mention:
    """How another paper of the case names a party; used to find two spellings of one person."""

    paper: Words
    party: str
    name: str
    identity_code: str = ""


@dataclass(frozen=True)
class Among:
    """What a clause is read among: the names it may use, the kind of dispute and the day."""

    parties: tuple[tuple[str, str], ...]
    """Chinese and English names."""
    guarantors: tuple[str, ...]
    subject: Subject
    on: date
    prevailing: Prevailing = Prevailing.ZH

    def english_name(self, name: str) -> str:
        """The English name of a party, or the name itself when it has none."""
        return next((en for zh, en in self.parties if zh == name and en), name)

    @property
    def names(self) -> tuple[str, ...]:
        """The Chinese names of the parties in their order."""
        return tuple(zh for zh, _ in self.parties)

    @property
    def bearers(self) -> frozenset[str]:
        """The names that may bear an obligation: the parties and those who guarantee for them."""
        return frozenset(self.names) | frozenset(self.guarantors)


@dataclass(frozen=True)
class Signals:
    """What the platform itself can see of a mediation that may be a sham (SE-9); never shown to a party."""

    hours_of_mediation: float | None = None
    """From the opening to now; None when the mediation has not been opened."""
    contested: bool | None = None
    """Whether the sides ever differed: rounds, proposals refused, or words of both in the room."""
    earlier_cases: int = 0
    """Other cases between the same two parties before the same organisation."""


@dataclass(frozen=True)
class DraftAgreement:
    """Everything the checks on an agreement look at before it is frozen."""

    track: Track
    origin: Origin
    subject: Subject
    organisation: DraftOrganisation
    mediators: tuple[DraftMediator, ...]
    parties: tuple[DraftParty, ...]
    clauses: tuple[DraftClause, ...]
    on: date
    """The Beijing day on which the check is made."""
    mediated_from: date
    mediated_until: date
    agents: tuple[DraftAgent, ...] = ()
    mentions: tuple[Mention, ...] = ()
    facts: Words = field(default_factory=lambda: Words(zh="", en=""))
    issues: Words = field(default_factory=lambda: Words(zh="", en=""))
    arbitration_agreement: bool | None = None
    """None when nobody has been asked."""
    confirmation_intended: bool = True
    court: str = ""
    guarantors: tuple[str, ...] = ()

    signals: Signals = Signals()
    candidate_courts: tuple[str, ...] = ()
    """The names of the courts that may confirm; empty when nothing connects the case with a court yet."""
    prevailing: Prevailing = Prevailing.ZH

    @property
    def among(self) -> Among:
        """What the clauses are read among."""
        names = tuple((party.name, party.name_en) for party in self.parties)
        return Among(names, self.guarantors, self.subject, self.on, self.prevailing)


@dataclass(frozen=True)
class PartyFiling:
    """What one party has done towards the joint application."""

    party: str
    applied: bool
    identity_verified: bool
    identity_method: str
    confirmed_alone: bool
    """Confirmed on an own device and in an own sign-in."""
    commitment_signed: bool
    address_confirmed: bool
    data_consent: bool


@dataclass(frozen=True)
class DraftFiling:
    """What has happened since the signatures; read together with the agreement before filing."""

    on: date
    effective_on: date | None
    signatures_sound: bool
    signature_assurance: bool
    """Certificates of a licensed authority, or a signed agreement on electronic signatures."""
    sealed: bool
    parties: tuple[PartyFiling, ...]
    mediation_proof: bool
    right_proofs: bool
    right_proofs_on: date | None = None
    record_confirmed: bool | None = None
    courts: tuple[str, ...] = ()
    candidate_courts: tuple[str, ...] = ()
    court_row_verified: bool = False
    performed_in_full: bool = False
    unreachable: tuple[str, ...] = ()
    """Parties with neither telephone nor e-mail address, whom the court's joint call cannot reach."""
    content_roles: tuple[str, ...] = ()
    """The kinds of material gathered for the bundle, as named in `odr.law.confidentiality`."""
