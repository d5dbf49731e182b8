"""Which court may confirm an agreement: candidates out of a dated table, each with its reason and its status."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from odr.law.articles import Citation, cite
from odr.law.draft import Origin, Subject
from signing.wording import Words

_DATA = Path(__file__).parent / "data"
COURT_FILES = ("courts_beijing.json",)
DEMONSTRATION_FILES = ("courts_demonstration.json",)


class RowStatus(StrEnum):
    """How far a row of the table may be relied on."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    DEMONSTRATION = "demonstration"
    """An invented court, for trying the platform out."""


@dataclass(frozen=True)
class CourtRow:
    """One court, the disputes it takes, for which districts and in which time."""

    code: str
    name: Words
    kind: str
    """basic, ip or internet."""
    subjects: frozenset[Subject]
    districts: frozenset[str]
    """Beijing districts by their Chinese name; empty for the whole city."""
    citations: tuple[Citation, ...]
    valid_from: date
    valid_until: date | None
    status: RowStatus
    verified_by: str
    verified_on: date | None
    note: Words

    def holds_on(self, day: date) -> bool:
        """Whether the row applies on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True)
class Question:
    """The facts that connect a dispute with a court."""

    subject: Subject
    origin: Origin
    on: date
    party_districts: frozenset[str] = frozenset()
    organisation_district: str = ""
    subject_matter_district: str = ""
    inviting_court: str = ""
    """The code of the court that passed the case on, if one did."""


@dataclass(frozen=True)
class Candidate:
    """A court that may be competent, and why."""

    court: CourtRow
    reasons: tuple[Words, ...]
    citations: tuple[Citation, ...]

    @property
    def verified(self) -> bool:
        """Whether somebody has compared the row with its source; otherwise ask the court (12368)."""
        return self.court.status is RowStatus.VERIFIED


def _row(entry: dict[str, Any]) -> CourtRow:
    def day(key: str) -> date | None:
        return date.fromisoformat(entry[key]) if entry[key] else None

    return CourtRow(
        code=entry["code"],
        name=Words(zh=entry["zh"], en=entry["en"]),
        kind=entry["kind"],
        subjects=frozenset(Subject(subject) for subject in entry["subjects"]),
        districts=frozenset(entry["districts"]),
        citations=tuple(cite(key) for key in entry["citations"]),
        valid_from=date.fromisoformat(entry["valid_from"]),
        valid_until=day("valid_until"),
        status=RowStatus(entry["status"]),
        verified_by=entry["verified_by"] or "",
        verified_on=day("verified_on"),
        note=Words(zh=entry["note_zh"], en=entry["note_en"]),
    )


def court_table(*, demonstration: bool = False) -> tuple[CourtRow, ...]:
    """Every row of the court table; invented courts only when asked for."""
    files = COURT_FILES + (DEMONSTRATION_FILES if demonstration else ())
    rows: list[CourtRow] = []
    for name in files:
        rows += [_row(entry) for entry in json.loads((_DATA / name).read_text(encoding="utf-8"))["courts"]]
    return tuple(rows)


def competent_courts(question: Question, table: tuple[CourtRow, ...]) -> tuple[Candidate, ...]:
    """All courts that may confirm, each with its reasons (CPL 205; INT 352); none for an entrusted case.

    A court that passed the case on before filing comes alone: it is the one competent (CPL 205(1)).
    """
    if question.origin is Origin.ENTRUSTED:
        return ()
    rows = [row for row in table if row.holds_on(question.on)]
    if question.origin is Origin.ASSIGNED and question.inviting_court:
        return tuple(
            Candidate(row, (_INVITING,), (cite("CPL 205(1)"),)) for row in rows if row.code == question.inviting_court
        )
    candidates = (_candidate(row, question) for row in rows if question.subject in row.subjects)
    return tuple(candidate for candidate in candidates if candidate is not None)


def _candidate(row: CourtRow, question: Question) -> Candidate | None:
    reasons = tuple(_connections(row, question))
    if not reasons:
        return None
    return Candidate(row, reasons, (cite("CPL 205(2)"), *row.citations, *law_of_subject(question.subject)))


def law_of_subject(subject: Subject) -> tuple[Citation, ...]:
    """The article that opens the courts to a right which has a regulation of its own (OSR 12: Olympic symbols)."""
    return (cite("OSR 12"),) if subject is Subject.OLYMPIC_SYMBOL else ()


def _connections(row: CourtRow, question: Question) -> Iterator[Words]:
    if not row.districts:
        yield _WHOLE_CITY
        return
    if question.party_districts & row.districts:
        yield _PARTY
    if question.subject_matter_district in row.districts:
        yield _MATTER
    if question.organisation_district in row.districts:
        yield _SEAT


_INVITING = Words(zh="邀请调解的法院。", en="The court that invited the mediation.")
_WHOLE_CITY = Words(
    zh="该类案件由该法院在全市集中管辖。", en="This court hears disputes of this kind for the whole city."
)
_PARTY = Words(zh="一方当事人住所地在其辖区。", en="A party is domiciled in its district.")
_MATTER = Words(zh="标的物所在地在其辖区。", en="The subject matter lies in its district.")
_SEAT = Words(zh="调解组织所在地在其辖区。", en="The mediation organisation has its seat in its district.")
