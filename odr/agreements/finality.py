"""Making an agreement final: checked, frozen and stored; opened again, or given up."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import delete, select

from odr import clock, offload
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.amending import next_number, still_amendable
from odr.agreements.composing import compose
from odr.agreements.content import AgreementContent
from odr.agreements.facts import draft_of
from odr.agreements.freezing import Frozen, fields_json, freeze
from odr.agreements.in_hand import open_for_words
from odr.agreements.judging import UNJUDGED, Answered, Judged, judgements, keep_judgements
from odr.agreements.models import Acceptance, Agreement, Version, WholeAcceptance
from odr.agreements.readiness import readiness_of
from odr.agreements.states import AGREEMENT, AgreementState
from odr.audit.trail import record
from odr.cases.models import Participant
from odr.cases.participants import accounts_of, active_participants
from odr.cases.steps import tell
from odr.db import Transaction, new_id, reading, session, transaction
from odr.errors import Conflict, IllegalTransition, NotConfirmable, StaleVersion
from odr.events import AgreementChanged
from odr.law.attested import ticks_for
from odr.law.confirmability import check_draft, doubts, obstacles
from odr.lifecycle import advance
from odr.papers.mark import mark_of
from signing.tree import act_leaf


@dataclass(frozen=True)
class _Gathered:
    agreement_id: str
    case_id: str
    revision: int
    content: AgreementContent
    people: dict[str, dict[str, object]]
    judgements: tuple[Answered, ...]


def finalise(actor: Actor, agreement_id: str, *, development: bool, judged: Judged = UNJUDGED) -> str:
    """Freeze the agreement as it stands and return the id of its version; the document is made in a worker.

    Raises:
        Conflict: not every party has accepted every clause and the whole.
        AmendmentClosed: it is to replace an agreement that a court is examining or has confirmed (INT 357; CPL 206).
        JudgementMissing: the mediator has not ticked every statement, or a warning has no written reason.
        NotConfirmable: a court would not confirm this text; `clauses` and `codes` say why.
        StaleVersion: somebody changed the text while the document was made; nothing was stored.
        Unavailable: the fonts are still being fetched.
    """
    gathered = _gather(actor, agreement_id, judged)
    version_id = new_id()
    frozen = offload.run(freeze, gathered.content, development, mark_of("agreement", version_id))
    return _store(actor, gathered, frozen, version_id)


def _gather(actor: Actor, agreement_id: str, judged: Judged) -> _Gathered:
    with reading():
        agreement = load(actor, Permission.AGREEMENT_LEAD, Agreement, agreement_id)
        if agreement.state != AgreementState.DRAFT:
            raise IllegalTransition(state=str(agreement.state), event="finalise")
        _still_wanted(agreement)
        draft = draft_of(agreement.case_id, agreement=agreement)
        findings = check_draft(draft)
        blocking = obstacles(findings)
        if blocking:
            raise NotConfirmable(
                citation=blocking[0].citation.key(),
                codes=sorted({finding.code for finding in blocking}),
                clauses=sorted({finding.clause for finding in blocking if finding.clause}),
            )
        answers = judgements(ticks_for(draft), doubts(findings), judged)
        content, people = compose(agreement, next_number(agreement.case_id))
        return _Gathered(agreement.id, agreement.case_id, agreement.revision, content, people, answers)


def _still_wanted(agreement: Agreement) -> None:
    """Asked again when the document is made: a side may take its word back, end the mediation or go to a court."""
    if not open_for_words(agreement):
        raise Conflict(state=str(agreement.case.state))
    still_amendable(agreement)
    readiness = readiness_of(agreement)
    if not readiness.accepted:
        raise Conflict(waiting_for=len(readiness.waiting))


def _store(actor: Actor, gathered: _Gathered, frozen: Frozen, version_id: str) -> str:
    with transaction() as tx:
        agreement = load(actor, Permission.AGREEMENT_LEAD, Agreement, gathered.agreement_id)
        if agreement.revision != gathered.revision:
            raise StaleVersion(agreement=agreement.id, revision=agreement.revision)
        _still_wanted(agreement)
        advance(tx, AGREEMENT, agreement, "finalise")
        version = tx.add(
            Version(
                id=version_id,
                agreement_id=agreement.id,
                number=gathered.content.version,
                content=gathered.content.canonical(),
                content_sha256=gathered.content.digest(),
                frozen_pdf=frozen.pdf,
                frozen_sha256=frozen.sha256,
                pdf=frozen.pdf,
                pdf_sha256=frozen.sha256,
                fields=fields_json(frozen, gathered.people),
                frozen_at=clock.now(),
            )
        )
        keep_judgements(tx, actor, version, gathered.judgements)
        record(
            tx,
            account_id=actor.account_id,
            chain=f"case:{agreement.case_id}",
            act="document.frozen",
            subject=version.id,
            leaf=act_leaf("document.frozen", salt=secrets.token_bytes(16), sha256=frozen.sha256),
        )
        _announce(tx, agreement, "agreement.final")
        tell(tx, agreement.case, "sign_your_turn", _signatories(gathered.people))
        return version.id


def _signatories(people: dict[str, dict[str, object]]) -> list[str]:
    """The accounts of those who are asked to sign."""
    asked = [str(person["participant_id"]) for person in people.values() if person["participant_id"]]
    return list(session().scalars(select(Participant.account_id).where(Participant.id.in_(asked))))


def reopen(actor: Actor, agreement_id: str) -> None:
    """Go back to drafting; what was accepted is void, and so is the frozen version.

    Raises:
        Conflict: somebody has signed already; then only a refusal to sign leads back.
    """
    with transaction() as tx:
        agreement = load(actor, Permission.AGREEMENT_EDIT, Agreement, agreement_id)
        version = tx.session.scalar(
            select(Version).where(Version.agreement_id == agreement.id, Version.void_at.is_(None))
        )
        if version is not None and version.pdf_sha256 != version.frozen_sha256:
            raise Conflict(state="signing")
        back_to_draft(tx, actor, agreement, "reopen")


def back_to_draft(tx: Transaction, actor: Actor, agreement: Agreement, event: str) -> None:
    """The one way from FINAL to DRAFT (`reopen`, `refuse`): version and acceptances become void.

    For use inside a unit of work that has authorised the act. Raises IllegalTransition.
    """
    advance(tx, AGREEMENT, agreement, event)
    _void_versions(tx, actor, agreement)
    tx.session.execute(delete(Acceptance).where(Acceptance.agreement_id == agreement.id))
    tx.session.execute(delete(WholeAcceptance).where(WholeAcceptance.agreement_id == agreement.id))
    agreement.revision += 1
    record(
        tx,
        account_id=actor.account_id,
        chain=f"case:{agreement.case_id}",
        act=f"agreement.{event}",
        subject=agreement.id,
    )
    _announce(tx, agreement, f"agreement.{event}")


def abandon(actor: Actor, agreement_id: str) -> None:
    """Give the agreement up; the case may still be settled otherwise or ended. Raises IllegalTransition."""
    with transaction() as tx:
        agreement = load(actor, Permission.AGREEMENT_LEAD, Agreement, agreement_id)
        advance(tx, AGREEMENT, agreement, "abandon")
        _void_versions(tx, actor, agreement)
        record(
            tx,
            account_id=actor.account_id,
            chain=f"case:{agreement.case_id}",
            act="agreement.abandoned",
            subject=agreement.id,
        )
        _announce(tx, agreement, "agreement.abandoned")


def _void_versions(tx: Transaction, actor: Actor, agreement: Agreement) -> None:
    """What was frozen is of no use any more, and the public log says so."""
    rows = select(Version).where(Version.agreement_id == agreement.id, Version.void_at.is_(None))
    for version in tx.session.scalars(rows):
        version.void_at = clock.now()
        record(
            tx,
            account_id=actor.account_id,
            chain=f"case:{agreement.case_id}",
            act="document.voided",
            subject=version.id,
            leaf=act_leaf("document.voided", salt=secrets.token_bytes(16), sha256=version.frozen_sha256),
        )


def _announce(tx: Transaction, agreement: Agreement, change: str) -> None:
    people = active_participants(agreement.case_id)
    tx.announce(AgreementChanged(audience=accounts_of(people), agreement_id=agreement.id, change=change))
