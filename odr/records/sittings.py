"""The records of a case as each reader may see them, and one record with where everybody stands on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.audience import hears
from odr.access.load import load, open_channel, open_paper
from odr.access.permissions import Permission, can
from odr.cases.models import Case
from odr.cases.participants import everybody_ever
from odr.db import query, session
from odr.errors import NotFound
from odr.records.content import AnswerOfRecord, RecordContent, parse
from odr.records.models import CourtConsent, RecordRevision, SessionRecord
from odr.records.queries import ReleaseView, case_of, parties_in_order
from odr.records.recording import answers_to
from odr.records.states import RecordState
from odr.rooms.models import Channel, MediationSession
from signing.wording import Words


@dataclass(frozen=True)
class SittingView:
    """One sitting with its record, as far as this reader may know of it."""

    number: int
    opened_at: datetime
    ended_at: datetime | None
    record_id: str
    state: RecordState | None
    may_draft: bool


@dataclass(frozen=True)
class RecordsView:
    """Every sitting of a case."""

    case_id: str
    case_ref: str
    title: Words
    state: str
    sittings: tuple[SittingView, ...]
    leads: bool
    in_room: bool


@dataclass(frozen=True)
class RevisionView:
    """One content the record had."""

    revision: int
    by: Words
    at: datetime


@dataclass(frozen=True)
class RecordView:
    """One record, with what this reader may do with it."""

    id: str
    case_ref: str
    title: Words
    number: int
    state: RecordState
    revision: int
    content: RecordContent
    answers: tuple[AnswerOfRecord, ...]
    mine: AnswerOfRecord | None
    revisions: tuple[RevisionView, ...]
    releases: tuple[ReleaseView, ...]
    leads: bool
    may_answer: bool
    may_release: bool
    sitting_ended: bool
    final_at: datetime | None
    digest: str

    @property
    def waiting(self) -> int:
        """How many of those who were there have not answered."""
        return sum(1 for one in self.answers if not one.verdict)


@query
def records_page(actor: Actor, case_ref: str) -> RecordsView:
    """Every sitting of the case, the latest first; a draft is shown to the mediators alone.

    Raises:
        NotFound: the actor may not know the case.
    """
    case = load(actor, Permission.CASE_READ, Case, case_of(case_ref))
    kept = {
        row.number: row
        for row in session().scalars(select(SessionRecord).where(SessionRecord.case_id == case.id))
        if can(actor, Permission.RECORD_READ, row)
    }
    held = select(MediationSession).where(MediationSession.case_id == case.id, MediationSession.opened_at.is_not(None))
    may_draft = can(actor, Permission.RECORD_DRAFT, case)
    return RecordsView(
        case_id=case.id,
        case_ref=case.ref,
        title=Words(zh=case.title, en=case.title_en or case.title),
        state=str(case.state),
        sittings=tuple(
            SittingView(
                number=row.number,
                opened_at=row.opened_at,
                ended_at=row.ended_at,
                record_id=kept[row.number].id if row.number in kept else "",
                state=kept[row.number].state if row.number in kept else None,
                may_draft=may_draft and row.number not in kept,
            )
            for row in session().scalars(held.order_by(MediationSession.number.desc()))
            if row.opened_at is not None
        ),
        leads=may_draft,
        in_room=actor.in_case(case.id) is not None,
    )


@query
def record_page(actor: Actor, record_id: str) -> RecordView:
    """One record.

    Raises:
        NotFound: not this actor's to know: a draft is the mediators', and the clerk sees what is final.
    """
    opened = open_paper(actor, Permission.RECORD_READ, SessionRecord, record_id)
    row, content = opened.row, parse(opened.content)
    me = actor.in_case(row.case_id)
    inside = me is not None and hears(me, row.channel)
    answers, mine = (), None
    if inside:
        channel = open_channel(actor, Permission.CHANNEL_READ, Channel, row.channel_id)
        answers = tuple(answers_to(channel, row, content))
        place = next(
            (i for i, one in enumerate(content.answering) if me and one.participant_id == me.participant_id), None
        )
        mine = answers[place] if place is not None else None
    return RecordView(
        id=row.id,
        case_ref=row.case.ref,
        title=Words(zh=row.case.title, en=row.case.title_en or row.case.title),
        number=row.number,
        state=row.state,
        revision=row.revision,
        content=content,
        answers=answers,
        mine=mine,
        revisions=_revisions(row) if inside else (),
        releases=_releases(actor, row) if inside and row.state == RecordState.FINAL else (),
        leads=row.state != RecordState.FINAL and can(actor, Permission.RECORD_LEAD, row),
        may_answer=row.state == RecordState.OPEN and mine is not None and can(actor, Permission.RECORD_ANSWER, row),
        may_release=can(actor, Permission.RECORD_RELEASE, row),
        sitting_ended=_ended(row),
        final_at=row.final_at,
        digest=row.digest,
    )


@query
def record_document(actor: Actor, record_id: str) -> tuple[str, bytes]:
    """The final record's name and bytes, exactly as they were made.

    Raises:
        NotFound: not this actor's, or not final.
    """
    row = load(actor, Permission.RECORD_READ, SessionRecord, record_id)
    if row.state != RecordState.FINAL:
        raise NotFound(kind="sessionrecord")
    opened = open_paper(actor, Permission.RECORD_READ, SessionRecord, record_id, part="pdf")
    return f"{row.case.ref}-record-{row.number}.pdf", opened.content


@query
def records_for_court(actor: Actor, case_id: str) -> list[tuple[int, bytes]]:
    """The final records every party let go to a court, by number of the sitting, for those who build the file.

    Raises:
        NotFound, NotAllowed: the actor does not build the file for the court.
    """
    case = load(actor, Permission.BUNDLE_BUILD, Case, case_id)
    released = select(SessionRecord).where(SessionRecord.case_id == case.id, SessionRecord.for_court_at.is_not(None))
    return [
        (row.number, open_paper(actor, Permission.RECORD_FILE, SessionRecord, row.id, part="pdf").content)
        for row in session().scalars(released.order_by(SessionRecord.number)).all()
    ]


def _revisions(row: SessionRecord) -> tuple[RevisionView, ...]:
    names = {person.participant_id: Words(zh=person.name, en=person.name_en) for person in everybody_ever(row.case_id)}
    kept = select(RecordRevision).where(RecordRevision.record_id == row.id).order_by(RecordRevision.revision.desc())
    return tuple(RevisionView(one.revision, names[one.by_id], one.at) for one in session().scalars(kept))


def _releases(actor: Actor, row: SessionRecord) -> tuple[ReleaseView, ...]:
    given = select(CourtConsent.party_id).where(CourtConsent.case_id == row.case_id, CourtConsent.subject == row.id)
    agreed = set(session().scalars(given))
    mine = actor.participations[row.case_id].party_id
    return tuple(
        ReleaseView(
            name=Words(zh=party.name, en=party.name_en or party.name),
            side=party.side,
            mine=party.id == mine,
            agrees=party.id in agreed,
        )
        for party in parties_in_order(row.case)
    )


def _ended(row: SessionRecord) -> bool:
    sitting = select(MediationSession.ended_at).where(
        MediationSession.case_id == row.case_id, MediationSession.number == row.number
    )
    return session().scalar(sitting) is not None
