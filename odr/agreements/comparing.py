"""Any two texts of a case side by side, word by word: frozen versions of every agreement of it, and the draft."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.clause_library import title_of
from odr.agreements.content import PREVAILS
from odr.agreements.differences import Piece, difference
from odr.agreements.facts import live_clauses
from odr.agreements.in_hand import agreement_in_hand
from odr.agreements.models import Agreement, Version
from odr.agreements.states import AgreementState
from odr.cases.models import Case
from odr.cases.refs import case_id_of
from odr.db import query, session
from odr.errors import NotFound
from odr.law.draft import ClauseKind, Prevailing
from signing.wording import Words

DRAFT = "draft"
_NOTHING = Words(zh="", en="")
ALIKE = 0.5
"""Two clauses this alike are one clause that changed; below it one went and another came."""


@dataclass(frozen=True)
class TextOption:
    """A text that can be compared: a frozen version, or the draft in hand (number 0)."""

    id: str
    number: int
    frozen_at: datetime | None
    standing: str
    """draft, void, final, in_force or superseded."""


@dataclass(frozen=True)
class PartCompared:
    """A clause, or a part of the head, in both texts; a number is 0 where that text has no such clause."""

    title: Words
    old_number: int
    new_number: int
    zh: tuple[Piece, ...]
    en: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything differs: its words, or its number."""
        return self.old_number != self.new_number or any(p.change != "same" for p in (*self.zh, *self.en))


@dataclass(frozen=True)
class Comparison:
    """Two texts of a case compared, and every text that could be."""

    options: tuple[TextOption, ...]
    old: TextOption | None
    new: TextOption | None
    parts: tuple[PartCompared, ...]


@dataclass(frozen=True)
class _Clause:
    number: int
    kind: str
    title: Words
    text: Words


@dataclass(frozen=True)
class _Text:
    facts: Words
    issues: Words
    prevailing: Prevailing
    clauses: tuple[_Clause, ...]


@query
def comparison(actor: Actor, case_ref: str, *, old: str = "", new: str = "") -> Comparison:
    """Two texts compared, by their ids; without `old` the one before, without `new` the newest is meant.

    Raises:
        NotFound: the case is not the actor's to read, or it has no such text.
    """
    case = load(actor, Permission.AGREEMENT_READ, Case, case_id_of(case_ref))
    options = tuple(_options(case.id))
    by_id = {option.id: option for option in options}
    newer = _chosen(by_id, new) if new else next(iter(options), None)
    older = _chosen(by_id, old) if old else _before(options, newer)
    if newer is None or older is None:
        return Comparison(options, older, newer, ())
    return Comparison(options, older, newer, tuple(_parts(_text(case.id, older.id), _text(case.id, newer.id))))


def _before(options: tuple[TextOption, ...], newer: TextOption | None) -> TextOption | None:
    """The text frozen before this one."""
    rest = options[options.index(newer) + 1 :] if newer is not None else ()
    return next(iter(rest), None)


def _chosen(options: dict[str, TextOption], ident: str) -> TextOption:
    if ident not in options:
        raise NotFound(kind="version")
    return options[ident]


def _options(case_id: str) -> Iterable[TextOption]:
    """The draft first, then the versions, the newest first."""
    agreement = agreement_in_hand(case_id)
    if agreement is not None and agreement.state == AgreementState.DRAFT:
        yield TextOption(DRAFT, 0, None, "draft")
    rows = session().execute(
        select(Version, Agreement)
        .join(Agreement, Agreement.id == Version.agreement_id)
        .where(Agreement.case_id == case_id)
        .order_by(Version.number.desc(), Version.frozen_at.desc())
    )
    for version, owner in rows:
        yield TextOption(version.id, version.number, version.frozen_at, _standing(version, owner))


def _standing(version: Version, agreement: Agreement) -> str:
    if version.void_at is not None:
        return "void"
    if agreement.state == AgreementState.SUPERSEDED:
        return "superseded"
    return "in_force" if agreement.effective_at is not None else "final"


def _text(case_id: str, ident: str) -> _Text:
    if ident == DRAFT:
        agreement = agreement_in_hand(case_id)
        return _draft(agreement) if agreement is not None else _Text(_NOTHING, _NOTHING, Prevailing.ZH, ())
    content: dict[str, Any] = json.loads(session().get_one(Version, ident).content)
    clauses = tuple(
        _Clause(entry["number"], entry["kind"], Words(**entry["title"]), Words(zh=entry["zh"], en=entry["en"]))
        for entry in content["clauses"]
    )
    prevailing = Prevailing(content["prevailing"])
    return _Text(Words(**content["facts"]), Words(**content["issues"]), prevailing, clauses)


def _draft(agreement: Agreement) -> _Text:
    clauses = tuple(
        _Clause(number, row.kind, title_of(ClauseKind(row.kind)), Words(zh=row.text, en=row.text_en))
        for number, row in enumerate(live_clauses(agreement.id), 1)
    )
    return _Text(
        Words(zh=agreement.facts, en=agreement.facts_en),
        Words(zh=agreement.issues, en=agreement.issues_en),
        agreement.prevailing,
        clauses,
    )


def _parts(old: _Text, new: _Text) -> Iterable[PartCompared]:
    for title, before, after in (
        (Words(zh="主要事实", en="Main facts"), old.facts, new.facts),
        (Words(zh="争议事项", en="Issues in dispute"), old.issues, new.issues),
        (Words(zh="文本效力", en="Which text prevails"), PREVAILS[old.prevailing], PREVAILS[new.prevailing]),
    ):
        yield PartCompared(title, 0, 0, difference(before.zh, after.zh), difference(before.en, after.en))
    for before, after in aligned(old.clauses, new.clauses):
        there, here = before.text if before else _NOTHING, after.text if after else _NOTHING
        shown = after or before
        assert shown is not None
        yield PartCompared(
            title=shown.title,
            old_number=before.number if before else 0,
            new_number=after.number if after else 0,
            zh=difference(there.zh, here.zh),
            en=difference(there.en, here.en),
        )


def aligned(old: Sequence[_Clause], new: Sequence[_Clause]) -> list[tuple[_Clause | None, _Clause | None]]:
    """Pairs of what is the same clause in both texts, in the new order: an inserted clause shifts nothing else."""
    pairs: list[tuple[_Clause | None, _Clause | None]] = []
    matcher = SequenceMatcher(None, [c.text.zh for c in old], [c.text.zh for c in new], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(old[a:b], new[c:d], strict=True)
        else:
            pairs += _nearest(list(old[a:b]), new[c:d])
    return pairs


def _nearest(old: list[_Clause], new: Sequence[_Clause]) -> Iterable[tuple[_Clause | None, _Clause | None]]:
    for clause in new:
        alike = max(old, key=lambda candidate: _likeness(candidate, clause), default=None)
        if alike is not None and _likeness(alike, clause) >= ALIKE:
            old.remove(alike)
            yield alike, clause
        else:
            yield None, clause
    for gone in old:
        yield gone, None


def _likeness(one: _Clause, other: _Clause) -> float:
    """From 0 to 1; clauses of one kind are more easily the same clause than others."""
    ratio = SequenceMatcher(None, one.text.zh, other.text.zh, autojunk=False).ratio()
    return ratio if one.kind != other.kind else min(1.0, ratio + 0.2)
