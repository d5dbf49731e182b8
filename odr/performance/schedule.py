"""The schedule of performance, read out of the sealed text and the answers its clauses were written from."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from odr.agreements.clause_library import model_of
from odr.agreements.facts import live_clauses
from odr.agreements.library.model import Model
from odr.agreements.models import Clause, Version
from odr.db import ID_LENGTH
from odr.law.articles import cite
from odr.law.draft import ClauseKind
from odr.law.time_limits import beijing_date, days_after, months_after, working_days_after, years_after
from signing.wording import Words

PAID, DONE_BY = ("due", "instalments"), ("due", "within")
"""Which slots of a model say the time: a sum that is paid, and a thing that is done."""
ACTS = (ClauseKind.APOLOGY, ClauseKind.COOPERATE, ClauseKind.DESTROY, ClauseKind.TAKEDOWN)
"""Kinds whose plainest model has one day and no choice."""


@dataclass(frozen=True)
class Drawn:
    """One obligation as the sealed text has it."""

    id: str
    clause: int
    part: int
    parts: int
    obligor_id: str
    obligee_id: str
    fen: int | None
    due: date | None


@dataclass(frozen=True)
class Interest:
    """What a clause says about late payment by one party; `daily` is a percentage for each day, if it is one.

    `accelerates`: one late instalment makes the whole unpaid sum fall due.
    """

    clause: int
    daily: Decimal | None
    accelerates: bool


@dataclass(frozen=True)
class ClauseText:
    """A clause as it was sealed."""

    number: int
    kind: ClauseKind
    title: Words
    text: Words


@dataclass(frozen=True)
class Schedule:
    """What is owed, late interest by obligor, every clause, and the numbers of those that give no dated obligation."""

    version_id: str
    effective_on: date
    drawn: tuple[Drawn, ...]
    interest: Mapping[str, Interest]
    clauses: Mapping[int, ClauseText]
    noted: tuple[int, ...]


def obligation_id(version_id: str, clause: int, part: int) -> str:
    """A name of 128 bits that follows from the random id of the text and counts nothing."""
    digest = sha256(f"obligation|{version_id}|{clause}|{part}".encode()).digest()
    return urlsafe_b64encode(digest).decode()[:ID_LENGTH]


def schedule_of(version: Version) -> Schedule:
    """The schedule of a text in effect. Inside a unit of work that has authorised its case.

    Sums and days are those of the sealed content; who owes them is taken from the answers of a clause only when its
    sealed words are still the words written from them.
    """
    at = version.agreement.effective_at or version.completed_at or version.frozen_at
    effective = beijing_date(at)
    sealed: list[dict[str, Any]] = json.loads(version.content)["clauses"]
    rows = live_clauses(version.agreement_id)
    drawn: list[Drawn] = []
    interest: dict[str, Interest] = {}
    noted: list[int] = []
    for index, clause in enumerate(sealed):
        answers = _answers(clause, rows[index] if index < len(rows) else None)
        found = list(drawn_from(version.id, clause, answers, effective))
        drawn += found
        late = late_interest(clause, answers)
        if late is not None:
            interest[answers["obligor"]] = late
        if not found:
            noted.append(int(clause["number"]))
    return Schedule(version.id, effective, tuple(drawn), interest, _texts(sealed), tuple(noted))


def _texts(sealed: list[dict[str, Any]]) -> dict[int, ClauseText]:
    return {
        int(one["number"]): ClauseText(
            int(one["number"]),
            ClauseKind(one["kind"]),
            Words(zh=one["title"]["zh"], en=one["title"]["en"]),
            Words(zh=one["zh"], en=one["en"]),
        )
        for one in sealed
    }


def _answers(clause: Mapping[str, Any], row: Clause | None) -> dict[str, str]:
    """The answers behind a sealed clause; none when the row says something else than was sealed."""
    if row is None or row.text != clause["zh"] or row.kind != clause["kind"]:
        return {}
    return json.loads(row.slots)


def drawn_from(
    version_id: str, clause: Mapping[str, Any], answers: Mapping[str, str], effective: date
) -> Iterator[Drawn]:
    """The obligations of one sealed clause; none for a clause in free words, or one that lasts or is conditional."""
    kind, number = ClauseKind(clause["kind"]), int(clause["number"])
    if not (answers.get("obligor") and answers.get("obligee")):
        return
    model = model_of(kind, answers)
    dated = _parts(clause, answers, effective, model)
    for part, (fen, due) in enumerate(dated, 1):
        yield Drawn(
            obligation_id(version_id, number, part), number, part, len(dated), answers["obligor"], answers["obligee"],
            fen, due,
        )  # fmt: skip


def _parts(
    clause: Mapping[str, Any], answers: Mapping[str, str], effective: date, model: Model
) -> list[tuple[int | None, date | None]]:
    """(sum, last day) of each part; nothing for what lasts or depends on a breach, such as a licence or a penalty."""
    if model.either == PAID:
        if clause.get("instalments"):
            return [(int(one["amount_fen"]), date.fromisoformat(one["due"])) for one in clause["instalments"]]
        return [(int(clause["amount_fen"]), _day(answers, effective))] if clause.get("amount_fen") else []
    if model.either == DONE_BY or (model.kind in ACTS and not model.either):
        return [(clause.get("amount_fen"), _day(answers, effective))]
    if model.kind is ClauseKind.STOP:
        return [(None, _day(answers, effective) or effective)]
    return []


def _day(answers: Mapping[str, str], effective: date) -> date | None:
    """The day agreed, or the end of the time agreed from the day of effect (CC 201-203); None for free words."""
    if answers.get("due"):
        return date.fromisoformat(answers["due"])
    if not answers.get("within", "").isdigit():
        return None
    length, unit = int(answers["within"]), answers.get("within_unit", "day")
    count = {"day": days_after, "workday": working_days_after, "month": months_after, "year": years_after}[unit]
    return count(effective, length, cite("CC 203")).last


def late_interest(clause: Mapping[str, Any], answers: Mapping[str, str]) -> Interest | None:
    """What a sealed clause says about late payment, and of whom it says so (the answer "obligor")."""
    if clause["kind"] != ClauseKind.DEFAULT_INTEREST or not answers.get("obligor"):
        return None
    model = model_of(ClauseKind.DEFAULT_INTEREST, answers)
    daily = Decimal(answers["rate"]) if model.key == "interest-daily" and answers.get("rate") else None
    return Interest(int(clause["number"]), daily, accelerates=model.key == "default_interest")
