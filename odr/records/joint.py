"""Reads the joint facts of a sitting: the joint channel's rows and those rows of the case that every side may read.

Nothing else is asked for here. That two worlds which differ in private give the same facts is tested.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor, Role
from odr.access.audience import hears
from odr.access.load import load
from odr.access.permissions import Permission
from odr.accounts.models import Body
from odr.cases.models import Appointment, AppointmentState, Case, Consent, Participant
from odr.cases.participants import Person, everybody_ever
from odr.cases.states import CaseState
from odr.db import session
from odr.errors import Conflict
from odr.evidence.queries import ExhibitView, exhibits_in
from odr.records.consents import fixed_facts, sheet_of
from odr.records.content import (
    Attendee,
    Compared,
    GivenConsent,
    JointFacts,
    NoticeRead,
    Outcome,
    RecordedFact,
    ShownExhibit,
)
from odr.records.words import fact_digest
from odr.rooms.models import Channel, MediationSession, Message
from odr.rooms.opening import comparisons_in, notices_read_in
from signing.wording import Words

OUTCOMES = {CaseState.SETTLED: Outcome.AGREED, CaseState.CLOSED: Outcome.AGREED, CaseState.ENDED: Outcome.ENDED}


def joint_facts(actor: Actor, sitting: MediationSession, channel_id: str, *, record_id: str) -> JointFacts:
    """The joint facts of one sitting as of now, inside a unit of work.

    Raises:
        NotFound: the actor does not hear the joint channel.
    """
    channel = load(actor, Permission.CHANNEL_READ, Channel, channel_id)
    case = sitting.case
    people = [person for person in everybody_ever(case.id) if hears(person, channel)]
    appointment = _appointment(case)
    body = session().get_one(Body, case.organisation_id)
    return JointFacts(
        record_id=record_id,
        case_ref=case.ref,
        title=Words(zh=case.title, en=case.title_en or case.title),
        organisation=Words(zh=body.name, en=body.name_en or body.name),
        number=sitting.number,
        opened_at=_opened(sitting),
        ended_at=sitting.ended_at,
        people=tuple(_attendees(case, sitting, channel, people)),
        exhibits=tuple(_exhibits(actor, sitting, channel)),
        consents=tuple(_consents(case, sitting, people)),
        facts=tuple(_facts(actor, case, sitting)),
        has_interest=appointment.has_interest if appointment else None,
        disclosure=appointment.disclosure if appointment else "",
        outcome=OUTCOMES.get(case.state, Outcome.GOES_ON),
        ground=str(case.end_ground or ""),
    )


def _attendees(case: Case, sitting: MediationSession, channel: Channel, people: list[Person]) -> list[Attendee]:
    """Those who were admitted during the sitting; whoever said a word in the joint channel meanwhile took part.

    How they were compared and what they read are the rows of the opening, as they were by the end of the sitting.
    """
    admitted = {row.id: row for row in session().scalars(select(Participant).where(Participant.case_id == case.id))}
    window = (Message.channel_id == channel.id, Message.at >= sitting.opened_at, Message.at <= _until(sitting))
    spoke = set(session().scalars(select(Message.author_id).where(*window).distinct()))
    compared, told = _compared(case, sitting), _told(case, sitting)
    return [
        Attendee(
            participant_id=person.participant_id,
            name=Words(zh=person.name, en=person.name_en),
            role=str(person.role),
            side=str(person.side or ""),
            party=Words(zh=person.party_name, en=person.party_name_en),
            came=person.participant_id in spoke or person.role == Role.MEDIATOR,
            compared=compared.get(person.participant_id),
            notice=told.get(person.participant_id),
        )
        for person in people
        if _was_admitted(admitted[person.participant_id], sitting)
    ]


def _compared(case: Case, sitting: MediationSession) -> dict[str, Compared]:
    names = {person.account_id: Words(zh=person.name, en=person.name_en) for person in everybody_ever(case.id)}
    return {
        row.participant_id: Compared(way=str(row.way), by=names[row.by_account_id], at=row.at)
        for row in comparisons_in(case.id)
        if row.at <= _until(sitting)
    }


def _told(case: Case, sitting: MediationSession) -> dict[str, NoticeRead]:
    """By person, the version they read last."""
    return {
        row.participant_id: NoticeRead(version=row.version, at=row.at)
        for row in notices_read_in(case.id)
        if row.at <= _until(sitting)
    }


def _opened(sitting: MediationSession) -> datetime:
    """A record is of a sitting that took place."""
    if sitting.opened_at is None:
        raise Conflict(state="planned")
    return sitting.opened_at


def _was_admitted(row: Participant, sitting: MediationSession) -> bool:
    return row.admitted_at <= _until(sitting) and (row.removed_at is None or row.removed_at >= _opened(sitting))


def _exhibits(actor: Actor, sitting: MediationSession, channel: Channel) -> list[ShownExhibit]:
    earlier = select(MediationSession.ended_at).where(
        MediationSession.case_id == sitting.case_id, MediationSession.number == sitting.number - 1
    )
    after = session().scalar(earlier)
    return [
        _shown(one)
        for one in exhibits_in(actor, channel.id)
        if not one.withdrawn and one.at <= _until(sitting) and (after is None or one.at > after)
    ]


def _shown(one: ExhibitView) -> ShownExhibit:
    """A trade secret is named by its number alone: not all who read the record may know what it is called (EVI 26)."""
    by = Words(zh=one.owner, en=one.owner_en)
    if one.secret:
        return ShownExhibit(name=f"商业秘密材料（第{one.number}号）", by=by, at=one.at, sha256="")
    return ShownExhibit(name=one.name, by=by, at=one.at, sha256=one.sha256)


def _consents(case: Case, sitting: MediationSession, people: list[Person]) -> list[GivenConsent]:
    names = {person.account_id: Words(zh=person.name, en=person.name_en) for person in people}
    given = select(Consent).where(
        Consent.case_id == case.id, Consent.withdrawn_at.is_(None), Consent.given_at <= _until(sitting)
    )
    return [
        GivenConsent(subject=row.subject, by=names[row.account_id], at=row.given_at)
        for row in session().scalars(given.order_by(Consent.given_at, Consent.subject))
        if row.account_id in names
    ]


def _facts(actor: Actor, case: Case, sitting: MediationSession) -> list[RecordedFact]:
    sheet = sheet_of(actor, case, fixed_facts(case.id))
    return [
        RecordedFact(
            number=one.number,
            words=one.words,
            digest=fact_digest(case_ref=case.ref, number=one.number, revision=one.revision, words=one.words),
        )
        for one in sheet.facts
        if one.fixed_at <= _until(sitting)
    ]


def _appointment(case: Case) -> Appointment | None:
    confirmed = select(Appointment).where(
        Appointment.case_id == case.id, Appointment.state == AppointmentState.CONFIRMED
    )
    return session().scalars(confirmed.order_by(Appointment.settled_at.desc())).first()


def _until(sitting: MediationSession) -> datetime:
    return sitting.ended_at or clock.now()
