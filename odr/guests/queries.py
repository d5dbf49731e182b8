"""What a mediator and the sides may see of guests: who is asked for, who hears what, and who said what to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import Actor, ChannelKind, Role, Side
from odr.access.audience import heard_by
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.accounts.invitations import look
from odr.accounts.models import Account, LinkPurpose
from odr.cases.models import Case, Party
from odr.cases.participants import Person, audience_of
from odr.cases.refs import case_id_of
from odr.db import query, session
from odr.guests.commands import IN_COURSE, answers_to, parties_asked, wish_of
from odr.guests.models import GuestInvitation, GuestInvitationChannel
from odr.guests.states import GuestState
from odr.law.articles import Citation
from odr.law.presence import UNDERTAKING, consent_article, undertaking_articles
from odr.rooms.models import Channel


@dataclass(frozen=True)
class PlaceView:
    """A channel a guest may hear: which one, who hears it today, and whether with what was said before."""

    channel_id: str
    kind: ChannelKind
    side: Side | None
    party: str
    party_en: str
    people: tuple[Person, ...] = ()
    from_start: bool = False


@dataclass(frozen=True)
class AnswerView:
    """What one side said; `agreed` is None while it has not answered."""

    party: str
    party_en: str
    side: Side
    agreed: bool | None
    mine: bool


@dataclass(frozen=True)
class GuestView:
    """One guest asked for. `participant_id` is empty until they are in."""

    id: str
    name: str
    role: Role
    capacity: str
    state: GuestState
    asked_at: datetime
    admitted_at: datetime | None
    participant_id: str
    channels: tuple[PlaceView, ...]
    answers: tuple[AnswerView, ...]
    may_answer: bool


@dataclass(frozen=True)
class GuestsPage:
    """The guests of a case as one person of it may know them; `places` are the channels a guest can be admitted to."""

    case_id: str
    case_ref: str
    title: str
    title_en: str
    guests: tuple[GuestView, ...]
    places: tuple[PlaceView, ...]
    may_ask: bool
    article: Citation


@dataclass(frozen=True)
class GuestLinkView:
    """What the person asked to come is shown before anything else."""

    case_ref: str
    title: str
    title_en: str
    name: str
    role: Role
    capacity: str
    email: str
    expires_at: datetime
    has_account: bool
    channels: tuple[PlaceView, ...]
    undertaking: str
    articles: tuple[Citation, ...]


@query
def guests_page(actor: Actor, ref: str) -> GuestsPage:
    """The guests this actor may know of.

    Raises:
        NotFound, NotAllowed: not of the case.
    """
    case = load(actor, Permission.CASE_READ, Case, case_id_of(ref))
    may_ask = can(actor, Permission.GUEST_ASK, case)
    place = actor.in_case(case.id)
    heard = session().scalars(select(Channel).where(Channel.case_id == case.id, heard_by(place, Channel)))
    wishes = session().scalars(
        select(GuestInvitation).where(GuestInvitation.case_id == case.id).order_by(GuestInvitation.asked_at.desc())
    )
    return GuestsPage(
        case_id=case.id,
        case_ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        guests=tuple(_guest(actor, wish) for wish in wishes if can(actor, Permission.GUEST_READ, wish)),
        places=tuple(sorted((_place(channel) for channel in heard), key=_order)) if may_ask else (),
        may_ask=may_ask and case.state in IN_COURSE,
        article=consent_article(),
    )


@query
def guest_link_view(token: str) -> GuestLinkView:
    """What the link asks; looking at it uses nothing up.

    Raises:
        InvitationSpent: used, cancelled, run out, or the case is over.
    """
    link = look(token, LinkPurpose.ATTEND)
    wish = wish_of(link)
    return GuestLinkView(
        case_ref=wish.case.ref,
        title=wish.case.title,
        title_en=wish.case.title_en or wish.case.title,
        name=wish.name,
        role=wish.role,
        capacity=wish.capacity,
        email=link.email,
        expires_at=link.expires_at,
        has_account=session().scalar(select(Account.id).where(Account.email == link.email)) is not None,
        channels=_places(wish),
        undertaking=UNDERTAKING,
        articles=undertaking_articles(),
    )


def _guest(actor: Actor, wish: GuestInvitation) -> GuestView:
    given, asked = answers_to(wish.id), parties_asked(wish)
    here = actor.in_case(wish.case_id)
    mine = here.party_id if here else None
    parties = sorted((party for party in wish.case.parties if party.id in asked), key=lambda p: (p.side, p.id))
    return GuestView(
        id=wish.id,
        name=wish.name,
        role=wish.role,
        capacity=wish.capacity,
        state=wish.state,
        asked_at=wish.asked_at,
        admitted_at=wish.admitted_at,
        participant_id=wish.participant_id or "",
        channels=_places(wish),
        answers=tuple(AnswerView(p.name, p.name_en or p.name, p.side, given.get(p.id), p.id == mine) for p in parties),
        may_answer=wish.state == GuestState.ASKED
        and mine in asked
        and mine not in given
        and can(actor, Permission.GUEST_ANSWER, wish),
    )


def _places(wish: GuestInvitation) -> tuple[PlaceView, ...]:
    return tuple(sorted((_place(channel) for channel in wish.channels), key=_order))


def _place(channel: Channel | GuestInvitationChannel) -> PlaceView:
    party = session().get(Party, channel.party_id) if channel.party_id else None
    asked = isinstance(channel, GuestInvitationChannel)
    return PlaceView(
        channel_id=channel.channel_id if asked else channel.id,
        kind=channel.kind,
        side=party.side if party else None,
        party=party.name if party else "",
        party_en=(party.name_en or party.name) if party else "",
        people=() if asked else tuple(audience_of(channel.case_id, channel)),
        from_start=asked and channel.from_start,
    )


def _order(place: PlaceView) -> tuple[int, str]:
    return {None: 0, Side.APPLICANT: 1, Side.RESPONDENT: 2, Side.THIRD: 3}[place.side], place.channel_id
