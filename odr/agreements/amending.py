"""Amending a signed agreement: a new one that begins from the old words, names it, and replaces it once in effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.drafts import written
from odr.agreements.facts import live_clauses
from odr.agreements.in_hand import IN_EFFECT, amendment_of, version_of
from odr.agreements.models import Agreement, Clause, ClauseEdit, Version
from odr.agreements.states import AGREEMENT, AgreementState
from odr.audit.trail import record
from odr.cases.commands import settle_anew
from odr.cases.states import CaseState
from odr.cases.steps import both_sides, tell
from odr.db import Transaction, session, transaction
from odr.errors import AmendmentClosed, IllegalTransition
from odr.law.amendment import may_be_amended
from odr.law.time_limits import beijing_date
from odr.lifecycle import advance
from signing.wording import Words


@dataclass(frozen=True)
class Replaced:
    """The agreement an amendment replaces, as the amendment names it: by number, day of effect and digest."""

    version: int
    effective_on: date
    content_sha256: str


def begin_amendment(actor: Actor, agreement_id: str) -> str:
    """Begin a new agreement from the words of one in effect, which stays as it is; returns the new one's id.

    Doing it again while one is under way returns that one.

    Raises:
        IllegalTransition: the agreement is not in effect, or its case is closed.
        AmendmentClosed: a court is examining the text, or has confirmed it (INT 357; CPL 206).
    """
    with transaction() as tx:
        old = load(actor, Permission.AGREEMENT_AMEND, Agreement, agreement_id)
        if old.state not in IN_EFFECT or old.effective_at is None or old.case.state != CaseState.SETTLED:
            raise IllegalTransition(state=str(old.state), event="amend")
        under_way = amendment_of(old)
        if under_way is not None:
            return under_way.id
        refuse_if_closed(old)
        new = tx.add(
            Agreement(
                case_id=old.case_id,
                amends_id=old.id,
                facts=old.facts,
                facts_en=old.facts_en,
                issues=old.issues,
                issues_en=old.issues_en,
                prevailing=old.prevailing,
                created_at=clock.now(),
            )
        )
        for row in live_clauses(old.id):
            _copy(tx, actor, row, new)
        written(tx, actor, new, "agreement.amendment_begun", new.id)
        tell(tx, new.case, "case_moved", set(both_sides(new.case)) - {actor.account_id})
        return new.id


def refuse_if_closed(old: Agreement) -> None:
    """Raise AmendmentClosed when the law does not let this agreement be replaced as the court stands to it."""
    answer = may_be_amended(old.court_stage)
    if not answer.allowed:
        raise AmendmentClosed(citation=answer.citation.key())


def still_amendable(agreement: Agreement) -> None:
    """Asked before an amendment is put out for signature: what it replaces is still in effect and may be replaced.

    The old row is locked, so that no application for it goes to a court at the same moment. Raises IllegalTransition,
    AmendmentClosed.
    """
    old = replaced_by(agreement, lock=True)
    if old is None:
        return
    if old.state not in IN_EFFECT:
        raise IllegalTransition(state=str(old.state), event="amend")
    refuse_if_closed(old)


def supersede(tx: Transaction, actor: Actor, agreement: Agreement, *, at: datetime) -> None:
    """The amendment took effect `at` this instant: what it replaces ends at the same one, inside the same unit.

    Raises:
        IllegalTransition: what it replaces is not in effect any more.
    """
    old = replaced_by(agreement, lock=True)
    if old is None:
        return
    advance(tx, AGREEMENT, old, "supersede")
    old.superseded_at = at
    record(
        tx,
        account_id=actor.account_id,
        chain=f"case:{old.case_id}",
        act="agreement.superseded",
        subject=old.id,
        content=agreement.id.encode(),
    )
    settle_anew(tx, old.case, at=at)


def replaced_by(agreement: Agreement, *, lock: bool = False) -> Agreement | None:
    """The agreement that an amendment is to replace, or None for a first agreement."""
    if agreement.amends_id is None:
        return None
    rows = select(Agreement).where(Agreement.id == agreement.amends_id)
    return session().scalar(rows.with_for_update().execution_options(populate_existing=True) if lock else rows)


def named_in(agreement: Agreement) -> Replaced | None:
    """How an amendment names what it replaces; None for a first agreement. Inside a unit of work."""
    old = replaced_by(agreement)
    version = version_of(old) if old is not None else None
    if old is None or version is None or old.effective_at is None:
        return None
    return Replaced(version.number, beijing_date(old.effective_at), version.content_sha256)


def supersedes_clause(case_no: str, old: Replaced) -> Words:
    """The provision by which an amendment replaces the agreement it names (CC 543), printed and signed."""
    day = old.effective_on
    return Words(
        zh=f"本协议变更并取代各方于{day.year}年{day.month}月{day.day}日生效的《调解协议书》（{case_no}，第{old.version}版，"
        f"内容的SHA-256摘要：{old.content_sha256}）。自本协议生效之日起，原协议不再履行，已经履行的部分不受影响；"
        "就原协议尚未递交人民法院的司法确认申请不再提交。本协议未生效的，原协议继续有效（《中华人民共和国民法典》"
        "第五百四十三条）。",
        en=f"This agreement changes and replaces the Mediation Agreement that took effect on "
        f"{day.day} {day:%B} {day.year} ({case_no}, version {old.version}; SHA-256 digest of its content: "
        f"{old.content_sha256}). From the day on which this agreement takes effect the earlier one is no longer to be "
        "performed; what has been performed is not affected; an application for its judicial confirmation that has not "
        "been handed to a people's court is not filed any more. If this agreement does not take effect, the earlier "
        "one remains in force (Civil Code, art. 543).",
    )


def next_number(case_id: str) -> int:
    """The number of the next frozen text of a case, counted over all its agreements: a number names one text."""
    numbers = select(Version.number).join(Agreement, Agreement.id == Version.agreement_id)
    return max(session().scalars(numbers.where(Agreement.case_id == case_id)), default=0) + 1


def out_for_signature(agreement: Agreement) -> bool:
    """Whether an amendment of this agreement is out for signature. Inside a unit that has locked the agreement."""
    amendment = amendment_of(agreement)
    return amendment is not None and amendment.state in (AgreementState.FINAL, AgreementState.SIGNED)


def _copy(tx: Transaction, actor: Actor, row: Clause, new: Agreement) -> None:
    copied = tx.add(
        Clause(
            agreement_id=new.id,
            position=row.position,
            kind=row.kind,
            slots=row.slots,
            text=row.text,
            text_en=row.text_en,
            origin_id=row.origin_id,
        )
    )
    tx.add(
        ClauseEdit(
            clause_id=copied.id,
            revision=copied.revision,
            text=row.text,
            text_en=row.text_en,
            by_account_id=actor.account_id,
            at=clock.now(),
        )
    )
