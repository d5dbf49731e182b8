"""How a mediation came out: the mediator makes the report of facts and closed lists; all of the case read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr import clock, offload
from odr.access.actor import MEDIATORS, Actor, ChannelKind, Side
from odr.access.load import load, open_paper
from odr.access.permissions import Permission, can
from odr.access.vault import open_field, seal_field
from odr.accounts.models import Body
from odr.audit.trail import record
from odr.cases.models import Case
from odr.cases.participants import everybody_ever
from odr.cases.states import CaseState
from odr.cases.steps import everybody
from odr.db import new_id, query, session, transaction
from odr.errors import Conflict, InvalidInput, NotFound
from odr.events import RecordChanged
from odr.law.ending import Conduct, Prompt
from odr.papers.mark import mark_of
from odr.records.content import parse
from odr.records.joint import joint_facts
from odr.records.models import OutcomeReport, SessionRecord
from odr.records.queries import case_of, parties_in_order
from odr.records.report import Held, OutcomeContent, Party, parse_outcome, render_outcome, serialise_outcome
from odr.rooms.models import Channel, MediationSession
from signing.wording import Words

PURPOSE = "records.outcome"
OVER = (CaseState.SETTLED, CaseState.ENDED, CaseState.CLOSED)


@dataclass(frozen=True)
class OutcomeView:
    """How the mediation came out, for everybody of the case; `content` is None until the mediator has made it."""

    case_id: str
    case_ref: str
    title: Words
    over: bool
    settled: bool
    ground: str
    content: OutcomeContent | None
    made_at: datetime | None
    may_make: bool
    sides: tuple[Side, ...]


def report_outcome(
    actor: Actor, case_id: str, *, conduct: Iterable[tuple[Side, Conduct]] = (), prompts: Iterable[Prompt] = ()
) -> None:
    """The mediator makes the report on the outcome, or makes it anew. Every entry is of a closed list (OMR 21).

    Raises:
        Conflict: the mediation is still going on.
        InvalidInput: conduct of a side the case does not have.
        NotAllowed: the actor does not mediate the case.
    """
    with transaction() as tx:
        case = load(actor, Permission.RECORD_DRAFT, Case, case_id)
        if case.state not in OVER:
            raise Conflict(state=str(case.state))
        said = tuple(sorted({(str(side), str(code)) for side, code in conduct}))
        if not {side for side, _ in said} <= {str(party.side) for party in case.parties}:
            raise InvalidInput(conduct="unknown")
        content = _content(actor, case, said, tuple(sorted({str(code) for code in prompts})))
        row = tx.session.scalar(select(OutcomeReport).where(OutcomeReport.case_id == case.id)) or OutcomeReport(
            id=new_id(), case_id=case.id
        )
        kept = serialise_outcome(content)
        row.sealed, row.made_at = seal_field(PURPOSE, row.id, kept), clock.now()
        row.by_id = actor.participations[case.id].participant_id
        tx.add(row)
        chain = f"case:{case.id}"
        record(
            tx, account_id=actor.account_id, chain=chain, act="outcome.reported", subject=row.id, content=kept.encode()
        )
        tx.announce(RecordChanged(audience=everybody(case), case_ref=case.ref, record_id=row.id))


@query
def outcome_page(actor: Actor, case_ref: str) -> OutcomeView:
    """How the mediation came out, and the report when there is one.

    Raises:
        NotFound: the actor may not know the case, or has no part in it.
    """
    case = load(actor, Permission.OUTCOME_READ, Case, case_of(case_ref))
    row = session().scalar(select(OutcomeReport).where(OutcomeReport.case_id == case.id))
    over = case.state in OVER
    return OutcomeView(
        case_id=case.id,
        case_ref=case.ref,
        title=Words(zh=case.title, en=case.title_en or case.title),
        over=over,
        settled=case.state in (CaseState.SETTLED, CaseState.CLOSED),
        ground=str(case.end_ground or ""),
        content=parse_outcome(open_field(PURPOSE, row.id, row.sealed)) if row else None,
        made_at=row.made_at if row else None,
        may_make=over and can(actor, Permission.RECORD_DRAFT, case),
        sides=tuple(party.side for party in parties_in_order(case)),
    )


def outcome_document(actor: Actor, case_ref: str, *, certificate: bool, development: bool) -> bytes:
    """The report or the certificate as PDF/A, the same bytes each time; made in a worker.

    Raises:
        NotFound: there is none, or as `outcome_page`.
        Unavailable: the fonts are still being fetched.
    """
    view = outcome_page(actor, case_ref)
    if view.content is None or view.made_at is None or (not certificate and view.content.settled):
        raise NotFound(kind="outcomereport")
    mark = mark_of("certificate" if certificate else "report", view.case_id)
    return offload.run(render_outcome, view.content, view.made_at, certificate, development, mark)


def _content(
    actor: Actor, case: Case, conduct: tuple[tuple[str, str], ...], prompts: tuple[str, ...]
) -> OutcomeContent:
    body = session().get_one(Body, case.organisation_id)
    mediators = [person for person in everybody_ever(case.id) if person.role in MEDIATORS]
    return OutcomeContent(
        case_ref=case.ref,
        title=Words(zh=case.title, en=case.title_en or case.title),
        organisation=Words(zh=body.name, en=body.name_en or body.name),
        mediators=tuple(Words(zh=person.name, en=person.name_en) for person in mediators),
        parties=tuple(
            Party(str(party.side), Words(zh=party.name, en=party.name_en or party.name))
            for party in parties_in_order(case)
        ),
        began=case.mediation_from.isoformat() if case.mediation_from else "",
        settled=case.state in (CaseState.SETTLED, CaseState.CLOSED),
        ground=str(case.end_ground or ""),
        held=tuple(_held(actor, case)),
        conduct=conduct,
        prompts=prompts,
    )


def _held(actor: Actor, case: Case) -> list[Held]:
    """The sittings with those who took part: as the record states it, else those who spoke in the joint session."""
    joint = session().scalar(select(Channel.id).where(Channel.case_id == case.id, Channel.kind == ChannelKind.JOINT))
    held = select(MediationSession).where(MediationSession.case_id == case.id, MediationSession.opened_at.is_not(None))
    found = []
    for sitting in session().scalars(held.order_by(MediationSession.number)).all() if joint else ():
        kept = select(SessionRecord.id).where(SessionRecord.case_id == case.id, SessionRecord.number == sitting.number)
        record_id = session().scalar(kept)
        if record_id:
            opened = open_paper(actor, Permission.RECORD_READ, SessionRecord, record_id)
            present = tuple(one.name for one in parse(opened.content).attendees)
        else:
            facts = joint_facts(actor, sitting, joint or "", record_id="")
            present = tuple(one.name for one in facts.people if one.came)
        ended = sitting.ended_at.isoformat() if sitting.ended_at else ""
        opened_at = sitting.opened_at.isoformat() if sitting.opened_at else ""
        found.append(Held(sitting.number, opened_at, ended, present))
    return found
