"""The content of an agreement: everything that is printed and signed, as one frozen value and as plain JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from odr.law.draft import ClauseKind, Instalment, Prevailing
from signing.canonical import canonical_bytes, canonical_digest
from signing.wording import Words

SCHEMA = "odr/agreement/1"
CODE_LENGTH = 16
CREDIT_CODE = "NTRCN-"
"""How a Chinese credit code is written for machines (EN 319 412-1 §5.1.4), as in the certificate of the seal."""
NOTHING = Words(zh="", en="")
TITLE = Words(zh="调解协议书", en="Mediation Agreement")


@dataclass(frozen=True)
class OrganisationContent:
    """The mediation organisation of record."""

    name: str
    name_en: str
    identifier: str
    """Unified social credit code."""
    licence: str
    seat: str


@dataclass(frozen=True)
class MediatorContent:
    """A mediator of the case."""

    name: str
    name_en: str = ""
    presiding: bool = True


@dataclass(frozen=True)
class AgentContent:
    """An agent who speaks for a party; `kind` as in the mandate."""

    name: str
    kind: str
    firm: str = ""


@dataclass(frozen=True)
class PartyContent:
    """A party as it stands on the face of the agreement; a person's number is masked, never printed whole."""

    ref: str
    side: str
    kind: str
    name: str
    name_en: str
    identifier: str
    """Credit code of an organisation; a keyed pseudonym, or nothing, for a person."""
    identity_kind: str
    identity_masked: str
    address: str = ""
    representative: str = ""
    agents: tuple[AgentContent, ...] = ()


@dataclass(frozen=True)
class ClauseContent:
    """One numbered clause in both languages; sums in fen where the clause is about money."""

    number: int
    kind: ClauseKind
    title: Words
    text: Words
    fen: int | None = None
    currency: str = ""
    due: date | None = None
    instalments: tuple[Instalment, ...] = ()


@dataclass(frozen=True)
class Provision:
    """A standing provision printed after the clauses: effect, confirmation, electronic signatures, language."""

    code: str
    text: Words


@dataclass(frozen=True)
class SignatoryContent:
    """One place on the signature page: the field's name, for whom it is, and in which capacity."""

    field: str
    name: str
    name_en: str
    capacity: Words
    seal: bool = False


@dataclass(frozen=True)
class SupersededContent:
    """The agreement an amendment replaces: its version in the same case, its day of effect, its content's digest."""

    version: int
    effective_on: date
    content_sha256: str


@dataclass(frozen=True)
class AgreementContent:
    """What is frozen, printed and signed."""

    case_no: str
    version: int
    on: date
    organisation: OrganisationContent
    mediators: tuple[MediatorContent, ...]
    parties: tuple[PartyContent, ...]
    origin: Words
    facts: Words
    issues: Words
    clauses: tuple[ClauseContent, ...]
    provisions: tuple[Provision, ...]
    signatories: tuple[SignatoryContent, ...]
    court: Words = NOTHING
    title: Words = TITLE
    supersedes: SupersededContent | None = None
    """The agreement this one replaces, for an amendment."""
    prevailing: Prevailing = Prevailing.ZH

    def to_json(self) -> dict[str, Any]:
        """The content for machines, under the schema `odr/agreement/1`; goes into the PDF in canonical form."""
        return self._text() | _superseded(self.supersedes)

    def _text(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "case_no": self.case_no,
            "version": self.version,
            "date": self.on.isoformat(),
            "prevailing": self.prevailing.value,
            "title": _words(self.title),
            "organisation": _organisation(self.organisation),
            "mediators": [{"name": m.name, "presiding": m.presiding} for m in self.mediators],
            "parties": [_party(party) for party in self.parties],
            "origin": _words(self.origin),
            "facts": _words(self.facts),
            "issues": _words(self.issues),
            "clauses": [_clause(clause) for clause in self.clauses],
            "provisions": [{"code": p.code, **_words(p.text)} for p in self.provisions],
            "court": _words(self.court),
            "signatories": [
                {"field": s.field, "name": s.name, "capacity": _words(s.capacity)} for s in self.signatories
            ],
        }

    def canonical(self) -> bytes:
        """The canonical bytes (RFC 8785) attached to the PDF."""
        return canonical_bytes(self.to_json())

    def digest(self) -> str:
        """The SHA-256 of the canonical bytes in hexadecimal."""
        return canonical_digest(self.to_json())

    def code(self) -> str:
        """The first digits of the digest, printed on every page."""
        return self.digest()[:CODE_LENGTH]


PREVAILS = {
    Prevailing.ZH: Words(zh="以中文为准", en="the Chinese text prevails"),
    Prevailing.EN: Words(zh="以英文为准", en="the English text prevails"),
}
"""How it is said which text prevails, within a sentence."""


def _superseded(old: SupersededContent | None) -> dict[str, Any]:
    if old is None:
        return {}
    named = {
        "version": old.version,
        "effective_on": old.effective_on.isoformat(),
        "content_sha256": old.content_sha256,
    }
    return {"supersedes": named}


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _organisation(organisation: OrganisationContent) -> dict[str, str]:
    return {
        "name": organisation.name,
        "name_en": organisation.name_en,
        "identifier": f"{CREDIT_CODE}{organisation.identifier}",
        "licence": organisation.licence,
        "seat": organisation.seat,
    }


def _party(party: PartyContent) -> dict[str, Any]:
    return {
        "ref": party.ref,
        "side": party.side,
        "kind": party.kind,
        "name": party.name,
        "name_en": party.name_en,
        "identifier": party.identifier,
        "identity": {"kind": party.identity_kind, "masked": party.identity_masked},
        "address": party.address,
        "representative": party.representative,
        "agents": [{"name": a.name, "kind": a.kind, "firm": a.firm} for a in party.agents],
    }


def _clause(clause: ClauseContent) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "number": clause.number,
        "kind": clause.kind.value,
        "title": _words(clause.title),
        **_words(clause.text),
    }
    if clause.fen is not None:
        entry |= {"amount_fen": clause.fen, "currency": clause.currency}
    if clause.due is not None:
        entry["due"] = clause.due.isoformat()
    if clause.instalments:
        entry["instalments"] = [{"amount_fen": part.fen, "due": part.due.isoformat()} for part in clause.instalments]
    return entry


def masked(number: str) -> str:
    """An identity number with its middle covered, as it is shown on a face: 110105********002X → 1101**********002X."""
    if len(number) <= 6:
        return "*" * len(number)
    return number[:4] + "*" * (len(number) - 8) + number[-4:] if len(number) > 8 else number[:2] + "****" + number[-2:]
