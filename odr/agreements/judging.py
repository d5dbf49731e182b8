"""What the mediator answers for before a text is frozen: statements ticked, and a written reason at each warning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.facts import draft_of, parties_of
from odr.agreements.models import Agreement, Judgement, Version
from odr.agreements.signatories import signatory_of
from odr.db import Transaction, query, session
from odr.errors import InvalidInput, JudgementMissing
from odr.law.attested import Tick, ticks_for
from odr.law.effect import effect_clause
from odr.law.findings import Finding
from odr.law.time_limits import Deadline, confirmation_window
from signing.wording import Words

LONGEST_REASON = 600
FOREIGN_PAPERS = "P-37"


@dataclass(frozen=True)
class Judged:
    """What the mediator sent: the codes ticked, and by finding key the reason for passing a warning."""

    ticks: frozenset[str] = frozenset()
    reasons: Mapping[str, str] = field(default_factory=dict)


UNJUDGED = Judged()


@dataclass(frozen=True)
class Answered:
    """One statement or one warning passed, as it is kept; `reason` is empty for a statement."""

    code: str
    clause: int | None
    about: Words
    reason: str


def judgements(ticks: Iterable[Tick], warnings: Iterable[Finding], judged: Judged) -> tuple[Answered, ...]:
    """Every statement and warning with what the mediator answered.

    Raises:
        JudgementMissing: a statement is not ticked or a warning has no reason; `keys` names them.
        InvalidInput: a reason is too long.
    """
    missing, answers = [], []
    for tick in ticks:
        if tick.code not in judged.ticks:
            missing.append(tick.code)
        answers.append(Answered(tick.code, None, tick.words, ""))
    for warning in warnings:
        reason = " ".join(judged.reasons.get(warning.key(), "").split())
        if len(reason) > LONGEST_REASON:
            raise InvalidInput(**{warning.key(): "too_long"})
        if not reason:
            missing.append(warning.key())
        answers.append(Answered(warning.code, warning.clause, warning.message, reason))
    if missing:
        raise JudgementMissing(keys=missing)
    return tuple(answers)


def keep_judgements(tx: Transaction, actor: Actor, version: Version, answers: Iterable[Answered]) -> None:
    """Keep the answers with the version they were given for, in the unit of work that freezes it."""
    for answer in answers:
        tx.add(
            Judgement(
                version_id=version.id,
                code=answer.code,
                clause=answer.clause,
                about=answer.about.zh,
                about_en=answer.about.en,
                reason=answer.reason,
                by_account_id=actor.account_id,
                at=clock.now(),
            )
        )


@dataclass(frozen=True)
class BeforeFreeze:
    """What the mediator looks at last: the statements to make, who is to sign, when the text takes effect, the term."""

    ticks: tuple[Tick, ...]
    signatories: tuple[tuple[Words, str], ...]
    """Party and the person who signs for it; an empty name when nobody may."""
    effect: Words
    window: Deadline
    """The thirty days for the joint application, were everybody to sign today (CPL 205)."""


@query
def asked_before_freeze(actor: Actor, agreement_id: str) -> BeforeFreeze:
    """The statements that the mediator is asked for, and what follows from the freeze. Raises NotFound, NotAllowed."""
    agreement = load(actor, Permission.AGREEMENT_LEAD, Agreement, agreement_id)
    draft = draft_of(agreement.case_id)
    people = ((party, signatory_of(party).name) for party in parties_of(agreement.case))
    return BeforeFreeze(
        ticks=ticks_for(draft),
        signatories=tuple((Words(zh=party.name, en=party.name_en or party.name), name) for party, name in people),
        effect=effect_clause(draft.track),
        window=confirmation_window(draft.on),
    )


@query
def answered_before(actor: Actor, version_id: str) -> tuple[Answered, ...]:
    """What the mediator answered for when this version was frozen. Raises NotFound, NotAllowed for everybody else."""
    version = session().get(Version, version_id)
    load(actor, Permission.AGREEMENT_LEAD, Agreement, version.agreement_id if version else "")
    rows = select(Judgement).where(Judgement.version_id == version_id)
    found = session().scalars(rows.order_by(Judgement.clause, Judgement.code, Judgement.id))
    return tuple(Answered(row.code, row.clause, Words(zh=row.about, en=row.about_en), row.reason) for row in found)


def papers_seen(version_id: str) -> bool:
    """Whether the mediator stated that a foreign party's papers are authenticated (INT 521). Inside a unit of work."""
    rows = select(Judgement.id).where(Judgement.version_id == version_id, Judgement.code == FOREIGN_PAPERS)
    return session().scalars(rows.where(Judgement.reason == "")).first() is not None
