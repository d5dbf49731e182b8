"""What a person may see of the sittings of a case: when, whether everything is ready, who agreed to what, the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import SIDE_ROLES, Actor, Side
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.access.predicates import binds_a_side
from odr.cases.consents import ARTICLES, EXTENSION, NAMES, SUBJECTS, consents_of
from odr.cases.models import Case
from odr.cases.refs import case_id_of
from odr.cases.states import CaseState
from odr.db import query, session
from odr.law.articles import Citation, cite
from odr.law.sittings import NOTICE_VERSION, Missing, SideReady
from odr.law.time_limits import Deadline, beijing_date, days_after
from odr.rooms.models import Channel, MediationSession
from odr.rooms.opening import ADDRESS, NOTICE, acknowledged_by, missing_in, parties_consenting, sides_of
from odr.rooms.states import ALIVE, SittingState
from signing.wording import Words

MEDIATION_DAYS = 30


@dataclass(frozen=True)
class SittingView:
    """One sitting. `private_since` says that the mediator is in a private meeting, never with whom."""

    number: int
    state: SittingState
    planned_at: datetime | None
    minutes: int
    separate: bool
    revision: int
    opened_at: datetime | None
    ended_at: datetime | None
    private_since: datetime | None

    @property
    def alive(self) -> bool:
        """Planned, open or adjourned."""
        return self.state in ALIVE


@dataclass(frozen=True)
class Term:
    """The term of the mediation: its end, what it was extended by, and which sides agree to go on."""

    deadline: Deadline
    extended_days: int
    agreeing: tuple[str, ...]
    may_agree: bool


@dataclass(frozen=True)
class SittingsPage:
    """The sittings of a case as one person sees them. `sides` and `missing` are empty for guests."""

    case_id: str
    case_ref: str
    title: str
    title_en: str
    sittings: tuple[SittingView, ...]
    sides: tuple[SideReady, ...]
    missing: tuple[Missing, ...]
    may_lead: bool
    may_prepare: bool
    told: bool
    addressed: bool
    notice_version: str
    my_address: str
    consents: frozenset[str]
    term: Term | None

    @property
    def current(self) -> SittingView | None:
        """The sitting that is planned, open or adjourned."""
        return next((sitting for sitting in self.sittings if sitting.alive), None)


@dataclass(frozen=True)
class Banner:
    """What the room says of its sitting to somebody who hears `channel_id`. `here` is the private meeting itself."""

    sitting: SittingView | None
    private_here: bool
    caucus_open: bool
    may_lead: bool


@dataclass(frozen=True)
class SideConsent:
    """Whether one side agrees to one step today, by the word of somebody who may bind it."""

    side: Side
    name: str
    name_en: str
    given: bool


@dataclass(frozen=True)
class ConsentView:
    """One step that takes a consent of its own, with its article, and where every side stands on it."""

    subject: str
    name: Words
    citation: Citation
    sides: tuple[SideConsent, ...]


@query
def sitting_now(actor: Actor, ref: str) -> SittingView | None:
    """The sitting that is planned, open or adjourned, if there is one. Raises NotFound as `sittings_page`."""
    case = load(actor, Permission.ROOM_READ, Case, case_id_of(ref))
    return next((_view(sitting) for sitting in _sittings(case.id) if sitting.state in ALIVE), None)


@query
def consents_of_sides(actor: Actor, ref: str) -> tuple[ConsentView, ...]:
    """What each side has agreed to and what not, step by step, for the mediators.

    Raises:
        NotFound, NotAllowed: the actor does not mediate the case.
    """
    case = load(actor, Permission.SESSION_LEAD, Case, case_id_of(ref))
    found = []
    for subject in SUBJECTS:
        agreeing = parties_consenting(case, subject)
        sides = tuple(
            SideConsent(party.side, party.name, party.name_en or party.name, party.id in agreeing)
            for party in sorted(case.parties, key=lambda party: (str(party.side), party.id))
        )
        found.append(ConsentView(subject, NAMES[subject], cite(ARTICLES[subject]), sides))
    return tuple(found)


@query
def sittings_page(actor: Actor, ref: str) -> SittingsPage:
    """The sittings, and what still has to be done before the next one opens.

    Raises:
        NotFound: no such case, or not the actor's to know.
    """
    case = load(actor, Permission.ROOM_READ, Case, case_id_of(ref))
    of_case = can(actor, Permission.CASE_READ, case)
    prepares = can(actor, Permission.SITTING_PREPARE, case)
    here = actor.in_case(case.id)
    mine = acknowledged_by(here.participant_id) if here and prepares else frozenset()
    party = next((party for party in case.parties if here and party.id == here.party_id), None)
    return SittingsPage(
        case_id=case.id,
        case_ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        sittings=tuple(_view(sitting) for sitting in _sittings(case.id)),
        sides=sides_of(case) if of_case else (),
        missing=missing_in(case) if of_case and case.state == CaseState.MEDIATING else (),
        may_lead=can(actor, Permission.SESSION_LEAD, case) and case.state == CaseState.MEDIATING,
        may_prepare=prepares and case.state == CaseState.MEDIATING,
        told=NOTICE in mine,
        addressed=ADDRESS in mine,
        notice_version=NOTICE_VERSION,
        my_address=" · ".join(filter(None, (party.email, party.phone, party.address))) if party and prepares else "",
        consents=consents_of(case.id, actor.account_id),
        term=_term(actor, case) if of_case else None,
    )


@query
def room_banner(actor: Actor, channel_id: str) -> Banner:
    """What stands above the log of a channel about the sitting.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    channel = load(actor, Permission.CHANNEL_READ, Channel, channel_id)
    alive = [sitting for sitting in _sittings(channel.case_id) if sitting.state in ALIVE]
    sitting = alive[0] if alive and channel.case.state == CaseState.MEDIATING else None
    return Banner(
        sitting=_view(sitting) if sitting else None,
        private_here=sitting is not None and sitting.private_channel_id == channel.id,
        caucus_open=channel.open,
        may_lead=can(actor, Permission.CAUCUS_LEAD, channel) and channel.case.state == CaseState.MEDIATING,
    )


def _sittings(case_id: str) -> list[MediationSession]:
    rows = select(MediationSession).where(MediationSession.case_id == case_id)
    return list(session().scalars(rows.order_by(MediationSession.number.desc())))


def _view(row: MediationSession) -> SittingView:
    return SittingView(
        row.number,
        row.state,
        row.planned_at,
        row.minutes,
        row.separate,
        row.revision,
        row.opened_at,
        row.ended_at,
        row.private_since,
    )


def _term(actor: Actor, case: Case) -> Term | None:
    if case.state != CaseState.MEDIATING or case.mediation_from is None:
        return None
    agreeing = parties_consenting(case, EXTENSION)
    here = actor.in_case(case.id)
    mine = here.party_id if here is not None and here.role in SIDE_ROLES else None
    return Term(
        deadline=days_after(beijing_date(case.mediation_from), MEDIATION_DAYS + case.extended_days, cite("OMR 24")),
        extended_days=case.extended_days,
        agreeing=tuple(party.name for party in case.parties if party.id in agreeing),
        may_agree=not case.extended_days and mine is not None and mine not in agreeing and binds_a_side(actor, case),
    )
