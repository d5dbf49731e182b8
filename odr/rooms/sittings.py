"""The life of a sitting: planned, announced, opened when the law's conditions are met, adjourned, resumed, ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from odr import clock
from odr.access.actor import Actor, ChannelKind
from odr.access.load import load
from odr.access.permissions import Permission
from odr.access.vault import new_channel_key
from odr.audit.trail import record
from odr.cases.models import Case, Party
from odr.cases.participants import accounts_of, audience_of, people_in
from odr.cases.states import CaseState
from odr.cases.steps import tell
from odr.db import Transaction, new_id, session, transaction
from odr.errors import Conflict, InvalidInput, LegalObstacle
from odr.events import CaseChanged
from odr.law.sittings import separate_times_allowed, separate_times_article
from odr.lifecycle import advance
from odr.rooms.models import Channel, MediationSession
from odr.rooms.opening import keep_joint_channel, missing_in, sides_of
from odr.rooms.states import ALIVE, SITTING, SittingState

SHORTEST, LONGEST = 15, 480
FURTHEST = timedelta(days=180)


def plan_sitting(actor: Actor, case_id: str, *, at: datetime, minutes: int, separate: bool = False) -> int:
    """The mediator plans the next sitting and everybody gets a notice; returns its number.

    Raises:
        InvalidInput: not a moment to come, or not a length one can sit.
        Conflict: the case is not being mediated, or a sitting is planned or under way.
        LegalObstacle: each at their own time, and not every side consents (OMR 16).
    """
    _check_time(at, minutes)
    with transaction() as tx:
        case = _case(actor, case_id)
        if sitting_alive(case.id) is not None:
            raise Conflict(sitting="alive")
        if separate and not separate_times_allowed(sides_of(case)):
            raise LegalObstacle(citation=separate_times_article().key())
        create_channels(tx, case)
        sitting = _new(tx, case, at=at, minutes=minutes, separate=separate)
        _told(tx, case, actor, sitting, "session.planned", "sitting_planned")
        return sitting.number


def move_sitting(actor: Actor, case_id: str, *, at: datetime, minutes: int) -> None:
    """Another time for the sitting that is planned, or for the next part of one that is adjourned.

    Raises:
        InvalidInput, Conflict, IllegalTransition: as `plan_sitting`; it is open now.
    """
    _check_time(at, minutes)
    with transaction() as tx:
        case = _case(actor, case_id)
        sitting = _alive(case.id)
        advance(tx, SITTING, sitting, "move")
        sitting.planned_at, sitting.minutes, sitting.revision = at, minutes, sitting.revision + 1
        _told(tx, case, actor, sitting, "session.moved", "sitting_moved")


def cancel_sitting(actor: Actor, case_id: str) -> None:
    """The sitting that is planned does not take place."""
    with transaction() as tx:
        case = _case(actor, case_id)
        sitting = _alive(case.id)
        advance(tx, SITTING, sitting, "cancel")
        sitting.ended_at, sitting.revision = clock.now(), sitting.revision + 1
        _told(tx, case, actor, sitting, "session.cancelled", "sitting_cancelled")


def open_mediation_session(actor: Actor, case_id: str) -> int:
    """Open the sitting that is planned, resume the one that is adjourned, or hold one at once. Returns its number.

    Raises:
        Conflict: the case is not being mediated, or a sitting is open already.
        LegalObstacle: something the law wants first is missing; `missing` lists the codes.
    """
    with transaction() as tx:
        case = _case(actor, case_id)
        sitting = sitting_alive(case.id)
        if sitting is not None and sitting.state == SittingState.OPEN:
            raise Conflict(state="open")
        if missing := missing_in(case):
            raise LegalObstacle(citation=missing[0].citation.key(), missing=[item.code for item in missing])
        create_channels(tx, case)
        if sitting is None:
            sitting = _new(tx, case, at=clock.now(), minutes=60, separate=False)
        resumed = sitting.state == SittingState.ADJOURNED
        advance(tx, SITTING, sitting, "resume" if resumed else "open")
        sitting.opened_at = sitting.opened_at or clock.now()
        _told(tx, case, actor, sitting, "session.resumed" if resumed else "session.opened", "")
        return sitting.number


def adjourn_sitting(actor: Actor, case_id: str, *, at: datetime, minutes: int) -> None:
    """Break off and go on at another time, which everybody is told.

    Raises:
        InvalidInput: not a moment to come.
        Conflict, IllegalTransition: no sitting is open.
    """
    _check_time(at, minutes)
    with transaction() as tx:
        case = _case(actor, case_id)
        sitting = _alive(case.id)
        advance(tx, SITTING, sitting, "adjourn")
        sitting.planned_at, sitting.minutes, sitting.revision = at, minutes, sitting.revision + 1
        sitting.private_since = sitting.private_channel_id = None
        _told(tx, case, actor, sitting, "session.adjourned", "sitting_moved")


def end_mediation_session(actor: Actor, case_id: str) -> None:
    """End the sitting; people may go on writing together only where every side agreed to separate times.

    It is ended as well when the case was settled or ended meanwhile: the last signature does not close the door.

    Raises:
        Conflict: no sitting is open or adjourned.
    """
    with transaction() as tx:
        case = load(actor, Permission.SESSION_LEAD, Case, case_id)
        sitting = sitting_alive(case.id)
        if sitting is None or sitting.state == SittingState.PLANNED:
            raise Conflict(state="closed")
        advance(tx, SITTING, sitting, "end")
        sitting.ended_at = clock.now()
        sitting.private_since = sitting.private_channel_id = None
        _told(tx, case, actor, sitting, "session.ended", "")


def meet_privately(actor: Actor, channel_id: str) -> None:
    """The mediator is now in a private meeting; the others are told that, and since when, and nothing else.

    Raises:
        Conflict: not a caucus, or no sitting is open.
    """
    with transaction() as tx:
        caucus = _caucus(actor, channel_id)
        sitting = sitting_alive(caucus.case_id)
        if sitting is None or sitting.state != SittingState.OPEN:
            raise Conflict(state="closed")
        sitting.private_since, sitting.private_channel_id = clock.now(), caucus.id
        caucus.open = True
        _note_caucus(tx, actor, caucus, "caucus.met")
        _tell_everybody(tx, caucus.case, "session_private")


def return_to_all(actor: Actor, case_id: str) -> None:
    """The private meeting is over."""
    with transaction() as tx:
        case = load(actor, Permission.SESSION_LEAD, Case, case_id)
        sitting = sitting_alive(case.id)
        if sitting is None or sitting.private_channel_id is None:
            return
        caucus = tx.session.get_one(Channel, sitting.private_channel_id)
        sitting.private_since = sitting.private_channel_id = None
        _note_caucus(tx, actor, caucus, "caucus.left")
        _tell_everybody(tx, case, "session_together")


def close_caucus(actor: Actor, channel_id: str) -> None:
    """Those who hear a caucus can read it and no longer write in it; nobody else is told."""
    _set_caucus(actor, channel_id, open_=False)


def open_caucus(actor: Actor, channel_id: str) -> None:
    """Those who hear a caucus can write in it again; nobody else is told."""
    _set_caucus(actor, channel_id, open_=True)


def sitting_alive(case_id: str) -> MediationSession | None:
    """The sitting that is planned, open or adjourned, inside a unit that has authorised the case."""
    return session().scalar(
        select(MediationSession).where(MediationSession.case_id == case_id, MediationSession.state.in_(ALIVE))
    )


def _case(actor: Actor, case_id: str) -> Case:
    case = load(actor, Permission.SESSION_LEAD, Case, case_id)
    if case.state != CaseState.MEDIATING:
        raise Conflict(state=str(case.state))
    return case


def _alive(case_id: str) -> MediationSession:
    sitting = sitting_alive(case_id)
    if sitting is None:
        raise Conflict(sitting="none")
    return sitting


def _caucus(actor: Actor, channel_id: str) -> Channel:
    channel = load(actor, Permission.CAUCUS_LEAD, Channel, channel_id)
    if channel.kind != ChannelKind.CAUCUS or channel.case.state != CaseState.MEDIATING:
        raise Conflict(channel="no_caucus")
    return channel


def _set_caucus(actor: Actor, channel_id: str, *, open_: bool) -> None:
    with transaction() as tx:
        caucus = _caucus(actor, channel_id)
        if caucus.open == open_:
            return
        caucus.open = open_
        _note_caucus(tx, actor, caucus, "caucus.opened" if open_ else "caucus.closed")
        hearers = accounts_of(audience_of(caucus.case_id, caucus))
        tx.announce(CaseChanged(audience=hearers, case_ref=caucus.case.ref, state="caucus"))


def _check_time(at: datetime, minutes: int) -> None:
    now = clock.now()
    if not now <= at <= now + FURTHEST:
        raise InvalidInput(at="not_to_come")
    if not SHORTEST <= minutes <= LONGEST:
        raise InvalidInput(minutes="length")


def _new(tx: Transaction, case: Case, *, at: datetime, minutes: int, separate: bool) -> MediationSession:
    highest = select(func.max(MediationSession.number)).where(MediationSession.case_id == case.id)
    number = 1 + (tx.session.scalar(highest) or 0)
    return tx.add(
        MediationSession(
            case_id=case.id,
            number=number,
            state=SittingState.PLANNED,
            planned_at=at,
            minutes=minutes,
            separate=separate,
        )
    )


def create_channels(tx: Transaction, case: Case) -> None:
    """The joint channel and a caucus for each party that has none yet. The joint one opens with the sitting."""
    known = set(tx.session.scalars(select(Channel.party_id).where(Channel.case_id == case.id)))
    parties = tx.session.scalars(select(Party).where(Party.case_id == case.id).order_by(Party.side, Party.id)).all()
    for kind, party_id in [(ChannelKind.JOINT, None), *((ChannelKind.CAUCUS, party.id) for party in parties)]:
        if party_id in known:
            continue
        ident = new_id()
        tx.add(Channel(id=ident, case_id=case.id, kind=kind, party_id=party_id, wrapped_key=new_channel_key(ident)))


def _told(tx: Transaction, case: Case, actor: Actor, sitting: MediationSession, act: str, notice: str) -> None:
    tx.session.flush()
    record(tx, account_id=actor.account_id, chain=f"case:{case.id}", act=act, subject=sitting.id)
    keep_joint_channel(tx, case)
    if notice:
        tell(tx, case, notice, set(accounts_of(people_in(case.id))) - {actor.account_id})
    _tell_everybody(tx, case, act.replace(".", "_"))


def _tell_everybody(tx: Transaction, case: Case, state: str) -> None:
    tx.announce(CaseChanged(audience=accounts_of(people_in(case.id)), case_ref=case.ref, state=state))


def _note_caucus(tx: Transaction, actor: Actor, caucus: Channel, act: str) -> None:
    """In the caucus's own chain: which side the mediator met is nothing the others may count."""
    record(tx, account_id=actor.account_id, chain=f"channel:{caucus.id}", act=act, subject=caucus.id)
