"""What a person may see of the room: the channels they hear, who else hears them, and what was said."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from odr.access.actor import Actor, ChannelKind, Side
from odr.access.audience import first_heard, heard_by
from odr.access.load import load, open_channel
from odr.access.permissions import Permission, can
from odr.cases.models import Case, Party
from odr.cases.participants import Person, audience_of, audience_tag, known_to, people_in
from odr.db import query, session
from odr.errors import NotAllowed
from odr.rooms import presence
from odr.rooms.models import Channel, ChannelMute, MediationSession, Message, ReadMark
from odr.rooms.opened import MessageView, opened
from odr.rooms.states import SittingState

PAGE = 200
MOST = 1000


@dataclass(frozen=True)
class ChannelView:
    """A channel as one of its hearers sees it."""

    id: str
    kind: ChannelKind
    party_name: str
    party_name_en: str
    side: Side | None
    mine: bool
    people: tuple[Person, ...]
    audience: str
    last_seq: int
    read_seq: int
    may_speak: bool
    muted: bool

    @property
    def unread(self) -> int:
        """How many messages I have not read here; what was said before a guest came is none of them."""
        return max(0, self.last_seq - self.read_seq)


@dataclass(frozen=True)
class RoomView:
    """The room of a case as one participant sees it."""

    case_id: str
    case_ref: str
    title: str
    title_en: str
    me: Person
    channels: tuple[ChannelView, ...]
    people: tuple[Person, ...]
    present: frozenset[str]
    session_number: int
    session_state: SittingState | None
    may_lead: bool

    @property
    def session_open(self) -> bool:
        """Is a sitting under way at this moment?"""
        return self.session_state == SittingState.OPEN


def find_case(case_ref: str) -> str:
    """The id behind a case reference, or "" — which no permission check lets through."""
    return session().scalar(select(Case.id).where(Case.ref == case_ref)) or ""


@query
def room_page(actor: Actor, case_ref: str) -> RoomView:
    """The room: only the channels this actor hears exist in it.

    Raises:
        NotFound: the actor may not know the case.
        NotAllowed: the actor knows the case (a clerk) but has no place in its room.
    """
    case = load(actor, Permission.ROOM_READ, Case, find_case(case_ref))
    place = actor.in_case(case.id)
    people = known_to(place, people_in(case.id)) if place else []
    me = next((p for p in people if place and p.participant_id == place.participant_id), None)
    if me is None:
        raise NotAllowed(permission=str(Permission.CHANNEL_READ))
    heard = session().scalars(select(Channel).where(Channel.case_id == case.id, heard_by(place, Channel)))
    sitting = (
        session()
        .scalars(
            select(MediationSession).where(MediationSession.case_id == case.id).order_by(MediationSession.number.desc())
        )
        .first()
    )
    return RoomView(
        case_id=case.id,
        case_ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        me=me,
        channels=tuple(sorted((_channel_view(actor, c, me) for c in heard), key=_order)),
        people=tuple(people),
        present=presence.present(case.id) & {person.participant_id for person in people},
        session_number=sitting.number if sitting else 0,
        session_state=sitting.state if sitting else None,
        may_lead=can(actor, Permission.SESSION_LEAD, case),
    )


@query
def messages_after(actor: Actor, channel_id: str, seq: int, *, limit: int = PAGE) -> list[MessageView]:
    """What was said in a channel after `seq`, in order, at most `limit` messages and never more than 1,000.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    return _messages(actor, channel_id, Message.seq > seq, limit=limit)


@query
def messages_before(actor: Actor, channel_id: str, seq: int, *, limit: int = PAGE) -> list[MessageView]:
    """The last `limit` messages that were said in a channel before `seq`, in order.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    return _messages(actor, channel_id, Message.seq < seq, limit=limit, newest=True)


def _messages(
    actor: Actor, channel_id: str, where: ColumnElement[bool], *, limit: int, newest: bool = False
) -> list[MessageView]:
    channel = open_channel(actor, Permission.CHANNEL_READ, Channel, channel_id)
    chosen = select(Message).where(Message.channel_id == channel.row.id, Message.seq >= channel.first, where)
    chosen = chosen.order_by(Message.seq.desc() if newest else Message.seq).limit(max(0, min(limit, MOST)))
    rows = session().scalars(chosen).all()
    mine = actor.participations[channel.row.case_id].participant_id
    return opened(channel, rows[::-1] if newest else rows, mine)


@query
def channel_page(actor: Actor, channel_id: str) -> ChannelView:
    """One channel as its hearer sees it now: the page asks again when people came or went.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    channel = load(actor, Permission.CHANNEL_READ, Channel, channel_id)
    mine = actor.participations[channel.case_id].participant_id
    me = next(p for p in people_in(channel.case_id) if p.participant_id == mine)
    return _channel_view(actor, channel, me)


def _order(view: ChannelView) -> tuple[bool, int, str]:
    sides = {None: 0, Side.APPLICANT: 1, Side.RESPONDENT: 2, Side.THIRD: 3}
    return (view.kind != ChannelKind.JOINT, sides[view.side], view.id)


def _channel_view(actor: Actor, channel: Channel, me: Person) -> ChannelView:
    people = tuple(audience_of(channel.case_id, channel))
    party = session().get(Party, channel.party_id) if channel.party_id else None
    mark = session().scalar(
        select(ReadMark.seq).where(ReadMark.channel_id == channel.id, ReadMark.participant_id == me.participant_id)
    )
    muted = select(ChannelMute.id).where(
        ChannelMute.channel_id == channel.id, ChannelMute.participant_id == me.participant_id
    )
    return ChannelView(
        id=channel.id,
        kind=channel.kind,
        party_name=party.name if party else "",
        party_name_en=(party.name_en or party.name) if party else "",
        side=party.side if party else None,
        mine=party is not None and party.id == me.party_id,
        people=people,
        audience=audience_tag(people),
        last_seq=channel.last_seq,
        read_seq=max(mark or 0, first_heard(me, channel) - 1),
        may_speak=can(actor, Permission.CHANNEL_SPEAK, channel),
        muted=session().scalar(muted) is not None,
    )
