"""The record of a sitting: drafted from joint facts, completed by the mediator, answered by all who were there."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import timedelta

from sqlalchemy import Select, select

from odr import clock, offload
from odr.access.actor import Actor, ChannelKind
from odr.access.audience import heard_by
from odr.access.load import OpenChannel, load, open_channel
from odr.access.permissions import Permission
from odr.accounts.models import Account
from odr.audit.trail import record
from odr.cases.models import Case
from odr.cases.participants import accounts_of, active_participants, audience_of, everybody_ever
from odr.cases.steps import clerks_of
from odr.db import Transaction, new_id, reading, session, transaction
from odr.errors import Conflict, InvalidInput, NotAllowed, NotFound, StaleVersion
from odr.events import RecordChanged
from odr.law.confidentiality import Destination, Material, may_leave
from odr.lifecycle import advance
from odr.notices.commands import queue
from odr.papers.mark import mark_of
from odr.records.consents import agree, forget_consent
from odr.records.content import (
    AnswerOfRecord,
    RecordContent,
    Written,
    digest_of,
    draft,
    drafted_anew,
    final_bytes,
    parse,
    serialise,
)
from odr.records.joint import joint_facts
from odr.records.minutes import render_record
from odr.records.models import RecordAnswer, RecordRevision, SessionRecord
from odr.records.states import RECORD, RecordState, Verdict
from odr.records.words import checked
from odr.rooms.models import Channel, MediationSession
from signing.wording import Words

LONGEST_TEXT = 6000
LONGEST_ANSWER = 1000
SILENCE = timedelta(days=3)
"""After this long the record may be closed without the answer of somebody who gave none; it then says so."""


def draft_record(actor: Actor, case_id: str, number: int) -> str:
    """Draft the record of one sitting from what was joint; returns its id, also when it exists already.

    Raises:
        NotAllowed: the actor does not mediate the case.
        NotFound: there is no such sitting.
    """
    with transaction() as tx:
        case = load(actor, Permission.RECORD_DRAFT, Case, case_id)
        existing = tx.session.scalar(
            select(SessionRecord).where(SessionRecord.case_id == case.id, SessionRecord.number == number)
        )
        if existing is not None:
            return existing.id
        sitting, channel = _sitting(case, number), _joint(actor, case)
        ident = new_id()
        content = draft(joint_facts(actor, sitting, channel.row.id, record_id=ident))
        row = SessionRecord(id=ident, case_id=case.id, channel_id=channel.row.id, number=number, revision=1)
        row.sealed = channel.cipher.seal(_place(row), serialise(content))
        tx.add(row)
        _keep(tx, actor, channel, row, content)
        _changed(tx, actor, row, "record.drafted", content)
        return row.id


def write_record(actor: Actor, record_id: str, *, revision: int, written: Written) -> int:
    """The mediator completes or corrects the record; answers to the earlier text no longer count. New revision.

    Raises:
        StaleVersion: somebody changed it since `revision`; nothing was written.
        InvalidInput: words that cannot be kept, or nobody who took part.
        IllegalTransition: it is final.
    """
    clean = _checked(written)
    with transaction() as tx:
        row, channel, content = _open_record(actor, record_id, revision)
        known = [person.participant_id for person in content.joint.people]
        came = tuple(one for one in known if one in clean.came)
        if not came:
            raise InvalidInput(came="missing")
        changed = RecordContent(content.joint, replace(clean, came=came))
        return _rewrite(tx, actor, (row, channel), changed, content)


def refresh_record(actor: Actor, record_id: str, *, revision: int) -> int:
    """Take in what became joint since the draft (a file, a confirmed fact, how the case came out). New revision.

    Raises:
        StaleVersion: somebody changed it since `revision`.
    """
    with transaction() as tx:
        row, channel, content = _open_record(actor, record_id, revision)
        joint = joint_facts(actor, _sitting(row.case, row.number), row.channel_id, record_id=row.id)
        return _rewrite(tx, actor, (row, channel), drafted_anew(content, joint), content)


def open_record(actor: Actor, record_id: str, *, revision: int) -> None:
    """Lay the record before those who were there; each confirms, asks for a correction, or refuses (OMR 22).

    Raises:
        StaleVersion: somebody changed it since `revision`.
        Conflict: the sitting has not ended.
    """
    with transaction() as tx:
        row, _, content = _open_record(actor, record_id, revision)
        if _sitting(row.case, row.number).ended_at is None or content.joint.ended_at is None:
            raise Conflict(state="sitting_open")
        advance(tx, RECORD, row, "open")
        row.opened_at = clock.now()
        _changed(tx, actor, row, "record.opened", content)
        _tell_attendees(tx, actor, row, content)


def answer_record(actor: Actor, record_id: str, *, revision: int, verdict: Verdict, words: str = "") -> None:
    """One who was there says what they think of exactly this text.

    Raises:
        StaleVersion: the text changed since it was read.
        NotAllowed: they were not there.
        InvalidInput: a correction or a refusal without words.
    """
    said = checked(words, "words", longest=LONGEST_ANSWER, needed=verdict != Verdict.CONFIRMED)
    with transaction() as tx:
        row = load(actor, Permission.RECORD_ANSWER, SessionRecord, record_id)
        channel = open_channel(actor, Permission.CHANNEL_READ, Channel, row.channel_id)
        _same(row, revision)
        content = parse(channel.cipher.open(_place(row), row.sealed))
        me = actor.participations[row.case_id].participant_id
        if me not in content.written.came:
            raise NotAllowed(permission=str(Permission.RECORD_ANSWER))
        advance(tx, RECORD, row, "answer")
        mine = (RecordAnswer.record_id == row.id, RecordAnswer.revision == revision, RecordAnswer.participant_id == me)
        answer = tx.session.scalar(select(RecordAnswer).where(*mine)) or RecordAnswer(
            record_id=row.id, revision=revision, participant_id=me
        )
        answer.verdict, answer.at = verdict, clock.now()
        kept = said if verdict != Verdict.CONFIRMED else ""
        answer.sealed_words = channel.cipher.seal(f"{_place(row)}:{me}", kept.encode())
        tx.add(answer)
        _changed(tx, actor, row, f"record.{verdict}", content)


@dataclass(frozen=True)
class _Gathered:
    revision: int
    content: RecordContent
    answers: tuple[AnswerOfRecord, ...]


def finalise_record(actor: Actor, record_id: str, *, revision: int, development: bool) -> str:
    """The mediator closes the record: the document is made in a worker, kept, and its digest enters the trail.

    Returns the digest.

    Raises:
        Conflict: somebody has neither answered nor been silent for three days; `waiting_for` counts them.
        StaleVersion: an answer or a change came in meanwhile; nothing was stored.
        Unavailable: the fonts are still being fetched.
    """
    with reading():
        gathered = _gather(actor, record_id, revision)
    at = clock.now()
    data = final_bytes(gathered.content, gathered.answers)
    mark = mark_of("record", record_id)
    pdf = offload.run(render_record, gathered.content, gathered.answers, digest_of(data), at, development, mark)
    with transaction() as tx:
        again = _gather(actor, record_id, revision)
        if again != gathered:
            raise StaleVersion(record=record_id, revision=again.revision)
        row, channel, _ = _open_record(actor, record_id, revision)
        advance(tx, RECORD, row, "finalise")
        row.final_at, row.digest = at, digest_of(data)
        row.sealed_pdf = channel.cipher.seal(f"session_record:{row.id}:pdf", pdf)
        chain = f"case:{row.case_id}"
        record(tx, account_id=actor.account_id, chain=chain, act="record.final", subject=row.id, content=data)
        tx.announce(RecordChanged(audience=_readers(row), case_ref=row.case.ref, record_id=row.id))
        return row.digest


def let_record_go_to_court(actor: Actor, record_id: str, *, digest: str) -> bool:
    """A party agrees that this final record goes to a court; True when every party has agreed (OMR 22).

    Raises:
        StaleVersion: another record than the one that was read.
        Conflict: it is not final, or the rules do not let records go to a court.
    """
    with transaction() as tx:
        row = load(actor, Permission.RECORD_RELEASE, SessionRecord, record_id)
        if row.state != RecordState.FINAL or not may_leave(Material.SESSION_RECORD, Destination.COURT).allowed:
            raise Conflict(state=str(row.state))
        if row.digest != digest:
            raise StaleVersion(record=row.id)
        channel = open_channel(actor, Permission.CHANNEL_READ, Channel, row.channel_id)
        complete = agree(tx, actor, channel, row.case, row.id, digest=digest)
        row.for_court_at = clock.now() if complete else None
        _changed(tx, actor, row, "record.released", None)
        return complete


def keep_record_from_court(actor: Actor, record_id: str) -> None:
    """A party takes its consent back; until every party agrees again, the record stays."""
    with transaction() as tx:
        row = load(actor, Permission.RECORD_RELEASE, SessionRecord, record_id)
        forget_consent(tx, row.case_id, row.id, actor.participations[row.case_id].party_id)
        row.for_court_at = None
        _changed(tx, actor, row, "record.kept_back", None)


def answers_to(channel: OpenChannel[Channel], row: SessionRecord, content: RecordContent) -> list[AnswerOfRecord]:
    """Where each of those who were there stands on the text as it is now, inside a unit of work."""
    names = {person.participant_id: Words(zh=person.name, en=person.name_en) for person in everybody_ever(row.case_id)}
    given = {one.participant_id: one for one in session().scalars(_answers(row))}
    found = []
    for person in content.answering:
        one = given.get(person.participant_id)
        words = channel.cipher.open(f"{_place(row)}:{one.participant_id}", one.sealed_words).decode() if one else ""
        found.append(
            AnswerOfRecord(
                name=names.get(person.participant_id, person.name),
                verdict=str(one.verdict) if one else "",
                words=words,
                at=one.at if one else None,
            )
        )
    return found


def _answers(row: SessionRecord) -> Select[RecordAnswer]:
    return select(RecordAnswer).where(RecordAnswer.record_id == row.id, RecordAnswer.revision == row.revision)


def _gather(actor: Actor, record_id: str, revision: int) -> _Gathered:
    row, channel, content = _open_record(actor, record_id, revision)
    if row.state != RecordState.OPEN or row.opened_at is None:
        raise Conflict(state=str(row.state))
    here = {person.participant_id for person in active_participants(row.case_id)}
    leads = {one.participant_id for one in content.joint.people if not one.side}
    answered = set(session().scalars(_answers(row).with_only_columns(RecordAnswer.participant_id)))
    waiting = (set(content.written.came) & here) - leads - answered
    if waiting and clock.now() - row.opened_at < SILENCE:
        raise Conflict(waiting_for=len(waiting))
    return _Gathered(row.revision, content, tuple(answers_to(channel, row, content)))


def _open_record(
    actor: Actor, record_id: str, revision: int
) -> tuple[SessionRecord, OpenChannel[Channel], RecordContent]:
    row = load(actor, Permission.RECORD_LEAD, SessionRecord, record_id)
    channel = open_channel(actor, Permission.CHANNEL_READ, Channel, row.channel_id)
    _same(row, revision)
    return row, channel, parse(channel.cipher.open(_place(row), row.sealed))


def _rewrite(
    tx: Transaction,
    actor: Actor,
    opened: tuple[SessionRecord, OpenChannel[Channel]],
    content: RecordContent,
    before: RecordContent,
) -> int:
    row, channel = opened
    if content == before:
        return row.revision
    advance(tx, RECORD, row, "write")
    row.revision += 1
    row.sealed = channel.cipher.seal(_place(row), serialise(content))
    _keep(tx, actor, channel, row, content)
    _changed(tx, actor, row, "record.written", content)
    if row.state == RecordState.OPEN:
        row.opened_at = clock.now()
        _tell_attendees(tx, actor, row, content)
    return row.revision


def _checked(written: Written) -> Written:
    texts = {
        one.name: checked(getattr(written, one.name), one.name, longest=LONGEST_TEXT, needed=False)
        for one in fields(Written)
        if isinstance(getattr(written, one.name), str)
    }
    return replace(written, **texts)


def _sitting(case: Case, number: int) -> MediationSession:
    one = select(MediationSession).where(MediationSession.case_id == case.id, MediationSession.number == number)
    sitting = session().scalar(one)
    if sitting is None or sitting.opened_at is None:
        raise NotFound(kind="sitting")
    return sitting


def _joint(actor: Actor, case: Case) -> OpenChannel[Channel]:
    place = actor.in_case(case.id)
    joint = (Channel.case_id == case.id, Channel.kind == ChannelKind.JOINT, heard_by(place, Channel))
    return open_channel(
        actor, Permission.CHANNEL_READ, Channel, session().scalar(select(Channel.id).where(*joint)) or ""
    )


def _place(row: SessionRecord) -> str:
    return f"session_record:{row.id}:{row.revision}"


def _same(row: SessionRecord, revision: int) -> None:
    if row.revision != revision:
        raise StaleVersion(record=row.id, revision=row.revision)


def _keep(
    tx: Transaction, actor: Actor, channel: OpenChannel[Channel], row: SessionRecord, content: RecordContent
) -> None:
    sealed = channel.cipher.seal(_place(row), serialise(content))
    by = actor.participations[row.case_id].participant_id
    tx.add(RecordRevision(record_id=row.id, revision=row.revision, sealed=sealed, by_id=by, at=clock.now()))


def _changed(tx: Transaction, actor: Actor, row: SessionRecord, act: str, content: RecordContent | None) -> None:
    chain = f"channel:{row.channel_id}"
    kept = serialise(content) if content is not None else b""
    record(tx, account_id=actor.account_id, chain=chain, act=act, subject=row.id, content=kept)
    tx.announce(RecordChanged(audience=_readers(row), case_ref=row.case.ref, record_id=row.id))


def _readers(row: SessionRecord) -> tuple[str, ...]:
    """Who may know that the record changed: the mediators while it is drafted, those of the case once it is final."""
    hearers = [person for person in audience_of(row.case_id, row.channel) if person.side or "mediator" in person.role]
    if row.state == RecordState.DRAFT:
        return accounts_of(person for person in hearers if not person.side)
    clerks = clerks_of(row.case.organisation_id) if row.state == RecordState.FINAL else ()
    return (*accounts_of(hearers), *clerks)


def _tell_attendees(tx: Transaction, actor: Actor, row: SessionRecord, content: RecordContent) -> None:
    for person in active_participants(row.case_id):
        if person.participant_id in content.written.came and person.side:
            account = tx.session.get_one(Account, person.account_id)
            ref = row.case.ref
            queue(tx, "your_turn", email=account.email, account_id=account.id, locale=account.locale, case_ref=ref)
